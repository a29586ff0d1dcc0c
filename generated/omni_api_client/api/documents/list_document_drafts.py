from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.document_draft import DocumentDraft
from ...models.error import Error
from ...models.list_document_drafts_include import (
    ListDocumentDraftsInclude,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    identifier: str,
    *,
    include: ListDocumentDraftsInclude | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_include: str | Unset = UNSET
    if not isinstance(include, Unset):
        json_include = include

    params["include"] = json_include

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/documents/{identifier}/drafts".format(
            identifier=quote(str(identifier), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | list[DocumentDraft] | None:
    if response.status_code == 200:
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:
            response_200_item = DocumentDraft.from_dict(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    if response.status_code == 400:
        response_400 = Error.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Error.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Error.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Error.from_dict(response.json())

        return response_404

    if response.status_code == 429:
        response_429 = Error.from_dict(response.json())

        return response_429

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | list[DocumentDraft]]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    identifier: str,
    *,
    client: AuthenticatedClient,
    include: ListDocumentDraftsInclude | Unset = UNSET,
) -> Response[Error | list[DocumentDraft]]:
    """List document drafts

     Lists the drafts of a published document: at most one on each branch, and one on none. Archived
    drafts are kept for about 7 days, and listed if asked for. Requires Viewer permissions on the
    document.

    Args:
        identifier (str):
        include (ListDocumentDraftsInclude | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | list[DocumentDraft]]
    """

    kwargs = _get_kwargs(
        identifier=identifier,
        include=include,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    identifier: str,
    *,
    client: AuthenticatedClient,
    include: ListDocumentDraftsInclude | Unset = UNSET,
) -> Error | list[DocumentDraft] | None:
    """List document drafts

     Lists the drafts of a published document: at most one on each branch, and one on none. Archived
    drafts are kept for about 7 days, and listed if asked for. Requires Viewer permissions on the
    document.

    Args:
        identifier (str):
        include (ListDocumentDraftsInclude | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | list[DocumentDraft]
    """

    return sync_detailed(
        identifier=identifier,
        client=client,
        include=include,
    ).parsed


async def asyncio_detailed(
    identifier: str,
    *,
    client: AuthenticatedClient,
    include: ListDocumentDraftsInclude | Unset = UNSET,
) -> Response[Error | list[DocumentDraft]]:
    """List document drafts

     Lists the drafts of a published document: at most one on each branch, and one on none. Archived
    drafts are kept for about 7 days, and listed if asked for. Requires Viewer permissions on the
    document.

    Args:
        identifier (str):
        include (ListDocumentDraftsInclude | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | list[DocumentDraft]]
    """

    kwargs = _get_kwargs(
        identifier=identifier,
        include=include,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    identifier: str,
    *,
    client: AuthenticatedClient,
    include: ListDocumentDraftsInclude | Unset = UNSET,
) -> Error | list[DocumentDraft] | None:
    """List document drafts

     Lists the drafts of a published document: at most one on each branch, and one on none. Archived
    drafts are kept for about 7 days, and listed if asked for. Requires Viewer permissions on the
    document.

    Args:
        identifier (str):
        include (ListDocumentDraftsInclude | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | list[DocumentDraft]
    """

    return (
        await asyncio_detailed(
            identifier=identifier,
            client=client,
            include=include,
        )
    ).parsed
