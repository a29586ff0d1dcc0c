"""A request to an operation, as it was sent."""

from typing import Any
from urllib.parse import unquote, unquote_plus

from attrs import frozen
from starlette.requests import Request

from omni_drafts.mock._app.parameters import Sent, check_parameters
from omni_drafts.mock._app.request_bodies import read_body
from omni_drafts.mock._description.loading import Operation
from omni_drafts.mock._description.schemas import Schemas


@frozen
class Call:
    """A request to an operation that the description allows, with its token.

    Attributes:
        path: The path parameters, in their order in the path.
        query: Names and values.
    """

    operation: Operation
    token: str
    path: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    body: Any


def read_call(
    operation: Operation, values: tuple[str, ...], request: Request, content: bytes, schemas: Schemas
) -> Call:
    """Read a request, held to the description.

    Args:
        operation: Whose request it is.
        values: The path parameters as they were sent, in their order in the path.
        request: The request.
        content: Its body.
        schemas: Of the description.

    Raises:
        InvalidRequestError: The description does not allow it.
    """
    query = _read_query(request.scope["query_string"].decode("latin-1"))
    headers = {name: ",".join(request.headers.getlist(name)) for name in request.headers}
    sent = Sent(dict(zip(operation.path_names, values, strict=True)), query, headers, request.cookies)
    check_parameters(operation.parameters, sent, schemas)
    body = None
    if operation.body is not None:
        body = read_body(operation.body, content, request.headers.get("content-type", ""), schemas)
    decoded = tuple((name, unquote(value)) for name, value in query)
    return Call(operation, bearer_token(request), tuple(map(unquote, values)), decoded, body)


def bearer_token(request: Request) -> str:
    """Give the token of a request; an empty one where it has none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _read_query(query: str) -> tuple[tuple[str, str], ...]:
    """Give names, and values that are still percent-encoded: only a parameter's style tells where they end."""
    pairs = (part.partition("=") for part in query.split("&") if part)
    return tuple((unquote_plus(name), value.replace("+", "%20")) for name, _, value in pairs)
