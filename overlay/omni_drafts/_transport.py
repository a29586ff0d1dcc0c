"""How requests leave: through a client of our own, a transport that was handed in, or a client that was.

What was handed in is used and never closed: it is put behind a transport whose `close` does nothing.
"""

import os
import ssl
import sys
from pathlib import Path
from typing import Any

import httpx

from omni_drafts._errors import SettingsError
from omni_drafts._retrying import NotSentError
from omni_drafts._settings import Settings
from omni_drafts._version import __version__

Authority = str | os.PathLike[str] | ssl.SSLContext
"""Who vouches for the server: a PEM file, a folder of `.pem` files, or an SSL context."""

_PYTHON = ".".join(map(str, sys.version_info[:3]))
USER_AGENT = f"omni-drafts/{__version__} (httpx {httpx.__version__}; Python {_PYTHON})"


_OF_THE_WIRE = (b"content-encoding", b"content-length", b"transfer-encoding")
"""Headers of an answer that tell of its bytes on the wire, and not of what they decode to."""


class _LentTransport(httpx.BaseTransport):
    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._transport.handle_request(request)


class _LentClient(httpx.BaseTransport):
    """Sends through a client, with its hooks, headers, cookies, proxies and certificates."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        _check_open(self._client)
        lent = self._client.build_request(**_same_request(request, request.read()))
        try:
            response = self._client.send(lent, auth=None, follow_redirects=False, stream=True)
            if response.is_stream_consumed:  # by a hook, and perhaps not to its end
                response.close()
            return _passed_on(response)
        except httpx.HTTPStatusError as error:  # a hook that raises for a status; we have errors of our own
            return read_response(error.response)
        except httpx.TransportError as error:
            _check_its_own(error, lent)
            raise


class _AsyncLentTransport(httpx.AsyncBaseTransport):
    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._transport.handle_async_request(request)


class _AsyncLentClient(httpx.AsyncBaseTransport):
    """As `_LentClient`."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        _check_open(self._client)
        lent = self._client.build_request(**_same_request(request, await request.aread()))
        try:
            response = await self._client.send(lent, auth=None, follow_redirects=False, stream=True)
            if response.is_stream_consumed:  # as above
                await response.aclose()
            return _passed_on(response)
        except httpx.HTTPStatusError as error:  # as above
            return read_response(error.response)
        except httpx.TransportError as error:
            _check_its_own(error, lent)
            raise


def lent_transport(transport: httpx.BaseTransport | None, client: httpx.Client | None) -> httpx.BaseTransport | None:
    """Give what was handed in as a transport that stays open, or `None` where nothing was."""
    _check_kind(transport, "transport", httpx.BaseTransport)
    _check_kind(client, "http_client", httpx.Client)
    if client is not None:
        return _LentClient(client)
    return None if transport is None else _LentTransport(transport)


def async_lent_transport(
    transport: httpx.AsyncBaseTransport | None, client: httpx.AsyncClient | None
) -> httpx.AsyncBaseTransport | None:
    """As `lent_transport`."""
    _check_kind(transport, "transport", httpx.AsyncBaseTransport)
    _check_kind(client, "http_client", httpx.AsyncClient)
    if client is not None:
        return _AsyncLentClient(client)
    return None if transport is None else _AsyncLentTransport(transport)


def client_arguments(
    settings: Settings,
    *,
    transport: object | None,
    http_client: object | None,
    proxy: str | httpx.Proxy | None,
    ca: Authority | None,
) -> dict[str, Any]:
    """Give the arguments of an `httpx` client, blocking or not, but for its transport.

    Raises:
        SettingsError: Two of them contradict each other, or one cannot be used.
    """
    if transport is not None and http_client is not None:
        raise SettingsError("transport and http_client: give one of them")
    if (transport is not None or http_client is not None) and (proxy is not None or ca is not None):
        raise SettingsError("proxy and ca: set them on the transport or http_client that you give")
    return {
        "base_url": settings.base_url,
        # `Headers`, as its repr hides the token; a dict's would not, in a traceback that shows variables.
        "headers": httpx.Headers({"Authorization": f"Bearer {settings.tokens[0]}", "User-Agent": USER_AGENT}),
        "timeout": settings.timeout,
        "follow_redirects": False,
        "verify": True if ca is None else _context(ca),
        "proxy": None if proxy is None else _proxy(proxy),
        # The environment's proxy would carry what must not leave this machine.
        "trust_env": not settings.is_plain_loopback,
    }


def _check_kind(given: object, name: str, kind: type) -> None:
    if given is not None and not isinstance(given, kind):
        raise SettingsError(f"{name}: {type(given).__name__} is no httpx.{kind.__name__}")


def _context(ca: Authority) -> ssl.SSLContext:
    if isinstance(ca, ssl.SSLContext):
        return ca
    if not isinstance(ca, str | os.PathLike) or not os.fspath(ca):
        raise SettingsError("ca: no file, folder or SSL context")
    path = Path(ca)
    files = sorted(path.glob("*.pem")) if path.is_dir() else [path]
    if not files:
        raise SettingsError(f"ca: {path} has no .pem file")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for file in files:
        try:
            context.load_verify_locations(cafile=file)
        except OSError as error:
            raise SettingsError(f"ca: {file} cannot be used as certificates: {error}") from error
    return context


def _proxy(proxy: str | httpx.Proxy) -> httpx.Proxy:
    try:
        return proxy if isinstance(proxy, httpx.Proxy) else httpx.Proxy(proxy)
    except (AttributeError, TypeError, ValueError, httpx.InvalidURL):
        # The address may hold a password, and the error would repeat it.
        raise SettingsError("proxy: not an address such as http://proxy.example:3128") from None


def _same_request(request: httpx.Request, content: bytes) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": request.url,
        "headers": request.headers,
        "content": content,
        "extensions": request.extensions,
    }


def _check_open(client: httpx.Client | httpx.AsyncClient) -> None:
    if client.is_closed:  # it would say so with an error that leaves open whether anything was sent
        raise NotSentError("the http_client is closed")


def _check_its_own(error: httpx.TransportError, lent: httpx.Request) -> None:
    """Let no failure of another request, which a hook sent, say that this one was not sent."""
    try:
        is_its_own = error.request is lent
    except RuntimeError:  # it is of none
        is_its_own = False
    if not is_its_own:
        raise httpx.ReadError(f"a hook of the http_client: {type(error).__name__}: {error}") from error


def _passed_on(response: httpx.Response) -> httpx.Response:
    """Pass on an answer that is still to be read, unless a hook has done so."""
    if response.is_closed:
        return read_response(response)
    return httpx.Response(response.status_code, headers=response.headers, stream=response.stream)


def read_response(response: httpx.Response) -> httpx.Response:
    """Give an answer as it was read, and so decoded; with no content, where that cannot be read."""
    try:
        content = response.content
    except httpx.ResponseNotRead:
        content = b""
    headers = [pair for pair in response.headers.raw if pair[0].lower() not in _OF_THE_WIRE]
    return httpx.Response(response.status_code, headers=headers, content=content)
