"""A lane tells its store what was answered when it asks for the next turn."""

from omni_drafts._count import Allowance
from omni_drafts._stores import OwnStore
from omni_drafts._turns import Lane, Turn


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


def test_a_store_with_another_clock_is_told_how_long_it_took() -> None:
    here, there = Clock(), Clock()
    there.now = 1_000_000.0
    lane = Lane("made-up", Allowance(1), OwnStore(there), here)
    turn = lane.take()
    assert (turn.wait, turn.taken, turn.asked) == (0.0, there.now, here.now)
    there.now += 2
    here.now += 2
    lane.answer(Turn(0.0, there.now - 2, here.now - 2))
    there.now += 60.04
    assert lane.take().wait > 0
    there.now += 0.02
    assert lane.take().wait == 0
