"""Validation of requests: each parameter style, content type and keyword of OpenAPI."""

import itertools
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from omni_drafts.mock import MockServer, MockState

COLORS = {"type": "array", "items": {"enum": ["blue", "black", "brown"]}, "minItems": 1}
NUMBERS = {"type": "array", "items": {"type": "integer"}, "maxItems": 3}
RGB = {
    "type": "object",
    "properties": {name: {"type": "integer", "maximum": 255} for name in "RGB"},
    "required": ["R"],
    "additionalProperties": False,
}
SERIALIZED: list[tuple[str, str, bool, dict[str, Any], str, str]] = [
    # location, style, explode, schema, a valid serialization, an invalid one
    ("path", "simple", False, {"type": "string", "pattern": "^[a-z]+$"}, "blue", "BLUE"),
    ("path", "simple", False, COLORS, "blue,black", "blue,green"),
    ("path", "simple", False, COLORS, "blue%2Cblack", "blue%2Cgreen"),
    ("path", "simple", False, RGB, "R,100,G,200", "R,100,G,300"),
    ("path", "simple", True, RGB, "R=100,G=200", "G=200"),
    ("path", "label", False, {"type": "integer"}, ".5", ".x"),
    ("path", "label", False, COLORS, ".blue,black", ".blue,green"),
    ("path", "label", True, COLORS, ".blue.black", ".blue.green"),
    ("path", "label", True, RGB, ".R=100.G=200", ".R=100.G=x"),
    ("path", "matrix", False, {"type": "integer"}, ";p=5", ";p=x"),
    ("path", "matrix", False, COLORS, ";p=blue,black", ";p=blue,green"),
    ("path", "matrix", True, COLORS, ";p=blue;p=black", ";p=blue;p=green"),
    ("path", "matrix", True, RGB, ";R=100;G=200", ";R=100;G=300"),
    ("query", "form", True, {"type": "boolean"}, "p=true", "p=True"),
    ("query", "form", True, {"type": ["integer", "null"]}, "p=", "p=+1"),
    ("query", "form", True, {"type": "number", "exclusiveMinimum": 0}, "p=1e-3", "p=0"),
    ("query", "form", True, {"type": "string", "format": "date-time"}, "p=2026-05-06T13:44:00Z", "p=2026-05-06"),
    ("query", "form", True, {"type": "string", "format": "date"}, "p=2024-02-29", "p=2026-02-29"),
    ("query", "form", True, {"type": "string", "format": "email"}, "p=a@b.c", "p=a"),
    ("query", "form", True, {"type": "string", "format": "uri"}, "p=a:b", "p=a%20b"),
    ("query", "form", True, {"anyOf": [{"type": "integer"}, {"const": "all"}]}, "p=all", "p=none"),
    ("query", "form", True, {"allOf": [{"type": "string"}, {"maxLength": 2}]}, "p=a+", "p=a+b"),
    ("query", "form", True, {"$ref": "#/components/schemas/Color"}, "p=blue", "p=green"),
    ("query", "form", True, COLORS, "p=blue&p=black", "p=blue&p=green"),
    ("query", "form", True, NUMBERS, "p=1&p=2", "p=1&p=2&p=3&p=4"),
    ("query", "form", False, COLORS, "p=blue,black", "p=blue&p=green"),
    ("query", "form", False, NUMBERS, "p=", "p=1,x"),
    ("query", "form", True, RGB, "R=100&G=200", "R=100&G=300"),
    ("query", "form", True, RGB, "R=100", "R=100&X=1"),
    ("query", "form", False, RGB, "p=R,100", "p=G,100"),
    ("query", "spaceDelimited", False, COLORS, "p=blue%20black", "p=blue%20green"),
    ("query", "spaceDelimited", False, COLORS, "p=blue+black", "p=blue+green"),
    ("query", "pipeDelimited", False, COLORS, "p=blue|black", "p=blue%7Cgreen"),
    ("query", "deepObject", True, RGB, "p[R]=100&p[G]=200", "p[G]=200"),
    ("header", "simple", False, {"type": "integer"}, "5", "x"),
    ("header", "simple", False, COLORS, "blue,black", "blue,green"),
    ("header", "simple", True, RGB, "R=100,G=200", "R=x"),
    ("cookie", "form", True, {"type": "integer"}, "5", "x"),
    ("cookie", "form", False, COLORS, "blue,black", "green"),
]


ROWS = [pytest.param(index, id=" ".join(map(str, row[:3]))) for index, row in enumerate(SERIALIZED)]


