"""Waits for what another thread or process does."""

import time
from collections.abc import Callable

_SECONDS = 60.0
"""Enough for a machine that does something else too."""


def wait_until(there: Callable[[], bool]) -> None:
    """Wait until something is there; fail where it does not come."""
    until = time.monotonic() + _SECONDS
    while not there():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.001)
