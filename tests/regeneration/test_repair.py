"""Each rule: where it applies the meaning stays, and where it does not apply nothing changes."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from spec.reading import Description, DescriptionError, read_description
from spec.repair import repair_description
from spec.schemas import find_schemas


def describe(schema: Any, **more: Any) -> Description:
    """Put a schema into a description."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"S": schema}},
        **more,
    }
    return Description("made.yaml", "", document)


def repaired_schema(schema: Any) -> Any:
    """Repair a schema, in the description that `describe` makes."""
    return repair_description(describe(schema))[0]["components"]["schemas"]["S"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abn"), inner, max_size=3),
    max_leaves=6,
)
PLAIN = st.sampled_from(
    [
        {"type": "string"},
        {"type": "string", "maxLength": 2},
        {"type": "string", "enum": ["a", "b"]},
        {"type": "integer", "minimum": 0},
        {"type": "boolean"},
        {"type": ["string", "integer"]},
    ]
)
SCHEMAS = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries(
            {
                "type": st.just("object"),
                "properties": st.dictionaries(st.sampled_from(["a", "b", "nullable"]), inner, max_size=3),
            }
        ),
    ),
    max_leaves=4,
)


def nullable_everywhere(schema: Any) -> Any:
    """Say `nullable: true` at each schema below, as 3.0 would."""
    marked = copy.deepcopy(schema) | {"nullable": True}
    if "items" in marked:
        marked["items"] = nullable_everywhere(marked["items"])
    if "properties" in marked:
        marked["properties"] = {name: nullable_everywhere(item) for name, item in marked["properties"].items()}
    return marked


def allows_as_3_0_had_it(schema: Any, value: Any) -> bool:
    """Check a value by the schema with `nullable` as 3.0 had it: `null`, or what the rest of it allows."""
    if value is None and schema.get("nullable") is True:
        return True
    plain = {key: item for key, item in schema.items() if key not in ("nullable", "items", "properties")}
    if not Draft202012Validator(plain).is_valid(value):
        return False
    if isinstance(value, list) and "items" in schema:
        return all(allows_as_3_0_had_it(schema["items"], item) for item in value)
    if isinstance(value, dict) and "properties" in schema:
        return all(
            allows_as_3_0_had_it(schema["properties"][name], item)
            for name, item in value.items()
            if name in schema["properties"]
        )
    return True


@given(SCHEMAS.map(nullable_everywhere) | SCHEMAS, JSON)
def test_nullable_allows_what_3_0_allowed_and_no_more(schema: Any, value: Any) -> None:
    assert Draft202012Validator(repaired_schema(schema)).is_valid(value) == allows_as_3_0_had_it(schema, value)


@given(SCHEMAS)
def test_a_description_without_flaws_stays_as_it_is(schema: Any) -> None:
    description = describe(schema, tags=[{"name": "a"}, {"name": "b"}])
    document, repairs = repair_description(description)
    assert document == description.document
    assert [repair.places for repair in repairs] == [(), ()]


def test_what_is_no_schema_is_left_alone() -> None:
    schema = {
        "type": "object",
        "properties": {"nullable": {"type": "boolean"}},
        "example": {"nullable": True},
        "default": {"properties": {"a": {"nullable": True}}},
        "enum": [{"nullable": True}],
    }
    assert repaired_schema(schema) == schema


def test_nullable_false_says_nothing() -> None:
    assert repaired_schema({"type": "string", "nullable": False}) == {"type": "string"}


def test_nullable_without_type_is_refused_with_its_place() -> None:
    with pytest.raises(DescriptionError, match=r"^#/components/schemas/S/properties/a~1b: "):
        repaired_schema({"type": "object", "properties": {"a/b": {"nullable": True}}})


@given(st.lists(st.sampled_from("abc"), max_size=8))
def test_each_tag_is_kept_once_as_it_was_said_first(names: list[str]) -> None:
    tags = [{"name": name, "description": str(index)} for index, name in enumerate(names)]
    document, repairs = repair_description(describe({}, tags=tags))
    assert [tag["name"] for tag in document["tags"]] == list(dict.fromkeys(names))
    assert all(tag["description"] == str(names.index(tag["name"])) for tag in document["tags"])
    assert len(repairs[1].places) == len(names) - len(set(names))


def test_our_description_is_repaired_and_valid(root: Path) -> None:
    description = read_description(root / "openapi.yaml")
    with pytest.raises(AssertionError):
        _strictly_valid(description.document)
    document, repairs = repair_description(description)
    validate(document)
    _strictly_valid(document)
    assert {repair.rule: len(repair.places) for repair in repairs} == {"nullable": 2, "repeated-tags": 1}
    item = "#/paths/~1v1~1documents~1{identifier}~1drafts/get/responses/200/content/application~1json/schema/items"
    assert repairs[0].places == (f"{item}/properties/branch", f"{item}/properties/branch/properties/name")


def _strictly_valid(document: Any) -> None:
    """Hold a description to what OpenAPI 3.1 says and its JSON schema cannot."""
    names = [tag["name"] for tag in document["tags"]]
    assert len(names) == len(set(names)), "repeated tags"
    assert not any("nullable" in place.schema for place in find_schemas(document)), "nullable"


def test_every_place_a_schema_can_stand_is_found() -> None:
    flaw = {"type": "string", "nullable": True}
    carrier = {"schema": flaw}
    content = {"content": {"application/json": {"schema": flaw}}, "headers": {"H": carrier}}
    operation = {
        "parameters": [carrier, {"content": {"application/json": carrier}}],
        "requestBody": {"content": {"a/b": carrier}},
        "responses": {"200": content, "default": {"$ref": "#/components/responses/R"}},
        "callbacks": {"done": {"{$url}": {"post": {"responses": {"200": content}}}}},
    }
    keywords = ("additionalProperties", "items", "not", "if", "then", "else", "contains", "propertyNames")
    inner: dict[str, Any] = dict.fromkeys(keywords, flaw)
    inner |= {key: [flaw] for key in ("allOf", "anyOf", "oneOf", "prefixItems")}
    inner |= {key: {"x": flaw} for key in ("properties", "patternProperties", "dependentSchemas", "$defs")}
    document = describe(
        inner,
        paths={"/p": {"parameters": [carrier], "get": operation}},
    ).document
    document["components"] |= {
        "parameters": {"P": carrier},
        "headers": {"H": carrier},
        "requestBodies": {"B": content},
        "responses": {"R": content},
        "pathItems": {"I": {"get": operation}},
    }
    each_on_its_own = json.loads(json.dumps(document))
    repaired, repairs = repair_description(Description("made.yaml", "", each_on_its_own))
    assert "nullable" not in str(repaired)
    assert len(repairs[0].places) == str(document).count("nullable") == len(set(repairs[0].places))
