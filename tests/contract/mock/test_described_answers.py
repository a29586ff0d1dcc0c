"""What the mock answers where only the description says it: always something that it documents."""

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


def content(media_type: str = "application/json", **said: Any) -> dict[str, Any]:
    return {"content": {media_type: said}}


ANSWERS: dict[str, tuple[dict[str, Any], int, Any]] = {
    # the responses, and what is answered
    "example": ({"200": content(schema=UUID, example="3c90c3cc-0d44-4b50-8888-8dd257360520")}, 200, None),
    "examples": ({"200": content(schema={}, examples={"a": {"summary": "-"}, "b": {"value": [1]}})}, 200, [1]),
    "wrong example": ({"200": content(schema={"type": "integer"}, example="many")}, 200, 0),
    "schema's example": ({"200": content(schema={"type": "integer", "example": 7})}, 200, 7),
    "success first": ({"400": content(schema={}), "201": content(schema={"const": 1})}, 201, 1),
    "of a range": ({"2XX": content(schema={"const": 1})}, 200, 1),
    "of any": ({"default": content(schema={"const": 1})}, 200, 1),
    "no success": ({"404": content(schema={"const": 1}), "302": content(schema={"const": 2})}, 302, 2),
    "recursive": ({"200": content(schema={"$ref": "#/components/schemas/Tree"})}, 200, None),
    "json first": ({"200": {"content": {"text/csv": {}, "application/json": {"schema": {"const": 1}}}}}, 200, 1),
    "referenced": ({"200": {"$ref": "#/components/responses/One"}}, 200, 1),
}
UNLIKE_JSON: dict[str, tuple[dict[str, Any], int, str | None, bytes | None]] = {
    "nothing": ({"204": {"description": "-"}}, 204, None, b""),
    "no content": ({"202": {"description": "-"}}, 202, None, b""),
    "text": ({"200": content("text/plain", schema={"const": "a"})}, 200, "text/plain", b"a"),
    "text example": ({"200": content("text/*", example="a")}, 200, "text/plain", b"a"),
    "image": ({"200": content("image/png", schema={"type": "string", "format": "binary"})}, 200, "image/png", None),
    "anything": ({"200": content("*/*")}, 200, "application/octet-stream", None),
}


def description(responses: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {f"/{name.replace(' ', '-')}": {"get": {"responses": said}} for name, said in responses.items()},
        "components": {"schemas": {"Tree": TREE}, "responses": {"One": content(schema={"const": 1})}},
    }


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    headers = {"required": {"X-Count": {"required": True, "schema": {"type": "integer", "minimum": 3}}}}
    responses = {name: row[0] for name, row in ANSWERS.items()} | {name: row[0] for name, row in UNLIKE_JSON.items()}
    responses["header"] = {"200": {"headers": headers["required"] | {"X-Other": {"schema": {}}}}}
    responses["impossible"] = {"200": content(schema={"type": "string", "pattern": "^[0-9]{3}-Q$"})}
    with MockServer(MockState(rate_limit=0), description=description(responses)) as mock:
        authorization = {"Authorization": "Bearer viewer-token"}
        with httpx.Client(base_url=mock.base_url, headers=authorization) as client:
            yield client


@pytest.mark.parametrize("name", ANSWERS)
def test_an_example_is_answered(name: str, http: httpx.Client) -> None:
    responses, status, value = ANSWERS[name]
    answer = http.get(f"/{name.replace(' ', '-')}")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json"
    if value is not None:
        assert answer.json() == value
    schema = description({})["components"]["responses"]["One"] if name == "referenced" else responses.get(str(status))
    if schema is not None:
        checked = schema["content"]["application/json"]["schema"] | {"components": description({})["components"]}
        Draft202012Validator(checked, format_checker=FormatChecker()).validate(answer.json())
    assert http.get(f"/{name.replace(' ', '-')}").content == answer.content


@pytest.mark.parametrize("name", UNLIKE_JSON)
def test_what_is_no_json_is_answered_as_it_is_described(name: str, http: httpx.Client) -> None:
    _, status, media_type, body = UNLIKE_JSON[name]
    answer = http.get(f"/{name.replace(' ', '-')}")
    assert answer.status_code == status
    assert answer.headers.get("Content-Type") == media_type
    if body is not None:
        assert answer.content == body


def test_headers_that_are_required_come(http: httpx.Client) -> None:
    headers = http.get("/header").headers
    assert int(headers["X-Count"]) >= 3
    assert "X-Other" not in headers


def test_a_description_without_an_example_that_can_be_made_is_told_so(http: httpx.Client) -> None:
    answer = http.get("/impossible")
    assert answer.status_code == 500
    assert answer.json()["message"].startswith("The description of GET /impossible needs an example: ")


def bounds(low: int, high: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(low, high), st.integers(low, high)).map(lambda pair: (min(pair), max(pair)))


NUMBERS = st.builds(
    lambda kind, pair, step: {"type": kind, "minimum": pair[0], "maximum": pair[1] + step, "multipleOf": step},
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


def containers(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    named = st.dictionaries(st.sampled_from("abcd"), inner, min_size=1)
    return st.one_of(
        st.builds(
            lambda items, least: {"type": "array", "items": items, "minItems": least}, inner, st.integers(0, 3)
        ),
        st.builds(lambda first, second: {"anyOf": [first, second]}, inner, inner),
        st.builds(
            lambda properties, closed: {
                "type": "object",
                "properties": properties,
                "required": sorted(properties)[::2],
                "additionalProperties": not closed,
            },
            named,
            st.booleans(),
        ),
        st.builds(lambda schema: {"allOf": [schema], "description": "-"}, inner),
    )


SCHEMAS = st.recursive(LEAVES, containers, max_leaves=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner),
)


@given(SCHEMAS)
@settings(max_examples=50)
def test_an_example_of_any_schema_is_allowed_by_it(schema: dict[str, Any]) -> None:
    made = Examples(build_schemas({})).build(schema)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(made)
    assert made == Examples(build_schemas({})).build(schema)


@given(SCHEMAS, JSON)
@settings(max_examples=50)
def test_what_is_known_fits_any_schema(schema: dict[str, Any], known: Any) -> None:
    fitted = Examples(build_schemas({})).fit(schema, known)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    validator.validate(fitted)
    if validator.is_valid(known):
        assert fitted == known


def test_what_is_known_and_not_allowed_is_left_out_where_it_may_be() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, "required": ["b"]}
    assert Examples(build_schemas({})).fit(schema, {"a": None, "b": 5, "c": 1}) == {"b": 5, "c": 1}


@pytest.mark.parametrize("schema", [False, {"not": {}}, {"type": "string", "maxLength": 2, "minLength": 3}])
def test_what_allows_nothing_has_no_example(schema: Any) -> None:
    with pytest.raises(NoExampleError):
        Examples(build_schemas({})).build(schema)
