"""The wait for a permit, with a storage that blocks: the tests perform each step."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from omni_drafts._http.permits import NoPermitError, Permits, RunBlocking, Sleep
from omni_drafts._rate_limit.limiter import KeyLimiter, Permit, Rejection
from omni_drafts._rate_limit.memory import MemoryStorage
from omni_drafts._rate_limit.sqlite import open_sqlite
from omni_drafts._rate_limit.window import Limit
from support.clock import FakeClock


@pytest.fixture
def limiter(tmp_path: Path, clock: FakeClock) -> KeyLimiter:
    """Return a limiter that keeps one request a minute in a file."""
    return KeyLimiter("made-up-token", Limit(1), open_sqlite(str(tmp_path / "limits"), clock), clock)


def acquire(limiter: KeyLimiter, clock: FakeClock, seconds: float = 3600.0) -> Generator[Any, Any, Permit]:
    """Return the steps of a request that has some seconds."""
    request = httpx.Request("POST", "https://a.test")
    return Permits((limiter,), clock).acquire(request, clock.now + seconds)


def perform(step: object) -> Any:
    """Perform a step that may block."""
    assert isinstance(step, RunBlocking)
    return step.function()


def test_acquire_with_a_permit_after_the_deadline_raises_and_cancels_it(
    limiter: KeyLimiter, clock: FakeClock
) -> None:
    steps = acquire(limiter, clock, seconds=5.0)
    permit = perform(next(steps))
    clock.now += 6  # another process has locked the file
    perform(steps.send(permit))
    with pytest.raises(NoPermitError, match="total_timeout was over before the request could be sent"):
        steps.send(None)
    assert isinstance(limiter.reserve(0.0), Permit)


def test_acquire_that_is_cancelled_cancels_its_permit(limiter: KeyLimiter, clock: FakeClock) -> None:
    first = limiter.reserve(0.0)
    steps = acquire(limiter, clock)
    permit = perform(next(steps))
    assert isinstance(steps.send(permit), Sleep)
    perform(steps.throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        steps.send(None)
    assert isinstance(first, Permit)
    assert limiter.reserve(3600.0).wait == pytest.approx(permit.wait)


def test_acquire_returns_a_permit_that_is_used_in_time(limiter: KeyLimiter, clock: FakeClock) -> None:
    steps = acquire(limiter, clock)
    permit = perform(next(steps))
    clock.now += 1.4
    with pytest.raises(StopIteration) as stop:
        steps.send(permit)
    assert stop.value.value is permit


def test_acquire_renews_a_stale_permit(limiter: KeyLimiter, clock: FakeClock) -> None:
    steps = acquire(limiter, clock)
    permit = perform(next(steps))
    clock.now += 1.6
    renewed = perform(steps.send(permit))
    with pytest.raises(StopIteration) as stop:
        steps.send(renewed)
    assert stop.value.value is renewed
    assert (renewed.start, renewed.wait) == (pytest.approx(clock.now), 0.0)


@pytest.mark.parametrize("seconds", [1.7, 60.0])
def test_acquire_with_a_program_that_is_always_late_returns_after_ten_renewals(
    seconds: float, limiter: KeyLimiter, clock: FakeClock
) -> None:
    steps = acquire(limiter, clock)
    step = next(steps)
    for _ in range(10):
        permit = perform(step)
        clock.now += seconds
        step = steps.send(permit)
    last = perform(step)
    clock.now += seconds
    with pytest.raises(StopIteration) as stop:
        steps.send(last)
    assert stop.value.value is last


def test_acquire_that_a_new_block_rejects_keeps_the_permits_of_other_callers(clock: FakeClock) -> None:
    limiter = KeyLimiter("made-up-token", Limit(2), MemoryStorage(clock), clock)
    limiter.block(10.0, "a test")
    other, waiting = acquire(limiter, clock), acquire(limiter, clock, seconds=30.0)
    assert [type(next(other)), type(next(waiting))] == [Sleep, Sleep]  # both until the same time
    clock.now += 10
    with pytest.raises(StopIteration):
        next(other)
    limiter.block(40.0, "another test")
    with pytest.raises(NoPermitError):
        next(waiting)
    clock.now += 40
    permits = [limiter.reserve(0.0) for _ in range(2)]
    assert [type(permit) for permit in permits] == [Permit, Rejection]
