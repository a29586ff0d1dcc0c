"""The generated operations, as flows that give the overlay's values; all that is known of their inside is here.

The generator makes `_get_kwargs` and `_parse_response` private. They are the halves of a call on either side
of the wire, and only here are they used.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import httpx
from attrs import frozen

from omni_api_client import AuthenticatedClient, Client, models
from omni_api_client.api.documents import create_document as _create_document
from omni_api_client.api.documents import create_draft as _create_draft
from omni_api_client.api.documents import list_document_drafts as _list_document_drafts
from omni_api_client.errors import InvalidContentError, UnexpectedStatus
from omni_api_client.types import UNSET
from omni_drafts._errors import safe_cause, status_error, unexpected_response
from omni_drafts._flow import Flow, Request
from omni_drafts._reading import WrongShapeError, read_document, read_drafts, read_identifier
from omni_drafts._values import Document, Draft

T = TypeVar("T")

_READER = Client(base_url="")
"""What the generated parsers want for a client; they ask it only what to do with a status that is not documented."""

_CREATED = (200, 201)
"""With either of them, `createDocument` says that there is a new document."""

GeneratedClient = AuthenticatedClient
"""The generated client, for every operation that the overlay has no word for."""


@frozen(eq=False, repr=False)
class Answered(Generic[T]):
    """What an answer says, and the answer itself, for an error that may be found in it later."""

    value: T
    response: httpx.Response


class _Parse(Protocol):
    def __call__(self, *, client: AuthenticatedClient | Client, response: httpx.Response) -> object: ...


def create_draft(document_id: str, branch_id: UUID | None) -> Flow[Answered[str]]:
    """Ask for a draft, and give its identifier (`createDraft`, one request)."""
    # The body may be left out, but an empty object is what every example has, and means the same.
    body = models.CreateDraftBody.from_dict({} if branch_id is None else {"branchId": str(branch_id)})
    response = yield from _succeed(_create_draft._get_kwargs(document_id, body=body), (200,))
    return Answered(_read(response, _create_draft._parse_response, read_identifier), response)


def list_document_drafts(document_id: str, include_archived: bool) -> Flow[Answered[tuple[Draft, ...]]]:
    """List the drafts of a document (`listDocumentDrafts`, one request)."""
    arguments = _list_document_drafts._get_kwargs(document_id, include="archived" if include_archived else UNSET)
    response = yield from _succeed(arguments, (200,))
    drafts = _read(response, _list_document_drafts._parse_response, read_drafts, forgive=_without_stray_nulls)
    return Answered(drafts, response)


def create_document(
    *,
    model_id: UUID,
    name: str,
    description: str | None,
    identifier: str | None,
    query_presentations: list[dict[str, Any]] | None,
) -> Flow[Document]:
    """Create a document (`createDocument`, one request)."""
    given = {
        "modelId": str(model_id),
        "name": name,
        "description": description,
        "identifier": identifier,
        "queryPresentations": query_presentations,
    }
    body = _made(
        models.CreateDocumentBody.from_dict, {key: value for key, value in given.items() if value is not None}
    )
    response = yield from _succeed(_create_document._get_kwargs(body=body), _CREATED)
    return _read(response, _parse_created_document, read_document, forgive=_null_as_left_out)


def _made(from_dict: Callable[[dict[str, Any]], T], given: dict[str, Any]) -> T:
    """Make a body of what the caller gave, by the types that the description has for it."""
    try:
        return from_dict(given)
    except InvalidContentError as error:
        raise ValueError(f"{error.place.removeprefix('/')}: {error.problem}") from error


def _parse_created_document(*, client: AuthenticatedClient | Client, response: httpx.Response) -> object:
    """Parse under whichever of the two statuses the description has: the API has answered with either."""
    try:
        return _create_document._parse_response(client=client, response=response)
    except UnexpectedStatus:
        (other,) = set(_CREATED) - {response.status_code}
        return _create_document._parse_response(client=client, response=_same_with(response, response.content, other))


def _succeed(arguments: Mapping[str, Any], known: tuple[int, ...]) -> Flow[httpx.Response]:
    """Send a request, and give its answer only if that is a success which is known."""
    response = yield Request(arguments)
    if not response.is_success:
        raise status_error(response)
    if response.status_code not in known:
        raise unexpected_response(response, "a status that is not documented")
    return response


def _read(
    response: httpx.Response,
    parse: _Parse,
    read: Callable[[object], T],
    forgive: Callable[[httpx.Response], httpx.Response] = lambda response: response,
) -> T:
    """Give a success to the generated parser, and what it makes of it to ours; what is forgiven, it reads anew."""
    try:
        try:
            parsed = parse(client=_READER, response=response)
        except InvalidContentError:
            parsed = parse(client=_READER, response=forgive(response))
        return read(parsed)
    except UnexpectedStatus as error:
        raise unexpected_response(response, "a status that is not documented") from error
    except InvalidContentError as error:
        # Without a place it is no JSON, or JSON of another kind, which the error says by itself.
        wrong = f"JSON of the wrong shape: {error.place}: {error.problem}" if error.place else None
        raise unexpected_response(response, wrong) from safe_cause(error, response)
    except WrongShapeError as error:
        raise unexpected_response(response, f"JSON of the wrong shape: {error}") from error


def _without_stray_nulls(response: httpx.Response) -> httpx.Response:
    """Leave out stray nulls.

    A `null` that is not documented, such as the creator of a draft who is gone, must not lose the whole list. That
    of a branch, or of its name, is documented.
    """
    answer = _json(response)
    if not isinstance(answer, list):
        return response
    return _same_with(response, json.dumps([_draft_without_nulls(item) for item in answer]))


def _null_as_left_out(response: httpx.Response) -> httpx.Response:
    """Leave out each property that is `null`.

    `createDocument` is known from a rendered page, which cannot show what may be null (a new document's
    `deletedAt` is the likeliest), and a document that was created must not be lost over it.
    """
    answer = _json(response)
    return response if answer is None else _same_with(response, json.dumps(_without_nulls(answer)))


def _json(response: httpx.Response) -> Any:
    """Give the JSON of an answer, and `None` where it is none, which the parser then tells."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def _same_with(response: httpx.Response, content: str | bytes, status: int | None = None) -> httpx.Response:
    return httpx.Response(status or response.status_code, content=content)


def _draft_without_nulls(draft: Any) -> Any:
    if not isinstance(draft, dict) or "branch" not in draft:
        return _without_nulls(draft)
    return _without_nulls(draft) | {"branch": draft["branch"]}


def _without_nulls(value: Any) -> Any:
    """Leave out each `null`, and what holds nothing else."""
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: (item, _without_nulls(item)) for name, item in value.items() if item is not None}
    return {name: rest for name, (item, rest) in kept.items() if rest != {} or item == {}}
