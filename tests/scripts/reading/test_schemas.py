"""Schemas are found wherever a description may have them, each with its pointer and the steps of its name."""

from typing import Any

import pytest

from openapi.reading.description import resolve
from openapi.reading.schemas import (
    find_boolean_schemas,
    find_schemas,
    find_schemas_inner_first,
    join_pointer,
    pascal_case,
)

MARKED = {"type": "string", "x-marked": True}
OBJECT: dict[str, Any] = {"type": "object"}
NULL = {"type": "null"}


def describe_everywhere(schema: object) -> dict[str, Any]:
    """Return a description that has a schema in each slot of OpenAPI."""
    carrier = {"name": "p", "in": "query", "schema": schema}
    content = {"content": {"application/json": {"schema": schema}}, "headers": {"H": carrier}}
    operation = {
        "parameters": [carrier, {"name": "c", "in": "query", "content": {"application/json": carrier}}],
        "requestBody": {"content": {"a/b": carrier}},
        "responses": {"200": content, "default": {"$ref": "#/components/responses/R"}},
        "callbacks": {"done": {"{$url}": {"post": {"responses": {"200": content}}}}},
    }
    keywords = ["additionalProperties", "items", "not", "if", "then", "else", "contains", "propertyNames"]
    keywords += ["unevaluatedProperties", "unevaluatedItems", "contentSchema"]
    inner: dict[str, Any] = dict.fromkeys(keywords, schema)
    inner |= {key: [schema] for key in ("allOf", "anyOf", "oneOf", "prefixItems")}
    inner |= {key: {"x": schema} for key in ("properties", "patternProperties", "dependentSchemas", "$defs")}
    encoded = {"content": {"multipart/form-data": {"schema": {}, "encoding": {"a": {"headers": {"H": carrier}}}}}}
    return {
        "paths": {"/p": {"parameters": [carrier], "get": operation, "put": {"requestBody": encoded}}},
        "webhooks": {"w": {"post": operation}},
        "components": {
            "schemas": {"S": inner},
            "parameters": {"P": carrier},
            "headers": {"H": carrier},
            "requestBodies": {"B": content},
            "responses": {"R": content},
            "pathItems": {"I": {"get": operation}},
        },
    }


