"""Requests to an operation, validated against the description."""

from typing import Any
from urllib.parse import unquote, unquote_plus

from attrs import frozen
from starlette.requests import Request

from omni_drafts.mock._app.parameters import RawParameters, validate_parameters
from omni_drafts.mock._app.request_bodies import parse_body
from omni_drafts.mock._description.operations import Operation
from omni_drafts.mock._description.schemas import Schemas


@frozen
class OperationRequest:
    """Valid request to an operation.

    Attributes:
        operation: Operation of the request.
        token: Token of the request; empty without one.
        path_values: Decoded path parameters, in the order of the path.
        query: Decoded names and values of the query.
        body: Parsed body; `None` without one.
    """

    operation: Operation
    token: str
    path_values: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    body: Any


def parse_request(
    operation: Operation, path_values: tuple[str, ...], request: Request, content: bytes, schemas: Schemas
) -> OperationRequest:
    """Return a request that is valid against the description.

    Args:
        operation: Operation of the request.
        path_values: Percent-encoded path parameters, in the order of the path.
        request: Request of Starlette.
        content: Content of the request.
        schemas: Schemas of the description.

    Raises:
        InvalidRequestError: If the description does not allow the request.
    """
    query = _split_query(request.scope["query_string"].decode("latin-1"))
    headers = {name: ",".join(request.headers.getlist(name)) for name in request.headers}
    path = dict(zip(operation.path_parameter_names, path_values, strict=True))
    validate_parameters(operation.parameters, RawParameters(path, query, headers, request.cookies), schemas)
    body = None
    if operation.request_body is not None:
        body = parse_body(operation.request_body, content, request.headers.get("content-type", ""), schemas)
    decoded_query = tuple((name, unquote(value)) for name, value in query)
    return OperationRequest(operation, bearer_token(request), tuple(map(unquote, path_values)), decoded_query, body)


def bearer_token(request: Request) -> str:
    """Return the bearer token of a request; empty without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _split_query(query: str) -> tuple[tuple[str, str], ...]:
    """Return decoded names and encoded values, since only the style of a parameter can split a value."""
    pairs = (part.partition("=") for part in query.split("&") if part)
    return tuple((unquote_plus(name), value.replace("+", "%20")) for name, _, value in pairs)
