"""Rows of the table: sides that were measured in turn, the ratios of their paired runs, and the aims."""

import statistics
from collections.abc import Callable, Mapping
from typing import TypeVar

from attrs import frozen

T = TypeVar("T")


@frozen
class Aim:
    """The most that a side may take: as a ratio to another, or by itself in every run."""

    side: str
    against: str | None
    most: float


@frozen
class Row:
    """One thing that was measured, for several sides.

    Attributes:
        name: As `--only` takes it; several rows may share one.
        title: What was done.
        unit: Of the runs' values.
        runs: The values of each side, run by run.
        aims: What is wanted of this row.
        compared: Whether the other sides are compared with the first: not where each stands by itself.
    """

    name: str
    title: str
    unit: str
    runs: Mapping[str, tuple[float, ...]]
    aims: tuple[Aim, ...] = ()
    compared: bool = True

    @property
    def baseline(self) -> str:
        """The side that the others are compared with."""
        return next(iter(self.runs))


@frozen
class Spread:
    """The median of several values, and the quartiles about it."""

    lower: float
    median: float
    upper: float


def measure_in_turn(sides: Mapping[str, Callable[[], T]], runs: int) -> dict[str, tuple[T, ...]]:
    """Measure each side once in every run, beginning with another one each time; a first run does not count."""
    names = list(sides)
    measured: dict[str, list[T]] = {name: [] for name in names}
    for run in range(runs + 1):
        first = run % len(names)
        for name in names[first:] + names[:first]:
            value = sides[name]()
            if run > 0:
                measured[name].append(value)
    return {name: tuple(values) for name, values in measured.items()}


def ratios(row: Row, side: str, against: str) -> Spread:
    """Compare two sides run by run."""
    return spread([one / other for one, other in zip(row.runs[side], row.runs[against], strict=True)])


def spread(values: list[float]) -> Spread:
    """Give the median and the quartiles."""
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(lower, median, upper)
