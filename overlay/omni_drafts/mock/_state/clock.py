"""Clock for clients of a mock, whose sleeps take no real time."""

import threading
from datetime import timedelta

from omni_drafts.mock._state.state import MockState


class MockClock:
    """Clock for a client. A sleep advances the time of the mock, and returns immediately.

    Args:
        state: State of the mock.
    """

    def __init__(self, state: MockState) -> None:
        self._state = state

    def monotonic(self) -> float:
        """Return the time of the mock in seconds."""
        return self._state.moment().timestamp()

    def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
        """Advance the time of the mock by some seconds, unless the event is set."""
        if interrupt is None or not interrupt.is_set():
            self._state.advance(timedelta(seconds=seconds))

    async def sleep_async(self, seconds: float) -> None:
        """Advance the time of the mock by some seconds."""
        self._state.advance(timedelta(seconds=seconds))

    def random(self) -> float:
        """Return 1, so that backoffs have their full length in each run of a test."""
        return 1.0
