from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ... import _decoders as _d
from ... import _operations as _o
from ...types import Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.create_document_body import CreateDocumentBody
    from ...models.created_document import CreatedDocument
    from ...models.error import Error


_OPERATION = _o.Operation(
    "post",
    "/v1/documents",
    parameters=(),
    bodies=(
        _o.Body(
            "application/json",
            "json",
            _d.Model("create_document_body", "CreateDocumentBody"),
        ),
    ),
    responses=(
        _o.DocumentedResponse(
            200,
            200,
            _o.Content(
                "application/json",
                "json",
                _d.Model("created_document", "CreatedDocument"),
            ),
        ),
        _o.DocumentedResponse(
            201,
            201,
            _o.Content(
                "application/json",
                "json",
                _d.Model("created_document", "CreatedDocument"),
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
    *,
    body: CreateDocumentBody,
) -> dict[str, Any]:
    return _OPERATION.build_request(
        {
            "body": body,
        }
    )


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CreatedDocument | Error | None:
    parsed: CreatedDocument | Error | None = _OPERATION.parse(
        response, raise_on_unexpected_status=client.raise_on_unexpected_status
    )
    return parsed


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[CreatedDocument | Error]:
    return Response(
        status_code=_o.to_status(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateDocumentBody,
) -> Response[CreatedDocument | Error]:
    """Create document

     Creates a document on a model.

    Args:
        body (CreateDocumentBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.InvalidContentError: If the content of the response is not as documented.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreatedDocument | Error]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: CreateDocumentBody,
) -> CreatedDocument | Error | None:
    """Create document

     Creates a document on a model.

    Args:
        body (CreateDocumentBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.InvalidContentError: If the content of the response is not as documented.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreatedDocument | Error
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateDocumentBody,
) -> Response[CreatedDocument | Error]:
    """Create document

     Creates a document on a model.

    Args:
        body (CreateDocumentBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.InvalidContentError: If the content of the response is not as documented.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreatedDocument | Error]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CreateDocumentBody,
) -> CreatedDocument | Error | None:
    """Create document

     Creates a document on a model.

    Args:
        body (CreateDocumentBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.InvalidContentError: If the content of the response is not as documented.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreatedDocument | Error
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
