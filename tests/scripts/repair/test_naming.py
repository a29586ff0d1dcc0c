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


def schemas_of(schema: Any) -> dict[str, Any]:
    """Return the components after the repair of a description with one response."""
    paths = {"/things": {"get": {"operationId": "listThings", "responses": {"200": response(schema)}}}}
    schemas: dict[str, Any] = repair_description(describe({}, paths=paths, components={}))[0]["components"]["schemas"]
    return schemas


@pytest.mark.parametrize(("letters", "is_whole"), [(22, True), (23, False)])
def test_a_name_has_at_most_40_characters(letters: int, is_whole: bool) -> None:
    name = "P" + "x" * (letters - 1)
    names = component_names({"listThings": {"type": "object", "properties": {name: OBJECT}}})
    assert (f"ListThingsResponse{name}" in names) == is_whole


def test_a_default_and_annotations_stay_beside_the_reference() -> None:
    inner = OBJECT | {"default": {"a": "b"}, "description": "d", "title": "t", "readOnly": True}
    schemas = schemas_of({"type": "object", "properties": {"owner": inner}})
    assert schemas["ListThingsResponse"]["properties"]["owner"] == {
        "allOf": [{"$ref": "#/components/schemas/ListThingsResponseOwner"}],
        "default": {"a": "b"},
        "description": "d",
        "readOnly": True,
    }
    assert schemas["ListThingsResponseOwner"] == OBJECT | {"description": "d"}


@pytest.mark.parametrize(
    ("schema", "is_class"),
    [
        (OBJECT, True),
        ({"properties": {"a": {}}}, True),
        (SORT, True),
        ({"allOf": [OBJECT, {"required": ["a"]}]}, True),
        ({"type": "boolean", "enum": [True, False]}, False),
        ({"type": "string"}, False),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, False),
    ],
)
def test_a_schema_that_becomes_a_class_has_a_name(schema: dict[str, Any], is_class: bool) -> None:
    names = component_names({"listThings": {"type": "object", "properties": {"owner": schema}}})
    assert ("ListThingsResponseOwner" in names) == is_class


def test_a_reference_with_a_description_has_no_name() -> None:
    properties = {"owner": {"$ref": "#/components/schemas/Owner", "description": "d"}}
    names = component_names({"listThings": {"type": "object", "properties": properties}}, {"Owner": OBJECT})
    assert names == {"Owner", "ListThingsResponse"}


@pytest.mark.parametrize("keyword", ["enum", "const"])
def test_schemas_with_other_literals_have_names_of_their_own(keyword: str) -> None:
    def literal(text: str) -> dict[str, Any]:
        value = {"description": text}
        return OBJECT | {"properties": {"a": {keyword: [value] if keyword == "enum" else value}}}

    operations = {f"list{text}": {"type": "object", "properties": {"kind": literal(text)}} for text in "ab"}
    assert {"ListaResponseKind", "ListbResponseKind"} < component_names(operations)


def test_schemas_with_other_defaults_share_a_name() -> None:
    one, other = (
        {"type": "object", "properties": {"sortDirection": SORT | {"default": value}}} for value in ("asc", "desc")
    )
    assert "SortDirection" in component_names({"listThings": one, "listOwners": other})


def test_the_nearest_class_name_begins_the_names_within_it() -> None:
    inner = {"type": "object", "x-class-name": "Inner", "properties": {"kind": SORT}}
    outer = {
        "type": "object",
        "x-class-name": "Outer",
        "properties": {"inner": inner, "kind": SORT | {"enum": ["x"]}},
    }
    schemas = schemas_of(outer)
    assert set(schemas) == {"Outer", "Inner", "InnerKind", "OuterKind"}
    assert not any("x-class-name" in schema for schema in schemas.values())


def test_components_have_no_title() -> None:
    assert "title" not in schemas_of(OBJECT | {"title": "Own"})["ListThingsResponse"]
    description = describe({}, components={"schemas": {"Thing": OBJECT | {"title": "Own"}}})
    assert repair_description(description)[0]["components"]["schemas"]["Thing"] == OBJECT