def describe(paths: dict[str, Any]) -> dict[str, Any]:
    """Return a description with some paths."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": {"Color": {"enum": ["blue", "black"]}},
            "parameters": {"Size": {"name": "size", "in": "query", "schema": {"type": "integer"}}},
            "requestBodies": {"Sized": {"content": {"application/json": {"schema": {"type": "integer"}}}}},
        },
    }


def operation(**keywords: Any) -> dict[str, Any]:
    return {"responses": {"204": {"description": "Done"}, "400": {"description": "Wrong"}}, **keywords}


def parameter(location: str, style: str, explode: bool, schema: dict[str, Any]) -> dict[str, Any]:
    required = location != "cookie"
    return {"name": "p", "in": location, "style": style, "explode": explode, "schema": schema, "required": required}


def other_paths() -> dict[str, Any]:
    form = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1},
            "size": {"type": "integer"},
            "sizes": {"type": "array", "items": {"type": "integer"}},
            "color": {"type": "object", "properties": {"name": {"type": "string"}}},
            "file": {"type": "string", "format": "binary"},
        },
        "required": ["name"],
    }
    form_types = ("application/x-www-form-urlencoded", "multipart/form-data")
    json_parameter = {"name": "p", "in": "query", "content": {"application/json": {"schema": COLORS}}}
    return {
        "/form": {"post": operation(requestBody={"content": {name: {"schema": form} for name in form_types}})},
        "/text": {"post": operation(requestBody={"content": {"text/*": {"schema": {"maxLength": 3}}}})},
        "/file": {"post": operation(requestBody={"content": {"*/*": {}}, "required": True})},
        "/patch": {
            "post": {
                "requestBody": {"content": {"application/merge-patch+json": {"schema": {"type": "integer"}}}},
                "responses": {status_code: {"description": "-"} for status_code in ("204", "415", "422")},
            }
        },
        "/sized": {
            "parameters": [{"$ref": "#/components/parameters/Size"}],
            "post": operation(
                parameters=[{"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 5}}],
                requestBody={"$ref": "#/components/requestBodies/Sized"},
            ),
            "get": operation(),
        },
        "/public": {"get": operation(security=[])},
        "/content": {"get": operation(parameters=[json_parameter])},
        **{
            f"/header/{name}": {
                "get": operation(
                    parameters=[{"name": name, "in": "header", "required": True, "schema": {"const": "x"}}]
                )
            }
            for name in ("Accept", "Content-Type", "Authorization")
        },
        "/undocumented": {"get": {"responses": {"204": {"description": "-"}, "404": {"description": "-"}}}},
    }


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    paths = {}
    for index, (location, style, explode, schema, _, _) in enumerate(SERIALIZED):
        path = f"/{index}/{{p}}" if location == "path" else f"/{index}"
        paths[path] = {"get": operation(parameters=[parameter(location, style, explode, schema)])}
    description = describe(paths | other_paths())
    with (
        MockServer(MockState(rate_limit=0), description=description) as server,
        httpx.Client(base_url=server.base_url, headers={"Authorization": "Bearer editor-token"}) as client,
    ):
        yield client


def send(http: httpx.Client, index: int, serialized: str) -> httpx.Response:
    """Send a serialized parameter of a row of the table."""
    location = SERIALIZED[index][0]
    url = http.base_url.join(f"/{index}")
    if location == "path":
        return http.get(url.copy_with(raw_path=f"/{index}/{serialized}".encode()))
    if location == "query":
        return http.get(url.copy_with(query=serialized.encode()))
    return http.get(url, headers={"p": serialized} if location == "header" else {"Cookie": f"p={serialized}"})


@pytest.mark.parametrize("index", ROWS)
def test_parameter_valid_is_accepted(index: int, http: httpx.Client) -> None:
    response = send(http, index, SERIALIZED[index][4])
    assert response.status_code == 204, response.text


@pytest.mark.parametrize("index", ROWS)
def test_parameter_invalid_returns_400(index: int, http: httpx.Client) -> None:
    response = send(http, index, SERIALIZED[index][5])
    assert response.status_code == 400
    assert response.json()["error"] == "400"
    assert response.json()["message"].startswith("Bad Request: ")


@pytest.mark.parametrize("location", ["query", "header"])
def test_parameter_required_and_missing_returns_400(location: str, http: httpx.Client) -> None:
    index = next(index for index, row in enumerate(SERIALIZED) if row[0] == location)
    response = http.get(f"/{index}")
    assert (response.status_code, response.json()["message"]) == (400, "Bad Request: p: is missing")


@pytest.mark.parametrize("name", ["Accept", "Content-Type", "Authorization"])
def test_parameter_that_openapi_ignores_is_not_validated(name: str, http: httpx.Client) -> None:
    assert http.get(f"/header/{name}").status_code == 204


@pytest.mark.parametrize(("method", "size", "status_code"), [("GET", 1, 204), ("POST", 1, 400), ("POST", 5, 204)])
def test_parameter_of_operation_overrides_parameter_of_path(
    method: str, size: int, status_code: int, http: httpx.Client
) -> None:
    assert http.request(method, "/sized", params={"size": size}).status_code == status_code


@pytest.mark.parametrize(("value", "status_code"), [('["blue"]', 204), ("[]", 400), ("[", 400)])
def test_parameter_with_json_content_is_validated(value: str, status_code: int, http: httpx.Client) -> None:
    assert http.get("/content", params={"p": value}).status_code == status_code


def test_parameter_with_malformed_json_content_has_message(http: httpx.Client) -> None:
    assert http.get("/content", params={"p": "["}).json()["message"] == "Bad Request: p: is not JSON"


VALID_BODIES: list[tuple[str, dict[str, Any]]] = [
    ("/form", {"data": {"name": "n", "size": "5", "sizes": ["1", "2"], "color": '{"name": "blue"}'}}),
    ("/form", {"data": {"name": "n", "sizes": "1"}, "files": {"file": b"\xff\x00"}}),
    ("/form", {}),
    ("/text", {"content": "abc", "headers": {"Content-Type": "text/csv"}}),
    ("/file", {"content": b"\xff", "headers": {"Content-Type": "image/png"}}),
    ("/patch", {"content": b"5", "headers": {"Content-Type": "Application/Merge-Patch+json; charset=utf-8"}}),
    ("/sized", {"json": 5}),
]


@pytest.mark.parametrize(("path", "arguments"), VALID_BODIES)
def test_body_valid_is_accepted(path: str, arguments: dict[str, Any], http: httpx.Client) -> None:
    response = http.post(path, **arguments)
    assert response.status_code == 204, response.text


INVALID_BODIES: list[tuple[str, dict[str, Any], int, str]] = [
    ("/form", {"data": {"name": ""}}, 400, "name"),
    ("/form", {"data": {"name": "n", "size": "x"}}, 400, "size"),
    ("/form", {"data": {"name": "n", "size": ""}}, 400, "size"),
    ("/form", {"data": {"name": "n", "sizes": ["1", "x"]}}, 400, "sizes.1"),
    ("/form", {"data": {"name": "n", "color": "{"}}, 400, "not JSON"),
    ("/form", {"files": {"file": b"-"}}, 400, "'name' is a required property"),
    ("/form", {"content": b"-", "headers": {"Content-Type": "multipart/form-data"}}, 400, "not multipart"),
    ("/text", {"content": "abcd", "headers": {"Content-Type": "text/csv"}}, 400, "too long"),
    ("/text", {"json": {}}, 400, "Content-Type must be text/*"),
    ("/file", {}, 400, "is missing"),
    ("/patch", {"json": 5}, 415, "Content-Type must be application/merge-patch+json"),
    ("/patch", {"content": b"", "params": {"p": 1}}, 422, "no such parameter"),
    ("/sized", {"json": "5"}, 400, "not of type"),
    ("/sized", {"content": b"NaN", "headers": {"Content-Type": "application/json"}}, 400, "not JSON"),
    ("/sized", {"content": b"\xff", "headers": {"Content-Type": "application/json"}}, 400, "not JSON"),
    ("/sized", {"content": b"[" * 9999, "headers": {"Content-Type": "application/json"}}, 400, "not JSON"),
]


@pytest.mark.parametrize(("path", "arguments", "status_code", "message"), INVALID_BODIES)
def test_body_invalid_returns_error(
    path: str, arguments: dict[str, Any], status_code: int, message: str, http: httpx.Client
) -> None:
    response = http.post(path, **arguments)
    assert response.status_code == status_code
    assert response.json()["error"] == str(status_code)
    assert message in response.json()["message"]


def test_method_unknown_returns_405_with_allow(http: httpx.Client) -> None:
    response = http.delete("/sized")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, POST")
    assert response.json() == {"error": "405", "message": "Method Not Allowed"}


@pytest.mark.parametrize(("path", "status_code"), [("/public", 204), ("/sized", 401)])
def test_operation_requires_token_unless_public(path: str, status_code: int, http: httpx.Client) -> None:
    assert http.get(path, headers={"Authorization": ""}).status_code == status_code


def test_error_has_documented_status_code(http: httpx.Client) -> None:
    assert http.get("/undocumented", params={"p": 1}).status_code == 404


def test_table_has_each_location_and_style() -> None:
    rows = itertools.groupby(SERIALIZED, key=lambda row: row[0])
    assert {location: {row[1] for row in group} for location, group in rows} == {
        "path": {"simple", "label", "matrix"},
        "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
        "header": {"simple"},
        "cookie": {"form"},
    }
