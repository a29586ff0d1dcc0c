"""Descriptions of schemas in the sentences of changes."""

from typing import Any

import pytest

from openapi.diff.composed import compose
from openapi.diff.shapes import Shapes
from openapi.diff.wording import describe_type, format_value

STRING = {"type": "string"}


def with_properties(count: int, *required: str) -> dict[str, Any]:
    """Return an object with properties `a`, `b` and so on."""
    return {"type": "object", "properties": {name: {} for name in "abcdef"[:count]}, "required": list(required)}


@pytest.mark.parametrize(
    ("schema", "description"),
    [
        ({}, "any value"),
        ({"not": {}}, "no value at all"),
        ({"type": ["null", "string"]}, "`string` or `null`"),
        ({"anyOf": [STRING, {"const": "a"}]}, "`string`"),
        ({"anyOf": [{"const": "a"}, {"enum": ["b", "a"]}]}, 'one of `"a"`, `"b"`'),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}]}, "`number`"),
        ({"type": "boolean", "enum": [False, True]}, "`boolean`"),
        ({"type": "boolean", "enum": [False]}, "one of `false`"),
        ({"type": "integer", "format": "int64"}, "`integer` (int64)"),
        ({"type": "array", "items": STRING}, "`array` of `string`"),
        ({"type": "array"}, "`array` of any value"),
        ({"anyOf": [{"type": "array"}, STRING]}, "`string` or `array`"),
        ({"type": "object"}, "`object`"),
        ({"type": "object", "properties": {"x": False}, "additionalProperties": False}, "`object`"),
        (with_properties(4), "`object` with `a`, `b`, `c`, `d`"),
        (with_properties(5), "`object` with `a`, `b`, `c`, `d` and 1 more"),
        (with_properties(6, "f"), "`object` with `f`, `a`, `b`, `c` and 2 more"),
    ],
)
def test_describe_type_names_the_type_and_its_parts(schema: dict[str, Any], description: str) -> None:
    assert describe_type(Shapes(), compose({}, schema)) == description


@pytest.mark.parametrize(("length", "formatted"), [(58, '"' + "a" * 58 + '"'), (59, '"' + "a" * 58 + "…")])
def test_format_value_shortens_values_of_more_than_60_characters(length: int, formatted: str) -> None:
    assert format_value("a" * length) == f"`{formatted}`"
