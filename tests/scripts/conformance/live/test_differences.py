"""Differences from a schema: all that it forbids, with their pointers, and nothing that it allows."""

from typing import Any

import pytest

from contract.sources import EVERYTHING, OWN, described
from openapi.conformance.live.deviations import DeviationKind
from openapi.conformance.live.differences import Comparison
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
def test_find_differences_of_a_mutation_returns_its_pointer(index: int) -> None:
    path, _, schema = SCHEMAS[index]
    description = described(path)
    validity, mistakes, seen = Validity(description), Mistakes(description), dict[str, bool]()
    comparison = Comparison(description, validity)
    found_wrong = 0
    for value in Values(description, validity).chosen(schema):
        assert {one.kind for one in comparison.find_differences(value, schema)} <= {DeviationKind.PROPERTY}, value
        for mutation in mistakes.mutations(value, schema, seen):
            differences = comparison.find_differences(mutation.value, schema)
            found = [one for one in differences if one.kind is not DeviationKind.PROPERTY]
            assert bool(found) is not validity.is_valid(mutation.value, schema), mutation.value
            wrong = {one.pointer for one in found if one.kind is DeviationKind.CONTENT}
            assert not mutation.invalid_pointers or wrong & mutation.invalid_pointers, (mutation, found)
            found_wrong += bool(wrong)
    assert found_wrong or types_of(schema) == []


TEXT = {"type": "string"}
NAMED: dict[str, Any] = {"type": "object", "properties": {"a": TEXT}}
NOT_DOCUMENTED: dict[str, tuple[Any, Any, list[str]]] = {
    "additional property": (NAMED, {"a": "-", "b": 1}, ["/b"]),
    "item of an array": ({"type": "array", "items": NAMED}, [{"a": "-"}, {"b": 1}], ["/1/b"]),
    "property of a map": (NAMED | {"additionalProperties": {"type": "integer"}}, {"a": "-", "b": 1}, []),
    "property of an open map": (NAMED | {"additionalProperties": True}, {"b": 1}, ["/b"]),
    "property of any object": ({"type": "object"}, {"b": 1}, []),
    "property of no part": (
        {"allOf": [NAMED, {"properties": {"b": {}}}]},
        {"a": "-", "b": 1, "c": 1},
        ["/c"],
    ),
    "property of the member that allows it": (
        {"anyOf": [{"type": "null"}, NAMED, {"properties": {"b": {}}, "required": ["d"]}]},
        {"b": 1},
        ["/b"],
    ),
    "property of a documented property": (NAMED | {"properties": {"a": NAMED}}, {"a": {"b~/": 1}}, ["/a/b~0~1"]),
}


@pytest.mark.parametrize("name", NOT_DOCUMENTED)
def test_find_differences_of_an_undocumented_property_returns_its_pointer(name: str) -> None:
    schema, value, pointers = NOT_DOCUMENTED[name]
    description = described(OWN)
    found = list(Comparison(description, Validity(description)).find_differences(value, schema))
    assert [(one.pointer, one.kind) for one in found] == [(pointer, DeviationKind.PROPERTY) for pointer in pointers]
