"""A description of another structure than OpenAPI's is refused."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openapi.reading.description import DescriptionError
from openapi.repair import repair_description
from support.repairs import describe

MISSHAPEN: list[tuple[dict[str, Any], str]] = [
    ({"tags": None}, "#/tags: NoneType, where a list belongs"),
    ({"tags": ["a"]}, "#/tags/0: str, where an object belongs"),
    ({"paths": {"/a/b": []}}, "#/paths/~1a~1b: list, where an object belongs"),
    ({"paths": {"/a": {"get": {"responses": {"200": None}}}}}, "responses/200: NoneType, where an object belongs"),
    ({"paths": {"/a": {"get": {"parameters": [{"in": "query"}]}}}}, "parameters/0/name: NoneType, where text"),
    ({"paths": {"/a": {"get": {"tags": "x"}}}}, "#/paths/~1a/get/tags: str, where a list belongs"),
    ({"components": {"schemas": {"S": {"allOf": 5}}}}, "#/components/schemas/S/allOf: int, where a list belongs"),
    ({"components": {"schemas": {"S": {"properties": {"a": 5}}}}}, "S/properties/a: int, where an object belongs"),
    ({"components": {"schemas": {"S": {"type": [5]}}}}, "S/type/0: 5 is no type of JSON"),
    ({"paths": {"/a": {"GET": {}}}}, "#/paths/~1a/GET: OpenAPI has no such name there"),
    *(
        ({"paths": {"/a": {"get": {"responses": {status: {}}}}}}, f"responses/{status}: is no status")
        for status in ("2xx", "20", "600", "abc")
    ),
    ({"components": []}, "#/components: list, where an object belongs"),
]


@pytest.mark.parametrize(("wrong", "says"), MISSHAPEN)
def test_a_description_of_another_shape_is_refused_with_the_place(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(DescriptionError) as caught:
        repair_description(describe({}, **wrong))
    assert says in str(caught.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda i: (
            st.lists(i, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "get",
                        "responses",
                        "200",
                        "content",
                        "application/json",
                        "schema",
                        "properties",
                        "allOf",
                        "type",
                        "items",
                        "enum",
                        "parameters",
                        "$defs",
                        "default",
                    ]
                ),
                i,
                max_size=3,
            )
        ),
        max_leaves=12,
    )
)
@settings(max_examples=300)
def test_no_shape_stops_the_repair_otherwise(value: Any) -> None:
    for more in ({"paths": {"/a": value}}, {"components": {"schemas": {"S": value}}}, {"tags": value}):
        with suppress(DescriptionError):
            repair_description(describe({}, **more))
