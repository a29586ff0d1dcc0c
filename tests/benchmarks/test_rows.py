"""Sides are measured in turn, and compared run by run."""

import math
import statistics
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.rows import Row, measure_in_turn, ratios

positive = st.floats(min_value=0.001, max_value=1000)


@given(st.integers(min_value=1, max_value=6), st.integers(min_value=1, max_value=12))
def test_each_run_has_every_side_once_and_the_first_run_does_not_count(sides: int, runs: int) -> None:
    asked: list[str] = []

    def measure(name: str) -> int:
        asked.append(name)
        return len(asked)

    measures: dict[str, Callable[[], int]] = {str(side): partial(measure, str(side)) for side in range(sides)}
    measured = measure_in_turn(measures, runs)
    assert list(measured) == list(measures)
    for run in range(runs + 1):
        assert sorted(asked[run * sides : (run + 1) * sides]) == sorted(measures)
    for run in range(runs):
        moments = sorted(values[run] for values in measured.values())
        assert moments == list(range((run + 1) * sides + 1, (run + 2) * sides + 1))


def test_runs_do_not_all_begin_with_the_same_side() -> None:
    asked: list[str] = []
    measure_in_turn({name: partial(asked.append, name) for name in ("one", "other")}, 3)
    assert asked == ["one", "other", "other", "one"] * 2


@given(st.lists(positive, min_size=1, max_size=20), positive)
def test_a_ratio_is_that_of_each_pair(values: list[float], ratio: float) -> None:
    """However much the machine slows down from run to run, both sides of a run slow down together."""
    row = Row("x", "x", "s", {"one": tuple(values), "other": tuple(value * ratio for value in values)})
    found = ratios(row, "other", "one")
    assert [found.lower, found.median, found.upper] == pytest.approx([ratio] * 3)


@given(st.lists(st.tuples(positive, positive), min_size=2, max_size=20))
def test_a_quarter_of_the_ratios_lies_below_the_lower_quartile_and_one_above_the_upper(
    pairs: list[tuple[float, float]],
) -> None:
    one, other = zip(*pairs, strict=True)
    found = ratios(Row("x", "x", "s", {"one": one, "other": other}), "other", "one")
    every = [second / first for first, second in pairs]
    quarter = math.ceil(len(every) / 4)
    assert sum(ratio < found.lower * (1 - 1e-9) for ratio in every) <= quarter
    assert sum(ratio > found.upper * (1 + 1e-9) for ratio in every) <= quarter
    assert found.median == pytest.approx(statistics.median(every))
    assert found.lower <= found.median * (1 + 1e-9)
    assert found.median <= found.upper * (1 + 1e-9)
