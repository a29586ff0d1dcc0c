"""Equal schemas that are written differently, and different schemas with a similar text."""

from typing import Any

import pytest

from openapi.diff import find_changes
from support.diff.changes import thing, union
from support.diff.descriptions import STRING, Location, Schema, describe, described

BODY = Location(("post", "/things"), "request body")
CAT: Schema = {"$ref": "#/components/schemas/Cat"}
DOG: Schema = {"$ref": "#/components/schemas/Dog"}
INTEGER: Schema = {"type": "integer"}
CLOSED: Schema = {"type": "object", "additionalProperties": False}


def changes_of(old: Any, new: Any) -> list[tuple[str, str]]:
    """Return the kind and location of each change within a request body."""
    changes = find_changes(described(describe(old, BODY)), described(describe(new, BODY)))
    starts = "request-", "request body"
    return [
        (change.rule.name.removeprefix(starts[0]), change.location.removeprefix(starts[1]).strip())
        for change in changes
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"anyOf": [{"enum": ["a"]}, {"enum": ["b"]}]}, {"type": "string", "enum": ["b", "a"]}),
        ({"oneOf": [{"const": 1}, {"const": "a"}]}, {"enum": ["a", 1]}),
        ({"const": 1.0}, {"const": 1}),
        ({"type": "boolean", "enum": [True, False]}, {"type": "boolean"}),
        ({"type": ["string", "null"]}, {"anyOf": [STRING, {"type": "null"}]}),
        ({"type": ["integer", "number"]}, {"type": "number"}),
        ({"type": ["string", "null"], "enum": ["a", None]}, {"oneOf": [{"type": "null"}, {"const": "a"}]}),
        (INTEGER | {"exclusiveMinimum": 0}, INTEGER | {"minimum": 1}),
        (INTEGER | {"minimum": 0.5, "maximum": 2.5}, INTEGER | {"minimum": 1, "maximum": 2}),
        ({"type": "string", "enum": ["a", "long"], "maxLength": 2}, {"const": "a"}),
        ({"type": "string", "minLength": 0}, STRING),
        ({"allOf": [STRING, {"maxLength": 3}, {"maxLength": 2}]}, STRING | {"maxLength": 2}),
        ({"allOf": [thing(a=STRING), thing(("a",), a={"maxLength": 2})]}, thing(("a",), a=STRING | {"maxLength": 2})),
        ({"allOf": [{"anyOf": [CAT, DOG]}, {"description": "d"}]}, {"oneOf": [DOG, CAT]}),
        ({"anyOf": [STRING, STRING | {"format": "email"}]}, {"anyOf": [STRING, STRING]}),
        (thing() | {"additionalProperties": True}, thing() | {"additionalProperties": {}}),
        (thing() | {"additionalProperties": False}, thing(x={"not": {}}) | {"additionalProperties": False}),
        ({"type": "array"}, {"type": "array", "items": {}, "minItems": 0, "uniqueItems": False}),
        ({}, {"type": ["string", "number", "boolean", "object", "array", "null"]}),
        ({"allOf": [STRING, {"pattern": "^a"}]}, STRING | {"pattern": "^a"}),
        ({"allOf": [STRING, {"format": "uuid"}]}, STRING | {"format": "uuid"}),
        ({"allOf": [STRING, {"not": {"const": "a"}}]}, STRING | {"not": {"const": "a"}}),
        ({"allOf": [{"type": "number"}, INTEGER]}, INTEGER),
        ({"allOf": [{"type": "array"}, {"items": STRING}]}, {"type": "array", "items": STRING}),
        ({"allOf": [{"type": "array"}, {"prefixItems": [STRING]}]}, {"type": "array", "prefixItems": [STRING]}),
        (
            {"allOf": [{"type": "object"}, {"additionalProperties": STRING}]},
            {"type": "object", "additionalProperties": STRING},
        ),
        ({"allOf": [STRING, {"enum": ["a"]}]}, {"enum": ["a"]}),
        ({"allOf": [{"enum": ["a", "b"]}, {"enum": ["c", "b"]}]}, {"const": "b"}),
        ({"anyOf": [STRING, {"const": "a"}]}, STRING),
        ({"anyOf": [INTEGER, {"type": "number"}]}, {"type": "number"}),
        (INTEGER | {"enum": [1, 1.5]}, {"const": 1}),
        ({"type": "number", "enum": [1, 5], "maximum": 3}, {"const": 1}),
        ({"const": 0}, {"enum": [0]}),
        ({"const": None}, {"type": "null"}),
        (
            {"type": "object", "required": ["a"], "additionalProperties": STRING},
            {"type": "object", "required": ["a"], "properties": {"a": STRING}, "additionalProperties": STRING},
        ),
        (
            {"anyOf": [CLOSED, CLOSED | {"properties": {"x": False}}]},
            CLOSED,
        ),
        (INTEGER | {"exclusiveMaximum": 3}, INTEGER | {"maximum": 2}),
        (INTEGER | {"exclusiveMaximum": 2.5, "exclusiveMinimum": 0.5}, INTEGER | {"maximum": 2, "minimum": 1}),
        (INTEGER | {"multipleOf": 0.5}, INTEGER),
        ({"type": "number", "minimum": 1, "exclusiveMinimum": 1}, {"type": "number", "exclusiveMinimum": 1}),
        ({"type": "number", "minimum": 2, "exclusiveMinimum": 1}, {"type": "number", "minimum": 2}),
        ({"type": "number", "maximum": 1, "exclusiveMaximum": 1}, {"type": "number", "exclusiveMaximum": 1}),
        (
            {"allOf": [{"type": "number", "multipleOf": 0.5}, {"multipleOf": 0.75}]},
            {"type": "number", "multipleOf": 1.5},
        ),
        (thing() | {"minProperties": 0}, thing()),
        ({"type": "number", "minimum": 1, "exclusiveMinimum": True}, {"type": "number", "exclusiveMinimum": 1}),
        (thing(), thing(x={"not": {}})),
        (thing(), thing(x={"not": True})),
        (union({"a": "Cat"}), union() | {"discriminator": {"propertyName": "kind", "mapping": {"a": "Cat"}}}),
        ({"enum": ["a"], "format": "email"}, {"enum": ["a"]}),
    ],
)
def test_equal_schemas_have_no_changes(one: Schema, other: Schema) -> None:
    assert changes_of(one, other) == changes_of(other, one) == []


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (
            {"allOf": [thing(a=STRING), thing(a={})]},
            {"allOf": [thing(a=STRING), thing(a={"maxLength": 2})]},
            "bound-tightened /a",
        ),
        ({"allOf": [thing(a=STRING), {"required": ["a"]}]}, thing(a=STRING), "property-became-optional /a"),
        (
            thing() | {"additionalProperties": STRING},
            thing(a=INTEGER) | {"additionalProperties": STRING},
            "type-changed /a; property-added /a",
        ),
        (
            {"type": "object", "additionalProperties": STRING},
            {"type": "object", "additionalProperties": {}},
            "type-widened /*",
        ),
        ({"anyOf": [CAT, DOG]}, {"anyOf": [thing(x=STRING), DOG]}, "union-member-removed; union-member-added"),
        ({"enum": ["a", "long"]}, {"type": "string", "maxLength": 2}, "enum-member-removed; enum-lifted"),
        ({"type": "string", "maxLength": 2}, {"enum": ["a", "long"]}, "enum-imposed; enum-member-added"),
        (STRING, {"type": ["integer", "boolean"]}, "type-changed"),
        ({"type": ["string", "integer"]}, {"type": ["integer", "boolean"]}, "type-changed"),
        ({"type": "array", "prefixItems": [STRING]}, {"type": "array", "prefixItems": [INTEGER]}, "type-changed /0"),
        ({"type": "number", "multipleOf": 2}, {"type": "number", "multipleOf": 4}, "bound-tightened"),
        (
            {"type": "number", "multipleOf": 2},
            {"type": "number", "multipleOf": 3},
            "bound-tightened; bound-loosened",
        ),
        (INTEGER | {"multipleOf": 2}, INTEGER, "bound-loosened"),
        ({"type": "array"}, {"type": "array", "uniqueItems": True}, "bound-tightened"),
        ({"type": "object"}, {"type": "object", "maxProperties": 1}, "bound-tightened"),
        ({"type": "array", "items": STRING}, {"type": "array", "items": INTEGER}, "type-changed /items"),
        ({"type": "array", "prefixItems": [STRING]}, {"type": "array"}, "type-widened /0"),
        (thing(), thing() | {"properties": {}}, "property-removed /always"),
        ({"anyOf": [STRING, {"type": "null"}]}, STRING, "became-not-nullable"),
        (thing(("a",), a=STRING), thing(("a", "b"), a=STRING, b=STRING), "required-property-added /b"),
        (thing(a=STRING), thing(a={"not": {}}), "type-narrowed /a"),
        (
            {"type": "number", "minimum": 1, "maximum": 5},
            {"type": "number", "minimum": 0, "maximum": 4},
            "bound-tightened; bound-loosened",
        ),
        (STRING | {"format": "date"}, STRING | {"format": "date-time"}, "python-type-changed"),
        (
            {"anyOf": [union({}), {"type": "null"}]},
            {"anyOf": [union({}, "sort"), {"type": "null"}]},
            "discriminator-changed",
        ),
        (
            union() | {"discriminator": {"propertyName": "kind", "mapping": {"a": "Cat", "b": "Dog"}}},
            union() | {"discriminator": {"propertyName": "kind", "mapping": {"a": "Dog", "b": "Cat"}}},
            "discriminator-value-remapped; discriminator-value-remapped",
        ),
        (thing(a=CAT), thing(a=DOG), "property-removed /a/lives; required-property-added /a/bark"),
        (thing(a=STRING | {"not": {"$ref": "#/components/schemas/Cat"}}), thing(a=STRING), "condition-removed /a"),
    ],
)
def test_different_schemas_have_changes(old: Schema, new: Schema, changes: str) -> None:
    expected = [tuple(change.split(" ")) if " " in change else (change, "") for change in changes.split("; ")]
    assert sorted(changes_of(old, new)) == sorted(expected)


