"""Transports that send with the caller's transport or httpx client, and never close it."""

from typing import Any

import httpx

from omni_drafts._http.retry import NotSentError
from omni_drafts._http.transports import without_stream


class BorrowedTransport(httpx.BaseTransport):
    """Sends with a caller's transport."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return its response."""
        return self._transport.handle_request(request)


class BorrowedClient(httpx.BaseTransport):
    """Sends with a caller's client: its hooks, headers, cookies, proxies and certificates."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return its response."""
        _check_open(self._client)
        own = self._client.build_request(**_arguments(self._client, request, request.read()))
        try:
            response = self._client.send(own, auth=None, follow_redirects=False, stream=True)
            if response.is_stream_consumed:  # by a hook, which may have stopped early
                response.close()
            return _detach(response)
        except httpx.HTTPStatusError as error:  # a hook that raises for a status; the client has errors of its own
            _check_own_error(error, own)
            return without_stream(error.response)
        except httpx.TransportError as error:
            _check_own_error(error, own)
            raise


class AsyncBorrowedTransport(httpx.AsyncBaseTransport):
    """Sends with a caller's transport in an event loop."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return its response."""
        return await self._transport.handle_async_request(request)


class AsyncBorrowedClient(httpx.AsyncBaseTransport):
    """Sends with a caller's client in an event loop."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return its response."""
        _check_open(self._client)
        own = self._client.build_request(**_arguments(self._client, request, await request.aread()))
        try:
            response = await self._client.send(own, auth=None, follow_redirects=False, stream=True)
            if response.is_stream_consumed:
                await response.aclose()
            return _detach(response)
        except httpx.HTTPStatusError as error:
            _check_own_error(error, own)
            return without_stream(error.response)
        except httpx.TransportError as error:
            _check_own_error(error, own)
            raise


def _arguments(client: httpx.Client | httpx.AsyncClient, request: httpx.Request, content: bytes) -> dict[str, Any]:
    # httpx replaces the query of a URL with the parameters of the client.
    params = client.params.merge(request.url.params) if client.params else None
    return {
        "method": request.method,
        "url": request.url,
        "params": params,
        "headers": request.headers,
        "content": content,
        "extensions": request.extensions,
    }


def _check_open(client: httpx.Client | httpx.AsyncClient) -> None:
    if client.is_closed:  # its own error leaves open whether the request was sent
        raise NotSentError("the http_client is closed")


def _check_own_error(error: httpx.HTTPError, own: httpx.Request) -> None:
    """Raise another error if the error is of a request that a hook sent, and not of ours."""
    try:
        is_own = error.request is own
    except RuntimeError:  # the error has no request
        is_own = False
    if not is_own:
        raise httpx.ReadError(f"a hook of the http_client: {type(error).__name__}: {error}") from error


def _detach(response: httpx.Response) -> httpx.Response:
    """Return a response that our client reads, unless a hook has read it."""
    if response.is_closed:
        return without_stream(response)
    return httpx.Response(response.status_code, headers=response.headers, stream=response.stream)
