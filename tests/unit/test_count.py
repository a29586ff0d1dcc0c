"""The rule of pacing, with a clock that is made up: whole seconds, so that nothing is rounded."""

import heapq
from collections.abc import Callable
from copy import deepcopy

import pytest
from attrs import define, field
from hypothesis import example, given
from hypothesis import strategies as st

from omni_drafts._count import Allowance, Count, Seen, found_count

windows = st.integers(1, 70).map(float)
allowances = st.builds(lambda requests, window: Allowance(requests, window, window), st.integers(1, 5), windows)
moments = st.integers(-100, 2_000_000_000).map(float)
gaps = st.just(0.0) | st.integers(0, 5).map(float) | st.integers(0, 90).map(float)


def is_within(turns: list[float], allowance: Allowance) -> bool:
    """Say whether no window holds more turns than are allowed."""
    assert allowance.requests is not None
    return all(
        later - earlier >= allowance.window
        for earlier, later in zip(turns, turns[allowance.requests :], strict=False)
    )


@define
class Kept:
    """A count as a store keeps it, with the clock by which it does, and a client that may lose sight of it."""

    now: float
    count: Count | None = None
    turns: list[float] = field(factory=list)
    seen: list[Seen | None] = field(factory=lambda: [None, None, None])

    def ask(self, allowance: Allowance, *, client: int = 0, ahead: int = 0, behind: float = 0.0) -> float:
        """Let a client ask for a turn, by a clock that may be behind."""
        clock = self.now - behind
        self.count = found_count(self.count, clock, allowance, self.seen[client])
        wait = self.count.take(clock, allowance, ahead)
        self.seen[client] = Seen(self.count.name, self.count.written)
        if not wait:
            self.turns.append(self.now)
        return wait

    def get(self, allowance: Allowance, client: int = 0) -> int:
        """Let a client wait as it is told until it gets a turn, and give how often it asked."""
        asked = 1
        while wait := self.ask(allowance, client=client):
            self.now += wait
            asked += 1
            assert asked < 10, "it is told to come back again and again"
        return asked


@given(moments, allowances, st.lists(st.tuples(gaps, st.integers(0, 12)), max_size=60))
def test_no_window_holds_more_than_is_allowed_whoever_asks_whenever(
    now: float, allowance: Allowance, asks: list[tuple[float, int]]
) -> None:
    kept = Kept(now)
    for gap, ahead in asks:
        kept.now += gap
        kept.ask(allowance, ahead=ahead)
    assert is_within(kept.turns, allowance)


@given(moments, st.lists(st.tuples(gaps, st.sampled_from([1, 2, 5, None])), max_size=60))
def test_clients_that_allow_differently_each_keep_to_their_own(
    now: float, asks: list[tuple[float, int | None]]
) -> None:
    kept = Kept(now)
    counted: list[float] = []
    for gap, requests in asks:
        kept.now += gap
        allowance = Allowance(requests)
        got = not kept.ask(allowance)
        if requests is None:
            assert got
        else:
            assert got == (sum(kept.now - turn < allowance.window for turn in counted) < requests)
            counted += [kept.now] * got


@given(moments, allowances, st.integers(1, 5), st.lists(gaps, max_size=8))
def test_who_waits_as_told_gets_a_turn_at_the_second_time_of_asking(
    now: float, allowance: Allowance, others: int, gaps_before: list[float]
) -> None:
    kept = Kept(now)
    for gap in gaps_before:  # others that allow more
        kept.now += gap
        kept.ask(Allowance(others, allowance.window, allowance.window), client=1)
    assert kept.get(allowance) <= 2


def wastes_nothing(turns: list[float], allowance: Allowance, begun: float) -> bool:
    """Say whether each turn since some time was taken as soon as the one before it in the window was over."""
    assert allowance.requests is not None
    first = [turn for turn in turns[: allowance.requests] if turn >= begun]
    later = zip(turns, turns[allowance.requests :], strict=False)
    return all(turn == begun for turn in first) and all(
        turn == max(begun, before + allowance.window) for before, turn in later if turn >= begun
    )


