"""What is known of the things that paths name: the first that fits, of the collection that comes before."""

from typing import Any

import pytest
from attrs import evolve

from contract.live.known import Known
from contract.sources import OWN, described
from openapi.conformance.description import Operation
from openapi.conformance.validity import Validity

UUID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
FOUND: dict[str, tuple[str, Any, str, dict[str, Any], Any]] = {
    # where it was answered, what was, the path that needs one, the schema, and what is known
    "of its collection": ("/folders", [{"id": "a"}, {"id": "b"}], "/folders/{folderId}", {}, "a"),
    "in a page": ("/folders", {"records": [{"id": "a"}], "pages": 3}, "/folders/{id}/labels", {}, "a"),
    "that fits": ("/folders", [{"id": "a"}, {"id": UUID}], "/folders/{id}", {"format": "uuid"}, UUID),
    "of a number": ("/folders", [{"id": "7"}, {"id": 7}], "/folders/{id}", {"type": "integer"}, 7),
    "under its name": ("/folders", [{"modelId": "a"}], "/models/{modelId}", {}, "a"),
    "an id of another": ("/folders", [{"id": "a"}], "/models/{id}", {}, None),
    "no text": ("/folders", [{"id": None}, {"id": ""}, {"id": True}, {"id": ["a"]}], "/folders/{id}", {}, None),
    "nothing": ("/folders", "text", "/folders/{id}", {}, None),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_value_is_found(name: str) -> None:
    answered, value, path, schema, wanted = FOUND[name]
    known = Known({}, Validity(described(OWN)))
    known.learn(at(answered), value)
    assert known.value(at(path), parameter_of(path, schema)) == wanted


def test_what_is_given_comes_first_and_is_of_the_type_that_is_documented() -> None:
    known = Known({"id": "7"}, Validity(described(OWN)))
    known.learn(at("/folders"), [{"id": 1}])
    assert known.value(at("/folders/{id}"), parameter_of("/folders/{id}", {"type": "integer"})) == 7
    assert known.value(at("/folders/{id}"), parameter_of("/folders/{id}", {"type": "string"})) == "7"


def at(path: str) -> Operation:
    return evolve(described(OWN).operations[0], path=path)


def parameter_of(path: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": path.partition("{")[2].partition("}")[0], "in": "path", "required": True, "schema": schema}
