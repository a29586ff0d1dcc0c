"""The sliding window, on a clock of whole seconds, so that nothing is rounded."""

import heapq
import math
from collections.abc import Callable
from copy import deepcopy

import pytest
from attrs import define, field
from hypothesis import example, given
from hypothesis import strategies as st

from omni_drafts._rate_limit.window import Block, LastSeen, Limit, Window, restore_window

seconds = st.integers(1, 70).map(float)
limits = st.builds(lambda requests, window: Limit(requests, window, window), st.integers(1, 5), seconds)
moments = st.integers(-100, 2_000_000_000).map(float)
gaps = st.just(0.0) | st.integers(0, 5).map(float) | st.integers(0, 90).map(float)


def is_within(times: list[float], limit: Limit) -> bool:
    """Return whether no window contains more times than requests are allowed."""
    assert limit.requests is not None
    pairs = zip(times, times[limit.requests :], strict=False)
    return all(later - earlier >= limit.in_flight_seconds for earlier, later in pairs)


def permits_of(window: Window) -> list[tuple[float, float | None]]:
    """Return the start and end of each permit."""
    return [(permit.start, permit.end) for permit in window.permits]


@define
class Simulation:
    """A window in a storage, its clock, clients that use it, and the times at which they sent."""

    now: float
    window: Window | None = None
    sent: list[float] = field(factory=list)
    last_seen: list[LastSeen | None] = field(factory=lambda: [None, None, None])

    def open(self, limit: Limit, client: int = 0, behind: float = 0.0) -> Window:
        """Restore the window for a client, by a clock that may be behind."""
        self.window = restore_window(self.window, self.now - behind, limit, self.last_seen[client])
        return self.window

    def close(self, client: int = 0) -> None:
        """Store the window."""
        assert self.window is not None
        self.last_seen[client] = LastSeen(self.window.id, self.window.updated_at)

    def reserve(self, limit: Limit, *, client: int = 0, behind: float = 0.0, max_wait: float = math.inf) -> float:
        """Reserve a permit, and return its start; use a permit without a wait."""
        window = self.open(limit, client, behind)
        start = window.reserve(self.now - behind, limit, max_wait)
        self.close(client)
        self._use(start, window)
        return start

    def renew(self, start: float, limit: Limit, *, client: int = 0) -> float:
        """Check a permit after its wait; use it if nothing is missing."""
        window = self.open(limit, client)
        start = window.renew(self.now, start, limit, is_used=False)
        self.close(client)
        self._use(start, window)
        return start

    def try_now(self, limit: Limit, *, client: int = 0, behind: float = 0.0) -> float:
        """Use a permit if it needs no wait, and return its wait."""
        start = self.reserve(limit, client=client, behind=behind, max_wait=0.0)
        assert self.window is not None
        return start - self.window.updated_at

    def complete(self, start: float, end: float, limit: Limit) -> None:
        """Record the response to a request."""
        assert self.window is not None
        self.window.complete(start, end, limit)

    def acquire(self, limit: Limit, client: int = 0) -> int:
        """Wait for a permit and use it; return the number of requests to the storage."""
        start, requests = self.reserve(limit, client=client), 1
        while start > self.now:
            self.now = start
            start = self.renew(start, limit, client=client)
            requests += 1
            assert requests < 10, "the wait does not end"
        return requests

    def _use(self, start: float, window: Window) -> None:
        if start <= window.updated_at:
            self.sent.append(self.now)


@given(moments, limits, st.lists(st.tuples(gaps, st.booleans()), max_size=60))
def test_reserve_by_any_callers_at_any_times_keeps_the_limit(
    now: float, limit: Limit, steps: list[tuple[float, bool]]
) -> None:
    simulation = Simulation(now)
    sleeping: list[float] = []
    for gap, sleeps in steps:
        simulation.now += gap
        due, sleeping = (
            [one for one in sleeping if one <= simulation.now],
            [one for one in sleeping if one > simulation.now],
        )
        for start in reversed(due):  # a caller that wakes late may come after others
            start = simulation.renew(start, limit)
            sleeping += [start] * (start > simulation.now)
        start = simulation.reserve(limit, max_wait=math.inf if sleeps else 0.0)
        sleeping += [start] * (sleeps and start > simulation.now)
    assert is_within(simulation.sent, limit)


