"""The clock of a client: time, sleeps and random numbers."""

import threading
import time
from random import SystemRandom
from typing import Protocol

_RANDOM = SystemRandom()  # processes that are seeded alike must not retry at the same time


class Clock(Protocol):
    """Time for a client; tests pass their own.

    Clients that share a rate limit need clocks that agree, as `time.monotonic` does in all processes of a machine.
    """

    def monotonic(self) -> float:
        """Return seconds since any fixed start; the value never goes back."""
        ...

    def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
        """Block for some seconds, or until the event is set."""
        ...

    async def sleep_async(self, seconds: float) -> None:
        """Wait for some seconds in an event loop."""
        ...

    def random(self) -> float:
        """Return a number from 0 to 1, which spreads retries of many clients."""
        ...


class SystemClock:
    """The clock of the machine."""

    def monotonic(self) -> float:
        """Return seconds since any fixed start."""
        return time.monotonic()

    def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
        """Block for some seconds, or until the event is set."""
        if interrupt is None:
            time.sleep(seconds)
        else:
            interrupt.wait(min(seconds, threading.TIMEOUT_MAX))

    async def sleep_async(self, seconds: float) -> None:
        """Wait for some seconds, in an event loop of asyncio or trio."""
        from anyio import sleep  # imported here, since anyio is slow to import and few calls wait

        await sleep(seconds)

    def random(self) -> float:
        """Return a number from 0 to 1."""
        return _RANDOM.random()
