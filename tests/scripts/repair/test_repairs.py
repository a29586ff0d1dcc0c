"""Each rule: where it applies the meaning stays, and where it does not apply nothing changes."""

import copy
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from openapi.reading.description import Description, DescriptionError, read_description
from openapi.reading.schemas import find_schemas
from openapi.repair import RULES, Repair, repair_description
from openapi.repair.naming import LONGEST

ANSWER = "#/paths/~1things/get/responses/200/content/application~1json/schema"


def describe(schema: Any, **more: Any) -> Description:
    """Put a schema into a description, as a component and as an answer that refers to it."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/things": {"get": {"operationId": "listThings", "responses": {"200": answer(schema)}}}},
        "components": {
            "schemas": {
                "Enum": {"type": "string", "enum": ["a", "b"]},
                "S": schema,
                "R": {"type": "array", "items": {"$ref": "#/components/schemas/S"}},
            }
        },
        **more,
    }
    return Description("made.yaml", "", json.loads(json.dumps(document)))


def answer(schema: Any) -> dict[str, Any]:
    """Make a response of a schema."""
    return {"description": "d", "content": {"application/json": {"schema": schema}}}


def allows(document: Any, place: str, value: Any) -> bool:
    """Check a value by the schema at a place of a description."""
    registry: Registry[Any] = Registry().with_resource("urn:d", DRAFT202012.create_resource(document))
    return Draft202012Validator({"$ref": f"urn:d{place}"}, registry=registry).is_valid(value)


def as_3_0_had_it(schema: Any) -> Any:
    """Read `nullable` as 3.0 had it: `null`, or what the rest of the schema allows."""
    if not isinstance(schema, dict):
        return schema
    read = {name: item for name, item in schema.items() if name != "nullable"}
    for name in ("items", "additionalProperties"):
        if name in read:
            read[name] = as_3_0_had_it(read[name])
    for name in ("allOf", "anyOf", "oneOf"):
        if name in read:
            read[name] = [as_3_0_had_it(item) for item in read[name]]
    if "properties" in read:
        read["properties"] = {name: as_3_0_had_it(item) for name, item in read["properties"].items()}
    return {"anyOf": [read, {"type": "null"}]} if schema.get("nullable") is True else read


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["a", "A", "b", "", "long"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abn"), inner, max_size=3),
    max_leaves=6,
)
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
def test_a_repaired_description_allows_what_was_meant_and_no_more(schema: Any, value: Any) -> None:
    description = describe(schema)
    document, _ = repair_description(description)
    meaning = {
        "components": {"schemas": {"Enum": {"type": "string", "enum": ["a", "b"]}, "S": as_3_0_had_it(schema)}}
    }
    meant = allows(meaning, "#/components/schemas/S", value)
    assert allows(document, ANSWER, value) == meant
    assert allows(document, "#/components/schemas/R", [value]) == meant


@given(FLAWED)
def test_a_repaired_description_is_valid_and_has_nothing_left_to_repair(schema: Any) -> None:
    document, _ = repair_description(describe(schema))
    validate(document)
    again, repairs = repair_description(Description("made.yaml", "", document))
    assert again == document
    assert {repair.rule: repair.places for repair in repairs} == {rule.name: () for rule in RULES}


@given(FLAWED)
def test_the_description_itself_stays_as_it_was(schema: Any) -> None:
    description = describe(schema)
    before = copy.deepcopy(description)
    repair_description(description)
    assert description == before


def places_of(repairs: tuple[Repair, ...], rule: str) -> tuple[str, ...]:
    """Give the places that one rule changed."""
    (places,) = [repair.places for repair in repairs if repair.rule == rule]
    return places


def repaired(rule: str, schema: Any) -> Any:
    """Apply one rule to a schema; its places are counted."""
    document = describe(schema).document
    del document["paths"]["/things"]
    (applied,) = [item for item in RULES if item.name == rule]
    places = list(applied.apply(document))
    changed = document["components"]["schemas"]["S"] != schema
    assert bool(places) == changed
    assert all(place.startswith("#/components/schemas/S") for place in places)
    return document["components"]["schemas"]["S"]


REF = {"$ref": "#/components/schemas/R"}
RULE_BY_RULE: list[tuple[str, Any, Any]] = [
    ("nullable", {"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    ("nullable", {"type": ["string", "null"], "nullable": True}, {"type": ["string", "null"]}),
    ("nullable", {"type": "string", "nullable": False}, {"type": "string"}),
    (
        "nullable",
        {"type": "string", "enum": ["a"], "nullable": True},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    (
        "nullable",
        {"allOf": [REF], "nullable": True, "description": "d"},
        {"description": "d", "anyOf": [{"allOf": [REF]}, {"type": "null"}]},
    ),
    ("nullable", {**REF, "nullable": True}, {"anyOf": [REF, {"type": "null"}]}),
    ("nullable", {"properties": {"a": {}}, "nullable": True}, {"properties": {"a": {}}, "type": ["object", "null"]}),
    ("nullable", {"description": "anything", "nullable": True}, {"description": "anything"}),
    (
        "files-by-media-type",
        {"type": "string", "contentMediaType": "application/octet-stream"},
        {"type": "string", "contentMediaType": "application/octet-stream", "format": "binary"},
    ),
    (
        "files-by-media-type",
        {"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"},
        {"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"},
    ),
    (
        "contradicting-defaults",
        {"type": "string", "format": "date-time", "default": "now"},
        {"type": "string", "format": "date-time"},
    ),
    (
        "contradicting-defaults",
        {"type": "string", "format": "uuid", "default": "x"},
        {"type": "string", "format": "uuid"},
    ),
    (
        "contradicting-defaults",
        {"type": "string", "format": "date", "default": "2026-05-06"},
        {"type": "string", "format": "date", "default": "2026-05-06"},
    ),
    (
        "contradicting-defaults",
        {"type": "string", "format": "email", "default": "x"},
        {"type": "string", "format": "email", "default": "x"},
    ),
    ("nullable", {"const": "a", "nullable": True}, {"anyOf": [{"const": "a"}, {"type": "null"}]}),
    ("boolean-schemas", {"properties": {"a": True, "b": False}}, {"properties": {"a": {}, "b": {"not": {}}}}),
    ("boolean-schemas", {"additionalProperties": False}, {"additionalProperties": False}),
    ("boolean-schemas", {"prefixItems": [{}], "items": False}, {"prefixItems": [{}], "maxItems": 1}),
    ("boolean-schemas", {"items": False}, {"items": {"not": {}}}),
    ("arrays-of-anything", {"type": ["array", "null"]}, {"type": ["array", "null"], "items": {}}),
    ("arrays-of-anything", {"type": "array", "prefixItems": [{}]}, {"type": "array", "prefixItems": [{}]}),
    (
        "constants-as-a-union",
        {"type": "string", "description": "d", "oneOf": [{"const": "a", "description": "first"}, {"const": "b"}]},
        {"type": "string", "description": "d\na: first", "enum": ["a", "b"]},
    ),
    ("constants-as-a-union", {"oneOf": [{"const": 1}, {"const": 1.0}]}, {"oneOf": [{"const": 1}, {"const": 1.0}]}),
    ("constants-as-a-union", {"oneOf": [{"const": 1}, {"const": 2}]}, {"enum": [1, 2]}),
    ("constants-as-a-union", {"oneOf": [{"const": 1}, {"const": 1}]}, {"oneOf": [{"const": 1}, {"const": 1}]}),
    (
        "constants-as-a-union",
        {"oneOf": [{"const": "a", "type": "integer"}]},
        {"oneOf": [{"const": "a", "type": "integer"}]},
    ),
    ("repeated-enum-members", {"enum": ["a", "A", "a", 1, True, 1]}, {"enum": ["a", "A", 1, True]}),
    ("repeated-enum-members", {"enum": ["a", "A"]}, {"enum": ["a", "A"]}),
    (
        "enum-members-of-another-type",
        {"type": "string", "enum": [1, "a", 2.5]},
        {"type": "string", "enum": ["1", "a", "2.5"]},
    ),
    ("enum-members-of-another-type", {"type": "integer", "enum": ["1", 2]}, {"type": "integer", "enum": [1, 2]}),
    ("enum-members-of-another-type", {"type": "integer", "enum": ["x"]}, {"type": "integer", "enum": ["x"]}),
    ("enum-members-of-another-type", {"type": "number", "enum": [1, 1.5]}, {"type": "number", "enum": [1, 1.5]}),
    (
        "describing-members",
        {"allOf": [REF, {"description": "d", "title": "t"}], "title": "own"},
        {"allOf": [REF], "title": "own", "description": "d"},
    ),
    ("describing-members", {"allOf": [REF, {"type": "object"}]}, {"allOf": [REF, {"type": "object"}]}),
    ("describing-members", {"allOf": [{"description": "d"}]}, {"allOf": [{"description": "d"}]}),
    ("beside-a-reference", REF, REF),
    ("beside-a-reference", {**REF, "description": "d"}, {"allOf": [REF], "description": "d"}),
    ("beside-a-reference", {**REF, "default": []}, {"allOf": [REF], "default": []}),
    ("beside-a-reference", {**REF, "minItems": 1, "x-a": 1}, {"allOf": [REF, {"minItems": 1}], "x-a": 1}),
    ("composed-scalars", {"allOf": [{"type": "string"}, {"maxLength": 3}]}, {"type": "string", "maxLength": 3}),
    (
        "composed-scalars",
        {"allOf": [REF, {"maxItems": 3}], "minItems": 1},
        {"minItems": 1, "maxItems": 3, "allOf": [REF]},
    ),
    ("composed-scalars", {"allOf": [REF]}, {"allOf": [REF]}),
    ("composed-scalars", {"allOf": [{"maxLength": 3}]}, {"allOf": [{"maxLength": 3}]}),
    (
        "composed-scalars",
        {"allOf": [{"type": "string"}, {"type": "null"}]},
        {"allOf": [{"type": "string"}, {"type": "null"}]},
    ),
    (
        "composed-scalars",
        {"allOf": [{"$ref": "#/components/schemas/Enum"}, {"enum": ["b", "c"]}], "description": "d"},
        {"description": "d", "type": "string", "enum": ["b"]},
    ),
    (
        "composed-scalars",
        {"allOf": [{"type": "number", "maximum": 3}, {"type": ["integer", "null"], "maximum": 2}]},
        {"type": "integer", "maximum": 2},
    ),
    (
        "composed-scalars",
        {"allOf": [{"pattern": "a", "type": "string"}, {"pattern": "b"}]},
        {"allOf": [{"pattern": "a", "type": "string"}, {"pattern": "b"}]},
    ),
    ("composed-unions", {"type": "object", "oneOf": [REF]}, {"type": "object", "oneOf": [REF]}),
    (
        "composed-unions",
        {
            "type": "object",
            "properties": {"a": {}},
            "oneOf": [{"required": ["a"]}, {"type": "null"}],
            "description": "d",
        },
        {
            "description": "d",
            "oneOf": [{"allOf": [{"type": "object", "properties": {"a": {}}}, {"required": ["a"]}]}],
        },
    ),
    ("contradicting-defaults", {"type": "object", "default": None}, {"type": "object"}),
    ("contradicting-defaults", {"type": "string", "default": 0}, {"type": "string"}),
    ("contradicting-defaults", {"enum": ["a"], "default": "b"}, {"enum": ["a"]}),
    (
        "contradicting-defaults",
        {"type": ["string", "null"], "default": None},
        {"type": ["string", "null"], "default": None},
    ),
    (
        "types-in-a-list",
        {"type": ["object", "null"], "description": "d", "properties": {"a": {}}},
        {"description": "d", "anyOf": [{"type": "object", "properties": {"a": {}}}, {"type": "null"}]},
    ),
    ("types-in-a-list", {"type": ["string", "null"], "enum": ["a"]}, {"type": "string", "enum": ["a"]}),
    (
        "types-in-a-list",
        {"type": ["object", "array", "string"], "properties": {"a": {}}, "items": {}, "maxLength": 2},
        {
            "anyOf": [
                {"type": "object", "properties": {"a": {}}},
                {"type": "array", "items": {}},
                {"type": "string", "maxLength": 2},
            ]
        },
    ),
    ("types-in-a-list", {"type": ["string"]}, {"type": "string"}),
    ("types-in-a-list", {"type": ["string", "null"]}, {"type": ["string", "null"]}),
    (
        "mixed-enums",
        {"enum": ["a", 1, None]},
        {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1]}, {"type": "null"}]},
    ),
    ("mixed-enums", {"enum": ["a", "b"]}, {"enum": ["a", "b"], "type": "string"}),
    ("boolean-enums", {"type": "boolean", "enum": [True]}, {"const": True}),
    ("boolean-enums", {"type": "string", "enum": [True]}, {"type": "string", "enum": [True]}),
    ("boolean-enums", {"type": "boolean", "enum": [True, False]}, {"type": "boolean", "enum": [True, False]}),
]


@pytest.mark.parametrize(("rule", "before", "after"), RULE_BY_RULE)
def test_rule_by_rule(rule: str, before: Any, after: Any) -> None:
    assert repaired(rule, before) == after


REFERRING: dict[str, Any] = {
    "paths": {
        "/a": {"$ref": "#/components/pathItems/A", "summary": "s"},
        "/b": {
            "parameters": [{"$ref": "#/components/parameters/Alias"}],
            "post": {
                "requestBody": {"$ref": "#/components/requestBodies/Alias"},
                "responses": {
                    "200": {"$ref": "#/paths/~1a/get/responses/200"},
                    "201": {"$ref": "#/components/responses/Plain"},
                    "202": answer({"$ref": "#/components/schemas/Holder/properties/inner"}),
                    "203": answer({"$ref": "#/components/responses/Plain/content/application~1json/schema"}),
                },
            },
        },
    },
    "components": {
        "pathItems": {"A": {"get": {"responses": {"200": answer({"type": "string"})}}}},
        "parameters": {
            "Alias": {"$ref": "#/components/parameters/Plain"},
            "Plain": {"name": "q", "in": "query", "schema": {"$ref": "#/components/schemas/Holder/properties/kind"}},
        },
        "requestBodies": {
            "Alias": {"$ref": "#/components/requestBodies/Plain"},
            "Plain": {"content": {"application/json": {"schema": {"type": "integer"}}}},
        },
        "responses": {"Plain": answer({"type": "object", "properties": {"a": {"type": "string"}}})},
        "schemas": {
            "HolderInner": {"type": "string"},
            "Holder": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "enum": ["a"]},
                    "inner": {
                        "type": "object",
                        "properties": {"again": {"$ref": "#/components/schemas/Holder/properties/inner"}},
                    },
                },
            },
        },
    },
}


def test_references_that_the_generator_does_not_follow_are_written_so_that_it_does() -> None:
    document, repairs = repair_description(describe({}, **REFERRING))
    assert places_of(repairs, "path-items-elsewhere") == ("#/paths/~1a",)
    assert places_of(repairs, "references-between-components") == (
        "#/paths/~1b/parameters/0",
        "#/paths/~1b/post/requestBody",
        "#/paths/~1b/post/responses/200",
    )
    assert len(places_of(repairs, "references-by-place")) == 5
    item, schemas = document["paths"]["/b"], document["components"]["schemas"]
    assert document["paths"]["/a"]["get"]["responses"] == {"200": answer({"type": "string"})}
    assert document["paths"]["/a"]["summary"] == "s"
    assert item["parameters"][0]["name"] == "q"
    assert item["post"]["requestBody"]["content"]["application/json"] == {"schema": {"type": "integer"}}
    assert item["post"]["responses"]["201"] == {"$ref": "#/components/responses/Plain"}
    inner = {"$ref": "#/components/schemas/HolderInner2"}
    assert item["post"]["responses"]["202"]["content"]["application/json"]["schema"] == inner
    assert schemas["Holder"]["properties"]["inner"] == inner
    assert schemas["HolderInner2"] == {"type": "object", "properties": {"again": inner}}
    plain = document["components"]["responses"]["Plain"]["content"]["application/json"]["schema"]
    assert item["post"]["responses"]["203"]["content"]["application/json"]["schema"] == plain
    validate(document)


def test_what_is_no_schema_is_left_alone() -> None:
    schema = {
        "type": "object",
        "properties": {"nullable": {"type": "boolean"}},
        "example": {"nullable": True},
        "default": {"properties": {"a": {"nullable": True}}},
        "enum": [{"nullable": True}],
    }
    assert repaired("nullable", schema) == schema


@given(st.lists(st.sampled_from("abc"), max_size=8))
def test_each_tag_is_kept_once_as_it_was_said_first(names: list[str]) -> None:
    tags = [{"name": name, "description": str(index)} for index, name in enumerate(names)]
    document, repairs = repair_description(describe({}, tags=tags))
    assert [tag["name"] for tag in document["tags"]] == list(dict.fromkeys(names))
    assert all(tag["description"] == str(names.index(tag["name"])) for tag in document["tags"])
    assert len(places_of(repairs, "repeated-tags")) == len(names) - len(set(names))


def test_content_that_is_not_json_is_said_to_be_bytes_or_text() -> None:
    content = {
        "image/png": {},
        "text/csv": {"schema": {"type": "string", "format": "binary"}},
        "application/json": {},
    }
    body = {"content": {"text/plain": {"schema": {"type": "string"}}, "multipart/form-data": {}}}
    answers = {"200": {"description": "d", "content": content}}
    paths = {"/a": {"post": {"requestBody": body, "responses": answers}}}
    document, repairs = repair_description(describe({}, paths=paths))
    operation = document["paths"]["/a"]["post"]
    assert operation["responses"]["200"]["content"] == {
        "image/png": {"schema": {"type": "string", "format": "binary"}},
        "text/csv": {"schema": {"type": "string"}},
        "application/json": {},
    }
    assert operation["requestBody"]["content"]["text/plain"] == {"schema": {"type": "string", "format": "binary"}}
    assert len(places_of(repairs, "content-that-is-not-json")) == 3


def test_extensions_among_paths_and_responses_are_dropped_and_no_others() -> None:
    paths = {"/a": {"get": {"x-kept": 1, "responses": {"200": {"description": "d"}, "x-own": 1}}}, "x-own": "text"}
    document, repairs = repair_description(describe({}, paths=paths))
    assert document["paths"] == {"/a": {"get": {"x-kept": 1, "responses": {"200": {"description": "d"}}}}}
    assert places_of(repairs, "extensions-among-parts") == ("#/paths/x-own", "#/paths/~1a/get/responses/x-own")


def test_inherited_security_is_said_where_it_holds() -> None:
    document, repairs = repair_description(describe({}, security=[{"key": []}]))
    assert document["paths"]["/things"]["get"]["security"] == [{"key": []}]
    assert places_of(repairs, "inherited-security") == ("#/paths/~1things/get",)
    open_to_all = describe({}, security=[{"key": []}])
    open_to_all.document["paths"]["/things"]["get"]["security"] = []
    assert repair_description(open_to_all)[0]["paths"]["/things"]["get"]["security"] == []


ALIKE = st.lists(st.sampled_from(["Thing", "thing", "th-ing", "Thing2", "thing_2", "Other"]), max_size=6, unique=True)


@given(ALIKE, JSON)
def test_components_that_are_called_alike_are_told_apart_and_mean_the_same(names: list[str], value: Any) -> None:
    kinds = ["string", "integer", "null", "boolean", "array", "object"]
    schemas = {name: {"type": kind} for name, kind in zip(names, kinds, strict=False)}
    holder = {
        "properties": {name: {"$ref": f"#/components/schemas/{name}"} for name in names},
        "discriminator": {"propertyName": "k", "mapping": {name: f"#/components/schemas/{name}" for name in names}},
    }
    document = describe({}, components={"schemas": {"Holder": holder, **schemas}}).document
    before = copy.deepcopy(document)
    (rule,) = [item for item in RULES if item.name == "components-called-alike"]
    places = list(rule.apply(document))
    components = document["components"]["schemas"]
    plain = [name.lower().replace("-", "").replace("_", "") for name in components]
    assert len(set(plain)) == len(plain) == len(names) + 1
    assert (document == before) == (places == [])
    assert len(document.get("x-renamed-schemas", {})) == len(places)
    for name in names:
        reference = components["Holder"]["properties"][name]["$ref"]
        assert components["Holder"]["discriminator"]["mapping"][name] == reference
        here, there = f"#/components/schemas/{name}", reference
        assert allows(document, there, value) == allows(before, here, value)
    assert list(rule.apply(document)) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["readAll", "read_all", "readAll2", None]), st.sampled_from("aB_")), max_size=6
    )
)
def test_operations_that_are_called_alike_are_told_apart(operations: list[tuple[str | None, str]]) -> None:
    paths = {}
    for index, (name, tag) in enumerate(operations):
        own = {"operationId": name} if name else {}
        paths["/" + "-" * index + "x"] = {"get": {"tags": [tag.lower()], "responses": {}, **own}}
    document = describe({}, paths=paths).document
    (rule,) = [item for item in RULES if item.name == "operations-called-alike"]
    places = list(rule.apply(document))
    names = {}
    for path, item in document["paths"].items():
        operation = item["get"]
        name = operation.get("operationId", f"get{path}").lower()
        names[operation["tags"][0], "".join(letter for letter in name if letter.isalnum())] = path
    assert len(names) == len(operations)
    assert list(rule.apply(document)) == []
    assert len(places) == sum(document["paths"][path] != paths[path] for path in paths)


def named(operations: dict[str, Any], schemas: dict[str, Any] | None = None) -> set[str]:
    """Give the names of the components that a description has after its repair."""
    paths = {
        f"/{name}": {"get": {"operationId": name, "responses": {"200": answer(schema)}}}
        for name, schema in operations.items()
    }
    description = describe({}, paths=paths, components={"schemas": schemas or {}})
    return set(repair_description(description)[0].get("components", {}).get("schemas", {}))


OBJECT: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}}}
SORT = {"type": "string", "enum": ["asc", "desc"]}


def test_a_schema_is_named_by_where_it_stands() -> None:
    thing = {"type": "object", "properties": {"owner": OBJECT, "kinds": {"type": "array", "items": SORT}}}
    assert named({"listThings": thing}) == {
        "ListThingsResponse",
        "ListThingsResponseOwner",
        "ListThingsResponseKindsItem",
    }


def test_identical_schemas_that_are_called_the_same_share_a_name() -> None:
    described = SORT | {"description": "another text"}
    one = {"type": "object", "properties": {"sortDirection": SORT}}
    other = {"type": "object", "properties": {"sortDirection": described, "order": SORT}}
    assert named({"listThings": one, "listOwners": other}) == {
        "ListThingsResponse",
        "ListOwnersResponse",
        "SortDirection",
        "ListOwnersResponseOrder",
    }


def test_schemas_that_differ_do_not_share_a_name() -> None:
    one = {"type": "object", "properties": {"kind": SORT}}
    other = {"type": "object", "properties": {"kind": {"type": "string", "enum": ["x"]}}}
    assert {"ListThingsResponseKind", "ListOwnersResponseKind"} < named({"listThings": one, "listOwners": other})


def test_of_two_schemas_that_are_each_repeated_under_one_name_each_has_its_own() -> None:
    other = {"type": "string", "enum": ["x", "y"]}
    things = [{"type": "object", "properties": {"kind": kind}} for kind in (SORT, SORT, other, other)]
    operations = {f"list{index}": thing for index, thing in enumerate(things)}
    paths = {
        f"/{name}": {"get": {"operationId": name, "responses": {"200": answer(thing)}}}
        for name, thing in operations.items()
    }
    document, _ = repair_description(describe({}, paths=paths, components={}))
    schemas = document["components"]["schemas"]
    kinds = [schemas[f"List{index}Response"]["properties"]["kind"]["$ref"].rpartition("/")[2] for index in range(4)]
    assert [schemas[kind] for kind in kinds] == [SORT, SORT, other, other]
    assert len(set(kinds)) == 2


def test_a_name_that_is_taken_is_not_given_again() -> None:
    names = named({"list-things": OBJECT, "list_things": OBJECT}, {"ListThings_Response": OBJECT})
    assert len(names) == len({name.lower().replace("_", "") for name in names}) == 3


def test_a_component_that_may_be_null_leaves_its_name_to_the_class() -> None:
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
def test_names_are_short_unlike_and_identifiers(paths: list[list[str]]) -> None:
    properties: dict[str, Any] = {}
    for words in paths:
        here = properties
        for word in words:
            here = here.setdefault(word, {"type": "object", "properties": {}})["properties"]
    names = named({"listThings": {"type": "object", "properties": properties}})
    assert all(len(name) <= LONGEST + 2 and name.isidentifier() and name[0].isupper() for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_our_description_is_repaired_and_valid(root: Path) -> None:
    description = read_description(root / "openapi.yaml")
    with pytest.raises(AssertionError):
        _strictly_valid(description.document)
    document, repairs = repair_description(description)
    validate(document)
    _strictly_valid(document)
    counts = {repair.rule: len(repair.places) for repair in repairs if repair.places}
    assert counts == {"nullable": 2, "repeated-tags": 1, "types-in-a-list": 1, "nameless-schemas": 18}
    item = "#/paths/~1v1~1documents~1{identifier}~1drafts/get/responses/200/content/application~1json/schema/items"
    assert places_of(repairs, "nullable") == (
        f"{item}/properties/branch",
        f"{item}/properties/branch/properties/name",
    )


def _strictly_valid(document: Any) -> None:
    """Hold a description to what OpenAPI 3.1 says and its JSON schema cannot."""
    names = [tag["name"] for tag in document["tags"]]
    assert len(names) == len(set(names)), "repeated tags"
    assert not any("nullable" in place.schema for place in find_schemas(document)), "nullable"


def test_every_place_a_schema_can_stand_is_found() -> None:
    flaw = {"type": "string", "nullable": True}
    carrier = {"name": "p", "in": "query", "schema": flaw}
    content = {"content": {"application/json": {"schema": flaw}}, "headers": {"H": carrier}}
    operation = {
        "parameters": [carrier, {"name": "c", "in": "query", "content": {"application/json": carrier}}],
        "requestBody": {"content": {"a/b": carrier}},
        "responses": {"200": content, "default": {"$ref": "#/components/responses/R"}},
        "callbacks": {"done": {"{$url}": {"post": {"responses": {"200": content}}}}},
    }
    keywords = ["additionalProperties", "items", "not", "if", "then", "else", "contains", "propertyNames"]
    keywords += ["unevaluatedProperties", "unevaluatedItems", "contentSchema"]
    inner: dict[str, Any] = dict.fromkeys(keywords, flaw)
    inner |= {key: [flaw] for key in ("allOf", "anyOf", "oneOf", "prefixItems")}
    inner |= {key: {"x": flaw} for key in ("properties", "patternProperties", "dependentSchemas", "$defs")}
    encoded = {"content": {"multipart/form-data": {"schema": {}, "encoding": {"a": {"headers": {"H": carrier}}}}}}
    paths = {"/p": {"parameters": [carrier], "get": operation, "put": {"requestBody": encoded}}}
    document = describe(inner, paths=paths, webhooks={"w": {"post": operation}}).document
    document["components"] |= {
        "parameters": {"P": carrier},
        "headers": {"H": carrier},
        "requestBodies": {"B": content},
        "responses": {"R": content},
        "pathItems": {"I": {"get": operation}},
    }
    each_on_its_own = json.loads(json.dumps(document))
    repaired_document, repairs = repair_description(Description("made.yaml", "", each_on_its_own))
    assert "nullable" not in str(repaired_document)
    places = places_of(repairs, "nullable")
    assert len(places) == str(document).count("nullable") == len(set(places))


MISSHAPEN: list[tuple[dict[str, Any], str]] = [
    ({"tags": None}, "#/tags: NoneType, where a list belongs"),
    ({"tags": ["a"]}, "#/tags/0: str, where an object belongs"),
    ({"paths": {"/a/b": []}}, "#/paths/~1a~1b: list, where an object belongs"),
    ({"paths": {"/a": {"get": {"responses": {"200": None}}}}}, "responses/200: NoneType, where an object belongs"),
    ({"paths": {"/a": {"get": {"parameters": [{"in": "query"}]}}}}, "parameters/0/name: NoneType, where text"),
    ({"paths": {"/a": {"get": {"tags": "x"}}}}, "#/paths/~1a/get/tags: str, where a list belongs"),
    ({"components": {"schemas": {"S": {"allOf": 5}}}}, "#/components/schemas/S/allOf: int, where a list belongs"),
    ({"components": {"schemas": {"S": {"properties": {"a": 5}}}}}, "S/properties/a: int, where an object belongs"),
    ({"components": {"schemas": {"S": {"type": [5]}}}}, "S/type/0: 5 is no type of JSON"),
    ({"paths": {"/a": {"GET": {}}}}, "#/paths/~1a/GET: OpenAPI has no such name there"),
    *(
        ({"paths": {"/a": {"get": {"responses": {status: {}}}}}}, f"responses/{status}: is no status")
        for status in ("2xx", "20", "600", "abc")
    ),
    ({"components": []}, "#/components: list, where an object belongs"),
]


@pytest.mark.parametrize(("wrong", "says"), MISSHAPEN)
def test_a_description_of_another_shape_is_refused_with_the_place(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(DescriptionError) as caught:
        repair_description(describe({}, **wrong))
    assert says in str(caught.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda i: (
            st.lists(i, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "get",
                        "responses",
                        "200",
                        "content",
                        "application/json",
                        "schema",
                        "properties",
                        "allOf",
                        "type",
                        "items",
                        "enum",
                        "parameters",
                        "$defs",
                        "default",
                    ]
                ),
                i,
                max_size=3,
            )
        ),
        max_leaves=12,
    )
)
@settings(max_examples=300)
def test_no_shape_stops_the_repair_otherwise(value: Any) -> None:
    for more in ({"paths": {"/a": value}}, {"components": {"schemas": {"S": value}}}, {"tags": value}):
        with suppress(DescriptionError):
            repair_description(describe({}, **more))
