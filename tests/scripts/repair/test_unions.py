"""Repairs of `nullable`, of lists of types and of references with keywords beside them."""

from typing import Any

import pytest

from support.repairs import apply_rule

REF = {"$ref": "#/components/schemas/R"}


@pytest.mark.parametrize(
    ("schema", "repaired"),
    [
        ({"type": ["string", "integer"]}, {"type": ["string", "integer", "null"]}),
        ({"type": ["string", "null"], "enum": ["a", None]}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"oneOf": [REF]}, {"anyOf": [{"oneOf": [REF]}, {"type": "null"}]}),
        ({"anyOf": [REF], "default": 1}, {"anyOf": [{"anyOf": [REF]}, {"type": "null"}], "default": 1}),
        ({"not": REF}, {"anyOf": [{"not": REF}, {"type": "null"}]}),
    ],
)
def test_replace_nullable_allows_null(schema: Any, repaired: Any) -> None:
    assert apply_rule("nullable", schema | {"nullable": True}) == repaired


@pytest.mark.parametrize(
    ("schema", "repaired"),
    [
        ({"type": ["string", "integer"], "enum": ["a"]}, {"type": "string", "enum": ["a"]}),
        (
            {"type": ["string", "null"], "enum": ["a", None]},
            {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]},
        ),
        (
            {"type": ["object", "number", "integer"], "minimum": 1, "required": ["a"]},
            {
                "anyOf": [
                    {"type": "object", "required": ["a"]},
                    {"type": "number", "minimum": 1},
                    {"type": "integer", "minimum": 1},
                ]
            },
        ),
    ],
)
def test_split_type_lists_keeps_the_keywords_of_each_type(schema: Any, repaired: Any) -> None:
    assert apply_rule("types-in-a-list", schema) == repaired


def test_wrap_references_in_all_of_moves_required_into_all_of() -> None:
    schema = apply_rule("beside-a-reference", {"allOf": [REF], "required": ["a"]})
    assert schema == {"allOf": [REF, {"required": ["a"]}]}


@pytest.mark.parametrize("keyword", ["readOnly", "writeOnly", "deprecated", "x-own", "$comment", "externalDocs"])
def test_wrap_references_in_all_of_keeps_annotations_outside(keyword: str) -> None:
    assert apply_rule("beside-a-reference", REF | {keyword: True}) == {"allOf": [REF], keyword: True}
