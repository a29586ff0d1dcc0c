"""Sentences and rules for the changes of enums, defaults, formats and conditions."""

from typing import Any

import pytest

from openapi.diff import find_changes
from support.diff.descriptions import Location, Schema, describe, described

BODY = Location(("post", "/things"), "request body")
STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}


def sentences(old: Any, new: Any) -> dict[str, str]:
    """Return the sentence of each rule for a change of the request body."""
    changes = find_changes(described(describe(old, BODY)), described(describe(new, BODY)))
    return {change.rule.name.removeprefix("request-"): change.sentence for change in changes}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            {"enum": ["a", "b"]},
            {"enum": ["a"]},
            {"enum-member-removed": 'The value `"b"` was allowed, and is not any more.'},
        ),
        (
            {"enum": ["a"]},
            {"enum": ["c", "b", "a"]},
            {"enum-member-added": 'The values `"b"`, `"c"` were not allowed, and are now.'},
        ),
        (
            {"enum": ["a", "b", "c"]},
            {"enum": ["a"]},
            {"enum-member-removed": 'The values `"b"`, `"c"` were allowed, and are not any more.'},
        ),
        (
            {"enum": ["a", "long"]},
            STRING | {"maxLength": 2},
            {
                "enum-lifted": 'It was one of `"a"`, `"long"`, and is `string` now.',
                "enum-member-removed": 'The value `"long"` was allowed, and is not any more.',
            },
        ),
        (
            STRING | {"pattern": "^a"},
            {"enum": ["a", "b"]},
            {
                "enum-imposed": 'It was `string`, and is one of `"a"`, `"b"` now.',
                "enum-member-added": 'The value `"b"` was not allowed, and is now.',
            },
        ),
        (
            {"type": "integer"},
            {"enum": [1, 1.5]},
            {
                "enum-imposed": "It was `integer`, and is one of `1`, `1.5` now.",
                "enum-member-added": "The value `1.5` was not allowed, and is now.",
            },
        ),
        (
            {"enum": [0, 1, 4, 5]},
            NUMBER | {"minimum": 1, "exclusiveMaximum": 5},
            {
                "enum-lifted": "It was one of `0`, `1`, `4`, `5`, and is `number` now.",
                "enum-member-removed": "The values `0`, `5` were allowed, and are not any more.",
            },
        ),
        (
            {"enum": [0, 1, 4, 5]},
            NUMBER | {"exclusiveMinimum": 0, "maximum": 4},
            {
                "enum-lifted": "It was one of `0`, `1`, `4`, `5`, and is `number` now.",
                "enum-member-removed": "The values `0`, `5` were allowed, and are not any more.",
            },
        ),
        (
            {"enum": [3, 4]},
            NUMBER | {"multipleOf": 2},
            {
                "enum-lifted": "It was one of `3`, `4`, and is `number` now.",
                "enum-member-removed": "The value `3` was allowed, and is not any more.",
            },
        ),
    ],
)
def test_compare_enums_names_the_added_and_removed_values(old: Schema, new: Schema, expected: dict[str, str]) -> None:
    assert sentences(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("date", "date-time", "python-type-changed"),
        (None, "date-time", "python-type-changed"),
        (None, "date", "python-type-changed"),
        (None, "uuid", "python-type-changed"),
        (None, "binary", "python-type-changed"),
        ("binary", "uuid", "python-type-changed"),
        ("email", "uri", "format-changed"),
        (None, "email", "format-added"),
        ("email", None, "format-removed"),
    ],
)
def test_compare_formats_reports_a_changed_python_class(old: str | None, new: str | None, rule: str) -> None:
    schemas = [STRING | ({"format": name} if name else {}) for name in (old, new)]
    formats = [f"`{name}`" if name else "none" for name in (old, new)]
    assert sentences(*schemas) == {rule: f"The format was {formats[0]}, and is {formats[1]} now."}


def test_compare_formats_of_numbers_reports_no_python_class() -> None:
    assert sentences(NUMBER | {"format": "float"}, NUMBER | {"format": "double"}) == {
        "format-changed": "The format was `float`, and is `double` now."
    }
    assert list(sentences(NUMBER, NUMBER | {"format": "date"})) == ["format-added"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, 1, {"default-added": "It had no default, and `1` is the default now."}),
        (1, None, {"default-removed": "The default was `1`, and there is none now."}),
        (1, 2, {"default-changed": "The default was `1`, and is `2` now."}),
        (1, 1.0, {}),
        (0, False, {"default-removed": "The default was `0`, and there is none now."}),
    ],
)
def test_compare_defaults_compares_json_values(old: Any, new: Any, expected: dict[str, str]) -> None:
    schemas = [NUMBER | ({"default": value} if value is not None else {}) for value in (old, new)]
    assert sentences(*schemas) == expected


