"""The limiter of one API key, on each storage; the tests of Redis run `TestKeyLimiter` too."""

import math
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx
import pytest

from omni_drafts._drivers import drive
from omni_drafts._http.permits import Permits, RunBlocking, Sleep
from omni_drafts._rate_limit.limiter import KeyLimiter, Permit, Rejection
from omni_drafts._rate_limit.storage import RateLimitStorage
from omni_drafts._rate_limit.window import Limit
from support.clock import FakeClock

TOKEN = "made-up-token"
REASON = "GET /api/v1/documents/doc/drafts got 429 with Retry-After: 100"
EPOCH = 1_790_000_000
"""Seconds that a server sends if it takes `Retry-After` for a time."""

CreateLimiter = Callable[..., KeyLimiter]


def reserve(limiter: KeyLimiter) -> Permit:
    """Reserve a permit, however late it is."""
    permit = limiter.reserve(math.inf)
    assert isinstance(permit, Permit)
    return permit


def renew(limiter: KeyLimiter, permit: Permit) -> Permit:
    """Check a permit, however late it will be."""
    renewed = limiter.renew(permit, math.inf)
    assert isinstance(renewed, Permit)
    return renewed


def reject(limiter: KeyLimiter, max_wait: float = 0.0) -> Rejection:
    """Return the rejection of a permit that would come too late."""
    rejection = limiter.reserve(max_wait)
    assert isinstance(rejection, Rejection)
    return rejection


def acquire(permits: Permits, clock: FakeClock) -> Permit:
    """Wait for a permit of several keys."""

    def perform(step: object) -> Any:
        if isinstance(step, Sleep):
            return clock.sleep(step.seconds)
        assert isinstance(step, RunBlocking)
        return step.function()

    return drive(permits.acquire(httpx.Request("GET", "https://a.test"), math.inf), perform)


@pytest.fixture
def create_limiter(storage: RateLimitStorage, clock: FakeClock) -> CreateLimiter:
    """Return a function that creates a limiter: without a margin, so that waits are whole seconds."""

    def create(
        requests: int | None = 1, token: str = TOKEN, limit: Limit | None = None, max_block: float = 3600.0
    ) -> KeyLimiter:
        return KeyLimiter(token, limit or Limit(requests, 60.0, 60.0), storage, clock, max_block)

    return create


