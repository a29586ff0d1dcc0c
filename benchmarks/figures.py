"""Committed instruction counts, and their comparison with new ones.

The ratio of a count to that of its control is compared. The control does the same without the client, in the same
run: another build of Python or another version of a library changes both.
"""

import json
import platform
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

MAX_GROWTH = 0.05


@frozen
class Count:
    """The instructions of a piece of work, and those of its control."""

    instructions: int
    control: int

    @property
    def ratio(self) -> float:
        """Ratio to the control."""
        return self.instructions / self.control


@frozen
class Figures:
    """Counts of one Python.

    Attributes:
        python: Full version of Python.
        description: SHA-256 of the large description; `None` without one.
        counts: Counts by the name of the work.
    """

    python: str
    description: str | None
    counts: Mapping[str, Count]


class Outcome(Enum):
    """The result of a comparison."""

    SAME = "unchanged"
    BETTER = "better: run with --update"
    WORSE = "WORSE"
    NEW = "NO FIGURE: run with --update"


@frozen
class Verdict:
    """A new count, and the committed one."""

    name: str
    count: Count
    committed: Count | None

    @property
    def growth(self) -> float:
        """Growth of the ratio; 0 without a committed count."""
        return 0.0 if self.committed is None else self.count.ratio / self.committed.ratio - 1

    @property
    def outcome(self) -> Outcome:
        """Result of the comparison; work without a committed count must not pass."""
        if self.committed is None:
            return Outcome.NEW
        if self.growth > MAX_GROWTH:
            return Outcome.WORSE
        return Outcome.BETTER if self.growth < -MAX_GROWTH else Outcome.SAME


def compare(before: Figures, now: Mapping[str, Count]) -> list[Verdict]:
    """Compare each new count with the committed one of its name."""
    return [Verdict(name, count, before.counts.get(name)) for name, count in now.items()]


def is_passed(verdicts: list[Verdict]) -> bool:
    """Return whether each work has a figure, and none has grown by more than `MAX_GROWTH`."""
    return not any(verdict.outcome in (Outcome.WORSE, Outcome.NEW) for verdict in verdicts)


def key(python: str) -> str:
    """Return the key of the Pythons whose ratios agree: one minor version on one kind of machine."""
    return f"CPython {'.'.join(python.split('.')[:2])}, {platform.machine()}"


def read(path: Path) -> dict[str, Figures]:
    """Return the figures of each kind of Python; none if the file is missing."""
    return (
        {name: _figures(item) for name, item in json.loads(path.read_text("utf-8")).items()} if path.exists() else {}
    )


def write(path: Path, figures: Mapping[str, Figures]) -> None:
    """Write the figures of each kind of Python."""
    items = {name: asdict(each) for name, each in sorted(figures.items())}
    path.write_text(json.dumps(items, indent=2) + "\n", encoding="utf-8")


def _figures(item: dict[str, Any]) -> Figures:
    counts = {name: Count(**count) for name, count in item["counts"].items()}
    return Figures(item["python"], item["description"], counts)
