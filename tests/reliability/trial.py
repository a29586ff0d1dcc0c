"""Calls that meet a fault, over a socket, with a clock whose time passes only in sleeps."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import anyio
import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from attrs import define, field, frozen

from omni_drafts import AsyncOmni, Omni, OmniError
from omni_drafts.mock import MockServer, MockState, SlowResponse
from reliability.calls import Call
from reliability.faults import NamedFault
from support.waiting import wait_until

ClientType = type[Omni] | type[AsyncOmni]

MAX_ATTEMPTS = 3
TOTAL_TIMEOUT_SECONDS = 1500

_SHORT_TIMEOUT_SECONDS = 0.0005
"""Timeout for a slow response, which is sent only after the call.

It is long enough for the request: the timeout starts after the whole request was written.
"""

_LONG_TIMEOUT_SECONDS = 60.0


@frozen
class Result:
    """Result of a call.

    Attributes:
        error: Name of the class of the error; empty without one.
        requests: Number of requests that arrived.
        delay_seconds: Sum of the delays in seconds.
        created_count: Number of drafts or documents that exist for the call.
    """

    error: str
    requests: int
    delay_seconds: float
    created_count: int


@define(eq=False)
class _SlowResponses:
    """Delays of slow responses, which last until they are released."""

    started: int = 0
    _changed: threading.Condition = field(factory=threading.Condition, init=False)
    _released: threading.Event = field(factory=threading.Event, init=False)

    async def sleep(self, _: float) -> None:
        with self._changed:
            released = self._released
            self.started += 1
            self._changed.notify_all()
        await anyio.to_thread.run_sync(released.wait)

    def wait_for(self, number: int) -> None:
        """Wait until a number of delays have started."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: self.started >= number, _LONG_TIMEOUT_SECONDS)
            assert arrived, "a request did not arrive"

    def release(self) -> None:
        """End all delays."""
        self._released.set()
        self.started, self._released = 0, threading.Event()


@define(eq=False)
class _CallClock:
    """Clock of one call, which also counts the requests of the call.

    Attributes:
        method: Method of the requests that meet the fault.
        slow_requests: Number of these requests that have a slow response; `None` for all.
        now: Time in seconds, which passes in sleeps only.
        requests: Number of requests.
        timeouts: Number of requests that time out.
    """

    method: str
    slow_requests: int | None
    _slow_responses: _SlowResponses
    now: float = 0.0
    requests: int = 0
    timeouts: int = 0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
        """Advance the time, after all earlier requests have arrived, so that their order is always the same."""
        self._slow_responses.wait_for(self.timeouts)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)

    def random(self) -> float:
        return 1.0

    def count_request(self, request: httpx.Request) -> None:
        """Count a request, and shorten its timeout if its response is slow."""
        self.requests += 1
        if request.method == self.method and (self.slow_requests is None or self.timeouts < self.slow_requests):
            self.timeouts += 1
            timeout = httpx.Timeout(_LONG_TIMEOUT_SECONDS, read=_SHORT_TIMEOUT_SECONDS)
            request.extensions["timeout"] = timeout.as_dict()

    async def count_request_async(self, request: httpx.Request) -> None:
        self.count_request(request)


@define(eq=False)
class Stage:
    """Served mock and an event loop."""

    _mock: MockServer
    _portal: BlockingPortal
    _slow_responses: _SlowResponses
    _context: ssl.SSLContext = field(factory=ssl.create_default_context, init=False)
    _numbers: Iterator[int] = field(factory=count, init=False)

    def run(self, call: Call, fault: NamedFault, times: int | None, client_type: ClientType) -> Result:
        """Make a call and return its result. Some or all of its requests meet a fault."""
        state, document = self._mock.state, f"doc-{next(self._numbers)}"
        call.prepare(state, document)
        state.faults.add(fault.fault, call.operation, times=times)
        slow_requests = times if isinstance(fault.fault, SlowResponse) else 0
        clock = _CallClock(call.operation.partition(" ")[0], slow_requests, self._slow_responses)
        requests_before = state.request_count
        error: OmniError | None
        try:
            make = self._make_blocking if client_type is Omni else self._make_in_event_loop
            make(call, document, clock)
            error = None
        except OmniError as raised:
            error = raised
        finally:
            self._slow_responses.wait_for(clock.timeouts)
            self._slow_responses.release()
            state.faults.clear()
        _wait_for_requests(state, requests_before + clock.requests)
        attempts = clock.requests - call.before
        assert getattr(error, "attempts", attempts) == attempts, "the error has a wrong number of attempts"
        return Result(
            type(error).__name__ if error else "", clock.requests, clock.now, call.count_created(state, document)
        )

    def _make_blocking(self, call: Call, document: str, clock: _CallClock) -> None:
        with (
            httpx.Client(verify=self._context, event_hooks={"request": [clock.count_request]}) as http_client,
            Omni(http_client=http_client, **self._arguments(clock)) as omni,
        ):
            call.make(omni, document)

    def _make_in_event_loop(self, call: Call, document: str, clock: _CallClock) -> None:
        async def make() -> None:
            hooks = {"request": [clock.count_request_async]}
            async with (
                httpx.AsyncClient(verify=self._context, event_hooks=hooks) as http_client,
                AsyncOmni(http_client=http_client, **self._arguments(clock)) as omni,
            ):
                await call.make(omni, document)

        self._portal.call(make)

    def _arguments(self, clock: _CallClock) -> dict[str, Any]:
        return {
            "base_url": self._mock.base_url,
            "token": "editor-token",
            "max_attempts": MAX_ATTEMPTS,
            "total_timeout": TOTAL_TIMEOUT_SECONDS,
            "clock": clock,
        }


@contextmanager
def serve_stage() -> Iterator[Stage]:
    """Serve a mock and run an event loop."""
    slow_responses = _SlowResponses()
    with (
        MockServer(MockState(rate_limit=0), sleep=slow_responses.sleep) as mock,
        start_blocking_portal() as portal,
    ):
        yield Stage(mock, portal, slow_responses)


def _wait_for_requests(state: MockState, number: int) -> None:
    """Wait until the mock has handled all requests, also those that timed out."""
    wait_until(lambda: state.request_count >= number)
    assert state.request_count == number, "more requests arrived than were sent"
