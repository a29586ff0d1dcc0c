"""The end of a call: how much time is left for a request, and for each part of a response body."""

import math
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx

from omni_drafts._clock import Clock

CALL = "omni_call"
"""Extension of a request: the `Call` that it belongs to."""

_MIN_TIMEOUT_SECONDS = 0.001


class InterruptedCallError(Exception):
    """The bulk run that the call belongs to has stopped; no further request is sent."""


class Call:
    """One call of a user, which may send several requests.

    Attributes:
        deadline: Time at which it has to be done, by the clock of the client.
        interrupt: Event that ends its waits; `None` if nothing does.
    """

    __slots__ = ("deadline", "interrupt")

    def __init__(self, deadline: float, interrupt: threading.Event | None = None) -> None:
        self.deadline, self.interrupt = deadline, interrupt


def limit_timeouts(request: httpx.Request, deadline: float, clock: Clock) -> float:
    """Shorten each timeout of a request to the time that is left, and return that."""
    left = max(deadline - clock.monotonic(), _MIN_TIMEOUT_SECONDS)
    if left == math.inf:
        return left
    timeouts = request.extensions.get("timeout", {})
    if any(seconds is None or seconds > left for seconds in timeouts.values()):
        request.extensions["timeout"] = {
            name: left if seconds is None else min(seconds, left) for name, seconds in timeouts.items()
        }
    return left


class DeadlineStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A response body that has to end in time: a server that sends a little now and then never times out."""

    def __init__(self, stream: Any, deadline: float, clock: Clock) -> None:
        self._stream, self._deadline, self._clock = stream, deadline, clock

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            self._check()
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._check()
            yield chunk

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()

    async def aclose(self) -> None:
        """Close the stream in an event loop."""
        await self._stream.aclose()

    def _check(self) -> None:
        if self._clock.monotonic() > self._deadline:
            raise httpx.ReadTimeout("the response did not end in time")