@given(moments, st.lists(st.tuples(gaps, st.sampled_from([1, 2, 5, None])), max_size=60))
def test_reserve_with_different_limits_keeps_each_of_them(now: float, steps: list[tuple[float, int | None]]) -> None:
    simulation = Simulation(now)
    counted: list[float] = []
    permitted: list[bool] = []
    expected: list[bool] = []
    for gap, requests in steps:
        simulation.now += gap
        limit = Limit(requests)
        used = sum(simulation.now - time < limit.in_flight_seconds for time in counted)
        expected.append(used < (requests or math.inf))
        permitted.append(simulation.try_now(limit) <= 0)
        counted += [simulation.now] * (permitted[-1] and requests is not None)
    assert permitted == expected


@given(moments, limits, st.integers(1, 5), st.lists(gaps, max_size=8))
def test_renew_after_the_wait_needs_no_second_wait(
    now: float, limit: Limit, others: int, gaps_before: list[float]
) -> None:
    simulation = Simulation(now)
    for gap in gaps_before:  # of a client that allows more
        simulation.now += gap
        simulation.try_now(Limit(others, limit.in_flight_seconds, limit.in_flight_seconds), client=1)
    assert simulation.acquire(limit) <= 2


def wastes_nothing(sent: list[float], limit: Limit, begun: float) -> bool:
    """Return whether each request since some time was sent as soon as the one before it had left the window."""
    assert limit.requests is not None
    first = [time for time in sent[: limit.requests] if time >= begun]
    pairs = zip(sent, sent[limit.requests :], strict=False)
    return all(time == begun for time in first) and all(
        time == max(begun, before + limit.in_flight_seconds) for before, time in pairs if time >= begun
    )


@given(moments, limits, st.lists(gaps, max_size=8), st.integers(1, 20))
def test_reserve_one_after_the_other_uses_each_permit(
    now: float, limit: Limit, gaps_before: list[float], requests: int
) -> None:
    simulation = Simulation(now)
    for gap in gaps_before:
        simulation.now += gap
        simulation.try_now(limit)
    begun = simulation.now
    for _ in range(requests):
        simulation.acquire(limit)
    assert wastes_nothing(simulation.sent, limit, begun)


@given(moments, limits, st.lists(gaps, max_size=8), st.integers(1, 20))
def test_reserve_by_many_callers_uses_each_permit_with_two_requests_to_the_storage(
    now: float, limit: Limit, gaps_before: list[float], callers: int
) -> None:
    simulation = Simulation(now)
    for gap in gaps_before:
        simulation.now += gap
        simulation.try_now(limit)
    begun = simulation.now
    due = [(simulation.reserve(limit), caller) for caller in range(callers)]
    due = [(start, caller) for start, caller in due if start > begun]
    heapq.heapify(due)
    while due:
        simulation.now, _ = heapq.heappop(due)
        assert simulation.renew(simulation.now, limit) <= simulation.now
    assert wastes_nothing(simulation.sent, limit, begun)


@given(moments, limits, st.integers(1, 5))
def test_cancel_frees_the_reservation_for_the_next_caller(now: float, limit: Limit, others: int) -> None:
    simulation = Simulation(now)
    assert limit.requests is not None
    for _ in range(limit.requests + others - 1):
        simulation.reserve(limit)
    start = simulation.reserve(limit)
    assert simulation.window is not None
    simulation.window.cancel(start, is_used=False)
    assert simulation.reserve(limit) == start


