from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ... import _decoders as _d
from ... import _operations as _o
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.create_draft_body import CreateDraftBody
    from ...models.created_draft import CreatedDraft
    from ...models.error import Error


_OPERATION = _o.Operation(
    "post",
    "/v1/documents/{identifier}/draft",
    idempotent=True,
    parameters=(_o.Parameter("identifier", "identifier", "path", "simple", False),),
    bodies=(
        _o.Body(
            "application/json", "json", _d.Model("create_draft_body", "CreateDraftBody")
        ),
    ),
    responses=(
        _o.DocumentedResponse(
            200,
            200,
            _o.Content(
                "application/json", "json", _d.Model("created_draft", "CreatedDraft")
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
    body: CreateDraftBody | Unset = UNSET,
) -> dict[str, Any]:
    return _OPERATION.build_request(
        {
            "identifier": identifier,
            "body": body,
        }
    )


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CreatedDraft | Error | None:
    parsed: CreatedDraft | Error | None = _OPERATION.parse(
        response, raise_on_unexpected_status=client.raise_on_unexpected_status
    )
    return parsed


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[CreatedDraft | Error]:
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
    body: CreateDraftBody | Unset = UNSET,
) -> Response[CreatedDraft | Error]:
    """Create draft

     Creates a draft of a document, on a branch if one is named. Where that draft exists already, it is
    returned. Requires Editor permissions on the document.

    Args:
        identifier (str):
        body (CreateDraftBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.InvalidContentError: If the content of the response is not as documented.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreatedDraft | Error]
    """

    kwargs = _get_kwargs(
        identifier=identifier,
        body=body,
    )

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    identifier: str,
    *,
    client: AuthenticatedClient,
    body: CreateDraftBody | Unset = UNSET,
) -> CreatedDraft | Error | None:
    """Create draft

     Creates a draft of a document, on a branch if one is named. Where that draft exists already, it is
    returned. Requires Editor permissions on the document.

    Args:
        identifier (str):
        body (CreateDraftBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.InvalidContentError: If the content of the response is not as documented.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreatedDraft | Error
    """

    return sync_detailed(
        identifier=identifier,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    identifier: str,
    *,
    client: AuthenticatedClient,
    body: CreateDraftBody | Unset = UNSET,
) -> Response[CreatedDraft | Error]:
    """Create draft

     Creates a draft of a document, on a branch if one is named. Where that draft exists already, it is
    returned. Requires Editor permissions on the document.

    Args:
        identifier (str):
        body (CreateDraftBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.InvalidContentError: If the content of the response is not as documented.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreatedDraft | Error]
    """

    kwargs = _get_kwargs(
        identifier=identifier,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    identifier: str,
    *,
    client: AuthenticatedClient,
    body: CreateDraftBody | Unset = UNSET,
) -> CreatedDraft | Error | None:
    """Create draft

     Creates a draft of a document, on a branch if one is named. Where that draft exists already, it is
    returned. Requires Editor permissions on the document.

    Args:
        identifier (str):
        body (CreateDraftBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.InvalidContentError: If the content of the response is not as documented.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreatedDraft | Error
    """

    return (
        await asyncio_detailed(
            identifier=identifier,
            client=client,
            body=body,
        )
    ).parsed
