"""Transports that make the attempts for a request around an inner transport: one blocking, one for event loops.

Every client takes this path: the overlay, the generated client, and a caller's own httpx client.
"""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from omni_drafts._drivers import drive, drive_async
from omni_drafts._http.attempts import Attempts, Send, Step
from omni_drafts._http.deadline import CALL, Call, DeadlineStream, InterruptedCallError, limit_timeouts
from omni_drafts._http.permits import RunBlocking, Sleep

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")

STREAM = "omni_stream"
"""Extension of a request: whether its caller streams the body of a success, which is read before otherwise."""

_WIRE_HEADERS = (b"content-encoding", b"content-length", b"transfer-encoding")
"""Headers that describe the bytes on the wire, and not the decoded body."""
_GRACE_SECONDS = 0.1
"""Margin for a timeout of httpx to come first, whose error says which part of the request was slow."""


class AttemptTransport(httpx.BaseTransport):
    """Makes the attempts for each request.

    Args:
        attempts: Attempts of the client.
        inner: Function that returns the transport to send with.
    """

    def __init__(self, attempts: Attempts, inner: Callable[[], httpx.BaseTransport]) -> None:
        self.attempts = attempts
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request until a response is final, and return that."""
        call: Call | None = request.extensions.get(CALL)
        interrupt = None if call is None else call.interrupt
        _check_interrupt(interrupt)  # before a permit is taken
        return drive(self.attempts.send(request), partial(self._perform, interrupt=interrupt))

    def _perform(self, step: Step, interrupt: threading.Event | None) -> Any:
        if isinstance(step, RunBlocking):
            return step.function()
        if isinstance(step, Sleep):
            self.attempts.clock.sleep(step.seconds, interrupt)
            return _check_interrupt(interrupt)
        _check_interrupt(interrupt)
        return self._send(step)

    def _send(self, step: Send) -> httpx.Response:
        clock, started = self.attempts.clock, time.perf_counter()
        limit_timeouts(step.request, step.deadline, clock)
        response = self._inner().handle_request(step.request)
        if _is_streamed(step.request, response):
            return response
        response.stream = DeadlineStream(response.stream, step.deadline, clock)
        try:
            response.read()
        except httpx.HTTPError as error:
            response = _without_body(response, error)
        finally:
            response.close()
        response.elapsed = timedelta(seconds=time.perf_counter() - started)
        return response


class AsyncAttemptTransport(httpx.AsyncBaseTransport):
    """Makes the attempts for each request in an event loop.

    Args:
        attempts: Attempts of the client.
        inner: Function that returns the transport to send with.
    """

    def __init__(self, attempts: Attempts, inner: Callable[[], httpx.AsyncBaseTransport]) -> None:
        self.attempts = attempts
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request until a response is final, and return that."""
        cancellations: list[BaseException] = []
        try:
            return await drive_async(self.attempts.send(request), partial(self._perform, cancellations=cancellations))
        finally:
            if cancellations:
                raise cancellations[0] from None

    async def _perform(self, step: Step, cancellations: list[BaseException]) -> Any:
        if isinstance(step, RunBlocking):
            return await _run_in_thread(step.function, cancellations)
        if cancellations:
            raise InterruptedCallError
        if isinstance(step, Sleep):
            return await self.attempts.clock.sleep_async(step.seconds)
        from anyio import move_on_after  # imported here, since anyio is slow to import

        left = limit_timeouts(step.request, step.deadline, self.attempts.clock)
        with move_on_after(left + _GRACE_SECONDS):
            return await self._send(step)
        raise httpx.ReadTimeout("total_timeout was over", request=step.request)

    async def _send(self, step: Send) -> httpx.Response:
        clock, started = self.attempts.clock, time.perf_counter()
        response = await self._inner().handle_async_request(step.request)
        if _is_streamed(step.request, response):
            return response
        response.stream = DeadlineStream(response.stream, step.deadline, clock)
        try:
            await response.aread()
        except httpx.HTTPError as error:
            response = _without_body(response, error)
        finally:
            await response.aclose()
        response.elapsed = timedelta(seconds=time.perf_counter() - started)
        return response


def _check_interrupt(interrupt: threading.Event | None) -> None:
    if interrupt is not None and interrupt.is_set():
        raise InterruptedCallError


def _is_streamed(request: httpx.Request, response: httpx.Response) -> bool:
    """Return whether the caller reads the body; not that of a failure, which may be sent again."""
    return bool(request.extensions.get(STREAM)) and response.is_success


def _without_body(response: httpx.Response, error: httpx.HTTPError) -> httpx.Response:
    """Return a failure whose body cannot be read: its status and headers say enough.

    Raises:
        httpx.TransportError: If it is a success, which is of no use without its body.
    """
    if not response.is_success:
        return without_stream(response)
    if isinstance(error, httpx.TransportError):
        raise error
    raise httpx.RemoteProtocolError(str(error)) from error


def without_stream(response: httpx.Response) -> httpx.Response:
    """Return a response with the decoded body that was read, or with none if it cannot be read."""
    try:
        content = response.content
    except httpx.ResponseNotRead:
        content = b""
    headers = [pair for pair in response.headers.raw if pair[0].lower() not in _WIRE_HEADERS]
    return httpx.Response(response.status_code, headers=headers, content=content)


async def _run_in_thread(function: Callable[[], T], cancellations: list[BaseException]) -> T:
    """Run a function in a thread, and return its result.

    A cancellation does not end the wait, and is appended to a list, since the reservation of the function must be
    cancelled, too. `asyncio` cancels a task in spite of the shield.
    """
    from concurrent.futures import Future  # imported here, as anyio, since both are slow to import

    from anyio import CancelScope, to_thread

    work: Future[T] = Future()
    wait: Callable[[], object] = partial(_run, function, work)
    with CancelScope(shield=True):
        while not work.done():
            try:
                await to_thread.run_sync(wait)
            except BaseException as cancellation:
                if work.cancel():  # the thread has not started it
                    raise
                cancellations.append(cancellation)
                wait = work.exception
    return work.result()


def _run(function: Callable[[], T], work: "Future[T]") -> None:
    if not work.set_running_or_notify_cancel():
        return
    try:
        work.set_result(function())
    except BaseException as error:  # noqa: BLE001 - the task that waits for it raises it
        work.set_exception(error)
