from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ... import _kinds as _k
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
            "application/json", "json", _k.model("create_draft_body", "CreateDraftBody")
        ),
    ),
    answers=(
        _o.Answer(
            200,
            200,
            _o.Content(
                "application/json", "json", _k.model("created_draft", "CreatedDraft")
            ),
        ),
        _o.Answer(
            400, 400, _o.Content("application/json", "json", _k.model("error", "Error"))
        ),
        _o.Answer(
            401, 401, _o.Content("application/json", "json", _k.model("error", "Error"))
        ),
        _o.Answer(
            403, 403, _o.Content("application/json", "json", _k.model("error", "Error"))
        ),
        _o.Answer(
            404, 404, _o.Content("application/json", "json", _k.model("error", "Error"))
        ),
        _o.Answer(
            429, 429, _o.Content("application/json", "json", _k.model("error", "Error"))
        ),
    ),
)


def _get_kwargs(
    identifier: str,
    *,
    body: CreateDraftBody | Unset = UNSET,
) -> dict[str, Any]:
    return _OPERATION.request(
        {
            "identifier": identifier,
            "body": body,
        }
    )


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CreatedDraft | Error | None:
    parsed: CreatedDraft | Error | None = _OPERATION.read(
        response, raise_on_unexpected_status=client.raise_on_unexpected_status
    )
    return parsed


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[CreatedDraft | Error]:
    return Response(
        status_code=_o.status_of(response.status_code),
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
        errors.InvalidContentError: If the answer is not what is documented.
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
        errors.InvalidContentError: If the answer is not what is documented.
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
        errors.InvalidContentError: If the answer is not what is documented.
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
        errors.InvalidContentError: If the answer is not what is documented.
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
