"""What the mock takes and refuses, for everything that a description can say of a request."""

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
WRITTEN: list[tuple[str, str, bool, dict[str, Any], str, str]] = [
    # place, style, explode, schema, as it is sent, and as it may not be
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


def described(paths: dict[str, Any]) -> dict[str, Any]:
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


def answering(**more: Any) -> dict[str, Any]:
    return {"responses": {"204": {"description": "Done"}, "400": {"description": "Wrong"}}, **more}


def parameter(place: str, style: str, explode: bool, schema: dict[str, Any]) -> dict[str, Any]:
    said = {"name": "p", "in": place, "style": style, "explode": explode, "schema": schema}
    return said | {"required": place != "cookie"}


def bodies() -> dict[str, Any]:
    named = {
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
    forms = ("application/x-www-form-urlencoded", "multipart/form-data")
    return {
        "/form": {"post": answering(requestBody={"content": {name: {"schema": named} for name in forms}})},
        "/text": {"post": answering(requestBody={"content": {"text/*": {"schema": {"maxLength": 3}}}})},
        "/file": {"post": answering(requestBody={"content": {"*/*": {}}, "required": True})},
        "/patch": {
            "post": {
                "requestBody": {"content": {"application/merge-patch+json": {"schema": {"type": "integer"}}}},
                "responses": {status: {"description": "-"} for status in ("204", "415", "422")},
            }
        },
        "/sized": {"parameters": [{"$ref": "#/components/parameters/Size"}], "post": sized(), "get": answering()},
        "/open": {"get": answering(security=[])},
        "/content": {"get": answering(parameters=[json_parameter()])},
        "/undocumented": {"get": {"responses": {"204": {"description": "-"}, "404": {"description": "-"}}}},
    }


def sized() -> dict[str, Any]:
    own = {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 5}}
    return answering(parameters=[own], requestBody={"$ref": "#/components/requestBodies/Sized"})


def json_parameter() -> dict[str, Any]:
    return {"name": "p", "in": "query", "content": {"application/json": {"schema": COLORS}}}


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    paths = {}
    for index, (place, style, explode, schema, _, _) in enumerate(WRITTEN):
        path = f"/{index}/{{p}}" if place == "path" else f"/{index}"
        paths[path] = {"get": answering(parameters=[parameter(place, style, explode, schema)])}
    state = MockState(rate_limit=0)
    headers = {"Authorization": "Bearer editor-token"}
    with (
        MockServer(state, description=described(paths | bodies())) as mock,
        httpx.Client(base_url=mock.base_url, headers=headers) as client,
    ):
        yield client


def send(http: httpx.Client, index: int, place: str, written: str) -> httpx.Response:
    address = str(http.base_url.join(f"/{index}"))
    if place == "path":
        return http.get(httpx.URL(address).copy_with(raw_path=f"/{index}/{written}".encode()))
    if place == "query":
        return http.get(httpx.URL(address).copy_with(query=written.encode()))
    return http.get(address, headers={"p": written} if place == "header" else {"Cookie": f"p={written}"})


@pytest.mark.parametrize("index", range(len(WRITTEN)), ids=lambda index: " ".join(map(str, WRITTEN[index][:3])))
def test_each_style_of_parameter_is_read(index: int, http: httpx.Client) -> None:
    place, _, _, _, allowed, forbidden = WRITTEN[index]
    answer = send(http, index, place, allowed)
    assert answer.status_code == 204, answer.text
    refused = send(http, index, place, forbidden)
    assert (refused.status_code, refused.json()["error"]) == (400, "400")
    assert refused.json()["message"].startswith("Bad Request: ")


@pytest.mark.parametrize("place", ["query", "header"])
def test_a_parameter_that_is_required_must_come(place: str, http: httpx.Client) -> None:
    index = next(index for index, row in enumerate(WRITTEN) if row[0] == place)
    refused = http.get(f"/{index}")
    assert (refused.status_code, refused.json()["message"]) == (400, "Bad Request: p: is missing")


def test_a_parameter_of_an_operation_is_instead_of_its_paths(http: httpx.Client) -> None:
    assert http.get("/sized", params={"size": 1}).status_code == 204
    assert http.post("/sized", params={"size": 1}).status_code == 400
    assert http.post("/sized", params={"size": 5}).status_code == 204


def test_a_parameter_that_is_json_is_read(http: httpx.Client) -> None:
    assert http.get("/content", params={"p": '["blue"]'}).status_code == 204
    assert http.get("/content", params={"p": "[]"}).status_code == 400
    assert http.get("/content", params={"p": "["}).json()["message"] == "Bad Request: p: is not JSON"


ALLOWED_BODIES: list[tuple[str, dict[str, Any]]] = [
    ("/form", {"data": {"name": "n", "size": "5", "sizes": ["1", "2"], "color": '{"name": "blue"}'}}),
    ("/form", {"data": {"name": "n", "sizes": "1"}, "files": {"file": b"\xff\x00"}}),
    ("/form", {}),
    ("/text", {"content": "abc", "headers": {"Content-Type": "text/csv"}}),
    ("/file", {"content": b"\xff", "headers": {"Content-Type": "image/png"}}),
    ("/patch", {"content": b"5", "headers": {"Content-Type": "Application/Merge-Patch+json; charset=utf-8"}}),
    ("/sized", {"json": 5}),
]


@pytest.mark.parametrize(("path", "sent"), ALLOWED_BODIES)
def test_a_body_that_is_allowed_is_taken(path: str, sent: dict[str, Any], http: httpx.Client) -> None:
    answer = http.post(path, **sent)
    assert answer.status_code == 204, answer.text


FORBIDDEN_BODIES: list[tuple[str, dict[str, Any], int, str]] = [
    ("/form", {"data": {"name": ""}}, 400, "name"),
    ("/form", {"data": {"name": "n", "size": "x"}}, 400, "size"),
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


@pytest.mark.parametrize(("path", "sent", "status", "says"), FORBIDDEN_BODIES)
def test_a_body_that_is_not_allowed_is_refused(
    path: str, sent: dict[str, Any], status: int, says: str, http: httpx.Client
) -> None:
    refused = http.post(path, **sent)
    assert (refused.status_code, refused.json()["error"]) == (status, str(status))
    assert says in refused.json()["message"]


def test_a_method_that_is_not_there_is_refused_with_those_that_are(http: httpx.Client) -> None:
    refused = http.delete("/sized")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, POST")
    assert refused.json() == {"error": "405", "message": "Method Not Allowed"}


def test_what_needs_no_token_is_answered_without(http: httpx.Client) -> None:
    assert http.get("/open", headers={"Authorization": ""}).status_code == 204
    assert http.get("/sized", headers={"Authorization": ""}).status_code == 401


def test_a_refusal_has_a_documented_status_where_there_is_one(http: httpx.Client) -> None:
    assert http.get("/undocumented", params={"p": 1}).status_code == 404


def test_each_place_and_style_is_there() -> None:
    styles = {
        "path": {"simple", "label", "matrix"},
        "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
    }
    written = {place: {row[1] for row in rows} for place, rows in itertools.groupby(WRITTEN, key=lambda row: row[0])}
    assert written == styles | {"header": {"simple"}, "cookie": {"form"}}
