"""The turns of a client: each of its requests is told when its own turn is, as those before it are served."""

import pytest

from omni_drafts._count import Allowance
from omni_drafts._stores import OwnStore
from omni_drafts._turns import Lane, Place
from support.clock import MadeUpTime


def test_each_request_is_told_when_its_own_turn_comes() -> None:
    clock = MadeUpTime(0.0)
    lane, waiting = Lane("made-up", Allowance(3, 60.0), OwnStore(clock.clock)), list[Place]()
    for clock.now in (0.0, 10.0, 20.0):
        assert lane.take(Place(waiting)).wait == 0
    assert waiting == []
    places = [Place(waiting) for _ in range(4)]
    assert [lane.take(place).wait for place in places] == [40.0, 50.0, 60.0, 100.0]
    clock.now = 60.0
    assert lane.take(places[0]).wait == 0
    assert [lane.take(place).wait for place in places[1:]] == [10.0, 20.0, 60.0]
    places[1].leave()
    assert lane.take(places[2]).wait == 10.0


@pytest.mark.parametrize(("lanes", "waits"), [(1, [10.0, 20.0, 60.0]), (2, [10.0, 10.0, 20.0])])
def test_several_keys_serve_several_at_a_time(lanes: int, waits: list[float]) -> None:
    clock = MadeUpTime(0.0)
    lane, waiting = Lane("made-up", Allowance(3, 60.0), OwnStore(clock.clock)), list[Place]()
    for clock.now in (0.0, 10.0, 50.0):
        lane.take()
    assert [lane.take(Place(waiting, lanes)).wait for _ in range(3)] == waits


def test_a_turn_that_was_not_to_be_had_after_all_costs_no_place() -> None:
    waiting = list[Place]()
    places = [Place(waiting) for _ in range(4)]
    assert [place.ahead() for place in places] == [0, 1, 2, 3]
    places[0].leave()
    assert [place.ahead() for place in places[1:]] == [0, 1, 2]
    assert [place.ahead() for place in places] == [0, 1, 2, 3]


def test_whoever_gave_up_does_not_come_back() -> None:
    waiting = list[Place]()
    gone, other = Place(waiting), Place(waiting)
    gone.give_up()
    assert (gone.ahead(), other.ahead()) == (0, 0)
