"""Descriptions: references, patterns, formats, security and status codes."""

from typing import Any

import pytest

from omni_drafts.mock._description.description import Description
from omni_drafts.mock._description.examples import Examples
from omni_drafts.mock._description.operations import Operation
from omni_drafts.mock._description.responses import fit_response
from omni_drafts.mock._description.schemas import build_schemas

SCHEMAS = build_schemas({})


@pytest.mark.parametrize(
    ("pattern", "value", "is_valid"),
    [
        ("^a$", "a", True),
        ("^a$", "a\n", False),
        (r"^a\$", "a$", True),
        (r"^a\$", "a$\n", True),
        ("^a", "a\n", True),
    ],
)
def test_pattern_matches_end_as_in_ecma_262(pattern: str, value: str, is_valid: bool) -> None:
    assert SCHEMAS.is_valid(value, {"type": "string", "pattern": pattern}) == is_valid


@pytest.mark.parametrize(
    ("value", "is_valid"),
    [
        ("2016-12-31T23:59:60Z", True),
        ("2016-12-31T23:59:61Z", False),
        ("2016-12-31t23:59:59z", True),
        ("2016-12-31T23:59:59", False),
    ],
)
def test_date_time_is_checked_as_in_rfc_3339(value: str, is_valid: bool) -> None:
    assert SCHEMAS.is_valid(value, {"format": "date-time"}) == is_valid


@pytest.mark.parametrize(("pointer", "target"), [("#/a~1b", 1), ("#/a~0b", 2), ("#/a~01b", 3)])
def test_resolve_unescapes_pointer(pointer: str, target: int) -> None:
    schemas = build_schemas(
        {"a/b": {"const": 1}, "a~b": {"const": 2}, "a~1b": {"const": 3}, "ref": {"$ref": pointer}}
    )
    assert schemas.resolve(schemas.document["ref"]) == {"const": target}


def operation_of(document: dict[str, Any]) -> Operation:
    operation_object = {"responses": {"204": {"description": "-"}}, **document.pop("operation", {})}
    description = Description(build_schemas({"paths": {"/": {"get": operation_object}}, **document}))
    (operation,) = description.operations
    return operation


@pytest.mark.parametrize(
    ("document", "is_public"),
    [
        ({}, False),
        ({"security": []}, True),
        ({"security": [{"token": []}]}, False),
        ({"security": [{"token": []}, {}]}, True),
        ({"security": [], "operation": {"security": [{"token": []}]}}, False),
    ],
)
def test_operation_is_public_if_security_is_optional(document: dict[str, Any], is_public: bool) -> None:
    assert operation_of(document).is_public == is_public


@pytest.mark.parametrize(
    ("responses", "status_code"),
    [
        ({"201": {"description": "-"}, "200": {"description": "-"}}, 201),
        ({"200": {"description": "-"}}, 200),
        ({"404": {"description": "-"}}, 201),
    ],
)
def test_fit_response_has_documented_status_code(responses: dict[str, Any], status_code: int) -> None:
    operation = operation_of({"operation": {"responses": responses}})
    assert fit_response(operation, 201, {}, Examples(SCHEMAS)).status_code == status_code


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        ({"type": "array", "items": {"const": 1}}, [1]),
        ({"type": "array", "items": {"const": 1}, "minItems": 2}, [1, 1]),
        ({"type": "array", "items": {"enum": [1, 2]}, "minItems": 2, "uniqueItems": True}, [1, 2]),
        ({"type": "array", "items": False}, []),
    ],
)
def test_example_of_array_has_items_where_possible(schema: dict[str, Any], example: list[Any]) -> None:
    assert Examples(SCHEMAS).build(schema) == example
