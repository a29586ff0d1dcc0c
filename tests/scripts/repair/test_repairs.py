"""A repaired description is valid and allows the same values as before."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from openapi.reading.description import Description, DescriptionError, read_description
from openapi.reading.schemas import find_schemas
from openapi.repair import RULES, repair_description
from support.repairs import JSON, RESPONSE, allows, describe, pointers_of


def without_nullable(schema: Any) -> Any:
    """Return a schema of OpenAPI 3.1 that is equal to one of 3.0 with `nullable`."""
    if not isinstance(schema, dict):
        return schema
    read = {name: item for name, item in schema.items() if name != "nullable"}
    for name in ("items", "additionalProperties"):
        if name in read:
            read[name] = without_nullable(read[name])
    for name in ("allOf", "anyOf", "oneOf"):
        if name in read:
            read[name] = [without_nullable(item) for item in read[name]]
    if "properties" in read:
        read["properties"] = {name: without_nullable(item) for name, item in read["properties"].items()}
    return {"anyOf": [read, {"type": "null"}]} if schema.get("nullable") is True else read


SCALARS = st.sampled_from(
    [
        {"type": "string"},
        {"type": "string", "maxLength": 2},
        {"type": "string", "enum": ["a", "A", "a"]},
        {"type": ["string", "null"], "enum": ["a", "b", None]},
        {"type": ["string", "null"], "enum": ["a", "b"]},
        {"enum": ["a", 1, None, True]},
        {"enum": ["a", "b", "a"], "description": "d"},
        {"type": "boolean", "enum": [True]},
        {"type": "integer", "minimum": 0, "default": "none"},
        {"type": "boolean", "default": True},
        {"type": ["string", "integer"]},
        {"type": ["object", "null"], "default": None},
        {"type": ["object", "array"], "properties": {"a": {"type": "object", "properties": {"b": {}}}}, "items": {}},
        {"type": ["object", "string"], "properties": {"a": {"type": "integer"}}, "maxLength": 1},
        {"type": ["integer"]},
        {"type": "array"},
        {"type": ["array", "null"], "prefixItems": [{"type": "string"}, True], "items": False},
        {"type": "array", "items": True},
        {"type": "string", "oneOf": [{"const": "a", "description": "d"}, {"const": "b"}]},
        {"anyOf": [{"const": 1}, {"const": True}, {"const": "a", "type": "string"}]},
        {"const": "a"},
        {},
    ]
)


def _composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.dictionaries(st.sampled_from(["a", "b", "nullable"]), inner, max_size=3)
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries({"type": st.just("object"), "properties": names, "title": st.just("Thing")}),
        st.fixed_dictionaries({"type": st.just("object"), "properties": names, "required": st.just(["a"])}),
        st.fixed_dictionaries({"type": st.just("object"), "additionalProperties": inner}),
        st.fixed_dictionaries({"allOf": st.tuples(inner, st.just({"description": "d"})).map(list)}),
        st.just({"$ref": "#/components/schemas/Enum", "description": "d"}),
        st.just({"$ref": "#/components/schemas/Enum", "enum": ["a"]}),
        st.just({"allOf": [{"$ref": "#/components/schemas/Enum"}, {"maxLength": 0}], "minLength": 1}),
        st.fixed_dictionaries({"allOf": st.lists(inner | st.booleans(), min_size=1, max_size=3)}),
        st.fixed_dictionaries({"type": st.just("object"), "properties": st.just({"a": False, "b": True})}),
        st.fixed_dictionaries({"allOf": st.lists(SCALARS.map(copy.deepcopy), min_size=1, max_size=3)}),
        st.fixed_dictionaries({"properties": names, "oneOf": st.lists(inner, min_size=1, max_size=2)}),
        st.fixed_dictionaries(
            {
                "allOf": st.tuples(
                    st.just({"properties": {"a": {"type": "string"}}}),
                    st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=2)}),
                ).map(list)
            }
        ),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=2), "description": st.just("d")}),
    )


def _nullable(schema: Any) -> st.SearchStrategy[Any]:
    typed = "type" in schema or "allOf" in schema or "anyOf" in schema
    return st.sampled_from([schema, schema | {"nullable": typed}, schema | {"nullable": False}])


FLAWED = st.recursive(
    SCALARS.map(copy.deepcopy).flatmap(_nullable),
    lambda inner: _composed(inner).flatmap(_nullable),
    max_leaves=5,
)


@given(FLAWED, JSON)
@settings(max_examples=600)
def test_a_repaired_description_allows_the_same_values(schema: Any, value: Any) -> None:
    description = describe(schema)
    document, _ = repair_description(description)
    unrepaired = {
        "components": {"schemas": {"Enum": {"type": "string", "enum": ["a", "b"]}, "S": without_nullable(schema)}}
    }
    expected = allows(unrepaired, "#/components/schemas/S", value)
    assert allows(document, RESPONSE, value) == expected
    assert allows(document, "#/components/schemas/R", [value]) == expected


@given(FLAWED)
def test_a_repaired_description_is_valid_and_needs_no_repair(schema: Any) -> None:
    document, _ = repair_description(describe(schema))
    validate(document)
    again, repairs = repair_description(Description("api.yaml", "", document))
    assert again == document
    assert {repair.rule: repair.pointers for repair in repairs} == {rule.name: () for rule in RULES}


@given(FLAWED)
def test_repair_does_not_change_the_description(schema: Any) -> None:
    description = describe(schema)
    before = copy.deepcopy(description)
    repair_description(description)
    assert description == before


def test_openapi_yaml_is_valid_after_repair(root: Path) -> None:
    description = read_description(root / "openapi.yaml")
    with pytest.raises(AssertionError):
        _strictly_valid(description.document)
    document, repairs = repair_description(description)
    validate(document)
    _strictly_valid(document)
    counts = {repair.rule: len(repair.pointers) for repair in repairs if repair.pointers}
    assert counts == {"nullable": 2, "repeated-tags": 1, "types-in-a-list": 1, "nameless-schemas": 18}
    item = "#/paths/~1v1~1documents~1{identifier}~1drafts/get/responses/200/content/application~1json/schema/items"
    assert pointers_of(repairs, "nullable") == (
        f"{item}/properties/branch",
        f"{item}/properties/branch/properties/name",
    )


def _strictly_valid(document: Any) -> None:
    """Check the rules of OpenAPI 3.1 that its JSON schema does not express."""
    names = [tag["name"] for tag in document["tags"]]
    assert len(names) == len(set(names)), "repeated tags"
    assert not any("nullable" in slot.schema for slot in find_schemas(document)), "nullable"


def test_repair_description_applies_the_named_rules_only() -> None:
    description = describe({"type": "array", "nullable": True})
    document, repairs = repair_description(description, {"nullable"})
    assert document["components"]["schemas"]["S"] == {"type": ["array", "null"]}
    assert [repair.rule for repair in repairs] == ["nullable"]


def test_pointers_of_a_repair_are_sorted() -> None:
    schemas = {name: {"type": "array"} for name in ("c", "a", "b")}
    _, repairs = repair_description(describe({}, components={"schemas": schemas}))
    pointers = pointers_of(repairs, "arrays-of-anything")
    assert pointers == tuple(f"#/components/schemas/{name}" for name in "abc")


def test_the_target_of_a_reference_must_have_the_structure_of_its_location() -> None:
    paths = {"/a": {"$ref": "#/components/x-anything"}}
    description = describe({}, paths=paths, components={"x-anything": {"get": []}})
    with pytest.raises(DescriptionError, match=r"^api\.yaml: #/paths/~1a/get"):
        repair_description(description)
