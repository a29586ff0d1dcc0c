"""Whatever a schema forbids is found, at its place; and nothing of what it allows is."""

from typing import Any

import pytest

from contract.live.contents import Contents
from contract.live.deviations import Kind
from contract.sources import EVERYTHING, OWN, described
from openapi.conformance.mistakes import Mistakes
from openapi.conformance.schemas import types_of
from openapi.conformance.validity import Validity
from openapi.conformance.values import Values
from openapi.conformance.wire import is_json

SCHEMAS = [
    (path, operation, schema)
    for path in (OWN, EVERYTHING)
    for operation in described(path).operations
    for answer in operation.responses
    for content_type, schema in answer.contents.items()
    if is_json(content_type)
]


@pytest.mark.parametrize("index", range(len(SCHEMAS)), ids=lambda index: f"{SCHEMAS[index][1]} {index}")
def test_what_is_forbidden_is_found_where_it_is_and_what_is_allowed_is_not(index: int) -> None:
    path, _, schema = SCHEMAS[index]
    description = described(path)
    validity, mistakes, seen = Validity(description), Mistakes(description), dict[str, bool]()
    contents = Contents(description, validity)
    found_wrong = 0
    for value in Values(description, validity).chosen(schema):
        assert {one.kind for one in contents.differences(value, schema)} <= {Kind.PROPERTY}, value
        for mutation in mistakes.mutations(value, schema, seen):
            found = [one for one in contents.differences(mutation.value, schema) if one.kind is not Kind.PROPERTY]
            assert bool(found) is not validity.is_valid(mutation.value, schema), mutation.value
            wrong = {one.place for one in found if one.kind is Kind.CONTENT}
            assert not mutation.invalid_pointers or wrong & mutation.invalid_pointers, (mutation, found)
            found_wrong += bool(wrong)
    assert found_wrong or types_of(schema) == []


TEXT = {"type": "string"}
NAMED: dict[str, Any] = {"type": "object", "properties": {"a": TEXT}}
NOT_DOCUMENTED: dict[str, tuple[Any, Any, list[str]]] = {
    "one more": (NAMED, {"a": "-", "b": 1}, ["/b"]),
    "in a list": ({"type": "array", "items": NAMED}, [{"a": "-"}, {"b": 1}], ["/1/b"]),
    "of a map": (NAMED | {"additionalProperties": {"type": "integer"}}, {"a": "-", "b": 1}, []),
    "of an open map": (NAMED | {"additionalProperties": True}, {"b": 1}, ["/b"]),
    "of anything": ({"type": "object"}, {"b": 1}, []),
    "of another part": ({"allOf": [NAMED, {"properties": {"b": {}}}]}, {"a": "-", "b": 1, "c": 1}, ["/c"]),
    "of the member that takes it": (
        {"anyOf": [{"type": "null"}, NAMED, {"properties": {"b": {}}, "required": ["d"]}]},
        {"b": 1},
        ["/b"],
    ),
    "in one that is documented": (NAMED | {"properties": {"a": NAMED}}, {"a": {"b~/": 1}}, ["/a/b~0~1"]),
}


@pytest.mark.parametrize("name", NOT_DOCUMENTED)
def test_what_is_not_documented_is_found_where_something_is(name: str) -> None:
    schema, value, places = NOT_DOCUMENTED[name]
    description = described(OWN)
    found = list(Contents(description, Validity(description)).differences(value, schema))
    assert [(one.place, one.kind) for one in found] == [(place, Kind.PROPERTY) for place in places]
