from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ... import _decoders as _d
from ... import _operations as _o
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.document_draft import DocumentDraft
    from ...models.error import Error
    from ...models.list_document_drafts_include import (
        ListDocumentDraftsInclude,
    )


_OPERATION = _o.Operation(
    "get",
    "/v1/documents/{identifier}/drafts",
    idempotent=True,
    parameters=(
        _o.Parameter("identifier", "identifier", "path", "simple", False),
        _o.Parameter("include", "include", "query", "form", True),
    ),
    bodies=(),
    responses=(
        _o.DocumentedResponse(
            200,
            200,
            _o.Content(
                "application/json",
                "json",
                _d.ArrayOf(_d.Model("document_draft", "DocumentDraft")),
            ),
        ),
        _o.DocumentedResponse(
            400, 400, _o.Content("application/json", "json", _d.Model("error", "Error"))
        ),
        _o.DocumentedResponse(
            401, 401, _o.Content("application/json", "json", _d.Model("error", "Error"))
        ),
        _o.DocumentedResponse(
            403, 403, _o.Content("application/json", "json", _d.Model("error", "Error"))
        ),
        _o.DocumentedResponse(
            404, 404, _o.Content("application/json", "json", _d.Model("error", "Error"))
        ),
        _o.DocumentedResponse(
            429, 429, _o.Content("application/json", "json", _d.Model("error", "Error"))
        ),
    ),
)


def _get_kwargs(
    identifier: str,
    *,
    include: ListDocumentDraftsInclude | Unset = UNSET,
) -> dict[str, Any]:
    return _OPERATION.build_request(
        {
            "identifier": identifier,
            "include": include,
        }
    )


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | list[DocumentDraft] | None:
    parsed: Error | list[DocumentDraft] | None = _OPERATION.parse(
        response, raise_on_unexpected_status=client.raise_on_unexpected_status
    )
    return parsed


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | list[DocumentDraft]]:
    return Response(
        status_code=_o.to_status(response.status_code),
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
        errors.InvalidContentError: If the content of the response is not as documented.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | list[DocumentDraft]]
    """

    kwargs = _get_kwargs(
        identifier=identifier,
        include=include,
    )

    response = client.get_httpx_client().request(**kwargs)

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
        errors.InvalidContentError: If the content of the response is not as documented.
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
        errors.InvalidContentError: If the content of the response is not as documented.
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
        errors.InvalidContentError: If the content of the response is not as documented.
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
