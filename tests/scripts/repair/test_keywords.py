"""JSON Schema types of values."""

from typing import Any

import pytest

from openapi.repair.keywords import is_of_type, json_type


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "null"),
        (True, "boolean"),
        (1, "integer"),
        (1.5, "number"),
        ("a", "string"),
        ([], "array"),
        ({}, "object"),
    ],
)
def test_json_type_names_the_type_of_a_value(value: Any, name: str) -> None:
    assert json_type(value) == name
    assert is_of_type(value, name)


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [(1, "number", True), (1.5, "integer", False), (True, "integer", False), (True, "number", False)],
)
def test_is_of_type_accepts_an_integer_as_a_number_only(value: Any, name: str, expected: bool) -> None:
    assert is_of_type(value, name) == expected
