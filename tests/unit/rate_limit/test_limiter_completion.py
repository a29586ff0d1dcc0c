"""Completion: the time at which a permit is free, and the writes to the storage."""

import math
from copy import deepcopy
from pathlib import Path
from typing import TypeVar

import pytest
from attrs import define, field

from omni_drafts import RateLimitStorageError
from omni_drafts._rate_limit.limiter import KeyLimiter, Permit, Rejection
from omni_drafts._rate_limit.memory import MemoryStorage
from omni_drafts._rate_limit.open import open_storage
from omni_drafts._rate_limit.storage import Change
from omni_drafts._rate_limit.window import Limit, Window
from support.clock import FakeClock

T = TypeVar("T")

TOKEN = "made-up-token"


def reserve(limiter: KeyLimiter) -> Permit:
    """Reserve a permit that needs no wait."""
    permit = limiter.reserve(0.0)
    assert isinstance(permit, Permit)
    assert permit.wait == 0
    return permit


def is_rejected(limiter: KeyLimiter) -> bool:
    """Return whether the next request has to wait."""
    return isinstance(limiter.reserve(0.0), Rejection)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(now=0.0)


@pytest.fixture
def limiter(clock: FakeClock) -> KeyLimiter:
    return KeyLimiter(TOKEN, Limit(1), MemoryStorage(clock), clock)


@pytest.mark.parametrize(("completed", "free"), [(0.0, 60.05), (2.0, 62.05), (10.0, 70.05), (None, 63.0)])
def test_permit_is_free_again_a_minute_after_the_response_and_later_without_one(
    completed: float | None, free: float, limiter: KeyLimiter, clock: FakeClock
) -> None:
    permit = reserve(limiter)
    if completed is not None:
        clock.now = completed
        limiter.complete(permit)
    clock.now = free - 0.01
    assert is_rejected(limiter)
    clock.now = free + 0.001
    assert not is_rejected(limiter)


@pytest.mark.parametrize("completed", [0.0, 2.0, 25.0])
def test_permit_of_a_request_that_failed_is_free_again_a_minute_and_the_margin_after_that(
    completed: float, limiter: KeyLimiter, clock: FakeClock
) -> None:
    permit = reserve(limiter)
    clock.now = completed
    limiter.complete_without_response(permit)
    clock.now = completed + 62.99
    assert is_rejected(limiter)
    clock.now = completed + 63.001
    assert not is_rejected(limiter)


def test_complete_of_a_request_that_was_in_flight_for_longer_than_a_window_counts_from_its_response(
    limiter: KeyLimiter, clock: FakeClock
) -> None:
    permit = reserve(limiter)
    clock.now = 63.0
    reserve(limiter)
    clock.now = 100.0
    limiter.complete(permit)
    clock.now = 160.04
    assert is_rejected(limiter)
    clock.now = 160.06
    assert not is_rejected(limiter)


def test_complete_without_a_limit_writes_nothing(clock: FakeClock) -> None:
    storage = MemoryStorage(clock)
    unlimited = KeyLimiter(TOKEN, Limit(None), storage, clock)
    for _ in range(10):
        unlimited.complete(reserve(unlimited))
    reserve(KeyLimiter(TOKEN, Limit(1), storage, clock))
    (window,) = storage._windows.values()
    assert len(window.permits) == 1


def test_complete_with_a_storage_of_another_clock_counts_the_seconds_that_have_passed(clock: FakeClock) -> None:
    storage_clock = FakeClock(now=1_000_000.0)
    limiter = KeyLimiter(TOKEN, Limit(1), MemoryStorage(storage_clock), clock)
    permit = reserve(limiter)
    assert (permit.start, permit.checked_at, permit.requested_at) == (1_000_000.0, 1_000_000.0, 0.0)
    storage_clock.now += 2
    clock.now += 2
    limiter.complete(permit)
    storage_clock.now += 60.04
    assert is_rejected(limiter)
    storage_clock.now += 0.02
    assert not is_rejected(limiter)


