"""One call that meets a fault, over a socket, in a time that only waiting moves; and what the caller gets of it."""

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
from omni_drafts.mock import MockServer, MockState, SlowAnswer
from reliability.calls import Call
from reliability.faults import Named
from support.waiting import wait_until

Client = type[Omni] | type[AsyncOmni]

TRIES = 3
TOTAL_TIME = 1500

_PATIENCE = 0.0005
"""Seconds to wait for an answer that is slow; it comes only when nobody waits any more.

It is too short for nothing: the wait begins when the whole request has been written.
"""

_WITHIN = 60.0


@frozen
class Came:
    """What came of a call.

    Attributes:
        error: The name of its class; empty where there was a result.
        requests: How many arrived.
        waited: For how many seconds, between them.
        left: How much is there of what it could create.
    """

    error: str
    requests: int
    waited: float
    left: int


@define(eq=False)
class _SlowAnswers:
    """The waits of answers that are slow: each lasts until it is let go."""

    begun: int = 0
    _changed: threading.Condition = field(factory=threading.Condition, init=False)
    _let_go: threading.Event = field(factory=threading.Event, init=False)

    async def wait(self, _: float) -> None:
        with self._changed:
            let_go = self._let_go
            self.begun += 1
            self._changed.notify_all()
        await anyio.to_thread.run_sync(let_go.wait)

    def until_begun(self, number: int) -> None:
        """Wait until so many have begun."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.begun >= number, _WITHIN), "a request did not arrive"

    def let_go(self) -> None:
        """End all waits."""
        self._let_go.set()
        self.begun, self._let_go = 0, threading.Event()


@define(eq=False)
class _Sent:
    """The requests of one call, and the time between them.

    Attributes:
        now: The time, which only waiting moves.
        slow: How many of the requests of an operation will have a slow answer; `None` for all.
    """

    method: str
    slow: int | None
    slow_answers: _SlowAnswers
    now: float = 0.0
    requests: int = 0
    given_up: int = 0

    def send(self, request: httpx.Request) -> None:
        """Count a request, and have no patience with an answer that will be slow."""
        self.requests += 1
        if request.method == self.method and (self.slow is None or self.given_up < self.slow):
            self.given_up += 1
            request.extensions["timeout"] = {"connect": _WITHIN, "write": _WITHIN, "pool": _WITHIN, "read": _PATIENCE}

    def sleep(self, seconds: float) -> None:
        """Let time pass. The server has seen what was given up before, so that the order is always the same."""
        self.slow_answers.until_begun(self.given_up)
        self.now += seconds

    async def send_in_a_loop(self, request: httpx.Request) -> None:
        self.send(request)

    async def sleep_in_a_loop(self, seconds: float) -> None:
        self.sleep(seconds)


@define(eq=False)
class Stage:
    """Where calls meet faults: a mock that is served, and an event loop."""

    _mock: MockServer
    _portal: BlockingPortal
    _slow_answers: _SlowAnswers
    _context: ssl.SSLContext = field(factory=ssl.create_default_context, init=False)
    _numbers: Iterator[int] = field(factory=count, init=False)

    def play(self, call: Call, named: Named, times: int | None, client: Client) -> Came:
        """Make a call that meets a fault so many times, or for ever."""
        state, document = self._mock.state, f"doc-{next(self._numbers)}"
        call.prepare(state, document)
        state.faults.add(named.fault, call.meets, times=times)
        slow = times if isinstance(named.fault, SlowAnswer) else 0
        sent = _Sent(call.meets.partition(" ")[0], slow, self._slow_answers)
        answered = state.request_count
        try:
            make = self._blocking if client is Omni else self._in_a_loop
            make(call, document, sent)
            error = ""
        except OmniError as raised:
            error = type(raised).__name__
            tried = getattr(raised, "tries", sent.requests - call.before)
            assert tried == sent.requests - call.before, "the error miscounts"
        finally:
            self._slow_answers.until_begun(sent.given_up)
            self._slow_answers.let_go()
            state.faults.clear()
        _wait_for(state, answered + sent.requests)
        return Came(error, sent.requests, sent.now, call.left(state, document))

    def _blocking(self, call: Call, document: str, sent: _Sent) -> None:
        with (
            httpx.Client(verify=self._context, event_hooks={"request": [sent.send]}) as http,
            Omni(http_client=http, sleep=sent.sleep, **self._arguments(sent)) as omni,
        ):
            call.make(omni, document)

    def _in_a_loop(self, call: Call, document: str, sent: _Sent) -> None:
        async def run() -> None:
            async with (
                httpx.AsyncClient(verify=self._context, event_hooks={"request": [sent.send_in_a_loop]}) as http,
                AsyncOmni(http_client=http, sleep=sent.sleep_in_a_loop, **self._arguments(sent)) as omni,
            ):
                await call.make(omni, document)

        self._portal.call(run)

    def _arguments(self, sent: _Sent) -> dict[str, Any]:
        made_up: dict[str, Any] = {"clock": lambda: sent.now, "random": lambda: 1.0}
        given = {"base_url": self._mock.base_url, "token": "editor-token", "tries": TRIES, "total_time": TOTAL_TIME}
        return made_up | given


@contextmanager
def stage() -> Iterator[Stage]:
    """Serve a mock, and run an event loop."""
    slow_answers = _SlowAnswers()
    with (
        MockServer(MockState(rate_limit=0), sleep=slow_answers.wait) as mock,
        start_blocking_portal() as portal,
    ):
        yield Stage(mock, portal, slow_answers)


def _wait_for(state: MockState, answered: int) -> None:
    """Wait until the mock has done with each request; of one that was given up, nobody tells when."""
    wait_until(lambda: state.request_count >= answered)
    assert state.request_count == answered, "more requests arrived than were sent"
