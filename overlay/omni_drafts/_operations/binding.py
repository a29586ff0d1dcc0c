"""Binds the generated operations to flows that return values of the overlay; no other module imports them.

The generator makes `_get_kwargs` and `_parse_response` private. They are the two halves of a call, before and after
the socket, and only this module uses them.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import httpx

from omni_api_client import AuthenticatedClient, Client, models
from omni_api_client.api.documents import create_document as _create_document
from omni_api_client.api.documents import create_draft as _create_draft
from omni_api_client.api.documents import list_document_drafts as _list_document_drafts
from omni_api_client.errors import InvalidContentError, UnexpectedStatus
from omni_api_client.types import UNSET
from omni_drafts._http.error_mapping import status_error, unexpected_response
from omni_drafts._http.redaction import safe_cause
from omni_drafts._operations.decoding import WrongShapeError, decode_document, decode_drafts, decode_identifier
from omni_drafts._operations.flow import Flow, Request
from omni_drafts._types import Document, Draft

T = TypeVar("T")

_PARSER_CLIENT = Client(base_url="")
"""Argument of the generated parsers, which read from it only how to treat an undocumented status."""

_CREATED = (200, 201)
"""Statuses of `createDocument`: the API has sent either."""

GeneratedClient = AuthenticatedClient
"""The generated client, for every operation that the overlay does not wrap."""


class Parsed(Generic[T]):
    """The value of a response, and the response, for an error that is detected later."""

    __slots__ = ("response", "value")

    def __init__(self, value: T, response: httpx.Response) -> None:
        self.value, self.response = value, response


class _Parse(Protocol):
    def __call__(self, *, client: AuthenticatedClient | Client, response: httpx.Response) -> object: ...


def create_draft(document_id: str, branch_id: UUID | None) -> Flow[Parsed[str]]:
    """Send `createDraft`, and return the identifier of the draft. One request."""
    # The body may be left out; an empty object is what every documented example has.
    body = models.CreateDraftBody.from_dict({} if branch_id is None else {"branchId": str(branch_id)})
    response = yield from _send(_create_draft._get_kwargs(document_id, body=body), (200,))
    return Parsed(_parse(response, _create_draft._parse_response, decode_identifier), response)


def list_document_drafts(document_id: str, include_archived: bool) -> Flow[Parsed[tuple[Draft, ...]]]:
    """Send `listDocumentDrafts`, and return the drafts. One request."""
    arguments = _list_document_drafts._get_kwargs(document_id, include="archived" if include_archived else UNSET)
    response = yield from _send(arguments, (200,))
    drafts = _parse(response, _list_document_drafts._parse_response, decode_drafts, tolerate=_without_stray_nulls)
    return Parsed(drafts, response)


def create_document(
    *,
    model_id: UUID,
    name: str,
    description: str | None,
    identifier: str | None,
    query_presentations: list[dict[str, Any]] | None,
) -> Flow[Document]:
    """Send `createDocument`, and return the document. One request."""
    properties = {
        "modelId": str(model_id),
        "name": name,
        "description": description,
        "identifier": identifier,
        "queryPresentations": query_presentations,
    }
    body = _build_body(
        models.CreateDocumentBody.from_dict, {key: value for key, value in properties.items() if value is not None}
    )
    response = yield from _send(_create_document._get_kwargs(body=body), _CREATED)
    return _parse(response, _parse_created_document, decode_document, tolerate=_without_null_properties)


def generated_client(base_url: str, token: str, timeout: httpx.Timeout) -> GeneratedClient:
    """Return a generated client, which needs an httpx client to send with."""
    return GeneratedClient(base_url=base_url, token=token, timeout=timeout)


def _build_body(from_dict: Callable[[dict[str, Any]], T], properties: dict[str, Any]) -> T:
    """Build a body of the caller's properties, and validate their types against the description."""
    try:
        return from_dict(properties)
    except InvalidContentError as error:
        raise ValueError(f"{error.place.removeprefix('/')}: {error.problem}") from error


def _parse_created_document(*, client: AuthenticatedClient | Client, response: httpx.Response) -> object:
    """Parse a response under the status that the description has, whichever the API has sent."""
    try:
        return _create_document._parse_response(client=client, response=response)
    except UnexpectedStatus:
        (other,) = set(_CREATED) - {response.status_code}
        return _create_document._parse_response(client=client, response=_copy(response, response.content, other))


def _send(arguments: Mapping[str, Any], status_codes: tuple[int, ...]) -> Flow[httpx.Response]:
    """Send a request, and return its response if that is a documented success."""
    response = yield Request(arguments)
    if not response.is_success:
        raise status_error(response)
    if response.status_code not in status_codes:
        raise unexpected_response(response, "an undocumented status")
    return response


def _parse(
    response: httpx.Response,
    parse: _Parse,
    decode: Callable[[object], T],
    tolerate: Callable[[httpx.Response], httpx.Response] = lambda response: response,
) -> T:
    """Parse a success and decode the result; if the generated parser rejects it, parse what `tolerate` returns."""
    try:
        try:
            parsed = parse(client=_PARSER_CLIENT, response=response)
        except InvalidContentError:
            parsed = parse(client=_PARSER_CLIENT, response=tolerate(response))
        return decode(parsed)
    except UnexpectedStatus as error:
        raise unexpected_response(response, "an undocumented status") from error
    except InvalidContentError as error:
        # Without a pointer it is not JSON, or JSON of another type, which the default message says.
        message = f"JSON of an unexpected shape: {error.place}: {error.problem}" if error.place else None
        raise unexpected_response(response, message) from safe_cause(error, response)
    except WrongShapeError as error:
        raise unexpected_response(response, f"JSON of an unexpected shape: {error}") from error


def _without_stray_nulls(response: httpx.Response) -> httpx.Response:
    """Remove undocumented nulls from a list of drafts.

    One of them, such as a missing author, must not lose the whole list. A null branch, or branch name, is documented.
    """
    drafts = _json(response)
    if not isinstance(drafts, list):
        return response
    return _copy(response, json.dumps([_draft_without_nulls(item) for item in drafts]))


def _without_null_properties(response: httpx.Response) -> httpx.Response:
    """Remove each null property of a created document.

    The documentation of `createDocument` does not show what may be null, such as `deletedAt`, and a document that was
    created must not be lost over it.
    """
    document = _json(response)
    return response if document is None else _copy(response, json.dumps(_without_nulls(document)))


def _json(response: httpx.Response) -> Any:
    """Return the JSON of a response; `None` if there is none, which the parser then reports."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def _copy(response: httpx.Response, content: str | bytes, status_code: int | None = None) -> httpx.Response:
    return httpx.Response(status_code or response.status_code, content=content)


def _draft_without_nulls(draft: Any) -> Any:
    if not isinstance(draft, dict) or "branch" not in draft:
        return _without_nulls(draft)
    return _without_nulls(draft) | {"branch": draft["branch"]}


def _without_nulls(value: Any) -> Any:
    """Remove each null, and each object that has nothing else."""
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: (item, _without_nulls(item)) for name, item in value.items() if item is not None}
    return {name: rest for name, (item, rest) in kept.items() if rest != {} or item == {}}
