"""The API description that the mock keeps: its operations, what they take, and what they answer."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from attrs import define, frozen

from omni_drafts.mock._description.path_templates import VARIABLE, operation_shape
from omni_drafts.mock._description.schemas import Schemas, read_schemas

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_PHRASED = {status.value for status in HTTPStatus}


@frozen
class Operation:
    """An operation of the API.

    Attributes:
        method: In lower case.
        path: As the description has it, without the prefix.
        parameters: Those of its path, too, with references followed.
    """

    method: str
    path: str
    parameters: tuple[Mapping[str, Any], ...]
    _declared: Mapping[str, Any]
    _schemas: Schemas

    @property
    def shape(self) -> str:
        """Method and path, whatever path parameters are called and with or without `/api`."""
        return operation_shape(self.method, self.path)

    @property
    def body(self) -> Mapping[str, Any] | None:
        """The request body, if it has one."""
        return self._schemas.follow(self._declared["requestBody"]) if "requestBody" in self._declared else None

    @property
    def path_names(self) -> tuple[str, ...]:
        """The names of its path parameters, in their order in the path."""
        return tuple(VARIABLE.findall(self.path))

    @property
    def is_open(self) -> bool:
        """Whether the description says that it needs no token."""
        security = self._declared.get("security", self._schemas.document.get("security"))
        return security is not None and (not security or {} in security)

    @property
    def statuses(self) -> tuple[int, ...]:
        """The documented statuses; the first of each range, and 200 for what is documented of any."""
        written = self._declared["responses"]
        return tuple(sorted({200 if status == "default" else int(status.replace("X", "0")) for status in written}))

    @property
    def successes(self) -> tuple[int, ...]:
        """The documented statuses of a success."""
        return tuple(status for status in self.statuses if status // 100 == 2)

    def refusing_status(self, *preferred: int) -> int:
        """The first of some statuses that it documents, or else the first of all."""
        return next(filter(self.documents, preferred), preferred[0])

    def documents(self, status: int) -> bool:
        """Say whether it documents a status."""
        return self._response(status) is not None

    def words(self, status: int) -> str:
        """The words that the description has for a status."""
        response = self._response(status)
        if response is not None:
            return str(response["description"]).strip()
        return HTTPStatus(status).phrase if status in _PHRASED else "Error"

    def contents(self, status: int) -> Mapping[str, Any]:
        """What it may answer with a status, by media type."""
        contents: Mapping[str, Any] = (self._response(status) or {}).get("content", {})
        return contents

    def headers(self, status: int) -> Mapping[str, Any]:
        """The headers that it answers with a status, by name."""
        headers = (self._response(status) or {}).get("headers", {})
        return {name: self._schemas.follow(header) for name, header in headers.items()}

    def _response(self, status: int) -> Mapping[str, Any] | None:
        responses = self._declared["responses"]
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in responses:
                return self._schemas.follow(responses[key])
        return None


@define(slots=False)
class Description:
    """A repaired description."""

    schemas: Schemas

    @property
    def document(self) -> Mapping[str, Any]:
        """The document itself."""
        return self.schemas.document

    @cached_property
    def prefix(self) -> str:
        """The path of the first server, before each operation's own: `/api`, or nothing."""
        servers = self.document.get("servers", [])
        if not servers:
            return ""
        defaults = {name: variable["default"] for name, variable in servers[0].get("variables", {}).items()}
        url = VARIABLE.sub(lambda found: str(defaults.get(found.group(1), found.group())), servers[0]["url"])
        return urlsplit(url).path.rstrip("/")

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Each operation."""
        return tuple(self._read_operations())

    def _read_operations(self) -> Iterator[Operation]:
        for path, reference in self.document.get("paths", {}).items():
            item = self.schemas.follow(reference)
            for method in _METHODS:
                if method in item:
                    parameters = self._read_parameters(item) | self._read_parameters(item[method])
                    yield Operation(method, path, tuple(parameters.values()), item[method], self.schemas)

    def _read_parameters(self, item: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
        parameters = map(self.schemas.follow, item.get("parameters", []))
        return {(parameter["in"], parameter["name"]): parameter for parameter in parameters}


def is_json(media_type: str) -> bool:
    """Say whether a media type is JSON."""
    name = media_type.partition(";")[0].strip().lower()
    return name == "application/json" or name.endswith("+json")


def load_description(description: Mapping[str, Any] | Path | str | None = None) -> Description:
    """Read a repaired description: a document, the JSON file of one, or else the one that comes with the mock."""
    if description is None:
        source = files("omni_drafts.mock").joinpath("openapi.json")
        return Description(read_schemas(json.loads(source.read_text("utf-8"))))
    if isinstance(description, Mapping):
        return Description(read_schemas(description))
    return Description(read_schemas(json.loads(Path(description).read_text("utf-8"))))