def steps_of(document: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the steps of each schema by its pointer."""
    return {slot.pointer: slot.steps for slot in find_schemas(document)}


def describe_responses(**contents: dict[str, Any]) -> dict[str, Any]:
    """Return a description of one operation, with the content of each status."""
    responses = {status.removeprefix("_"): {"content": content} for status, content in contents.items()}
    return {"paths": {"/a/{b}": {"get": {"operationId": "read", "responses": responses}}}}


def test_find_schemas_has_each_schema_once() -> None:
    document = describe_everywhere(MARKED)
    pointers = [slot.pointer for slot in find_schemas(document) if slot.schema == MARKED]
    assert len(pointers) == len(set(pointers)) == str(document).count("x-marked")


def test_find_schemas_has_pointers_that_resolve_to_the_schemas() -> None:
    document = describe_everywhere(MARKED)
    assert all(resolve(document, slot.pointer) is slot.schema for slot in find_schemas(document))


def test_find_boolean_schemas_has_each_boolean_once() -> None:
    document = describe_everywhere(False)
    pointers = [slot.pointer for slot in find_boolean_schemas(document)]
    assert len(pointers) == len(set(pointers)) == str(document).count("False")


def test_find_schemas_of_data_has_none() -> None:
    data = {"properties": {"a": MARKED}}
    schema = dict.fromkeys(("example", "default", "const"), data) | {"enum": [data], "examples": [data]}
    assert len(list(find_schemas({"paths": {}, "components": {"schemas": {"A": schema}}}))) == 1


def test_find_schemas_inner_first_has_a_property_before_its_object() -> None:
    document: dict[str, Any] = {"paths": {}, "components": {"schemas": {"A": {"properties": {"b": {"items": {}}}}}}}
    pointers = [slot.pointer for slot in find_schemas_inner_first(document)]
    assert pointers == sorted(pointers, reverse=True)
    assert len(pointers) == 3


@pytest.mark.parametrize(
    ("pointer", "is_component", "is_all_of_member"),
    [
        ("#/components/schemas/A", True, False),
        ("#/components/schemas/A/allOf/0", False, True),
        ("#/components/schemas/A/allOf/0/items", False, False),
    ],
)
def test_slot_is_a_component_or_a_member_of_all_of_by_its_own_pointer(
    pointer: str, is_component: bool, is_all_of_member: bool
) -> None:
    document: dict[str, Any] = {"paths": {}, "components": {"schemas": {"A": {"allOf": [{"items": {}}]}}}}
    (slot,) = (slot for slot in find_schemas(document) if slot.pointer == pointer)
    assert (slot.is_component, slot.is_all_of_member) == (is_component, is_all_of_member)


JSON = "content/application~1json/schema"
RESPONSES = "#/paths/~1a~1{b}/get/responses"


def test_steps_of_the_only_success_have_no_status_code() -> None:
    document = describe_responses(
        _200={"application/json": {"schema": OBJECT}}, _404={"application/json": {"schema": OBJECT}}
    )
    assert steps_of(document) == {
        f"{RESPONSES}/200/{JSON}": ("Read", "Response"),
        f"{RESPONSES}/404/{JSON}": ("Read", "Response404"),
    }


def test_steps_of_two_successes_have_the_status_code() -> None:
    document = describe_responses(
        _200={"application/json": {"schema": OBJECT}}, _201={"application/json": {"schema": OBJECT}}
    )
    assert list(steps_of(document).values()) == [("Read", "Response200"), ("Read", "Response201")]


def test_steps_of_two_content_types_have_the_subtype() -> None:
    document = describe_responses(_200={"application/json": {"schema": OBJECT}, "text/csv": {"schema": OBJECT}})
    assert list(steps_of(document).values()) == [("Read", "ResponseJson"), ("Read", "ResponseCsv")]


@pytest.mark.parametrize(
    ("schema", "steps"),
    [
        ({"anyOf": [OBJECT, NULL]}, [("A",), ("A",)]),
        ({"anyOf": [OBJECT, OBJECT]}, [("A", "Option1"), ("A", "Option2")]),
        ({"oneOf": [OBJECT | {"title": "red cat"}, OBJECT]}, [("A", "RedCat"), ("A", "Option2")]),
        ({"allOf": [OBJECT]}, [("A",)]),
        ({"items": {"properties": {"fooBar": OBJECT}}}, [("A", "Item"), ("A", "Item", "FooBar")]),
    ],
)
def test_steps_of_inner_schemas_lead_to_them(schema: dict[str, Any], steps: list[tuple[str, ...]]) -> None:
    document: dict[str, Any] = {"paths": {}, "components": {"schemas": {"A": schema}}}
    assert list(steps_of(document).values()) == [("A",), *steps]


def test_steps_of_an_operation_without_an_id_have_its_method_and_path() -> None:
    document = describe_responses(_200={"application/json": {"schema": OBJECT}})
    del document["paths"]["/a/{b}"]["get"]["operationId"]
    assert list(steps_of(document).values()) == [("GetAB", "Response")]


@pytest.mark.parametrize(
    ("text", "name"), [("fooBar baz", "FooBarBaz"), ("/v1/{id}", "V1Id"), ("1st", "N1st"), ("", "N"), ("ä", "N")]
)
def test_pascal_case_returns_a_part_of_a_class_name(text: str, name: str) -> None:
    assert pascal_case(text) == name


def test_join_pointer_escapes_names() -> None:
    assert join_pointer("#/paths", "/a~b", 0) == "#/paths/~1a~0b/0"
