"""A lane tells its store what was answered when it asks for the next turn, and lets it write only what is new."""

from copy import deepcopy
from typing import TypeVar

import pytest
from attrs import define

from omni_drafts import PacingError
from omni_drafts._count import Allowance, Count
from omni_drafts._stores import Change, OwnStore
from omni_drafts._turns import Lane, Turn

T = TypeVar("T")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_turn_is_free_again_a_minute_after_its_answer_and_later_without_one() -> None:
    for answered, free in ((0.0, 60.05), (2.0, 62.05), (10.0, 70.05), (None, 63.0)):
        clock = Clock()
        lane = Lane("made-up", Allowance(1), OwnStore(clock), clock)
        turn = lane.take()
        if answered is not None:
            clock.now = answered
            lane.answer(turn)
        clock.now = free - 0.01
        assert lane.take().wait > 0
        clock.now = free + 0.001
        assert lane.take().wait == 0


def test_a_turn_whose_request_went_without_an_answer_is_free_a_minute_and_the_margin_after_that() -> None:
    for gave_up in (0.0, 2.0, 25.0):
        clock = Clock()
        lane = Lane("made-up", Allowance(1), OwnStore(clock), clock)
        turn = lane.take()
        clock.now = gave_up
        lane.no_answer(turn)
        clock.now = gave_up + 62.99
        assert lane.take().wait > 0
        clock.now = gave_up + 63.001
        assert lane.take().wait == 0


def test_a_request_that_was_on_its_way_for_more_than_a_window_counts_from_its_answer() -> None:
    clock = Clock()
    lane = Lane("made-up", Allowance(1), OwnStore(clock), clock)
    long = lane.take()
    clock.now = 63.0
    assert lane.take().wait == 0
    clock.now = 100.0
    lane.answer(long)
    clock.now = 160.04
    assert lane.take().wait > 0
    clock.now = 160.06
    assert lane.take().wait == 0


def test_an_answer_counts_for_nothing_where_any_number_may_be_sent() -> None:
    clock = Clock()
    store = OwnStore(clock)
    lane = Lane("made-up", Allowance(None), store, clock)
    for _ in range(10):
        lane.answer(lane.take())
    Lane("made-up", Allowance(1), store, clock).take()
    assert len(store._counts.popitem()[1].sent) == 1


def test_a_store_with_another_clock_is_told_how_long_it_took() -> None:
    here, there = Clock(), Clock()
    there.now = 1_000_000.0
    lane = Lane("made-up", Allowance(1), OwnStore(there), here)
    turn = lane.take()
    assert (turn.wait, turn.taken, turn.asked) == (0.0, there.now, here.now)
    there.now += 2
    here.now += 2
    lane.answer(Turn(0.0, there.now - 2, here.now - 2, here.now - 2))
    there.now += 60.04
    assert lane.take().wait > 0
    there.now += 0.02
    assert lane.take().wait == 0


@define
class Written:
    """A store that counts how often it has to write."""

    kept: Count | None = None
    written: int = 0
    now: float = 0.0
    broken: bool = False

    @property
    def blocks(self) -> bool:
        return True

    def update(self, key: str, change: Change[T]) -> T:  # noqa: ARG002 - a store has one for each key
        changed, result = change(deepcopy(self.kept), self.now)
        if self.broken:
            raise PacingError("made up")
        if changed is not None:
            self.kept, self.written = changed, self.written + 1
        return result


def test_who_has_to_wait_lets_the_count_stay_as_it_is() -> None:
    store = Written()
    lane, other = (Lane("made-up", Allowance(1), store) for _ in range(2))
    assert lane.take().wait == 0
    assert [one.take().wait > 0 for one in (lane, other)] == [True, True]
    assert store.written == 1


def test_what_was_answered_is_told_also_by_who_has_to_wait() -> None:
    store = Written()
    lane, other = (Lane("made-up", Allowance(1), store, Clock()) for _ in range(2))
    lane.answer(lane.take())
    assert lane.take().wait > 0
    store.now = 60.06
    assert other.take().wait == 0


def test_a_lost_count_is_kept_though_all_have_to_wait() -> None:
    store = Written()
    lane = Lane("made-up", Allowance(1), store)
    lane.take()
    store.kept = None
    assert lane.take().wait > 0
    assert store.written == 2


def test_who_had_to_wait_first_knows_that_a_count_was_lost_later() -> None:
    store = Written()
    first, second = (Lane("made-up", Allowance(1), store) for _ in range(2))
    first.take()
    assert second.take().wait > 0
    store.kept = None
    assert second.take().wait > 0


def test_a_hold_that_another_count_calls_for_is_kept() -> None:
    store = Written()
    lane = Lane("made-up", Allowance(1), store)
    lane.take()
    store.kept = Count(since=0.0, written=0.0)
    assert lane.take().wait > 0
    assert store.kept.held_until > 0
    assert store.written == 2


def test_what_was_answered_is_told_the_next_time_if_the_store_failed() -> None:
    store = Written()
    lane = Lane("made-up", Allowance(1), store, Clock())
    lane.answer(lane.take())
    store.broken = True
    with pytest.raises(PacingError):
        lane.take()
    store.broken = False
    store.now = 60.06
    assert lane.take().wait == 0
