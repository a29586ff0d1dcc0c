"""Values of path parameters: the first valid one of the collection before the parameter, or of the caller."""

from typing import Any

import pytest
from attrs import evolve

from contract.sources import OWN, described
from openapi.conformance.description import Operation
from openapi.conformance.live.path_values import PathValues
from openapi.conformance.validity import Validity

UUID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
FOUND: dict[str, tuple[str, Any, str, dict[str, Any], Any]] = {
    # path of the response, its value, path with the parameter, schema of the parameter, expected value
    "collection": ("/folders", [{"id": "a"}, {"id": "b"}], "/folders/{folderId}", {}, "a"),
    "page": ("/folders", {"records": [{"id": "a"}], "pages": 3}, "/folders/{id}/labels", {}, "a"),
    "first valid": ("/folders", [{"id": "a"}, {"id": UUID}], "/folders/{id}", {"format": "uuid"}, UUID),
    "number": ("/folders", [{"id": "7"}, {"id": 7}], "/folders/{id}", {"type": "integer"}, 7),
    "property with its name": ("/folders", [{"modelId": "a"}], "/models/{modelId}", {}, "a"),
    "id of another collection": ("/folders", [{"id": "a"}], "/models/{id}", {}, None),
    "other types": ("/folders", [{"id": None}, {"id": ""}, {"id": True}, {"id": ["a"]}], "/folders/{id}", {}, None),
    "string": ("/folders", "text", "/folders/{id}", {}, None),
}


@pytest.mark.parametrize("name", FOUND)
def test_find_after_a_response_returns_its_value(name: str) -> None:
    response_path, value, path, schema, expected = FOUND[name]
    values = PathValues({}, Validity(described(OWN)))
    values.add_response(operation_at(response_path), value)
    assert values.find(operation_at(path), parameter_of(path, schema)) == expected


@pytest.mark.parametrize(("type_name", "expected"), [("integer", 7), ("string", "7")])
def test_find_with_a_value_of_the_caller_returns_it_in_the_documented_type(type_name: str, expected: Any) -> None:
    values = PathValues({"id": "7"}, Validity(described(OWN)))
    values.add_response(operation_at("/folders"), [{"id": 1}])
    assert values.find(operation_at("/folders/{id}"), parameter_of("/folders/{id}", {"type": type_name})) == expected


def operation_at(path: str) -> Operation:
    return evolve(described(OWN).operations[0], path=path)


def parameter_of(path: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": path.partition("{")[2].partition("}")[0], "in": "path", "required": True, "schema": schema}