@given(moments, allowances, st.lists(gaps, max_size=8), st.integers(1, 20))
def test_waiting_as_told_wastes_nothing(
    now: float, allowance: Allowance, gaps_before: list[float], requests: int
) -> None:
    kept = Kept(now)
    for gap in gaps_before:
        kept.now += gap
        kept.ask(allowance)
    begun = kept.now
    for _ in range(requests):
        kept.get(allowance)
    assert wastes_nothing(kept.turns, allowance, begun)


@given(moments, allowances, st.lists(gaps, max_size=8), st.integers(1, 20))
def test_a_crowd_wastes_nothing_and_asks_little(
    now: float, allowance: Allowance, gaps_before: list[float], callers: int
) -> None:
    kept, asked = Kept(now), 0
    for gap in gaps_before:
        kept.now += gap
        kept.ask(allowance)
    begun = kept.now
    due = [(begun, caller) for caller in range(callers)]
    while due:
        kept.now, caller = heapq.heappop(due)
        asked += 1
        ahead = sum(other < caller for _, other in due)
        if wait := kept.ask(allowance, ahead=ahead):
            heapq.heappush(due, (kept.now + wait, caller))
    assert wastes_nothing(kept.turns, allowance, begun)
    assert asked <= 2 * callers


@given(moments, allowances | st.just(Allowance(None)), st.integers(1, 300).map(float), st.lists(gaps, max_size=20))
def test_a_hold_lets_none_pass_before_its_end(
    now: float, allowance: Allowance, seconds: float, asks: list[float]
) -> None:
    kept = Kept(now, Count(since=now, written=now))
    assert kept.count is not None
    kept.count.hold(now, seconds)
    kept.count.hold(now, 0.5)  # a shorter one takes nothing away
    for gap in asks:
        kept.now += gap
        kept.ask(allowance)
    assert all(turn >= now + seconds for turn in kept.turns)
    kept.now += seconds + allowance.window
    assert kept.ask(allowance) == 0


@given(moments, allowances, st.integers(0, 200).map(float))
def test_who_waits_for_the_end_of_a_hold_need_not_ask_in_between(
    now: float, allowance: Allowance, seconds: float
) -> None:
    kept = Kept(now, Count(since=now, written=now))
    assert kept.count is not None
    kept.count.hold(now, seconds)
    assert kept.get(allowance) <= 2
    assert kept.now == now + seconds


def lose(kept: Kept) -> None:
    """Take the count away."""
    kept.count = None


def spoil(kept: Kept) -> None:
    """Put one in its place that cannot be read."""
    kept.count = Count(since=0.0, written=float("inf"))


def replace(kept: Kept) -> None:
    """Put one in its place that is of a clock far ahead."""
    kept.count = Count(since=kept.now + 10_000, written=kept.now + 10_000, held_until=kept.now + 20_000)


losses = st.sampled_from([lose, spoil, replace])


@given(
    moments,
    allowances,
    st.lists(st.tuples(gaps, st.integers(0, 2) | losses), max_size=60),
)
@example(0.0, Allowance(1, 9.0, 9.0), [(10.0, 1), (0.0, lose), (0.0, 0)])  # who comes first sent nothing lately
def test_clients_that_know_each_other_s_count_keep_to_it_though_it_is_lost(
    now: float, allowance: Allowance, steps: list[tuple[float, int | Callable[[Kept], None]]]
) -> None:
    kept = Kept(now)
    for client in range(3):  # each has asked once
        kept.ask(allowance, client=client)
    for gap, step in steps:
        kept.now += gap
        if isinstance(step, int):
            kept.ask(allowance, client=step)
        else:
            step(kept)
    assert is_within(kept.turns, allowance)


@given(moments, allowances, losses, st.integers(0, 30))
def test_a_lost_count_costs_one_window_and_no_more(
    now: float, allowance: Allowance, loss: Callable[[Kept], None], requests: int
) -> None:
    kept = Kept(now)
    for _ in range(requests):
        kept.get(allowance)
    lost_at = kept.now
    loss(kept)
    kept.get(allowance)
    assert kept.now == lost_at + (allowance.window if requests or loss is not lose else 0)
    assert kept.get(allowance) <= 2


asks = st.lists(st.tuples(gaps, st.integers(0, 2)), max_size=20)


