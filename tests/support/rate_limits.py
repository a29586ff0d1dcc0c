"""Helpers of rate-limit tests: times of the window, responses with 429, and elapsed time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from omni_drafts.mock import ErrorStatus, MockServer
from support.clock import FakeClock

WINDOW = 60.05
"""Seconds until a request with a response leaves the window."""

IN_FLIGHT_WINDOW = 63.0
"""Seconds until a request without a response leaves the window."""

EPOCH = 1_790_000_000
"""Seconds that a server sends if it sends an epoch time as `Retry-After`."""


@contextmanager
def elapses(clock: FakeClock, seconds: float, margin: float = 0.02) -> Iterator[None]:
    """Check that a block takes some seconds of a clock."""
    start = clock.now
    yield
    assert clock.now - start == pytest.approx(seconds, abs=margin)


def reject_once(mock: MockServer, seconds: float | None, *, as_date: bool = False) -> None:
    """Make the mock respond to the next request with 429."""
    retry_after = None if seconds is None else timedelta(seconds=seconds)
    mock.state.faults.add(ErrorStatus(429, retry_after=retry_after, as_date=as_date), times=1)
