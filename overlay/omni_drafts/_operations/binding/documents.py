"""Binds the operations of documents."""

import json
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import httpx

from omni_api_client import models
from omni_api_client.api.documents import create_document as _create_document
from omni_api_client.errors import InvalidContentError, UnexpectedStatus
from omni_drafts._operations.binding.exchange import copy_response, parse, read_json, send, without_nulls
from omni_drafts._operations.decoding.documents import decode_document
from omni_drafts._operations.flow import Flow
from omni_drafts._types.documents import Document

T = TypeVar("T")

_CREATED = (200, 201)
"""Statuses of `createDocument`: the API has sent either."""


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
    response = yield from send(_create_document._get_kwargs(body=body), _CREATED)
    return parse(response, _parse_created_document, decode_document, tolerate=_without_null_properties)


def _build_body(from_dict: Callable[[dict[str, Any]], T], properties: dict[str, Any]) -> T:
    """Build a body of the caller's properties, and validate their types against the description."""
    try:
        return from_dict(properties)
    except InvalidContentError as error:
        raise ValueError(f"{error.pointer.removeprefix('/')}: {error.problem}") from error


def _parse_created_document(*, client: Any, response: httpx.Response) -> object:
    """Parse a response under the status of the description, whichever of the two the API sent."""
    try:
        return _create_document._parse_response(client=client, response=response)
    except UnexpectedStatus:
        (other,) = set(_CREATED) - {response.status_code}
        return _create_document._parse_response(
            client=client, response=copy_response(response, response.content, other)
        )


def _without_null_properties(response: httpx.Response) -> httpx.Response:
    """Remove each null property of a created document.

    The documentation does not show which properties may be null. A created document must not be lost over one.
    """
    document = read_json(response)
    return response if document is None else copy_response(response, json.dumps(without_nulls(document)))
