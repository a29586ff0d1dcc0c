"""Path, query and headers of a request by OpenAPI's own rules, apart from client and mock."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from openapi.conformance.description import Operation
from openapi.conformance.wire import header_text, path_text, query_pairs, style_of
from openapi.reading.description import Document

Request = Mapping[str, Any]
"""A value of an operation's `request`."""


def parameter_values(operation: Operation, request: Request) -> Iterator[tuple[Document, Any]]:
    """Iterate over the parameters that a request has, with their values."""
    for parameter in operation.parameters:
        if parameter["name"] in request[parameter["in"]]:
            yield parameter, request[parameter["in"]][parameter["name"]]


def serialize(parameter: Document, value: Any) -> object:
    """Return a parameter as it is written at its location.

    Raises:
        MissingError: If OpenAPI does not define how it is written.
    """
    if parameter["in"] == "path":
        return path_text(parameter, value)
    return query_pairs(parameter, value) if parameter["in"] == "query" else header_text(parameter, value)


def serialize_path(operation: Operation, request: Request) -> str:
    """Return the path with its parameters."""
    path = operation.path
    for parameter, value in parameter_values(operation, request):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", path_text(parameter, value))
    return path


def serialize_pairs(parameter: Document, value: Any) -> list[tuple[str, str]]:
    """Return the pairs of a query parameter; null and empty values have none."""
    if isinstance(value, dict):
        value = {name: item for name, item in value.items() if item is not None}
    return query_pairs(parameter, value) if value not in (None, [], {}) else []


def serialize_query(operation: Operation, request: Request) -> str:
    """Return the query, without its question mark."""
    query = [
        pair
        for parameter, value in parameter_values(operation, request)
        if parameter["in"] == "query"
        for pair in serialize_pairs(parameter, value)
    ]
    return "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in query)


def serialize_headers(operation: Operation, request: Request) -> Iterator[tuple[str, str]]:
    """Iterate over the headers that are parameters, their names in small letters; cookies are one header."""
    cookies = []
    for parameter, value in parameter_values(operation, request):
        if parameter["in"] == "header":
            yield parameter["name"].lower(), header_text(parameter, value)
        elif parameter["in"] == "cookie":
            cookies.append(f"{parameter['name']}={header_text(parameter, value)}")
    if cookies:
        yield "cookie", "; ".join(cookies)


def is_ambiguous(operation: Operation, request: Request) -> bool:
    """Return whether a request would be another one on the wire: of another path, or of other items."""
    filled = zip(operation.path.split("/"), serialize_path(operation, request).split("/"), strict=True)
    if any("{" in segment and text in ("", ".", "..") for segment, text in filled):
        return True
    return any(_has_delimiter(parameter, value) for parameter, value in parameter_values(operation, request))


def _has_delimiter(parameter: Document, value: Any) -> bool:
    """Return whether an item of an array or object has the delimiter of its style."""
    style, exploded = style_of(parameter)
    if parameter["in"] == "path" or not isinstance(value, list | dict) or style == "deepObject":
        return False
    if exploded and parameter["in"] in ("query", "cookie"):
        return False
    delimiter = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(style, ",")
    items = [*value, *value.values()] if isinstance(value, dict) else value
    return any(isinstance(item, str) and delimiter in item for item in items)
