"""Requests with one error each, and the status codes that the mock may return for it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from contract.mock.asgi_client import RawRequest
from contract.mock.serialization import form_fields, serialize
from openapi.conformance.description import Description, Operation, Schema, alternatives
from openapi.conformance.mistakes import Mistakes
from openapi.conformance.schemas import types_of
from openapi.conformance.serialization import Request
from openapi.conformance.validity import Validity
from openapi.conformance.values import Values
from openapi.conformance.wire import is_json
from openapi.reading.description import Document

_INVALID, _UNSUPPORTED, _UNAUTHORIZED = (400, 422, 404), (415, 400, 422), (401,)
_TEXTS = ("¿", "7.5", "7", "true")
_MALFORMED_JSON = (b"<html>", b'{"a": ', b"\xff\xfe\x00", b"nul", b"NaN")
_IGNORED_HEADERS = ("accept", "authorization", "content-type")
"""Headers that OpenAPI ignores as parameters."""


@frozen
class InvalidRequest:
    """Request with one error.

    Attributes:
        error: Error of the request.
        raw: Request as it is on the wire.
        status_codes: Possible status codes. The mock returns the first documented one, or else the first.
    """

    error: str
    raw: RawRequest
    status_codes: tuple[int, ...]


@frozen
class InvalidRequests:
    """Generator of the invalid requests to the operations of one description.

    Attributes:
        description: Description before its repair.
        validity: Validator of the schemas of the description.
        values: Chosen values of the schemas of the description.
        prefix: Path before the paths of the description.
    """

    description: Description
    validity: Validity
    values: Values
    prefix: str

    def iterate(self, operation: Operation, request: Request) -> Iterator[InvalidRequest]:
        """Yield invalid requests, each of which differs from a valid one in one detail.

        Args:
            operation: Operation of the requests.
            request: Valid request.
        """
        valid = serialize(operation, request, self.prefix)
        if operation.secured:
            headers = tuple(header for header in valid.headers if header[0] != "authorization")
            yield InvalidRequest("no token", evolve(valid, headers=headers), _UNAUTHORIZED)
        for parameter in operation.parameters:
            if parameter["in"] != "header" or parameter["name"].lower() not in _IGNORED_HEADERS:
                yield from self._iterate_parameter(operation, request, parameter)
        yield from self._iterate_bodies(operation, request, valid)

    def _iterate_parameter(
        self, operation: Operation, request: Request, parameter: Document
    ) -> Iterator[InvalidRequest]:
        location, name = parameter["in"], parameter["name"]
        if parameter.get("required") and location != "path":
            remaining = {key: value for key, value in request[location].items() if key != name}
            raw = serialize(operation, {**request, location: remaining}, self.prefix)
            yield InvalidRequest(f"no parameter {name}", raw, _INVALID)
        for text in _TEXTS:
            value = self._invalid_value(text, parameter.get("schema", {}))
            if value is not None:
                values = {**request[location], name: value}
                raw = serialize(operation, {**request, location: values}, self.prefix)
                yield InvalidRequest(f"parameter {name} is {value}", raw, _INVALID)

    def _invalid_value(self, text: str, schema: Schema) -> Any:
        """Return a value that serializes to a text, or `None` if the schema allows a value that does so."""
        types = self._types(schema)
        names = {name for part in self._iterate_parts(schema) for name in part.get("properties", ())}
        first_name = next(iter(sorted(names)), "any")
        values = [value for parsed in _parse(text) for value in (parsed, [parsed], {first_name: parsed})]
        if any(self.validity.is_valid(value, schema) for value in values):
            return None
        if types and types <= {"array", "null"}:
            return [text]
        return {first_name: text} if types and types <= {"object", "null"} else text

    def _iterate_bodies(self, operation: Operation, request: Request, valid: RawRequest) -> Iterator[InvalidRequest]:
        schemas = body_schemas(operation)
        for content_type, schema in schemas.items():
            yield from self._iterate_values(operation, request, content_type, schema)
        if schemas and not any("*" in content_type for content_type in schemas):
            headers = _with_content_type(valid, "application/x-unheard-of")
            raw = evolve(valid, headers=headers, content=b"{}")
            yield InvalidRequest("body of another content type", raw, _UNSUPPORTED)
        if "body" in operation.request["required"]:
            without_body = {name: value for name, value in request.items() if name != "body"}
            yield InvalidRequest("no body", serialize(operation, without_body, self.prefix), _INVALID)

    def _iterate_values(
        self, operation: Operation, request: Request, content_type: str, schema: Schema
    ) -> Iterator[InvalidRequest]:
        seen: dict[str, bool] = {}
        for value in self.values.chosen(schema):
            for mutation in self._mutate(value, content_type, schema, seen):
                if not self.validity.is_valid(mutation, schema):
                    raw = serialize(operation, {**request, "body": {content_type: mutation}}, self.prefix)
                    yield InvalidRequest(f"body is {json.dumps(mutation)[:200]}", raw, _INVALID)
        if is_json(content_type):
            valid = serialize(operation, {**request, "body": {content_type: None}}, self.prefix)
            for content in _MALFORMED_JSON:
                yield InvalidRequest(f"body is {content!r}", evolve(valid, content=content), _INVALID)

    def _mutate(self, value: Any, content_type: str, schema: Schema, seen: dict[str, bool]) -> list[Any]:
        if is_json(content_type):
            return [mutation.value for mutation in Mistakes(self.description).mutations(value, schema, seen)]
        if isinstance(value, dict):
            return [{name: value[name] for name in value if name != removed} for removed in form_fields(value)]
        return []

    def _types(self, schema: Schema) -> set[str]:
        return {type_name for part in self._iterate_parts(schema) for type_name in types_of(part)}

    def _iterate_parts(self, schema: Schema) -> Iterator[dict[str, Any]]:
        """Yield a schema and all schemas that compose it."""
        if isinstance(schema, dict):
            yield schema
            for part, _ in (*self.description.composed(schema), *alternatives(schema)):
                yield from self._iterate_parts(part)


def body_schemas(operation: Operation) -> Mapping[str, Schema]:
    """Return the schemas of the bodies of an operation by content type."""
    body = operation.request["properties"].get("body", {"oneOf": ()})
    return {content_type: schema for part in body["oneOf"] for content_type, schema in part["properties"].items()}


def _parse(text: str) -> list[Any]:
    """Return the values that a text may stand for."""
    try:
        return [text, json.loads(text)]
    except ValueError:
        return [text]


def _with_content_type(request: RawRequest, content_type: str) -> tuple[tuple[str, str], ...]:
    headers = tuple(header for header in request.headers if header[0] != "content-type")
    return (*headers, ("content-type", content_type))
