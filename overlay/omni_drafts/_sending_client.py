"""The httpx clients that send as `_sending` says: the two that perform its steps, blocking or in an event loop."""

import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from functools import partial
from typing import Any

import httpx

from omni_drafts._flow import drive, drive_async
from omni_drafts._sending import Ask, Send, Sending, Step, Wait
from omni_drafts._stores import Clock
from omni_drafts._transport import read_response

Sleep = Callable[[float], None]
AsyncSleep = Callable[[float], Awaitable[None]]

_GRACE_SECONDS = 0.1
"""So that a part of sending ends by itself where it takes all that is left: it says which one it was."""

_PLAINLY: Mapping[str, Any] = {}


class SendingClient(httpx.Client):
    """An httpx client that sends as `Sending` says."""

    def __init__(self, sending: Sending, sleep: Sleep, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._sending = sending
        self._sleep = sleep

    def build_request(self, method: str, url: httpx.URL | str, **how: Any) -> httpx.Request:
        """Build a request; `how` is what httpx takes."""
        return super().build_request(method, _absolute(url, self.base_url), **how)

    def send(self, request: httpx.Request, **how: Any) -> httpx.Response:
        """Send a request; `how` is what httpx takes."""
        return drive(self._sending.send(request), partial(self.perform, how=how))

    def perform(self, step: Step, how: Mapping[str, Any] = _PLAINLY) -> Any:
        """Perform a step; `how` is what httpx takes to send."""
        if isinstance(step, Wait):
            return self._sleep(step.seconds)
        if isinstance(step, Ask):
            return step.question()
        _hurry(step, self._sending.clock)
        streamed: dict[str, Any] = {**how, "stream": True}
        response = super().send(step.request, **streamed)
        if how.get("stream") and response.is_success:  # else it may be sent again, and nobody would close this one
            return response
        response.stream = _Until(response.stream, step, self._sending.clock)
        try:
            response.read()
        except httpx.HTTPError as error:
            return _without_content(response, error)
        finally:
            response.close()
        return response


class AsyncSendingClient(httpx.AsyncClient):
    """As `SendingClient`, for an event loop."""

    def __init__(self, sending: Sending, sleep: AsyncSleep, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._sending = sending
        self._sleep = sleep

    def build_request(self, method: str, url: httpx.URL | str, **how: Any) -> httpx.Request:
        """Build a request; `how` is what httpx takes."""
        return super().build_request(method, _absolute(url, self.base_url), **how)

    async def send(self, request: httpx.Request, **how: Any) -> httpx.Response:
        """Send a request; `how` is what httpx takes."""
        return await drive_async(self._sending.send(request), partial(self.perform, how=how))

    async def perform(self, step: Step, how: Mapping[str, Any] = _PLAINLY) -> Any:
        if isinstance(step, Wait):
            return await self._sleep(step.seconds)
        if isinstance(step, Ask):
            return await _in_a_thread(step.question)
        from anyio import move_on_after  # here, as it takes long to import

        with move_on_after(_hurry(step, self._sending.clock) + _GRACE_SECONDS):
            return await self._send_once(step, how)
        raise httpx.ReadTimeout("total_time was over", request=step.request)

    async def _send_once(self, step: Send, how: Mapping[str, Any]) -> httpx.Response:
        streamed: dict[str, Any] = {**how, "stream": True}
        response = await super().send(step.request, **streamed)
        if how.get("stream") and response.is_success:
            return response
        response.stream = _Until(response.stream, step, self._sending.clock)
        try:
            await response.aread()
        except httpx.HTTPError as error:
            return _without_content(response, error)
        finally:
            await response.aclose()
        return response


class _Until(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The bytes of an answer, as long as there is time: a server that sends a little now and then never ends."""

    def __init__(self, stream: Any, step: Send, clock: Clock) -> None:
        self._stream, self._step, self._clock = stream, step, clock

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            self._check()
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._check()
            yield chunk

    def _check(self) -> None:
        if self._clock() > self._step.deadline:
            raise httpx.ReadTimeout("the answer did not end in time", request=self._step.request)

    def close(self) -> None:
        self._stream.close()

    async def aclose(self) -> None:
        await self._stream.aclose()


def _without_content(response: httpx.Response, error: httpx.HTTPError) -> httpx.Response:
    """Give an answer that is no success without its content, which could not be read: status and headers say enough.

    Raises:
        httpx.TransportError: It is a success, which is of no use without.
    """
    if not response.is_success:
        known = read_response(response)
        known.request = response.request
        return known
    if isinstance(error, httpx.TransportError):
        raise error
    raise httpx.RemoteProtocolError(str(error), request=response.request) from error


def _absolute(url: httpx.URL | str, base: httpx.URL) -> httpx.URL | str:
    """Put a path behind the base URL, which ends with a slash; httpx would read the path, and then both together."""
    if isinstance(url, str) and url.startswith("/") and not url.startswith("//"):
        return f"{base}{url[1:]}"
    return url


def _hurry(step: Send, clock: Clock) -> float:
    """Let no part of sending take longer than all of it may, and give the seconds that are left."""
    left = max(step.deadline - clock(), 0.001)
    timeouts = step.request.extensions.get("timeout", {})
    for name, seconds in timeouts.items():
        if (seconds is None or seconds > left) and left < math.inf:
            step.request.extensions["timeout"] = timeouts = timeouts | {name: left}
    return left


async def sleep_in_a_loop(seconds: float) -> None:
    """Wait, in whatever kind of event loop this is."""
    from anyio import sleep  # here, as it takes long to import, and few need it

    await sleep(seconds)


async def _in_a_thread(question: Callable[[], Any]) -> Any:
    from anyio import to_thread  # here, as it takes long to import, and few need it

    return await to_thread.run_sync(question)
