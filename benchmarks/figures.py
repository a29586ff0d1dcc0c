"""The instruction counts that were committed, and how new ones are held to them.

A count is compared as its ratio to a control, which was counted in the same run and does the same without the
client: another build of Python or another version of a library moves both.
"""

import json
import platform
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

MOST_GROWTH = 0.05


@frozen
class Count:
    """The instructions that something took, and those of its control."""

    instructions: int
    control: int

    @property
    def ratio(self) -> float:
        """How much it takes beside its control."""
        return self.instructions / self.control


@frozen
class Figures:
    """Counts of one Python.

    Attributes:
        python: Its whole version.
        description: The SHA-256 of the large description, if there was one.
        counts: By the name of what was counted.
    """

    python: str
    description: str | None
    counts: Mapping[str, Count]


class Outcome(Enum):
    """What comes of a comparison."""

    SAME = "as it was"
    BETTER = "better: keep it, with --update"
    WORSE = "WORSE"
    NEW = "NO FIGURE: take one, with --update"


@frozen
class Verdict:
    """A count beside the one that was committed."""

    name: str
    now: Count
    before: Count | None

    @property
    def growth(self) -> float:
        """By what part the ratio has grown; 0 for what was not counted before."""
        return 0.0 if self.before is None else self.now.ratio / self.before.ratio - 1

    @property
    def outcome(self) -> Outcome:
        """Say what this means: what was never counted is held to nothing, and so must not pass."""
        if self.before is None:
            return Outcome.NEW
        if self.growth > MOST_GROWTH:
            return Outcome.WORSE
        return Outcome.BETTER if self.growth < -MOST_GROWTH else Outcome.SAME


def compare(before: Figures, now: Mapping[str, Count]) -> list[Verdict]:
    """Hold each new count to the one of its name."""
    return [Verdict(name, count, before.counts.get(name)) for name, count in now.items()]


def is_passed(verdicts: list[Verdict]) -> bool:
    """Say whether nothing has grown by more than may be, and nothing is without a figure."""
    return not any(verdict.outcome in (Outcome.WORSE, Outcome.NEW) for verdict in verdicts)


def key(python: str) -> str:
    """Name the Pythons whose ratios agree: one minor version on one kind of machine."""
    return f"CPython {'.'.join(python.split('.')[:2])}, {platform.machine()}"


def read(path: Path) -> dict[str, Figures]:
    """Read the figures of each kind of Python; none, where there is no file."""
    return (
        {name: _figures(kept) for name, kept in json.loads(path.read_text("utf-8")).items()} if path.exists() else {}
    )


def write(path: Path, figures: Mapping[str, Figures]) -> None:
    """Keep the figures of each kind of Python."""
    kept = {name: asdict(each) for name, each in sorted(figures.items())}
    path.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def _figures(kept: dict[str, Any]) -> Figures:
    counts = {name: Count(**count) for name, count in kept["counts"].items()}
    return Figures(kept["python"], kept["description"], counts)
