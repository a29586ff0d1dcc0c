"""Builds the requests of a check: read-only ones with the required parameters, then with each documented choice."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from openapi.conformance.description import Description, Operation, Schema
from openapi.conformance.live.path_values import PathValues
from openapi.conformance.schemas import types_of
from openapi.conformance.serialization import Request, is_ambiguous
from openapi.reading.description import Document

_READ_ONLY_METHODS = ("get", "head")


@frozen
class RequestBuilder:
    """Builds requests to the operations of one description.

    Attributes:
        description: Original description.
        path_values: Values of path parameters.
    """

    description: Description
    path_values: PathValues

    def skip_reason(self, operation: Operation) -> str:
        """Return the reason why an operation never gets a request; empty if it may get one."""
        if operation.method not in _READ_ONLY_METHODS:
            return "not read-only"
        return "it takes a request body" if "body" in operation.request["properties"] else ""

    def build(self, operation: Operation) -> tuple[Request | None, str]:
        """Return a request with the required parameters alone, or `None` with the reason why there is none."""
        request: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
        for parameter in operation.parameters:
            if not parameter.get("required"):
                continue
            location, name = parameter["in"], parameter["name"]
            is_in_path = location == "path"
            value = self.path_values.find(operation, parameter) if is_in_path else self._choose(parameter)
            if value is None:
                return None, f"no value is known for `{name}`; give one with --value {name}=..."
            request[location][name] = value
        if is_ambiguous(operation, request):
            return None, "the values that are known would lead to another path"
        return request, ""

    def build_variants(self, operation: Operation, request: Request) -> Iterator[Request]:
        """Yield a request for each documented value of each optional query parameter, one value at a time."""
        for parameter in operation.parameters:
            if parameter["in"] == "query" and not parameter.get("required"):
                for value in self._choices(parameter):
                    yield {**request, "query": {**request["query"], parameter["name"]: value}}

    def _choose(self, parameter: Document) -> Any:
        default = parameter.get("schema", {}).get("default")
        value = self.path_values.given.get(parameter["name"], default)
        return value or next(self._choices(parameter), None)

    def _choices(self, parameter: Document) -> Iterator[Any]:
        schema = self.description.dereference(parameter.get("schema", {}))
        if "array" in types_of(schema):
            items = self.description.dereference(schema.get("items", {}))
            yield from ([member] for member in _members(items))
        else:
            yield from _members(schema)


def _members(schema: Schema) -> list[Any]:
    if "boolean" in types_of(schema):
        return [True, False]
    return [member for member in schema.get("enum", ()) if member is not None]
