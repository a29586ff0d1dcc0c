"""The API description that the mock keeps: its operations, and what it allows in a request."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen
from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT202012

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_URI = "urn:omni"
_BODY = "the request body"


def _pattern(validator: Any, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    """Check a pattern as JSON Schema has it: its `$` is the very end, and Python's may stand before a newline."""
    ecma = f"{pattern[:-1]}\\Z" if pattern.endswith("$") and not pattern.endswith("\\$") else pattern
    if validator.is_type(value, "string") and not re.search(ecma, str(value)):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_extend: Any = validators.extend  # its stub has no types
_Validator: type[Draft202012Validator] = _extend(Draft202012Validator, {"pattern": _pattern})


class InvalidRequestError(Exception):
    """A request is not what the description allows.

    Attributes:
        name: Of the parameter, or `the request body`.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}{problem}")
        self.name = name


@frozen
class Operation:
    """An operation of the API."""

    method: str
    path: str
    description: "Description"

    def check_query(self, query: list[tuple[str, str]]) -> None:
        """Check that each query parameter which came is known and allowed, and that each one required came.

        Raises:
            InvalidRequestError: One of them is missing, unknown, or not allowed.
        """
        known = {
            parameter["name"]: (index, parameter)
            for index, parameter in enumerate(self._declared.get("parameters", []))
            if parameter["in"] == "query"
        }
        for name, value in query:
            if name not in known:
                raise InvalidRequestError(name, ": the operation has no such parameter")
            self.description.check(value, f"{self._pointer}/parameters/{known[name][0]}/schema", name)
        for name, (_, parameter) in known.items():
            if parameter.get("required") and name not in dict(query):
                raise InvalidRequestError(name, ": is missing")

    def read_body(self, content: bytes, content_type: str) -> dict[str, Any]:
        """Read the JSON body; one that is left out, where it may be, is an empty object.

        Raises:
            InvalidRequestError: The body is missing, no JSON, or not allowed.
        """
        declared = self._declared["requestBody"]
        if not content:
            if declared.get("required"):
                raise InvalidRequestError(_BODY, " is missing")
            return {}
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise InvalidRequestError("Content-Type", " must be application/json")
        try:
            body = json.loads(content)
            json.dumps(body, ensure_ascii=False).encode()  # half of a surrogate pair is no text
        except (ValueError, RecursionError):
            raise InvalidRequestError(_BODY, " is not JSON") from None
        pointer = f"{self._pointer}/requestBody/content/application~1json/schema"
        self.description.check(body, pointer, _BODY)
        checked: dict[str, Any] = body
        return checked

    @property
    def _declared(self) -> dict[str, Any]:
        declared: dict[str, Any] = self.description.document["paths"][self.path][self.method]
        return declared

    @property
    def _pointer(self) -> str:
        return f"#/paths/{self.path.replace('~', '~0').replace('/', '~1')}/{self.method}"


@frozen
class Description:
    """A repaired description."""

    document: dict[str, Any]
    _registry: Any

    @property
    def prefix(self) -> str:
        """The path of the first server, before each operation's own: `/api`."""
        server: str = self.document["servers"][0]["url"]
        return urlsplit(server).path.rstrip("/")

    def operations(self) -> Iterator[Operation]:
        """Give each operation."""
        for path, item in self.document["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield Operation(method, path, self)

    def words(self, status: int) -> str:
        """The words that the description has for a status that every operation can answer."""
        for item in self.document["paths"].values():
            for operation in item.values():
                response = operation["responses"].get(str(status))
                if response is not None:
                    words: str = self._resolve(response)["description"]
                    return words.strip()
        raise KeyError(f"no operation answers {status}")

    def check(self, value: Any, pointer: str, name: str) -> None:
        """Check a value against the schema at a place.

        Raises:
            InvalidRequestError: It is not allowed.
        """
        validator = _Validator({"$ref": f"{_URI}{pointer}"}, registry=self._registry, format_checker=FormatChecker())
        for error in validator.iter_errors(value):
            place = "".join(f".{step}" for step in error.absolute_path)
            raise InvalidRequestError(name, f"{place}: {error.message}")

    def _resolve(self, item: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in item:
            return item
        found: Any = self.document
        for name in item["$ref"].removeprefix("#/").split("/"):
            found = found[name.replace("~1", "/").replace("~0", "~")]
        resolved: dict[str, Any] = found
        return resolved


def load_description() -> Description:
    """Load the description that comes with the mock."""
    document = json.loads(files(__name__.rpartition(".")[0]).joinpath("openapi.json").read_text("utf-8"))
    return Description(document, Registry().with_resource(_URI, DRAFT202012.create_resource(document)))
