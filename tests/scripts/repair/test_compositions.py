"""Repairs of `allOf`: which scalars are merged, and which unions are distributed."""

from typing import Any

import pytest

from openapi.repair import repair_description
from support.repairs import apply_rule, describe

REF = {"$ref": "#/components/schemas/R"}
WITH_A: dict[str, Any] = {"properties": {"a": {}}}


@pytest.mark.parametrize(
    ("members", "merged"),
    [
        ([{"type": "string", "minLength": 1}, {"minLength": 2}], {"type": "string", "minLength": 2}),
        ([{"type": "integer", "minimum": 2}, {"minimum": 1}], {"type": "integer", "minimum": 2}),
        (
            [{"type": "integer", "exclusiveMinimum": 2}, {"exclusiveMinimum": 1}],
            {"type": "integer", "exclusiveMinimum": 2},
        ),
        ([{"type": "string", "maxLength": 1}, {"maxLength": 2}], {"type": "string", "maxLength": 1}),
        (
            [{"type": "integer", "exclusiveMaximum": 1}, {"exclusiveMaximum": 2}],
            {"type": "integer", "exclusiveMaximum": 1},
        ),
        ([{"type": "integer"}, {"type": "number"}], {"type": "integer"}),
        ([{"type": "number"}, {"type": "integer"}], {"type": "integer"}),
        ([{"type": "number"}, {"type": ["integer", "number"]}], {"type": "number"}),
        ([{"enum": [1, True]}, {"enum": [1, False]}], {"enum": [1]}),
        ([{"type": "string", "enum": ["a", "b"]}, {"enum": ["b", 1]}], {"type": "string", "enum": ["b"]}),
        ([REF, {"maxItems": 1}, {"maxItems": 2}], {"maxItems": 1, "allOf": [REF]}),
        ([REF, {"minItems": 1}, {"minItems": 2}], {"minItems": 2, "allOf": [REF]}),
        ([REF, {"multipleOf": 2}], {"multipleOf": 2, "allOf": [REF]}),
        ([REF, {"pattern": "a"}, {"uniqueItems": True}], {"pattern": "a", "uniqueItems": True, "allOf": [REF]}),
    ],
)
def test_merge_scalars_and_bounds_intersects_the_members(members: list[Any], merged: Any) -> None:
    assert apply_rule("composed-scalars", {"allOf": members}) == merged


@pytest.mark.parametrize(
    "members",
    [
        [{"const": 1}, {"const": True}],
        [{"enum": ["a"]}, {"enum": ["b"]}],
        [{"enum": ["a", "b"]}, {"const": "a"}],
        [{"type": "string"}, {"const": 1}],
        [{"type": "array"}, {"type": "array", "maxItems": 1}],
        [{"type": "object"}, {"type": "object"}],
        [{"type": "string"}, True],
    ],
)
def test_merge_scalars_and_bounds_keeps_members_without_a_scalar_intersection(members: list[Any]) -> None:
    assert apply_rule("composed-scalars", {"allOf": members}) == {"allOf": members}


@pytest.mark.parametrize(("size", "is_distributed"), [(32, True), (33, False)])
def test_distribute_over_unions_limits_the_members(size: int, is_distributed: bool) -> None:
    schema = WITH_A | {"anyOf": [{"required": [str(number)]} for number in range(size)]}
    assert (apply_rule("composed-unions", schema) != schema) == is_distributed


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_distribute_over_unions_counts_the_members_of_inner_unions(keyword: str) -> None:
    inner = {keyword: [{"required": [str(number)]} for number in range(17)]}
    schema = WITH_A | {"anyOf": [WITH_A | inner, WITH_A | {"oneOf": inner[keyword]}]}
    assert "properties" in apply_rule("composed-unions", schema)


@pytest.mark.parametrize(
    "schema",
    [
        WITH_A | {"anyOf": [True, {"required": ["a"]}]},
        WITH_A | {"unevaluatedProperties": False, "anyOf": [{"required": ["a"]}]},
        WITH_A | {"type": "object", "anyOf": [{"type": "string"}]},
    ],
)
def test_distribute_over_unions_keeps_unions_that_it_cannot_distribute(schema: Any) -> None:
    assert apply_rule("composed-unions", schema) == schema


def test_distribute_over_unions_ends_at_unions_that_refer_to_each_other() -> None:
    one, two = ({"$ref": f"#/components/schemas/{name}"} for name in ("One", "Two"))
    schemas = {"One": {"anyOf": [two, {"type": "object"}]}, "Two": {"anyOf": [one, {"type": "object"}]}}
    document, _ = repair_description(describe({"allOf": [one, WITH_A]}, components={"schemas": schemas}))
    schema = document["paths"]["/things"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert len(schema["anyOf"]) == 2
