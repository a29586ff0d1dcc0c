"""Repairs of defaults that their schema does not allow."""

from typing import Any

import pytest

from support.repairs import apply_rule

WRONG = {"type": "string", "default": 0}


@pytest.mark.parametrize("name", ["a", "a b", "a%25b", "{a}", "a/b", "a~b", "é", "a#b", "a?b", "50%"])
def test_drop_contradicting_defaults_finds_a_schema_by_any_name(name: str) -> None:
    assert apply_rule("contradicting-defaults", {"properties": {name: dict(WRONG)}}) == {
        "properties": {name: {"type": "string"}}
    }


@pytest.mark.parametrize(
    ("format_name", "valid", "invalid"),
    [
        ("date", "2026-05-06", "today"),
        ("date-time", "2026-05-06T07:08:09Z", "now"),
        ("uuid", "9b2d6d7c-4b3f-4a3e-8f43-0f9f8d7a5c11", "x"),
    ],
)
def test_drop_contradicting_defaults_checks_formats_with_a_python_class(
    format_name: str, valid: str, invalid: str
) -> None:
    schema = {"type": "string", "format": format_name}
    assert apply_rule("contradicting-defaults", schema | {"default": valid}) == schema | {"default": valid}
    assert apply_rule("contradicting-defaults", schema | {"default": invalid}) == schema


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "email", "default": "x"},
        {"type": ["string", "null"], "default": None},
        {"enum": ["a"], "default": "a"},
        {"$ref": "#/components/schemas/Enum", "default": "b"},
        {"type": ["string", "integer"], "format": "date", "default": 1},
    ],
)
def test_drop_contradicting_defaults_keeps_valid_defaults(schema: Any) -> None:
    assert apply_rule("contradicting-defaults", schema) == schema


def test_drop_contradicting_defaults_follows_references() -> None:
    schema = apply_rule("contradicting-defaults", {"$ref": "#/components/schemas/Enum", "default": "c"})
    assert schema == {"$ref": "#/components/schemas/Enum"}
