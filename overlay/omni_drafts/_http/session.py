"""Sends the requests of calls through an httpx client, blocking or in an event loop, and maps its errors."""

import logging
import time
from collections.abc import Mapping
from typing import Any

import httpx

from omni_drafts._config import Config, check_timeout
from omni_drafts._http.attempts import Attempts
from omni_drafts._http.connection import AsyncConnection, Connection
from omni_drafts._http.deadline import CALL, Call
from omni_drafts._http.error_mapping import connection_error
from omni_drafts._http.redaction import safe_cause
from omni_drafts._http.transports import AsyncAttemptTransport, AttemptTransport
from omni_drafts._types.arguments import Timeout

# A caller's client that is closed, or gets closed during the call, raises a `RuntimeError`.
_NO_RESPONSE = (httpx.HTTPError, RuntimeError)
_BUGS = (NotImplementedError, RecursionError)
"""Errors of Python that are a `RuntimeError`, too."""

_logger = logging.getLogger("omni_drafts")


class Session:
    """Sends requests, blocking.

    Args:
        config: Configuration of the client.
        attempts: Attempts for each request.
        connection: Connection to the instance, which several sessions may share.
    """

    def __init__(self, config: Config, attempts: Attempts, connection: Connection) -> None:
        self.attempts, self.connection = attempts, connection
        self._config, self._base_url = config, config.base_url
        self._client = self._create_client()

    @property
    def client(self) -> httpx.Client:
        """The httpx client; a new one after it was closed."""
        if self._client.is_closed:
            self._client = self._create_client()
        return self._client

    def send(self, arguments: Mapping[str, Any], call: Call, timeout: Timeout | None) -> httpx.Response:
        """Send a request of a call, and return its response, whatever its status.

        Args:
            arguments: Arguments of `httpx.Client.build_request`, with a path as the URL.
            call: Call that the request belongs to.
            timeout: Timeout of each attempt; `None` for the client's own.

        Raises:
            OmniConnectionError: If there is no response.
            RateLimitStorageError: If the rate-limit storage cannot be used.
        """
        request = _build_request(self.client, self._base_url, arguments, call, timeout)
        started = time.monotonic()
        try:
            response = self.client.send(request)
        except _BUGS:
            raise
        except _NO_RESPONSE as error:
            raise connection_error(error, request) from safe_cause(error, request)
        _log(response, time.monotonic() - started)
        return response

    def _create_client(self) -> httpx.Client:
        transport = AttemptTransport(self.attempts, self.connection.open)
        return httpx.Client(transport=transport, **_client_arguments(self._config))


class AsyncSession:
    """Sends requests in an event loop.

    Args:
        config: Configuration of the client.
        attempts: Attempts for each request.
        connection: Connection to the instance, which several sessions may share.
    """

    def __init__(self, config: Config, attempts: Attempts, connection: AsyncConnection) -> None:
        self.attempts, self.connection = attempts, connection
        self._config, self._base_url = config, config.base_url
        self._client = self._create_client()

    @property
    def client(self) -> httpx.AsyncClient:
        """The httpx client; a new one after it was closed."""
        if self._client.is_closed:
            self._client = self._create_client()
        return self._client

    async def send(self, arguments: Mapping[str, Any], call: Call, timeout: Timeout | None) -> httpx.Response:
        """Send a request of a call, as `Session.send` does."""
        request = _build_request(self.client, self._base_url, arguments, call, timeout)
        started = time.monotonic()
        try:
            response = await self.client.send(request)
        except _BUGS:
            raise
        except _NO_RESPONSE as error:
            raise connection_error(error, request) from safe_cause(error, request)
        _log(response, time.monotonic() - started)
        return response

    def _create_client(self) -> httpx.AsyncClient:
        transport = AsyncAttemptTransport(self.attempts, self.connection.open)
        return httpx.AsyncClient(transport=transport, **_client_arguments(self._config))


def _client_arguments(config: Config) -> dict[str, Any]:
    return {
        "base_url": config.base_url,
        # A traceback that shows variables hides the token of `Headers`, and not that of a dict.
        "headers": httpx.Headers({"Authorization": f"Bearer {config.tokens[0]}", "User-Agent": config.user_agent}),
        "timeout": config.timeout,
        "follow_redirects": False,
        "trust_env": False,  # the connection has read the environment
    }


def _build_request(
    client: httpx.Client | httpx.AsyncClient,
    base_url: str,
    arguments: Mapping[str, Any],
    call: Call,
    timeout: Timeout | None,
) -> httpx.Request:
    # httpx parses a path, and then the whole URL; this parses the whole URL alone.
    more: dict[str, Any] = {"url": f"{base_url}{arguments['url']}"}
    if timeout is not None:
        more["timeout"] = check_timeout(timeout)
    request = client.build_request(**{**arguments, **more})
    request.extensions[CALL] = call
    return request


def _log(response: httpx.Response, seconds: float) -> None:
    request = response.request
    _logger.debug("%s %s: %d in %.0f ms", request.method, request.url, response.status_code, seconds * 1000)