@define
class CountingStorage:
    """A storage that counts its writes, and may fail.

    Attributes:
        window: Window of the only key.
        writes: Number of changes of the window.
        now: Time of the storage.
        is_broken: Whether it fails to write.
    """

    window: Window | None = None
    writes: int = 0
    now: float = 0.0
    is_broken: bool = False
    is_blocking: bool = field(default=True, init=False)
    reset_hint: str = field(default="", init=False)

    def update(self, key: str, change: Change[T]) -> T:
        changed, result = change(deepcopy(self.window), self.now)
        if self.is_broken:
            raise RateLimitStorageError("made up")
        if changed is not None:
            self.window, self.writes = changed, self.writes + 1
        return result


@pytest.fixture
def storage() -> CountingStorage:
    return CountingStorage()


@pytest.fixture
def limiters(storage: CountingStorage, clock: FakeClock) -> tuple[KeyLimiter, KeyLimiter]:
    """Return the limiters of two clients with one key."""
    return KeyLimiter(TOKEN, Limit(1), storage, clock), KeyLimiter(TOKEN, Limit(1), storage, clock)


Limiters = tuple[KeyLimiter, KeyLimiter]


def test_reserve_that_is_rejected_writes_nothing(limiters: Limiters, storage: CountingStorage) -> None:
    reserve(limiters[0])
    assert [is_rejected(limiter) for limiter in limiters] == [True, True]
    assert storage.writes == 1


def test_reserve_that_is_rejected_writes_the_responses(limiters: Limiters, storage: CountingStorage) -> None:
    limiter, other = limiters
    limiter.complete(reserve(limiter))
    assert is_rejected(limiter)
    storage.now = 60.06
    reserve(other)


def test_reserve_that_is_rejected_writes_a_window_that_was_lost(limiters: Limiters, storage: CountingStorage) -> None:
    reserve(limiters[0])
    storage.window = None
    assert is_rejected(limiters[0])
    assert storage.writes == 2


def test_reserve_after_a_rejection_notices_that_the_window_was_lost_since(
    limiters: Limiters, storage: CountingStorage
) -> None:
    limiter, other = limiters
    reserve(limiter)
    assert is_rejected(other)
    storage.window = None
    assert is_rejected(other)


def test_reserve_that_is_rejected_writes_the_block_of_a_window_in_place_of_another(
    limiters: Limiters, storage: CountingStorage
) -> None:
    reserve(limiters[0])
    storage.window = Window(created_at=0.0, updated_at=0.0)
    assert is_rejected(limiters[0])
    assert storage.window.block is not None
    assert storage.window.block.until > 0
    assert storage.writes == 2


def test_reserve_after_a_failure_of_the_storage_writes_the_responses(
    limiters: Limiters, storage: CountingStorage
) -> None:
    limiter, _ = limiters
    limiter.complete(reserve(limiter))
    storage.is_broken = True
    with pytest.raises(RateLimitStorageError):
        limiter.reserve(0.0)
    storage.is_broken = False
    storage.now = 60.06
    reserve(limiter)


def test_renew_after_the_longest_wait_leaves_no_permit_behind() -> None:
    clock = FakeClock(0.0)
    limiter = KeyLimiter("made-up-token", Limit(1), MemoryStorage(clock), clock)
    limiter.reserve(0.0)
    permit = limiter.reserve(math.inf)
    assert isinstance(permit, Permit)
    clock.now = 70.0  # the sleep was too long
    assert isinstance(limiter.renew(permit, -1.0), Rejection)
    assert isinstance(limiter.reserve(0.0), Permit)


def test_reserve_after_a_loss_waits_for_a_window_despite_a_shorter_max_block(tmp_path: Path) -> None:
    clock = FakeClock(1000.0)
    storage = open_storage(f"sqlite:///{tmp_path / 'limits'}", clock, is_system_clock=False)
    limiter = KeyLimiter("made-up-token", Limit(60), storage, clock, max_block=5.0)
    limiter.reserve(0.0)
    (tmp_path / "limits").unlink()
    rejection = limiter.reserve(0.0)
    assert isinstance(rejection, Rejection)
    assert rejection.wait == pytest.approx(63.0)