def test_compare_defaults_distinguishes_booleans_from_numbers() -> None:
    assert list(sentences({"default": True}, {"default": 1})) == ["default-changed"]


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_compare_defaults_reads_the_default_of_a_member(keyword: str) -> None:
    old, new = ({keyword: [NUMBER | {"default": value}, {"type": "null"}]} for value in (1, 2))
    assert list(sentences(old, new)) == ["default-changed"]


def test_compare_defaults_prefers_the_outer_default() -> None:
    old, new = ({"default": 3, "allOf": [NUMBER | {"default": value}]} for value in (1, 2))
    assert sentences(old, new) == {}


@pytest.mark.parametrize(
    ("schema", "condition", "rule"),
    [
        ({"type": "object"}, {"propertyNames": {"maxLength": 9}}, "condition-added"),
        ({"type": "object"}, {"dependentRequired": {"a": ["b"]}}, "condition-added"),
        ({"type": "object"}, {"dependentSchemas": {"a": {"required": ["b"]}}}, "condition-added"),
        ({"type": "object"}, {"patternProperties": {"^a": STRING}}, "condition-changed"),
        ({"type": "object"}, {"unevaluatedProperties": False}, "condition-changed"),
        ({"type": "array"}, {"unevaluatedItems": False}, "condition-changed"),
        ({"type": "array"}, {"contains": STRING}, "condition-added"),
        ({"type": "array", "contains": STRING}, {"minContains": 2}, "condition-changed"),
        ({"type": "array", "contains": STRING}, {"maxContains": 2}, "condition-changed"),
        (STRING, {"contentEncoding": "base64"}, "condition-changed"),
        (STRING, {"contentMediaType": "image/png"}, "condition-changed"),
        (STRING, {"not": {"const": "a"}}, "condition-added"),
        (STRING, {"if": {"const": "a"}}, "condition-added"),
        (STRING | {"if": {"const": "a"}}, {"then": {"maxLength": 1}}, "condition-changed"),
        (STRING | {"if": {"const": "a"}}, {"else": {"maxLength": 1}}, "condition-changed"),
    ],
)
def test_compare_conditions_reports_each_keyword(schema: Schema, condition: Schema, rule: str) -> None:
    assert list(sentences(schema, schema | condition)) == [rule]
    reverse = {"condition-added": "condition-removed"}.get(rule, rule)
    assert list(sentences(schema | condition, schema)) == [reverse]


@pytest.mark.parametrize(
    ("schema", "condition"),
    [
        (STRING, {"then": {"maxLength": 1}}),
        ({"type": "object"}, {"patternProperties": {}}),
        ({"type": "object"}, {"unevaluatedProperties": True}),
        ({"type": "object"}, {"propertyNames": True}),
        ({"type": "object"}, {"dependentRequired": {}}),
        ({"type": "object"}, {"dependentSchemas": {}}),
        ({"type": "array"}, {"unevaluatedItems": {}}),
        ({"type": "array"}, {"minContains": 2}),
        (STRING | {"format": "binary"}, {"contentMediaType": "application/octet-stream"}),
    ],
)
def test_compare_conditions_ignores_keywords_without_effect(schema: Schema, condition: Schema) -> None:
    assert sentences(schema, schema | condition) == {}
    assert sentences(schema | condition, schema) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}),
        ({"required": ["a", "b"]}, {"required": ["b", "a"]}),
        ({"anyOf": [STRING, NUMBER]}, {"anyOf": [NUMBER, STRING]}),
        (STRING, STRING | {"description": "d"}),
        (STRING, {"allOf": [STRING]}),
    ],
)
def test_compare_conditions_ignores_order_and_annotations(one: Schema, other: Schema) -> None:
    assert sentences({"not": one}, {"not": other}) == {}


def test_compare_conditions_ends_at_a_recursive_reference() -> None:
    reference = {"$ref": "#/components/schemas/Node"}
    old, new = (describe({"not": reference}, BODY) for _ in range(2))
    for document, schema in ((old, STRING), (new, NUMBER)):
        document["components"]["schemas"]["Node"] = {"properties": {"next": reference, "value": schema}}
    assert [change.rule.name for change in find_changes(described(old), described(old))] == []
    assert [change.rule.name for change in find_changes(described(old), described(new))] == [
        "request-condition-changed"
    ]