@given(moments, limits, st.floats(0, 50))
def test_reserve_beyond_the_longest_wait_reserves_nothing(now: float, limit: Limit, max_wait: float) -> None:
    simulation = Simulation(now)
    assert limit.requests is not None
    for _ in range(limit.requests):
        simulation.reserve(limit)
    assert simulation.window is not None
    before = len(simulation.window.permits)
    start = simulation.reserve(limit, max_wait=max_wait)
    assert (len(simulation.window.permits) == before) == (start - now > max_wait)


@given(moments, limits | st.just(Limit(None)), st.integers(1, 300).map(float), st.lists(gaps, max_size=20))
def test_block_key_stops_all_requests_until_its_end(
    now: float, limit: Limit, blocked: float, steps: list[float]
) -> None:
    simulation = Simulation(now, Window(created_at=now, updated_at=now))
    assert simulation.window is not None
    simulation.window.block_key(now, blocked, "429")
    simulation.window.block_key(now, 0.5, "a shorter block takes nothing away")
    for gap in steps:
        simulation.now += gap
        simulation.try_now(limit)
    assert all(time >= now + blocked for time in simulation.sent)
    simulation.now += blocked + limit.in_flight_seconds
    assert simulation.try_now(limit) <= 0


@given(moments, limits, st.integers(0, 200).map(float))
def test_reserve_during_a_block_starts_at_its_end(now: float, limit: Limit, blocked: float) -> None:
    simulation = Simulation(now, Window(created_at=now, updated_at=now))
    assert simulation.window is not None
    simulation.window.block_key(now, blocked, "429")
    assert simulation.acquire(limit) <= 2
    assert simulation.now == now + blocked


@given(moments, limits, st.integers(1, 200).map(float))
def test_renew_during_a_block_moves_the_permit_behind_it(now: float, limit: Limit, blocked: float) -> None:
    simulation = Simulation(now)
    assert limit.requests is not None
    for _ in range(limit.requests):
        simulation.reserve(limit)
    start = simulation.now = simulation.reserve(limit)
    assert simulation.window is not None
    simulation.window.block_key(simulation.now, blocked, "429")
    assert simulation.renew(start, limit) == start + blocked


@pytest.mark.parametrize(("stored", "expected"), [(100.0, 100.0), (3600.0, 3600.0), (1_790_000_000.0, 3600.0)])
def test_shorten_block_cuts_a_block_that_is_too_long(stored: float, expected: float) -> None:
    window = Window(created_at=0.0, updated_at=0.0, block=Block(1000.0 + stored, 0.0, "429"))
    window.shorten_block(1000.0, 3600.0)
    assert window.block is not None
    assert (window.block.until, window.block.since) == (1000.0 + expected, 0.0)


def lose(simulation: Simulation) -> None:
    """Delete the window."""
    simulation.window = None


def damage(simulation: Simulation) -> None:
    """Replace the window by one that cannot be read."""
    simulation.window = Window(created_at=0.0, updated_at=math.inf)


def replace(simulation: Simulation) -> None:
    """Replace the window by one of a clock that is far ahead."""
    ahead = simulation.now + 10_000
    simulation.window = Window(created_at=ahead, updated_at=ahead, block=Block(ahead + 10_000, ahead, "429"))


losses = st.sampled_from([lose, damage, replace])


@given(moments, limits, st.lists(st.tuples(gaps, st.integers(0, 2) | losses), max_size=60))
@example(0.0, Limit(1, 9.0, 9.0), [(10.0, 1), (0.0, lose), (0.0, 0)])  # the first caller sent nothing lately
def test_restore_window_after_a_loss_keeps_the_limit(
    now: float, limit: Limit, steps: list[tuple[float, int | Callable[[Simulation], None]]]
) -> None:
    simulation = Simulation(now)
    for client in range(3):  # each has seen the window
        simulation.try_now(limit, client=client)
    for gap, step in steps:
        simulation.now += gap
        if isinstance(step, int):
            simulation.try_now(limit, client=step)
        else:
            step(simulation)
    assert is_within(simulation.sent, limit)


