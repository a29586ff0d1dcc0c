"""A clock that runs fast, so that a minute of a measurement lasts seconds."""

import asyncio
import random
import threading
import time

SPEED = 6
"""A minute lasts 10 seconds, so that the wait for a permit is much longer than the request."""


class FastClock:
    """A clock for clients; all processes of the machine have the same time."""

    def monotonic(self) -> float:
        """Return the seconds since any fixed start."""
        return time.monotonic() * SPEED

    def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
        """Block for some seconds, or until the event is set."""
        if interrupt is None:
            time.sleep(seconds / SPEED)
        else:
            interrupt.wait(seconds / SPEED)

    async def sleep_async(self, seconds: float) -> None:
        """Wait for some seconds in an event loop."""
        await asyncio.sleep(seconds / SPEED)

    def random(self) -> float:
        """Return a number from 0 to 1."""
        return random.random()  # noqa: S311 - it spreads retries, and protects nothing
