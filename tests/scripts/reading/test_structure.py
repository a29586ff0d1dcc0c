"""A description of another structure than OpenAPI's is refused with the pointer of the part."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openapi.reading.description import Description, DescriptionError
from openapi.reading.structure import check_structure
from openapi.repair import repair_description


def describe(**parts: Any) -> dict[str, Any]:
    """Return a description with some parts."""
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}} | parts


def describe_operation(**parts: Any) -> dict[str, Any]:
    """Return a description of one operation with some parts."""
    return describe(paths={"/a": {"get": parts}})


def describe_schema(**keywords: Any) -> dict[str, Any]:
    """Return a description of one schema with some keywords."""
    return describe(components={"schemas": {"S": keywords}})


GET, S = "#/paths/~1a/get", "#/components/schemas/S"
INVALID: list[tuple[dict[str, Any], str]] = [
    (describe(tags=None), "#/tags: null, must be an array"),
    (describe(tags=["a"]), "#/tags/0: a string, must be an object"),
    (describe(tags=[{}]), "#/tags/0/name: null, must be a string"),
    (describe(paths={"/a/b": []}), "#/paths/~1a~1b: an array, must be an object"),
    (describe(paths={"/a": {"GET": {}}}), "#/paths/~1a/GET: not a keyword of OpenAPI"),
    (describe(paths={"/a": {"parameters": {}}}), "#/paths/~1a/parameters: an object, must be an array"),
    (describe_operation(operationId=5), f"{GET}/operationId: a number, must be a string"),
    (describe_operation(tags="x"), f"{GET}/tags: a string, must be an array"),
    (describe_operation(tags=[True]), f"{GET}/tags/0: a boolean, must be a string"),
    (describe_operation(parameters=[{"in": "query"}]), f"{GET}/parameters/0/name: null, must be a string"),
    (describe_operation(parameters=[{"name": "a"}]), f"{GET}/parameters/0/in: null, must be a string"),
    (describe_operation(requestBody=[]), f"{GET}/requestBody: an array, must be an object"),
    (
        describe_operation(requestBody={"content": {"a/b": {"schema": 5}}}),
        f"{GET}/requestBody/content/a~1b/schema: a number, must be an object",
    ),
    (describe_operation(responses={"200": None}), f"{GET}/responses/200: null, must be an object"),
    (
        describe_operation(responses={"200": {"headers": {"H": {"schema": []}}}}),
        f"{GET}/responses/200/headers/H/schema: an array, must be an object",
    ),
    (describe_operation(callbacks={"done": []}), f"{GET}/callbacks/done: an array, must be an object"),
    (
        describe_operation(callbacks={"done": {"{$url}": []}}),
        f"{GET}/callbacks/done/{{$url}}: an array, must be an object",
    ),
    *(
        (describe_operation(responses={status: {}}), f"{GET}/responses/{status}: not a status code")
        for status in ("2xx", "20", "600", "abc", "2000", "")
    ),
    *(
        (describe(components={kind: {"C": []}}), f"#/components/{kind}/C: an array, must be an object")
        for kind in ("schemas", "parameters", "requestBodies", "responses", "headers")
    ),
    (describe(components=[]), "#/components: an array, must be an object"),
    (describe_schema(properties={"a": 5}), f"{S}/properties/a: a number, must be an object"),
    (describe_schema(type=[5]), f"{S}/type/0: 5 is not a JSON type"),
    (describe_schema(type="text"), f"{S}/type/0: 'text' is not a JSON type"),
    *(
        (describe_schema(**{keyword: 5}), f"{S}/{keyword}: a number, must be an array")
        for keyword in ("allOf", "anyOf", "oneOf", "prefixItems", "enum", "required")
    ),
    *(
        (describe_schema(**{keyword: 5}), f"{S}/{keyword}: a number, must be an object")
        for keyword in ("items", "additionalProperties", "not", "patternProperties", "dependentSchemas", "$defs")
    ),
    (describe_schema(items={"allOf": 5}), f"{S}/items/allOf: a number, must be an array"),
]


@pytest.mark.parametrize(("document", "problem"), INVALID)
def test_check_structure_invalid_raises_with_the_pointer(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(DescriptionError) as caught:
        check_structure(document, "invalid.yaml")
    assert str(caught.value).startswith(f"invalid.yaml: {problem}")


@pytest.mark.parametrize(
    "document",
    [
        describe_operation(parameters=[{"$ref": "#/components/parameters/P"}]),
        describe_operation(callbacks={"done": {"$ref": "#/components/callbacks/C"}}),
        describe_operation(responses={"2XX": {}, "default": {}, "404": {}, "x-own": 5}),
        describe(paths={"/a": {"x-own": 5, "summary": "s", "servers": []}, "x-own": 5}),
        describe_schema(items=True, additionalProperties=False, type=["string", "null"]),
    ],
)
def test_check_structure_valid_raises_nothing(document: dict[str, Any]) -> None:
    check_structure(document, "valid.yaml")


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
def test_repair_description_of_any_structure_raises_no_other_error(value: Any) -> None:
    for more in ({"paths": {"/a": value}}, {"components": {"schemas": {"S": value}}}, {"tags": value}):
        with suppress(DescriptionError):
            repair_description(Description("any.yaml", "", describe(**more)))
