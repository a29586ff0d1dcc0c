"""Which requests are made: those that change nothing, with as little as can be, and then each value of a choice."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from contract.live.known import Known
from openapi.conformance.description import Description, Operation, Schema
from openapi.conformance.schemas import types_of
from openapi.conformance.serialization import Request, is_ambiguous
from openapi.reading.description import Document


@frozen
class Questions:
    """Makes requests to the operations of one description."""

    description: Description
    known: Known

    def reason_to_leave_out(self, operation: Operation) -> str:
        """Say why an operation is never asked, if it is not."""
        if operation.method not in ("get", "head"):
            return "not read-only"
        return "it takes a request body" if "body" in operation.request["properties"] else ""

    def plain(self, operation: Operation) -> tuple[Request | None, str]:
        """Give a request with what is required alone; or else what is missing for it."""
        made: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
        for parameter in operation.parameters:
            if not parameter.get("required"):
                continue
            place, name = parameter["in"], parameter["name"]
            value = self.known.value(operation, parameter) if place == "path" else self._choice(parameter)
            if value is None:
                return None, f"no value is known for `{name}`; give one with --value {name}=..."
            made[place][name] = value
        if is_ambiguous(operation, made):
            return None, "the values that are known would lead to another path"
        return made, ""

    def variants(self, operation: Operation, plain: Request) -> Iterator[Request]:
        """Give requests with each value that is documented of each optional query parameter, one at a time."""
        for parameter in operation.parameters:
            if parameter["in"] == "query" and not parameter.get("required"):
                for value in self._choices(parameter):
                    yield {**plain, "query": {**plain["query"], parameter["name"]: value}}

    def _choice(self, parameter: Document) -> Any:
        given: Mapping[str, str] = self.known.given
        default = parameter.get("schema", {}).get("default")
        return given.get(parameter["name"], default) or next(self._choices(parameter), None)

    def _choices(self, parameter: Document) -> Iterator[Any]:
        schema = self.description.dereference(parameter.get("schema", {}))
        if "array" in types_of(schema):
            yield from ([member] for member in _members(self.description.dereference(schema.get("items", {}))))
        else:
            yield from _members(schema)


def _members(schema: Schema) -> list[Any]:
    if "boolean" in types_of(schema):
        return [True, False]
    return [member for member in schema.get("enum", ()) if member is not None]
