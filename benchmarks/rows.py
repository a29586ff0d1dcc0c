"""Rows of a table: sides that were measured in turn, the ratios of their paired runs, and the aims."""

import statistics
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from attrs import evolve, frozen

T = TypeVar("T")

MAX_RATIO_TO_OTHER_TREE = 1.05
"""An overlay that costs more has become slower; instruction counts have the same maximum."""


@frozen
class Aim:
    """The maximum of a side.

    Attributes:
        side: Side that has the maximum.
        baseline: Side that the ratio refers to; `None` for a maximum of each run.
        maximum: Greatest ratio, or greatest value of a run.
    """

    side: str
    baseline: str | None
    maximum: float


@frozen
class Row:
    """One measurement of several sides.

    Attributes:
        name: Name for `--only`; several rows may share one.
        title: Short description of the measurement.
        unit: Unit of the values.
        runs: Values of each side, run by run.
        aims: Aims of the sides.
        is_compared: Whether the other sides are compared with the first.
    """

    name: str
    title: str
    unit: str
    runs: Mapping[str, tuple[float, ...]]
    aims: tuple[Aim, ...] = ()
    is_compared: bool = True

    @property
    def baseline(self) -> str:
        """The side that the others are compared with."""
        return next(iter(self.runs))


@frozen
class Spread:
    """The median of several values, and their quartiles."""

    lower: float
    median: float
    upper: float


def measure_in_turn(sides: Mapping[str, Callable[[], T]], runs: int) -> dict[str, tuple[T, ...]]:
    """Measure each side once in every run, each time from another side on; a first run does not count."""
    names = list(sides)
    measured: dict[str, list[T]] = {name: [] for name in names}
    for run in range(runs + 1):
        first = run % len(names)
        for name in names[first:] + names[:first]:
            value = sides[name]()
            if run > 0:
                measured[name].append(value)
    return {name: tuple(values) for name, values in measured.items()}


def compare_sides(row: Row, suffixes: Iterable[str]) -> Row:
    """Add an aim for each side that was also measured in another tree, whose sides have a suffix."""
    if not row.is_compared:
        return row
    pairs = [(side, side + suffix) for side in row.runs for suffix in suffixes if side + suffix in row.runs]
    return evolve(row, aims=(*row.aims, *(Aim(side, other, MAX_RATIO_TO_OTHER_TREE) for side, other in pairs)))


def ratios(row: Row, side: str, baseline: str) -> Spread:
    """Return the ratios of two sides, run by run."""
    return spread([one / other for one, other in zip(row.runs[side], row.runs[baseline], strict=True)])


def spread(values: list[float]) -> Spread:
    """Return the median and the quartiles."""
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(lower, median, upper)