def test_a_recursive_schema_is_reported_at_each_entry() -> None:
    old, new = (describe({"$ref": "#/components/schemas/A"}, BODY) for _ in range(2))
    for document, kind in ((old, STRING), (new, INTEGER)):
        document["components"]["schemas"] |= {
            "A": thing(b={"$ref": "#/components/schemas/B"}),
            "B": thing(a={"$ref": "#/components/schemas/A"}, value=kind),
        }
        document["paths"]["/things"]["get"]["requestBody"] = {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/B"}}}
        }
    changes = find_changes(described(old), described(new))
    assert [(change.operation, change.location) for change in changes] == [
        ("GET /things", "request body /value"),
        ("POST /things", "request body /b/value"),
    ]


def test_a_recursion_of_one_operation_does_not_hide_changes_of_another() -> None:
    refer = {name: {"$ref": f"#/components/schemas/{name}"} for name in "XYZ"}
    old, new = (
        describe(thing(x=refer["X"], z=refer["Z"]), Location(("get", "/things"), "request body")) for _ in range(2)
    )
    for document, kind in ((old, STRING), (new, INTEGER)):
        schemas = {"X": thing(y=refer["Y"], value=kind), "Y": thing(x=refer["X"]), "Z": thing(y=refer["Y"])}
        document["components"]["schemas"] |= schemas
        content = {"application/json": {"schema": refer["Z"]}}
        document["paths"]["/things"]["post"]["requestBody"] = {"content": content}
    changes = find_changes(described(old), described(new))
    assert ("POST /things", "request body /y/x/value") in [(change.operation, change.location) for change in changes]


