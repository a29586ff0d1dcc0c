"""Reads and writes results as JSON: each run of each row, and the machine."""

import json
import os
import platform
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from benchmarks.rows import Aim, Row


@frozen
class Result:
    """A row, and a description of the machine that measured it."""

    row: Row
    where: str


def describe_machine(python: str) -> str:
    """Return a description of this machine and of the measured Python."""
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def read(path: Path) -> list[Result]:
    """Return the results of a file; none if it is missing."""
    if not path.exists():
        return []
    return [Result(_row(item["row"]), item["where"]) for item in json.loads(path.read_text("utf-8"))]


def write(path: Path, results: list[Result]) -> None:
    """Write results, each value with four decimals."""
    items = [asdict(result) for result in results]
    for item in items:
        item["row"]["runs"] = {side: [round(run, 4) for run in runs] for side, runs in item["row"]["runs"].items()}
    path.write_text(json.dumps(items, indent=1) + "\n", encoding="utf-8")


def merge(before: list[Result], after: list[Result], order: list[str]) -> list[Result]:
    """Return former results with all rows of each new name replaced, in the order of the names."""
    new = {result.row.name for result in after}
    unchanged = [result for result in before if result.row.name not in new and result.row.name in order]
    return sorted(unchanged + after, key=lambda result: order.index(result.row.name))


def _row(item: dict[str, Any]) -> Row:
    runs = {side: tuple(values) for side, values in item["runs"].items()}
    aims = tuple(Aim(**aim) for aim in item["aims"])
    return Row(item["name"], item["title"], item["unit"], runs, aims, item["compared"])
