"""Binds the operations of drafts."""

import json
from typing import Any, Generic, TypeVar
from uuid import UUID

import httpx

from omni_api_client import models
from omni_api_client.api.documents import create_draft as _create_draft
from omni_api_client.api.documents import list_document_drafts as _list_document_drafts
from omni_api_client.types import UNSET
from omni_drafts._operations.binding.exchange import copy_response, parse, read_json, send, without_nulls
from omni_drafts._operations.decoding.drafts import decode_drafts, decode_identifier
from omni_drafts._operations.flow import Flow
from omni_drafts._types.drafts import Draft

T = TypeVar("T")


class Parsed(Generic[T]):
    """The value of a response, and the response, for an error that is detected later."""

    __slots__ = ("response", "value")

    def __init__(self, value: T, response: httpx.Response) -> None:
        self.value, self.response = value, response


def create_draft(document_id: str, branch_id: UUID | None) -> Flow[Parsed[str]]:
    """Send `createDraft`, and return the identifier of the draft. One request."""
    # The body may be left out; every documented example has an empty object.
    body = models.CreateDraftBody.from_dict({} if branch_id is None else {"branchId": str(branch_id)})
    response = yield from send(_create_draft._get_kwargs(document_id, body=body), (200,))
    return Parsed(parse(response, _create_draft._parse_response, decode_identifier), response)


def list_document_drafts(document_id: str, include_archived: bool) -> Flow[Parsed[tuple[Draft, ...]]]:
    """Send `listDocumentDrafts`, and return the drafts. One request."""
    arguments = _list_document_drafts._get_kwargs(document_id, include="archived" if include_archived else UNSET)
    response = yield from send(arguments, (200,))
    drafts = parse(response, _list_document_drafts._parse_response, decode_drafts, tolerate=_without_stray_nulls)
    return Parsed(drafts, response)


def _without_stray_nulls(response: httpx.Response) -> httpx.Response:
    """Remove undocumented nulls from a list of drafts.

    One of them, such as a missing author, must not lose the whole list. A null branch, or branch name, is documented.
    """
    drafts = read_json(response)
    if not isinstance(drafts, list):
        return response
    return copy_response(response, json.dumps([_draft_without_nulls(item) for item in drafts]))


def _draft_without_nulls(draft: Any) -> Any:
    if not isinstance(draft, dict) or "branch" not in draft:
        return without_nulls(draft)
    return without_nulls(draft) | {"branch": draft["branch"]}