def test_a_member_that_narrows_another_one_makes_no_difference() -> None:
    old = thing(a=STRING | {"default": "x"})
    narrow = thing(a=STRING | {"default": "y"}) | {"maxProperties": 3}
    assert changes_of({"anyOf": [old]}, {"anyOf": [old, narrow]}) == []
    assert changes_of({"anyOf": [old, narrow]}, {"anyOf": [old]}) == []


def test_a_discriminator_value_keeps_its_member_if_the_member_changes() -> None:
    schema = union({"a": "Cat", "b": "Dog"})
    old, new = describe(schema, BODY), describe(schema, BODY)
    new["components"]["schemas"]["Cat"]["properties"]["name"] = STRING
    changes = find_changes(described(old), described(new))
    assert [(change.rule.name, change.location) for change in changes] == [
        ("request-property-added", "request body /option 1/name")
    ]


def test_mutually_recursive_unions_allow_the_values_of_both() -> None:
    either = {"type": ["string", "integer"]}
    recursive = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("First", "Second")}
    old, new = (
        describe(thing(one=either, two=either), BODY),
        describe(thing(one=recursive["First"], two=recursive["Second"]), BODY),
    )
    new["components"]["schemas"] |= {
        "First": {"anyOf": [STRING, recursive["Second"]]},
        "Second": {"anyOf": [INTEGER, recursive["First"]]},
    }
    assert not find_changes(described(old), described(new))


def test_a_recursive_member_of_a_union_makes_no_difference() -> None:
    again = {"anyOf": [STRING, {"$ref": "#/components/schemas/Again"}]}
    old, new = describe(STRING, BODY), describe({"$ref": "#/components/schemas/Again"}, BODY)
    new["components"]["schemas"]["Again"] = again
    assert not find_changes(described(old), described(new))
