"""Keeps the results of each row, and the machine, as JSON with one line for the runs of a side."""

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
    return [Result(_row(item), item["where"]) for item in json.loads(path.read_text("utf-8"))]


def write(path: Path, results: list[Result]) -> None:
    """Write results, each value with four decimals, so that a new run of a side changes one line."""
    items = ",\n".join(map(_format, results))
    path.write_text(f"[\n{items}\n]\n", encoding="utf-8")


def merge(before: list[Result], after: list[Result], order: list[str]) -> list[Result]:
    """Return former results with all rows of each new name replaced, in the order of the names."""
    new = {result.row.name for result in after}
    unchanged = [result for result in before if result.row.name not in new and result.row.name in order]
    return sorted(unchanged + after, key=lambda result: order.index(result.row.name))


def _format(result: Result) -> str:
    row = result.row
    values: dict[str, Any] = {
        "name": row.name,
        "title": row.title,
        "unit": row.unit,
        "is_compared": row.is_compared,
        "aims": [asdict(aim) for aim in row.aims],
        "where": result.where,
    }
    runs = {side: [round(value, 4) for value in each] for side, each in row.runs.items()}
    return f'{{\n{_members(values, 1)},\n "runs": {{\n{_members(runs, 2)}\n }}\n}}'


def _members(values: dict[str, Any], indent: int) -> str:
    lines = (f"{' ' * indent}{json.dumps(key)}: {json.dumps(value)}" for key, value in values.items())
    return ",\n".join(lines)


def _row(item: dict[str, Any]) -> Row:
    runs = {side: tuple(values) for side, values in item["runs"].items()}
    aims = tuple(Aim(**aim) for aim in item["aims"])
    return Row(item["name"], item["title"], item["unit"], runs, aims, item["is_compared"])
