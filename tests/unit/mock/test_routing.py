"""Routing of a path that several path templates match."""

from typing import Any

import anyio
import httpx
import pytest

from omni_drafts.mock import MockState, create_application


def operation(example: str) -> dict[str, Any]:
    content = {"application/json": {"example": example, "schema": {}}}
    return {"security": [], "responses": {"200": {"description": "-", "content": content}}}


PATHS = {
    "/{first}/b": {"get": operation("one variable"), "post": operation("one variable")},
    "/{first}/{second}": {"get": operation("two variables"), "put": operation("two variables")},
    "/a/b": {"get": operation("no variable")},
    "/a/{second}/{third}": {"get": operation("two variables")},
    "/{first}/b/c": {"get": operation("one variable")},
}


def send(method: str, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(create_application(MockState(), {"openapi": "3.1.0", "paths": PATHS}))

    async def request() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://mock.test") as http:
            return await http.request(method, path)

    return anyio.run(request)


@pytest.mark.parametrize(
    ("method", "path", "example"),
    [
        ("GET", "/a/b", "no variable"),
        ("GET", "/c/b", "one variable"),
        ("GET", "/c/d", "two variables"),
        ("GET", "/a/b/c", "one variable"),
        ("POST", "/a/b", "one variable"),
        ("PUT", "/a/b", "two variables"),
    ],
)
def test_route_with_fewest_variables_that_has_method_matches(method: str, path: str, example: str) -> None:
    assert send(method, path).json() == example


def test_unknown_method_returns_methods_of_all_matching_routes() -> None:
    response = send("DELETE", "/a/b")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, POST, PUT")
