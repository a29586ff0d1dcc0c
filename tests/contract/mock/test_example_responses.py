"""Responses from the description alone: they are documented, and always the same."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from omni_drafts.mock import MockServer, MockState
from omni_drafts.mock._description.examples import Examples, NoExampleError
from omni_drafts.mock._description.schemas import build_schemas

TREE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "parent": {"$ref": "#/components/schemas/Tree"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
    "required": ["name", "children"],
}
UUID = {"type": "string", "format": "uuid"}


def content(media_type: str = "application/json", **media_type_object: Any) -> dict[str, Any]:
    return {"content": {media_type: media_type_object}}


COMPONENTS = {"schemas": {"Tree": TREE}, "responses": {"One": content(schema={"const": 1})}}
EXAMPLE = "3c90c3cc-0d44-4b50-8888-8dd257360520"
JSON_RESPONSES: dict[str, tuple[dict[str, Any], int, Any]] = {
    # responses, expected status code, expected body
    "example": ({"200": content(schema=UUID, example=EXAMPLE)}, 200, EXAMPLE),
    "examples": ({"200": content(schema={}, examples={"a": {"summary": "-"}, "b": {"value": [1]}})}, 200, [1]),
    "invalid-example": ({"200": content(schema={"type": "integer"}, example="many")}, 200, 0),
    "schema-example": ({"200": content(schema={"type": "integer", "example": 7})}, 200, 7),
    "error-before-success": ({"400": content(schema={}), "201": content(schema={"const": 1})}, 201, 1),
    "range": ({"2XX": content(schema={"const": 1})}, 200, 1),
    "default": ({"default": content(schema={"const": 1})}, 200, 1),
    "no-success": ({"404": content(schema={"const": 1}), "302": content(schema={"const": 2})}, 302, 2),
    "recursive": (
        {"200": content(schema={"$ref": "#/components/schemas/Tree"})},
        200,
        {"name": "example", "children": []},
    ),
    "json-after-csv": ({"200": {"content": {"text/csv": {}, "application/json": {"schema": {"const": 1}}}}}, 200, 1),
    "reference": ({"200": {"$ref": "#/components/responses/One"}}, 200, 1),
}
OTHER_RESPONSES: dict[str, tuple[dict[str, Any], int, str | None, bytes]] = {
    # responses, expected status code, expected content type, expected content
    "204": ({"204": {"description": "-"}}, 204, None, b""),
    "no-content": ({"202": {"description": "-"}}, 202, None, b""),
    "text": ({"200": content("text/plain", schema={"const": "a"})}, 200, "text/plain", b"a"),
    "text-example": ({"200": content("text/*", example="a")}, 200, "text/plain", b"a"),
    "image": (
        {"200": content("image/png", schema={"type": "string", "format": "binary"})},
        200,
        "image/png",
        b"example",
    ),
    "any-media-type": ({"200": content("*/*")}, 200, "application/octet-stream", b"example"),
}


def describe(responses: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a description with one path for each of some responses."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {f"/{name}": {"get": {"responses": item}} for name, item in responses.items()},
        "components": COMPONENTS,
    }


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    required_header = {"X-Count": {"required": True, "schema": {"type": "integer", "minimum": 3}}}
    responses = {name: row[0] for name, row in JSON_RESPONSES.items()}
    responses |= {name: row[0] for name, row in OTHER_RESPONSES.items()}
    responses["header"] = {"200": {"headers": required_header | {"X-Optional": {"schema": {}}}}}
    responses["impossible"] = {"200": content(schema={"type": "string", "pattern": "^[0-9]{3}-Q$"})}
    with (
        MockServer(MockState(rate_limit=0), description=describe(responses)) as server,
        httpx.Client(base_url=server.base_url, headers={"Authorization": "Bearer viewer-token"}) as client,
    ):
        yield client


@pytest.mark.parametrize("name", JSON_RESPONSES)
def test_json_response_has_documented_example(name: str, http: httpx.Client) -> None:
    _, status_code, body = JSON_RESPONSES[name]
    response = http.get(f"/{name}")
    assert response.status_code == status_code
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == body


@pytest.mark.parametrize("name", sorted(JSON_RESPONSES.keys() - {"range", "default", "reference"}))
def test_json_response_is_valid(name: str, http: httpx.Client) -> None:
    responses, status_code, _ = JSON_RESPONSES[name]
    schema = responses[str(status_code)]["content"]["application/json"]["schema"] | {"components": COMPONENTS}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(http.get(f"/{name}").json())


@pytest.mark.parametrize("name", JSON_RESPONSES)
def test_json_response_is_reproducible(name: str, http: httpx.Client) -> None:
    assert http.get(f"/{name}").content == http.get(f"/{name}").content


@pytest.mark.parametrize("name", OTHER_RESPONSES)
def test_other_response_has_documented_media_type(name: str, http: httpx.Client) -> None:
    _, status_code, content_type, content = OTHER_RESPONSES[name]
    response = http.get(f"/{name}")
    assert response.status_code == status_code
    assert response.headers.get("Content-Type") == content_type
    assert response.content == content


def test_response_has_required_headers_only(http: httpx.Client) -> None:
    headers = http.get("/header").headers
    assert int(headers["X-Count"]) >= 3
    assert "X-Optional" not in headers


def test_response_without_possible_example_returns_500(http: httpx.Client) -> None:
    response = http.get("/impossible")
    assert response.status_code == 500
    assert response.json()["message"].startswith("The description of GET /impossible needs an example: ")


def bounds(low: int, high: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(low, high), st.integers(low, high)).map(lambda pair: (min(pair), max(pair)))


NUMBERS = st.builds(
    lambda type_name, pair, step: {
        "type": type_name,
        "minimum": pair[0],
        "maximum": pair[1] + step,
        "multipleOf": step,
    },
    st.sampled_from(["integer", "number"]),
    bounds(-50, 50),
    st.integers(1, 9),
)
STRINGS = bounds(0, 60).map(lambda pair: {"type": "string", "minLength": pair[0], "maxLength": pair[1]})
FORMATS = st.sampled_from(["uuid", "date", "date-time", "email", "uri"]).map(
    lambda name: {"type": "string", "format": name}
)
LEAVES = st.one_of(
    NUMBERS,
    STRINGS,
    FORMATS,
    st.sampled_from([{"type": "boolean"}, {"type": "null"}, {"type": ["null", "string"]}, {"enum": [3, "a"]}, {}]),
)


def containers(nested: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    properties = st.dictionaries(st.sampled_from("abcd"), nested, min_size=1)
    return st.one_of(
        st.builds(
            lambda items, minimum: {"type": "array", "items": items, "minItems": minimum}, nested, st.integers(0, 3)
        ),
        st.builds(lambda first, second: {"anyOf": [first, second]}, nested, nested),
        st.builds(
            lambda properties, closed: {
                "type": "object",
                "properties": properties,
                "required": sorted(properties)[::2],
                "additionalProperties": not closed,
            },
            properties,
            st.booleans(),
        ),
        st.builds(lambda schema: {"allOf": [schema], "description": "-"}, nested),
    )


SCHEMAS = st.recursive(LEAVES, containers, max_leaves=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda nested: st.lists(nested, max_size=3) | st.dictionaries(st.sampled_from("abcd"), nested),
)


EXAMPLES = Examples(build_schemas({}))


@given(SCHEMAS)
@settings(max_examples=50)
def test_example_of_any_schema_is_valid(schema: dict[str, Any]) -> None:
    example = EXAMPLES.build(schema)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(example)


@given(SCHEMAS)
@settings(max_examples=50)
def test_example_of_any_schema_is_reproducible(schema: dict[str, Any]) -> None:
    assert EXAMPLES.build(schema) == Examples(build_schemas({})).build(schema)


@given(SCHEMAS, JSON)
@settings(max_examples=50)
def test_fit_of_any_value_is_valid(schema: dict[str, Any], value: Any) -> None:
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(EXAMPLES.fit(schema, value))


@given(SCHEMAS, JSON)
@settings(max_examples=50)
def test_fit_of_valid_value_is_this_value(schema: dict[str, Any], value: Any) -> None:
    if Draft202012Validator(schema, format_checker=FormatChecker()).is_valid(value):
        assert EXAMPLES.fit(schema, value) == value


def test_fit_removes_invalid_optional_property() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, "required": ["b"]}
    assert EXAMPLES.fit(schema, {"a": None, "b": 5, "c": 1}) == {"b": 5, "c": 1}


@pytest.mark.parametrize("schema", [False, {"not": {}}, {"type": "string", "maxLength": 2, "minLength": 3}])
def test_example_of_impossible_schema_raises_error(schema: Any) -> None:
    with pytest.raises(NoExampleError):
        EXAMPLES.build(schema)
