"""Names of inline schemas."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openapi.repair import repair_description
from openapi.repair.naming import MAX_NAME_LENGTH
from support.repairs import describe, response


def component_names(operations: dict[str, Any], schemas: dict[str, Any] | None = None) -> set[str]:
    """Return the names of the components after the repair of a description."""
    paths = {
        f"/{name}": {"get": {"operationId": name, "responses": {"200": response(schema)}}}
        for name, schema in operations.items()
    }
    description = describe({}, paths=paths, components={"schemas": schemas or {}})
    return set(repair_description(description)[0].get("components", {}).get("schemas", {}))


OBJECT: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}}}
SORT = {"type": "string", "enum": ["asc", "desc"]}


def test_a_schema_is_named_by_its_location() -> None:
    thing = {"type": "object", "properties": {"owner": OBJECT, "kinds": {"type": "array", "items": SORT}}}
    assert component_names({"listThings": thing}) == {
        "ListThingsResponse",
        "ListThingsResponseOwner",
        "ListThingsResponseKindsItem",
    }


def test_identical_schemas_of_one_property_name_share_a_component() -> None:
    described = SORT | {"description": "another text"}
    one = {"type": "object", "properties": {"sortDirection": SORT}}
    other = {"type": "object", "properties": {"sortDirection": described, "order": SORT}}
    assert component_names({"listThings": one, "listOwners": other}) == {
        "ListThingsResponse",
        "ListOwnersResponse",
        "SortDirection",
        "ListOwnersResponseOrder",
    }


def test_schemas_that_differ_do_not_share_a_name() -> None:
    one = {"type": "object", "properties": {"kind": SORT}}
    other = {"type": "object", "properties": {"kind": {"type": "string", "enum": ["x"]}}}
    assert {"ListThingsResponseKind", "ListOwnersResponseKind"} < component_names(
        {"listThings": one, "listOwners": other}
    )


def test_two_repeated_schemas_of_one_property_name_have_a_component_each() -> None:
    other = {"type": "string", "enum": ["x", "y"]}
    things = [{"type": "object", "properties": {"kind": kind}} for kind in (SORT, SORT, other, other)]
    operations = {f"list{index}": thing for index, thing in enumerate(things)}
    paths = {
        f"/{name}": {"get": {"operationId": name, "responses": {"200": response(thing)}}}
        for name, thing in operations.items()
    }
    document, _ = repair_description(describe({}, paths=paths, components={}))
    schemas = document["components"]["schemas"]
    kinds = [schemas[f"List{index}Response"]["properties"]["kind"]["$ref"].rpartition("/")[2] for index in range(4)]
    assert [schemas[kind] for kind in kinds] == [SORT, SORT, other, other]
    assert len(set(kinds)) == 2


def test_a_used_name_is_not_chosen_again() -> None:
    names = component_names({"list-things": OBJECT, "list_things": OBJECT}, {"ListThings_Response": OBJECT})
    assert len(names) == len({name.lower().replace("_", "") for name in names}) == 3


def test_the_class_of_a_nullable_component_keeps_its_name() -> None:
    nullable = {"type": ["object", "null"], "properties": {"a": {"type": "string"}}, "description": "d"}
    description = describe(nullable)
    document, _ = repair_description(description)
    schemas = document["components"]["schemas"]
    assert schemas["S"] == {"description": "d", "type": "object", "properties": {"a": {"type": "string"}}}
    assert schemas["SOrNull"] == {"description": "d", "anyOf": [{"$ref": "#/components/schemas/S"}, {"type": "null"}]}
    assert schemas["R"]["items"] == {"$ref": "#/components/schemas/SOrNull"}


WORDS = st.lists(
    st.sampled_from(["owner", "a-very-long-name-of-a-property-that-goes-on", "x", "urn:a:b:2.0:User", "é"]),
    min_size=1,
    max_size=5,
)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_names_are_short_unique_identifiers(paths: list[list[str]]) -> None:
    properties: dict[str, Any] = {}
    for words in paths:
        here = properties
        for word in words:
            here = here.setdefault(word, {"type": "object", "properties": {}})["properties"]
    names = component_names({"listThings": {"type": "object", "properties": properties}})
    assert all(len(name) <= MAX_NAME_LENGTH + 2 and name.isidentifier() and name[0].isupper() for name in names)
    assert len({name.lower() for name in names}) == len(names)


@pytest.mark.parametrize("value", [{"properties": None}, [{"$defs": 1}]], ids=["in-an-object", "in-a-list"])
def test_naming_of_a_schema_with_an_unknown_keyword_accepts_any_value(value: Any) -> None:
    assert component_names({"listThings": OBJECT | {"keyword": value}}) == {"ListThingsResponse"}