@given(moments, allowances, st.lists(asks, min_size=2, max_size=4))
@example(0.0, Allowance(1, 9.0, 9.0), [[(0.0, 0)], [(0.0, 0)]])
def test_clients_that_saw_a_newer_count_keep_to_it_though_an_older_one_comes_back(
    now: float, allowance: Allowance, rounds: list[list[tuple[float, int]]]
) -> None:
    kept, older = Kept(now), None
    for steps in rounds:
        for gap, client in steps:
            kept.now += gap
            kept.ask(allowance, client=client)
        for client in range(3):
            kept.now += 1
            kept.ask(allowance, client=client)
        older, kept.count = deepcopy(kept.count), older or kept.count
    assert is_within(kept.turns, allowance)


@given(moments, allowances, st.integers(0, 10))
def test_an_older_count_costs_one_window_and_no_more(now: float, allowance: Allowance, requests: int) -> None:
    kept = Kept(now)
    kept.get(allowance)
    older = deepcopy(kept.count)
    kept.now += 1
    for _ in range(requests + 1):
        kept.get(allowance)
    kept.count, back = older, kept.now
    kept.get(allowance)
    assert kept.now == back + allowance.window
    assert kept.get(allowance) <= 2


def test_a_count_that_was_forgotten_was_not_lost() -> None:
    kept = Kept(0.0)
    kept.get(Allowance(1))
    kept.now += 3600.0
    kept.count = None
    assert kept.ask(Allowance(1)) == 0


@given(moments, allowances, st.lists(st.tuples(gaps, st.integers(0, 20)), max_size=60))
def test_a_clock_that_steps_back_lets_no_more_pass_and_costs_a_window_at_most(
    now: float, allowance: Allowance, asks: list[tuple[float, int]]
) -> None:
    kept, behind = Kept(now), 0.0
    for gap, back in asks:
        kept.now += gap
        behind += back
        assert kept.ask(allowance, behind=behind) <= allowance.window
    assert is_within(kept.turns, allowance)


@given(
    st.integers(1, 5),
    st.lists(st.tuples(gaps, st.integers(0, 60).map(float), st.floats(0, 1)), min_size=1, max_size=60),
)
def test_the_server_never_counts_too_many_where_requests_are_on_their_way_for_up_to_a_minute(
    requests: int, asks: list[tuple[float, float, float]]
) -> None:
    kept, allowance = Kept(0.0), Allowance(requests)
    counted: list[float] = []
    on_their_way: list[tuple[float, float]] = []
    for gap, took, part in asks:
        kept.now += gap
        for answered, sent in sorted(on_their_way):
            if answered <= kept.now:
                on_their_way.remove((answered, sent))
                assert kept.count is not None
                kept.count.answer(kept.now, sent, answered - sent, allowance)
                assert list(kept.count.sent) == sorted(kept.count.sent)
        if not kept.ask(allowance):
            counted.append(kept.now + took * part)
            on_their_way.append((kept.now + took, kept.now))
    counted.sort()
    assert all(later - earlier >= 60 for earlier, later in zip(counted, counted[requests:], strict=False))


@given(moments, st.integers(0, 40), st.integers(0, 20))
def test_the_window_of_a_request_begins_when_it_was_answered(now: float, seconds: int, more: int) -> None:
    kept = Kept(now)
    kept.get(Allowance(1))
    assert kept.count is not None
    kept.now += seconds + more
    kept.count.answer(kept.now, now, seconds, Allowance(1))
    kept.get(Allowance(1))
    assert kept.now - now == pytest.approx(seconds + 60.05)


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_answer_that_is_told_twice_counts_once(seconds: int, later: int) -> None:
    kept = Kept(0.0)
    kept.get(Allowance(3))
    assert kept.count is not None
    kept.now += seconds + later
    kept.ask(Allowance(3))
    for _ in range(2):  # as by two processes, of which one forked from the other
        kept.count.answer(kept.now, 0.0, seconds, Allowance(3))
        assert len(kept.count.sent) <= 2
        assert list(kept.count.sent) == sorted(kept.count.sent)


@given(st.integers(0, 100), st.integers(1, 100))
def test_an_answer_that_is_older_than_a_window_changes_nothing(gap: int, seconds: int) -> None:
    kept = Kept(0.0)
    for _ in range(3):
        kept.ask(Allowance(3))
        kept.now += gap
    assert kept.count is not None
    before = list(kept.count.sent)
    kept.count.answer(kept.now, kept.now - 60.5 - seconds, seconds, Allowance(3))
    assert list(kept.count.sent) == before
