"""Keeps what was measured as JSON: every run of every row, and where it was taken."""

import json
import os
import platform
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from benchmarks.rows import Aim, Row


@frozen
class Taken:
    """A row, and where it was measured."""

    row: Row
    where: str


def here(python: str) -> str:
    """Say where this is: the Python that is measured, and the machine's kind."""
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def read(path: Path) -> list[Taken]:
    """Read what was kept; nothing, where there is no file."""
    if not path.exists():
        return []
    return [Taken(_row(kept["row"]), kept["where"]) for kept in json.loads(path.read_text("utf-8"))]


def write(path: Path, taken: list[Taken]) -> None:
    """Keep what was measured, each value to a ten-thousandth."""
    kept = [asdict(one) for one in taken]
    for one in kept:
        one["row"]["runs"] = {side: [round(run, 4) for run in runs] for side, runs in one["row"]["runs"].items()}
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def merge(before: list[Taken], after: list[Taken], order: list[str]) -> list[Taken]:
    """Put what was measured anew in the place of what was kept under the same names, in the order of the names."""
    anew = {taken.row.name for taken in after}
    kept = [taken for taken in before if taken.row.name not in anew and taken.row.name in order]
    return sorted(kept + after, key=lambda taken: order.index(taken.row.name))


def _row(kept: dict[str, Any]) -> Row:
    runs = {side: tuple(values) for side, values in kept["runs"].items()}
    aims = tuple(Aim(**aim) for aim in kept["aims"])
    return Row(kept["name"], kept["title"], kept["unit"], runs, aims, kept["compared"])
