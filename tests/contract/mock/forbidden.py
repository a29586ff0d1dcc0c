"""Requests that a description forbids, each wrong in one place, and the statuses that a refusal of it may have."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from contract.description import Description, Operation, Schema, chosen
from contract.goals import types_of
from contract.mistakes import Mistakes
from contract.mock.exchange import Sent
from contract.mock.requests import in_a_form, write
from contract.validity import Validity
from contract.values import Values
from contract.writing import Request
from spec.audit.wire import is_json
from spec.reading import Document

_WRONG, _UNSUPPORTED, _UNKNOWN = (400, 422, 404), (415, 400, 422), (401,)
_TEXTS = ("¿", "7.5", "7", "true")
_NO_JSON = (b"<html>", b'{"a": ', b"\xff\xfe\x00", b"nul", b"NaN")
_DESCRIBED_ELSEWHERE = ("accept", "authorization", "content-type")
"""Headers that are no parameters, whatever stands among these."""


@frozen
class Forbidden:
    """A request that is forbidden.

    Attributes:
        why: What is wrong with it.
        statuses: What it may be refused with: the first that is documented, or if none is, the first.
    """

    why: str
    sent: Sent
    statuses: tuple[int, ...]


@frozen
class Finding:
    """Finds the forbidden requests of one description."""

    description: Description
    validity: Validity
    values: Values
    prefix: str

    def of(self, operation: Operation, request: Request) -> Iterator[Forbidden]:
        """Spoil a request that is allowed, in one place at a time."""
        allowed = write(operation, request, self.prefix)
        if operation.secured:
            others = tuple(header for header in allowed.headers if header[0] != "authorization")
            yield Forbidden("it has no token", evolve(allowed, headers=others), _UNKNOWN)
        for parameter in operation.parameters:
            if parameter["in"] != "header" or parameter["name"].lower() not in _DESCRIBED_ELSEWHERE:
                yield from self._by_parameter(operation, request, parameter)
        contents = bodies_of(operation)
        for content_type, schema in contents.items():
            yield from self._by_body(operation, request, content_type, schema)
        if contents and not any("*" in content_type for content_type in contents):
            sent = evolve(allowed, headers=_with_content_type(allowed, "application/x-unheard-of"), body=b"{}")
            yield Forbidden("its body is of another content type", sent, _UNSUPPORTED)
        if "body" in operation.request["required"]:
            bodiless = {name: value for name, value in request.items() if name != "body"}
            yield Forbidden("it has no body", write(operation, bodiless, self.prefix), _WRONG)

    def _by_parameter(self, operation: Operation, request: Request, parameter: Document) -> Iterator[Forbidden]:
        place, name = parameter["in"], parameter["name"]
        if parameter.get("required") and place != "path":
            without = {other: value for other, value in request[place].items() if other != name}
            sent = write(operation, {**request, place: without}, self.prefix)
            yield Forbidden(f"{name} is left out", sent, _WRONG)
        schema = parameter.get("schema", {})
        for text in _TEXTS:
            value = self._that_nobody_takes(text, schema)
            if value is not None:
                sent = write(operation, {**request, place: {**request[place], name: value}}, self.prefix)
                yield Forbidden(f"{name} is {value}", sent, _WRONG)

    def _that_nobody_takes(self, text: str, schema: Schema) -> Any:
        """Give a value that is written as a text, if the schema allows nothing that is written so."""
        kinds = self._kinds(schema)
        named = {name for part in self._parts(schema) for name in part.get("properties", ())}
        first = next(iter(sorted(named)), "any")
        meanings = [meaning for one in _meanings(text) for meaning in (one, [one], {first: one})]
        if any(self.validity.holds(meaning, schema) for meaning in meanings):
            return None
        if kinds and kinds <= {"array", "null"}:
            return [text]
        return {first: text} if kinds and kinds <= {"object", "null"} else text

    def _by_body(
        self, operation: Operation, request: Request, content_type: str, schema: Schema
    ) -> Iterator[Forbidden]:
        seen: dict[str, bool] = {}
        for value in self.values.chosen(schema):
            if is_json(content_type):
                others = [mutation.value for mutation in Mistakes(self.description).mutations(value, schema, seen)]
            elif isinstance(value, dict):
                others = [{name: value[name] for name in value if name != left_out} for left_out in in_a_form(value)]
            else:
                others = []
            for other in others:
                if not self.validity.holds(other, schema):
                    sent = write(operation, {**request, "body": {content_type: other}}, self.prefix)
                    yield Forbidden(f"its body is {json.dumps(other)[:200]}", sent, _WRONG)
        if is_json(content_type):
            allowed = write(operation, {**request, "body": {content_type: None}}, self.prefix)
            for content in _NO_JSON:
                yield Forbidden(f"its body is {content!r}", evolve(allowed, body=content), _WRONG)

    def _kinds(self, schema: Schema) -> set[str]:
        return {kind for part in self._parts(schema) for kind in types_of(part)}

    def _parts(self, schema: Schema) -> Iterator[dict[str, Any]]:
        """Give a schema and all that it is composed of, or may be."""
        if isinstance(schema, dict):
            yield schema
            for inner, _ in (*self.description.composed(schema), *chosen(schema)):
                yield from self._parts(inner)


def bodies_of(operation: Operation) -> Mapping[str, Schema]:
    """Give the schemas of an operation's bodies, by their content types."""
    body = operation.request["properties"].get("body", {"oneOf": ()})
    return {kind: schema for part in body["oneOf"] for kind, schema in part["properties"].items()}


def _meanings(text: str) -> list[Any]:
    """Give what a text may stand for."""
    try:
        return [text, json.loads(text)]
    except ValueError:
        return [text]


def _with_content_type(sent: Sent, content_type: str) -> tuple[tuple[str, str], ...]:
    others = tuple(header for header in sent.headers if header[0] != "content-type")
    return (*others, ("content-type", content_type))
