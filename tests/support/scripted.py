"""Clients whose requests get scripted results, on a clock whose time passes only in sleeps and in requests."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
from attrs import frozen

from omni_api_client.api.documents import list_document_drafts
from omni_drafts import AsyncOmni, Omni
from support.clock import FakeClock

Result = httpx.Response | Exception
"""The response to a request, or the error that sending it raises."""

TOKEN = "made-up-token"
REQUEST_SECONDS = 0.25


class FullBackoffClock(FakeClock):
    """A clock whose random number is always 1, so that each backoff has its full length."""

    def random(self) -> float:
        return 1.0


class ScriptedTransport(httpx.MockTransport):
    """Returns or raises one result after the other, each after some seconds of the clock.

    Attributes:
        requests: Requests that were sent.
        tokens: Token of each request.
    """

    def __init__(self, clock: FakeClock, *results: Result, seconds: float = REQUEST_SECONDS) -> None:
        super().__init__(self._respond)
        self.requests: list[httpx.Request] = []
        self.tokens: list[str] = []
        self._clock, self._results, self._seconds = clock, iter(results), seconds

    def _respond(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.tokens.append(request.headers["Authorization"].removeprefix("Bearer "))
        self._clock.now += self._seconds
        result = next(self._results)
        if isinstance(result, Exception):
            raise result
        return result


class ScriptedStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A response body of some chunks, which may end with an error.

    Attributes:
        is_started: Whether somebody has read the first chunk.
        is_closed: Whether it was closed.
    """

    def __init__(self, *chunks: bytes, error: Exception | None = None) -> None:
        self._chunks, self._error = chunks, error
        self.is_started = self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        self.is_started = True
        yield from self._chunks
        if self._error is not None:
            raise self._error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def close(self) -> None:
        self.is_closed = True

    async def aclose(self) -> None:
        self.is_closed = True


@frozen
class ScriptedClient:
    """A client of either kind, and its transport.

    Attributes:
        omni: `Omni` or `AsyncOmni`.
        transport: Transport that it sends with.
    """

    omni: Any
    transport: ScriptedTransport

    def list_drafts(self) -> list[Any]:
        """List the drafts of a document."""
        return list(result_of(self.omni.drafts.list("doc")))

    def list_drafts_with_api(self) -> list[Any]:
        """List the drafts of a document with the generated client."""
        is_async = isinstance(self.omni, AsyncOmni)
        function: Any = list_document_drafts.asyncio if is_async else list_document_drafts.sync
        return list(result_of(function("doc", client=self.omni.api)))

    def http_client(self) -> Any:
        """Return the httpx client of the generated client."""
        api = self.omni.api
        return api.get_async_httpx_client() if isinstance(self.omni, AsyncOmni) else api.get_httpx_client()


def connect_scripted(
    kind: type[Omni | AsyncOmni],
    clock: FakeClock,
    *results: Result,
    seconds: float = REQUEST_SECONDS,
    **settings: Any,
) -> ScriptedClient:
    """Create a client with the defaults of users, whose requests get scripted results."""
    transport = ScriptedTransport(clock, *results, seconds=seconds)
    arguments: dict[str, Any] = {"instance": "a", "token": TOKEN, "transport": transport, "clock": clock} | settings
    if "tokens" in settings:
        del arguments["token"]
    if "http_client" in settings:
        del arguments["transport"]
    return ScriptedClient(kind(**arguments), transport)


def result_of(value: Any) -> Any:
    """Return the result of a call, which an event loop computes if it is a coroutine."""
    return asyncio.run(value) if inspect.iscoroutine(value) else value


def no_drafts() -> httpx.Response:
    """Return the response to a list of drafts that is empty."""
    return httpx.Response(200, json=[])


def draft_created() -> httpx.Response:
    """Return the response to the creation of a draft."""
    return httpx.Response(200, json={"identifier": "abc"})


def failure(status_code: int, **headers: str) -> httpx.Response:
    """Return a response without a body; `retry_after` is the header `Retry-After`."""
    return httpx.Response(status_code, headers={name.replace("_", "-"): value for name, value in headers.items()})