@given(moments, limits, losses, st.integers(0, 30))
def test_restore_window_after_a_loss_waits_for_one_window(
    now: float, limit: Limit, loss: Callable[[Simulation], None], requests: int
) -> None:
    simulation = Simulation(now)
    for _ in range(requests):
        simulation.acquire(limit)
    lost_at = simulation.now
    loss(simulation)
    simulation.acquire(limit)
    assert simulation.now == lost_at + (limit.in_flight_seconds if requests or loss is not lose else 0)
    assert simulation.acquire(limit) <= 2


steps_of_clients = st.lists(st.tuples(gaps, st.integers(0, 2)), max_size=20)


@given(moments, limits, st.lists(steps_of_clients, min_size=2, max_size=4))
@example(0.0, Limit(1, 9.0, 9.0), [[(0.0, 0)], [(0.0, 0)]])
def test_restore_window_from_an_older_copy_keeps_the_limit(
    now: float, limit: Limit, rounds: list[list[tuple[float, int]]]
) -> None:
    simulation, older = Simulation(now), None
    for steps in rounds:
        for gap, client in steps:
            simulation.now += gap
            simulation.try_now(limit, client=client)
        for client in range(3):
            simulation.now += 1
            simulation.try_now(limit, client=client)
        older, simulation.window = deepcopy(simulation.window), older or simulation.window
    assert is_within(simulation.sent, limit)


@given(moments, limits, st.integers(0, 10))
def test_restore_window_from_an_older_copy_waits_for_one_window(now: float, limit: Limit, requests: int) -> None:
    simulation = Simulation(now)
    simulation.acquire(limit)
    older = deepcopy(simulation.window)
    simulation.now += 1
    for _ in range(requests + 1):
        simulation.acquire(limit)
    simulation.window, restored_at = older, simulation.now
    simulation.acquire(limit)
    assert simulation.now == restored_at + limit.in_flight_seconds
    assert simulation.acquire(limit) <= 2


def test_restore_window_after_its_expiry_does_not_wait() -> None:
    simulation = Simulation(0.0)
    simulation.acquire(Limit(1))
    simulation.now += 3600.0
    simulation.window = None
    assert simulation.try_now(Limit(1)) <= 0


@given(moments, limits, st.lists(st.tuples(gaps, st.integers(0, 20)), max_size=60))
def test_reserve_by_a_clock_that_steps_back_keeps_the_limit_and_waits_a_window_at_most(
    now: float, limit: Limit, steps: list[tuple[float, int]]
) -> None:
    simulation, behind, waits = Simulation(now), 0.0, [0.0]
    for gap, back in steps:
        simulation.now += gap
        behind += back
        waits.append(simulation.try_now(limit, behind=behind))
    assert max(waits) <= limit.in_flight_seconds
    assert is_within(simulation.sent, limit)


@given(
    st.integers(1, 5),
    st.lists(st.tuples(gaps, st.integers(0, 60).map(float), st.floats(0, 1), st.booleans()), min_size=1, max_size=60),
)
def test_server_never_counts_too_many_if_requests_are_in_flight_for_up_to_a_minute(
    requests: int, steps: list[tuple[float, float, float, bool]]
) -> None:
    simulation, limit = Simulation(0.0), Limit(requests)
    arrivals: list[float] = []
    in_flight: list[tuple[float, float]] = []
    sleeping: list[float] = []
    for gap, duration, part, sleeps in steps:
        simulation.now += gap
        for end, start in sorted(in_flight):
            if end <= simulation.now:
                in_flight.remove((end, start))
                simulation.complete(start, end, limit)
        before = len(simulation.sent)
        if sleeping and sleeping[0] <= simulation.now:
            start = simulation.renew(sleeping.pop(0), limit)
        else:
            start = simulation.reserve(limit, max_wait=math.inf if sleeps else 0.0)
        if len(simulation.sent) > before:
            arrivals.append(simulation.now + duration * part)
            in_flight.append((simulation.now + duration, start))
        elif start > simulation.now and sleeps:
            heapq.heappush(sleeping, start)
    arrivals.sort()
    assert all(later - earlier >= 60 for earlier, later in zip(arrivals, arrivals[requests:], strict=False))


