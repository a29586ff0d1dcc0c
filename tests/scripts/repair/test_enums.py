"""Repairs of enums: which members they keep, convert and split."""

from typing import Any

import pytest

from support.repairs import apply_rule

CONSTANTS = [{"const": "a"}, {"const": "b"}]


@pytest.mark.parametrize(
    ("members", "unique"), [(["a", "a"], ["a"]), ([{"x": 1}, "a", {"x": 1}], [{"x": 1}, "a"]), ([1, True], [1, True])]
)
def test_drop_repeated_members_drops_each_equal_member(members: list[Any], unique: list[Any]) -> None:
    assert apply_rule("repeated-enum-members", {"enum": members}) == {"enum": unique}


@pytest.mark.parametrize(
    ("type_name", "members", "converted"),
    [
        ("string", [1, 2.5], ["1", "2.5"]),
        ("number", ["1.5", "2"], [1.5, 2]),
        ("integer", ["1"], [1]),
        ("string", [True, None], [True, None]),
        ("integer", ["1.5"], ["1.5"]),
        ("integer", ["x", "true"], ["x", "true"]),
        ("boolean", ["true", 1], ["true", 1]),
    ],
)
def test_convert_members_to_type_converts_between_numbers_and_strings_only(
    type_name: str, members: list[Any], converted: list[Any]
) -> None:
    schema = apply_rule("enum-members-of-another-type", {"type": type_name, "enum": members})
    assert schema == {"type": type_name, "enum": converted}


@pytest.mark.parametrize("member", [True, False])
def test_replace_single_boolean_enums_without_a_type_writes_const(member: bool) -> None:
    assert apply_rule("boolean-enums", {"enum": [member]}) == {"const": member}


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_merge_constants_into_enum_writes_an_enum_for_each_union(keyword: str) -> None:
    described = [CONSTANTS[0] | {"description": "first"}, CONSTANTS[1]]
    assert apply_rule("constants-as-a-union", {keyword: described}) == {"enum": ["a", "b"], "description": "a: first"}


@pytest.mark.parametrize(
    "schema",
    [
        {"enum": ["a"], "oneOf": CONSTANTS},
        {"const": "a", "oneOf": CONSTANTS},
        {"oneOf": [{"const": "a"}, {"const": "b", "minLength": 2}]},
        {"oneOf": [{"const": "a"}, {"const": 1}]},
        {"oneOf": [{"const": "a"}, {"const": "b", "type": "integer"}]},
        {"oneOf": [{"const": "a"}, {"type": "string"}]},
        {"oneOf": [{"const": "a"}]},
    ],
)
def test_merge_constants_into_enum_keeps_other_unions(schema: Any) -> None:
    assert apply_rule("constants-as-a-union", schema) == schema


@pytest.mark.parametrize(
    ("members", "schema"),
    [
        ([1, 2], {"type": "integer", "enum": [1, 2]}),
        ([1.5, 2.5], {"enum": [1.5, 2.5]}),
        (["a", 1, "b"], {"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "integer", "enum": [1]}]}),
        ([None, "a"], {"anyOf": [{"type": "null"}, {"type": "string", "enum": ["a"]}]}),
    ],
)
def test_split_by_type_has_one_enum_for_each_type(members: list[Any], schema: Any) -> None:
    assert apply_rule("mixed-enums", {"enum": members}) == schema


def test_split_by_type_keeps_an_enum_with_declared_types() -> None:
    schema = {"type": ["string", "null"], "enum": ["a", None]}
    assert apply_rule("mixed-enums", schema) == schema
