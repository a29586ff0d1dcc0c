"""Descriptions that are cut or repeated stay complete."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from benchmarks.descriptions import REPAIRED, operations, read, resize

OURS = read(REPAIRED)


def references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from references(item)


@settings(max_examples=15)
@given(st.integers(min_value=1, max_value=40))
def test_resize_any_count_is_valid_and_has_so_many_operations(count: int) -> None:
    before = json.dumps(OURS)
    document = resize(OURS, count)
    assert json.dumps(OURS) == before
    pairs = operations(document)
    assert len(pairs) == count
    assert len({document["paths"][path][method]["operationId"] for path, method in pairs}) == count
    validate(document)


@pytest.mark.parametrize("count", [1, 3, 10])
def test_resize_any_count_has_exactly_the_schemas_that_are_referenced(count: int) -> None:
    document = resize(OURS, count)
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert {name for name in references(document) if name.startswith("#/components/schemas/")} == schemas


def test_resize_copies_share_no_schema_with_the_original() -> None:
    assert len(resize(OURS, 9)["components"]["schemas"]) == 3 * len(resize(OURS, 3)["components"]["schemas"])