@given(moments, st.integers(0, 40), st.integers(0, 20))
def test_complete_starts_the_window_of_a_request_at_its_response(now: float, duration: int, later: int) -> None:
    simulation = Simulation(now)
    simulation.acquire(Limit(1))
    assert simulation.window is not None
    simulation.now += duration + later
    simulation.window.complete(now, now + duration, Limit(1))
    simulation.acquire(Limit(1))
    assert simulation.now - now == pytest.approx(duration + 60.05)


@given(st.integers(0, 50), st.integers(1, 9))
def test_complete_twice_counts_once(duration: int, later: int) -> None:
    simulation = Simulation(0.0)
    simulation.acquire(Limit(3))
    assert simulation.window is not None
    simulation.now += duration + later
    simulation.try_now(Limit(3))
    simulation.window.complete(0.0, duration, Limit(3))
    once = permits_of(simulation.window)
    simulation.window.complete(0.0, duration + 1.0, Limit(3))  # as a child after a fork does
    assert permits_of(simulation.window) == once


@given(st.integers(1, 100), st.integers(1, 100))
def test_complete_of_a_request_that_has_left_the_window_changes_nothing(gap: int, age: int) -> None:
    simulation = Simulation(0.0)
    for _ in range(3):
        simulation.try_now(Limit(3))
        simulation.now += gap
    assert simulation.window is not None
    before = permits_of(simulation.window)
    updated_at = simulation.window.updated_at
    simulation.window.complete(updated_at - 63.0 - age, updated_at - 60.1, Limit(3))
    assert permits_of(simulation.window) == before


def test_complete_twice_after_the_window_counts_once() -> None:
    simulation = Simulation(0.0)
    simulation.acquire(Limit(2))
    simulation.now = 100.0
    simulation.try_now(Limit(2))
    assert simulation.window is not None
    for _ in range(2):  # by a process, and by the child of its fork
        simulation.window.complete(0.0, 90.0, Limit(2))
    assert permits_of(simulation.window) == [(0.0, 90.0), (100.0, None)]


def test_renew_by_many_behind_late_responses_returns_different_times() -> None:
    simulation, limit = Simulation(0.0), Limit(3)
    for _ in range(3):
        simulation.reserve(limit)
    reserved = [simulation.reserve(limit) for _ in range(3)]
    assert simulation.window is not None
    for end in (0.3, 0.1, 0.2):
        simulation.window.complete(0.0, end, limit)
    simulation.now = reserved[0]
    assert sorted(simulation.renew(start, limit) for start in reserved) == pytest.approx([60.15, 60.25, 60.35])


def test_renew_behind_one_late_response_waits_for_no_other() -> None:
    simulation, limit = Simulation(0.0), Limit(2)
    for _ in range(2):
        simulation.reserve(limit)
    assert simulation.window is not None
    simulation.now = 0.5
    start = simulation.reserve(limit)
    simulation.window.complete(0.0, 30.0, limit)
    simulation.window.complete(0.0, 0.2, limit)
    simulation.now = 60.3
    assert simulation.renew(start, limit) == 60.3


def test_reserve_behind_one_late_response_waits_for_no_other() -> None:
    simulation, limit = Simulation(0.0), Limit(2)
    for _ in range(2):
        simulation.reserve(limit)
    assert simulation.window is not None
    simulation.window.complete(0.0, 30.0, limit)
    simulation.window.complete(0.0, 0.2, limit)
    simulation.now = 60.3
    assert simulation.reserve(limit) == 60.3
