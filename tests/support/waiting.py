"""Waits for a condition of another thread or process."""

import time
from collections.abc import Callable

_SECONDS = 60.0
"""Enough for a busy machine."""


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition is true; fail after 60 s."""
    until = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < until, "the condition did not become true"
        time.sleep(0.001)
