"""Deadlines: the timeouts of a request, and a response body that does not end in time."""

import asyncio
import math
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from omni_drafts._http.deadline import DeadlineStream, limit_timeouts
from support.clock import FakeClock
from support.scripted import ScriptedStream

Read = Callable[[DeadlineStream], bytes]

NOW = 1000.0
DEADLINE = NOW + 10


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def limited(timeout: dict[str, float | None], deadline: float, clock: FakeClock) -> Any:
    """Return the timeouts of a request after they are limited."""
    request = httpx.Request("GET", "https://a.test", extensions={"timeout": timeout})
    limit_timeouts(request, deadline, clock)
    return request.extensions["timeout"]


@pytest.mark.parametrize(("seconds", "expected"), [(9.0, 9.0), (10.0, 10.0), (10.5, 10.0), (None, 10.0)], ids=str)
def test_limit_timeouts_shortens_a_timeout_to_the_time_that_is_left(
    seconds: float | None, expected: float, clock: FakeClock
) -> None:
    assert limited({"read": seconds}, DEADLINE, clock) == {"read": expected}


def test_limit_timeouts_shortens_each_timeout_on_its_own(clock: FakeClock) -> None:
    timeout = {"connect": 5.0, "read": 30.0, "write": None, "pool": 10.0}
    assert limited(timeout, DEADLINE, clock) == {"connect": 5.0, "read": 10.0, "write": 10.0, "pool": 10.0}


def test_limit_timeouts_without_a_deadline_changes_nothing(clock: FakeClock) -> None:
    assert limited({"connect": 5.0, "read": None}, math.inf, clock) == {"connect": 5.0, "read": None}


@pytest.mark.parametrize("deadline", [NOW, NOW - 5, -math.inf])
def test_limit_timeouts_after_the_deadline_leaves_a_millisecond(deadline: float, clock: FakeClock) -> None:
    assert limited({"read": 30.0}, deadline, clock) == {"read": 0.001}


@pytest.mark.parametrize(
    ("deadline", "left"), [(DEADLINE, 10.0), (NOW - 5, 0.001), (math.inf, math.inf)], ids=["ahead", "over", "none"]
)
def test_limit_timeouts_returns_the_time_that_is_left(deadline: float, left: float, clock: FakeClock) -> None:
    assert limit_timeouts(httpx.Request("GET", "https://a.test"), deadline, clock) == left


def test_limit_timeouts_keeps_the_timeouts_of_the_caller(clock: FakeClock) -> None:
    timeout: dict[str, float | None] = {"read": 30.0}
    limited(timeout, DEADLINE, clock)
    assert timeout == {"read": 30.0}


def read(stream: DeadlineStream) -> bytes:
    """Read a body."""
    return b"".join(stream)


def read_in_a_loop(stream: DeadlineStream) -> bytes:
    """Read a body in an event loop."""

    async def read_async() -> bytes:
        return b"".join([chunk async for chunk in stream])

    return asyncio.run(read_async())


both_ways = pytest.mark.parametrize("read", [read, read_in_a_loop])


class TimedStream(ScriptedStream):
    """A body whose chunks each take some seconds of a clock."""

    def __init__(self, clock: FakeClock, seconds: float) -> None:
        super().__init__(b"a", b"b")
        self._clock, self._seconds_of_a_chunk = clock, seconds

    def __iter__(self) -> Any:
        for chunk in super().__iter__():
            self._clock.now += self._seconds_of_a_chunk
            yield chunk


@both_ways
def test_deadline_stream_that_ends_at_the_deadline_yields_all_chunks(read: Read, clock: FakeClock) -> None:
    assert read(DeadlineStream(TimedStream(clock, 5.0), DEADLINE, clock)) == b"ab"


@both_ways
def test_deadline_stream_with_a_chunk_after_the_deadline_raises_a_read_timeout(read: Read, clock: FakeClock) -> None:
    with pytest.raises(httpx.ReadTimeout, match="did not end in time"):
        read(DeadlineStream(TimedStream(clock, 5.1), DEADLINE, clock))


@both_ways
def test_deadline_stream_without_a_deadline_yields_all_chunks(read: Read, clock: FakeClock) -> None:
    assert read(DeadlineStream(TimedStream(clock, 1e9), math.inf, clock)) == b"ab"


@both_ways
def test_deadline_stream_raises_the_error_of_the_body(read: Read, clock: FakeClock) -> None:
    body = ScriptedStream(b"a", error=httpx.ReadError("broke off"))
    with pytest.raises(httpx.ReadError, match="broke off"):
        read(DeadlineStream(body, DEADLINE, clock))


def test_deadline_stream_close_closes_the_body(clock: FakeClock) -> None:
    body = ScriptedStream()
    DeadlineStream(body, DEADLINE, clock).close()
    assert body.is_closed


def test_deadline_stream_aclose_closes_the_body(clock: FakeClock) -> None:
    body = ScriptedStream()
    asyncio.run(DeadlineStream(body, DEADLINE, clock).aclose())
    assert body.is_closed
