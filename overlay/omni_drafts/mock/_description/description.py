"""Repaired API description: its operations and the prefix of their paths."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from attrs import define

from omni_drafts.mock._description.operations import Operation
from omni_drafts.mock._description.path_templates import TEMPLATE_VARIABLE
from omni_drafts.mock._description.schemas import Schemas

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@define(slots=False)
class Description:
    """Repaired API description.

    Attributes:
        schemas: Schemas of the document.
    """

    schemas: Schemas

    @cached_property
    def prefix(self) -> str:
        """Path of the first server, such as `/api`; empty without one."""
        servers = self.schemas.document.get("servers", [])
        if not servers:
            return ""
        defaults = {name: variable["default"] for name, variable in servers[0].get("variables", {}).items()}
        url = TEMPLATE_VARIABLE.sub(lambda match: str(defaults.get(match.group(1), match.group())), servers[0]["url"])
        return urlsplit(url).path.rstrip("/")

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Operations of the description."""
        return tuple(self._build_operations())

    def _build_operations(self) -> Iterator[Operation]:
        for path, reference in self.schemas.document.get("paths", {}).items():
            item = self.schemas.resolve(reference)
            for method in _METHODS:
                if method in item:
                    parameters = self._parameters(item) | self._parameters(item[method])
                    yield Operation(method, path, tuple(parameters.values()), item[method], self.schemas)

    def _parameters(self, item: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
        parameters = map(self.schemas.resolve, item.get("parameters", []))
        return {(parameter["in"], parameter["name"]): parameter for parameter in parameters}
