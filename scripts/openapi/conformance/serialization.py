"""How a request is written: path, query and headers, by OpenAPI's own rules, apart from client and mock."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from openapi.conformance.description import Operation
from openapi.conformance.wire import header_text, path_text, query_pairs
from openapi.reading.description import Document

Request = Mapping[str, Any]
"""A value of an operation's `request`."""


def parameter_values(operation: Operation, request: Request) -> Iterator[tuple[Document, Any]]:
    """Give the parameters that a request has, and their values."""
    for parameter in operation.parameters:
        if parameter["name"] in request[parameter["in"]]:
            yield parameter, request[parameter["in"]][parameter["name"]]


def serialize_path(operation: Operation, request: Request) -> str:
    """Write the path, with its parameters in it."""
    path = operation.path
    for parameter, value in parameter_values(operation, request):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", path_text(parameter, value))
    return path


def serialize_pairs(parameter: Document, value: Any) -> list[tuple[str, str]]:
    """Write a query parameter; what is null or empty is nothing."""
    if isinstance(value, dict):
        value = {name: item for name, item in value.items() if item is not None}
    return query_pairs(parameter, value) if value not in (None, [], {}) else []


def serialize_query(operation: Operation, request: Request) -> str:
    """Write the query, without its question mark."""
    query = [
        pair
        for parameter, value in parameter_values(operation, request)
        if parameter["in"] == "query"
        for pair in serialize_pairs(parameter, value)
    ]
    return "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in query)


def serialize_headers(operation: Operation, request: Request) -> Iterator[tuple[str, str]]:
    """Give the headers that are parameters, their names in small letters, and the cookies in one."""
    cookies = []
    for parameter, value in parameter_values(operation, request):
        if parameter["in"] == "header":
            yield parameter["name"].lower(), header_text(parameter, value)
        elif parameter["in"] == "cookie":
            cookies.append(f"{parameter['name']}={header_text(parameter, value)}")
    if cookies:
        yield "cookie", "; ".join(cookies)


def is_ambiguous(operation: Operation, request: Request) -> bool:
    """Say whether a request would be another as it is written: at another path, or of other items in a list."""
    filled = zip(operation.path.split("/"), serialize_path(operation, request).split("/"), strict=True)
    if any("{" in segment and text in ("", ".", "..") for segment, text in filled):
        return True
    return any(_is_ambiguous(parameter, value) for parameter, value in parameter_values(operation, request))


def _is_ambiguous(parameter: Document, value: Any) -> bool:
    """Say whether a value within a list or object holds what stands between two of them."""
    style = parameter.get("style", "form" if parameter["in"] in ("query", "cookie") else "simple")
    exploded = parameter.get("explode", style == "form")
    if parameter["in"] == "path" or not isinstance(value, list | dict) or style == "deepObject":
        return False
    if exploded and parameter["in"] in ("query", "cookie"):
        return False
    between = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(style, ",")
    inner = [*value, *value.values()] if isinstance(value, dict) else value
    return any(isinstance(item, str) and between in item for item in inner)
