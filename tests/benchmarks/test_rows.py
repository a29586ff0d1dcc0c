"""Sides are measured in turn, and compared run by run."""

import math
import statistics
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.rows import Aim, Row, compare_sides, measure_in_turn, ratios

positive = st.floats(min_value=0.001, max_value=1000)


@given(st.integers(min_value=1, max_value=6), st.integers(min_value=1, max_value=12))
def test_measure_in_turn_each_run_has_each_side_once_and_the_first_run_does_not_count(sides: int, runs: int) -> None:
    calls: list[str] = []

    def measure(name: str) -> int:
        calls.append(name)
        return len(calls)

    measures: dict[str, Callable[[], int]] = {str(side): partial(measure, str(side)) for side in range(sides)}
    measured = measure_in_turn(measures, runs)
    assert list(measured) == list(measures)
    for run in range(runs + 1):
        assert sorted(calls[run * sides : (run + 1) * sides]) == sorted(measures)
    for run in range(runs):
        moments = sorted(values[run] for values in measured.values())
        assert moments == list(range((run + 1) * sides + 1, (run + 2) * sides + 1))


def test_measure_in_turn_successive_runs_begin_with_another_side() -> None:
    calls: list[str] = []
    measure_in_turn({name: partial(calls.append, name) for name in ("one", "other")}, 3)
    assert calls == ["one", "other", "other", "one"] * 2


@given(st.lists(positive, min_size=1, max_size=20), positive)
def test_ratios_constant_ratio_of_each_pair_is_the_ratio(values: list[float], ratio: float) -> None:
    """A machine that slows down from run to run slows down both sides of a run."""
    row = Row("x", "x", "s", {"one": tuple(values), "other": tuple(value * ratio for value in values)})
    spread = ratios(row, "other", "one")
    assert [spread.lower, spread.median, spread.upper] == pytest.approx([ratio] * 3)


@given(st.lists(st.tuples(positive, positive), min_size=2, max_size=20))
def test_ratios_quartiles_have_a_quarter_of_the_ratios_on_their_outer_side(
    pairs: list[tuple[float, float]],
) -> None:
    one, other = zip(*pairs, strict=True)
    spread = ratios(Row("x", "x", "s", {"one": one, "other": other}), "other", "one")
    every = [second / first for first, second in pairs]
    quarter = math.ceil(len(every) / 4)
    assert sum(ratio < spread.lower * (1 - 1e-9) for ratio in every) <= quarter
    assert sum(ratio > spread.upper * (1 + 1e-9) for ratio in every) <= quarter
    assert spread.median == pytest.approx(statistics.median(every))
    assert spread.lower <= spread.median * (1 + 1e-9)
    assert spread.median <= spread.upper * (1 + 1e-9)


BOTH_TREES = {"httpx": (1.0,), "overlay": (1.0,), "overlay @af599b7": (1.0,)}


def test_compare_sides_side_of_another_tree_is_an_aim_of_ours() -> None:
    aim = Aim("overlay", "httpx", 1.2)
    row = compare_sides(Row("call", "A call", "ms", BOTH_TREES, (aim,)), [" @af599b7"])
    assert row.aims == (aim, Aim("overlay", "overlay @af599b7", 1.05))


def test_compare_sides_without_another_tree_changes_nothing() -> None:
    row = Row("call", "A call", "ms", BOTH_TREES)
    assert compare_sides(row, []) == row


def test_compare_sides_row_that_is_not_compared_changes_nothing() -> None:
    row = Row("memory", "Memory", "MiB", BOTH_TREES, is_compared=False)
    assert compare_sides(row, [" @af599b7"]) == row