class TestKeyLimiter:
    """Tests that pass with each storage."""

    def test_reserve_of_several_callers_returns_their_waits_in_order(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        limiter, waits = create_limiter(3), list[float]()
        for _ in range(3):
            waits.append(reserve(limiter).wait)
            clock.now += 10
        waits += [reserve(limiter).wait for _ in range(4)]
        assert waits == pytest.approx([0.0, 0.0, 0.0, 30.0, 40.0, 50.0, 90.0])

    def test_reserve_of_another_client_comes_after_all_reservations(self, create_limiter: CreateLimiter) -> None:
        assert [reserve(create_limiter()).wait for _ in range(3)] == pytest.approx([0.0, 60.0, 120.0])

    def test_reserve_beyond_the_longest_wait_is_rejected_and_reserves_nothing(
        self, create_limiter: CreateLimiter
    ) -> None:
        limiter = create_limiter()
        reserve(limiter)
        rejection = reject(limiter, 59.0)
        assert rejection.wait == pytest.approx(60.0)
        assert rejection.reason == ""
        assert reserve(limiter).wait == pytest.approx(60.0)

    def test_reserve_with_another_key_does_not_wait(self, create_limiter: CreateLimiter) -> None:
        reserve(create_limiter())
        assert reserve(create_limiter(token="another-token")).wait == 0

    def test_reserve_without_a_limit_does_not_wait(self, create_limiter: CreateLimiter) -> None:
        limiter = create_limiter(None)
        assert [reserve(limiter).wait for _ in range(3)] == [0, 0, 0]

    def test_renew_when_its_time_has_come_needs_no_wait(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        limiter = create_limiter()
        reserve(limiter)
        permit = reserve(limiter)
        clock.now += permit.wait
        assert renew(limiter, permit).wait == 0

    def test_renew_of_one_permit_keeps_the_times_of_the_rest(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        limiter = create_limiter()
        permits = [reserve(limiter) for _ in range(3)]
        clock.now += 60
        renew(limiter, permits[1])
        clock.now += 60
        assert renew(limiter, permits[2]).wait == 0

    def test_cancel_frees_its_time_for_the_next_caller(self, create_limiter: CreateLimiter) -> None:
        limiter = create_limiter()
        reserve(limiter)
        limiter.cancel(reserve(limiter))
        assert reserve(create_limiter()).wait == pytest.approx(60.0)

    def test_cancel_of_one_of_several_reservations_keeps_the_times_of_the_rest(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        limiter = create_limiter(3)
        permits = [reserve(limiter) for _ in range(6)]
        limiter.cancel(permits[4])
        assert [reserve(limiter).wait for _ in range(2)] == pytest.approx([60.0, 120.0])
        clock.now += 60
        assert [renew(limiter, permits[index]).wait for index in (3, 5)] == [0, 0]

    def test_cancel_of_a_used_permit_frees_it_immediately(self, create_limiter: CreateLimiter) -> None:
        limiter = create_limiter()
        limiter.cancel(reserve(limiter))
        assert reserve(limiter).wait == 0

    def test_cancel_twice_cancels_once(self, create_limiter: CreateLimiter, clock: FakeClock) -> None:
        limiter = create_limiter(2)
        reserve(limiter)
        clock.now += 10
        permit = reserve(limiter)
        limiter.cancel(permit)
        limiter.cancel(permit)
        assert [reserve(limiter).wait for _ in range(2)] == pytest.approx([0.0, 50.0])

    def test_complete_starts_the_window_at_the_response(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        limiter = create_limiter(limit=Limit(1))
        permit = reserve(limiter)
        clock.now += 5
        limiter.complete(permit)
        assert reserve(limiter).wait == pytest.approx(60.05)

    def test_complete_without_response_keeps_the_margin_from_now_on(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        limiter = create_limiter(limit=Limit(1))
        permit = reserve(limiter)
        clock.now += 5
        limiter.complete_without_response(permit)
        assert reserve(limiter).wait == pytest.approx(63.0)

    def test_complete_after_a_renewal_counts_from_its_response(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        limiter = create_limiter(limit=Limit(1))
        limiter.complete(reserve(limiter))
        permit = reserve(limiter)
        clock.now += permit.wait
        renewed = renew(limiter, permit)
        clock.now += 5
        limiter.complete(renewed)
        assert reserve(limiter).wait == pytest.approx(60.05)

    def test_complete_reaches_other_clients_with_the_next_reservation(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        one, other = create_limiter(limit=Limit(2)), create_limiter(limit=Limit(2))
        permit = reserve(one)
        clock.now += 5
        one.complete(permit)
        reserve(one)
        assert reserve(other).wait == pytest.approx(60.05)

    def test_renew_with_an_earlier_request_in_flight_waits_for_it(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        limiter = create_limiter(limit=Limit(1))
        reserve(limiter)
        permit = reserve(limiter)
        assert permit.wait == pytest.approx(60.05)
        clock.now += permit.wait
        assert renew(limiter, permit).wait == pytest.approx(2.95)

    def test_block_delays_a_later_reservation(self, create_limiter: CreateLimiter) -> None:
        create_limiter().block(17.0, REASON)
        assert reserve(create_limiter()).wait == pytest.approx(17.0)

    def test_block_delays_no_other_key(self, create_limiter: CreateLimiter) -> None:
        create_limiter().block(17.0, REASON)
        assert reserve(create_limiter(token="another-token")).wait == 0

    def test_block_delays_also_clients_without_a_limit(self, create_limiter: CreateLimiter) -> None:
        create_limiter().block(17.0, REASON)
        assert reserve(create_limiter(None)).wait == pytest.approx(17.0)

    def test_renew_after_a_block_waits_for_its_end(self, create_limiter: CreateLimiter, clock: FakeClock) -> None:
        limiter = create_limiter(3)
        permits = [reserve(limiter) for _ in range(5)]
        clock.now += 60
        create_limiter(3).block(30.0, REASON)
        assert [renew(limiter, permit).wait for permit in permits[3:]] == pytest.approx([30.0, 30.0])

    def test_renew_beyond_the_longest_wait_is_rejected_and_cancels_the_permit(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        limiter = create_limiter()
        reserve(limiter)
        permit = reserve(limiter)
        clock.now += 60
        limiter.block(100.0, REASON)
        rejection = limiter.renew(permit, 99.0)
        assert isinstance(rejection, Rejection)
        assert REASON in rejection.reason
        assert reserve(limiter).wait == pytest.approx(100.0)

    @pytest.mark.parametrize("max_block", [100.0, 3600.0])
    def test_block_is_cut_to_the_longest_block(self, create_limiter: CreateLimiter, max_block: float) -> None:
        limiter = create_limiter(max_block=max_block)
        limiter.block(EPOCH, REASON)
        assert reject(limiter).wait == pytest.approx(max_block)

    @pytest.mark.parametrize("call", ["reserve", "renew"])
    def test_block_that_an_older_client_stored_is_cut_for_all(
        self, create_limiter: CreateLimiter, call: str, clock: FakeClock
    ) -> None:
        limiter, older = create_limiter(), create_limiter(max_block=math.inf)
        permit = reserve(limiter)
        older.block(EPOCH, REASON)
        assert reject(older).wait == pytest.approx(EPOCH)
        result = limiter.reserve(0.0) if call == "reserve" else limiter.renew(permit, 0.0)
        assert result.wait == pytest.approx(3600.0)
        assert reject(older).wait == pytest.approx(3600.0)
        clock.now += 3600
        assert isinstance(older.reserve(0.0), Permit)

    def test_stored_block_that_is_cut_is_logged_once(
        self, create_limiter: CreateLimiter, caplog: pytest.LogCaptureFixture
    ) -> None:
        create_limiter(max_block=math.inf).block(EPOCH, REASON)
        limiter = create_limiter()
        reject(limiter)
        reject(limiter)
        (record,) = caplog.records
        assert (record.levelname, REASON in record.getMessage()) == ("WARNING", True)

    def test_rejection_of_a_blocked_key_describes_the_block_and_how_to_clear_it(
        self, create_limiter: CreateLimiter, clock: FakeClock, storage: RateLimitStorage
    ) -> None:
        limiter = create_limiter()
        limiter.block(100.0, REASON)
        clock.now += 40
        described = re.fullmatch(
            r"the key is blocked from (.+) UTC until (.+) UTC: (.+); to clear the block, (.+)", reject(limiter).reason
        )
        assert described is not None
        since, until = (datetime.fromisoformat(described[number]) for number in (1, 2))
        assert (until - since).total_seconds() == pytest.approx(100.0, abs=1.1)
        assert described[3] == REASON
        assert described[4] == storage.reset_hint

    def test_rejection_after_the_end_of_a_block_describes_none(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        limiter = create_limiter()
        limiter.block(100.0, REASON)
        clock.now += 100
        reserve(limiter)
        assert reject(limiter).reason == ""

    def test_repr_hides_the_token(self, create_limiter: CreateLimiter) -> None:
        assert TOKEN not in repr(create_limiter())

    def test_acquire_with_several_keys_reserves_with_the_key_that_is_free_first(
        self, create_limiter: CreateLimiter, clock: FakeClock
    ) -> None:
        one, other = create_limiter(2), create_limiter(2, token="another-token")
        for limiter in (one, other, one, other):
            reserve(limiter)
            clock.now += 10
        permits = Permits((one, other), clock)
        acquired = [acquire(permits, clock) for _ in range(5)]
        assert [permit.limiter for permit in acquired] == [one, other, one, other, one]
        assert clock.sleeps == pytest.approx([20.0, 10.0, 10.0, 10.0, 30.0])
