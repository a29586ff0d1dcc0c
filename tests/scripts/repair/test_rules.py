"""Each rule alone: a schema before and after it."""

from typing import Any

import pytest

from support.repairs import apply_rule

REF = {"$ref": "#/components/schemas/R"}
CASES: list[tuple[str, Any, Any]] = [
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
    ("boolean-schemas", {"unevaluatedProperties": False}, {"unevaluatedProperties": False}),
    ("boolean-schemas", {"unevaluatedItems": False}, {"unevaluatedItems": False}),
    (
        "boolean-schemas",
        {"prefixItems": [{}, {}], "items": False, "maxItems": 1},
        {"prefixItems": [{}, {}], "maxItems": 1},
    ),
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


@pytest.mark.parametrize(("rule", "before", "after"), CASES)
def test_a_rule_replaces_the_schema(rule: str, before: Any, after: Any) -> None:
    assert apply_rule(rule, before) == after


def test_a_value_that_is_not_a_schema_stays() -> None:
    schema = {
        "type": "object",
        "properties": {"nullable": {"type": "boolean"}},
        "example": {"nullable": True},
        "default": {"properties": {"a": {"nullable": True}}},
        "enum": [{"nullable": True}],
    }
    assert apply_rule("nullable", schema) == schema
