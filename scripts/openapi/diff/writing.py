"""Writes changes as text, JSON and Markdown."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby

from openapi.diff.change import Change
from openapi.diff.rules import Verdict

_TITLES = {Verdict.BREAKING: "Breaking", Verdict.WARNING: "Warning", Verdict.COMPATIBLE: "Compatible"}
_MAX_OPERATIONS = 3
"""Limit of operations that one line of a changelog names."""


def as_json(changes: Iterable[Change]) -> str:
    """Return JSON with a list of changes for each verdict."""
    by_verdict: dict[str, list[dict[str, str]]] = {verdict: [] for verdict in Verdict}
    for change in changes:
        by_verdict[change.verdict].append(
            {
                "rule": change.rule.name,
                "operation": change.operation,
                "place": change.location,
                "sentence": change.sentence,
            }
        )
    return json.dumps(by_verdict, indent=2, ensure_ascii=False)


def as_text(changes: Sequence[Change]) -> str:
    """Return text with the changes grouped by operation."""
    if not changes:
        return "No changes."
    lines = [_count(changes)]
    for verdict in Verdict:
        for operations, group in _by_operations(change for change in changes if change.verdict is verdict):
            lines += ["", *(f"{verdict}: {operation or 'the API'}" for operation in operations)]
            for change in group:
                location = f"{change.location}: " if change.location else ""
                lines.append(f"  {location}{change.sentence} [{change.rule.name}]")
    return "\n".join(lines)


def as_markdown(changes: Sequence[Change]) -> str:
    """Return Markdown for a changelog: a heading for each verdict, and a line for each change."""
    if not changes:
        return "No changes."
    parts = []
    for verdict in Verdict:
        lines = []
        for operations, group in _by_operations(change for change in changes if change.verdict is verdict):
            for change in group:
                location = f", {_format_location(change.location)}" if change.location else ""
                lines.append(f"- {_format_operations(operations)}{location}: {change.sentence}")
        if lines:
            parts.append("\n".join([f"### {_TITLES[verdict]}", "", *lines]))
    return "\n\n".join(parts)


def _by_operations(changes: Iterable[Change]) -> list[tuple[tuple[str, ...], list[Change]]]:
    """Return the changes grouped by their operations, equal changes once."""
    operations: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        operations.setdefault((change.rule.name, change.location, change.sentence), []).append(change)
    gathered: dict[tuple[str, ...], list[Change]] = {}
    for same in operations.values():
        gathered.setdefault(tuple(change.operation for change in same), []).append(same[0])
    return list(gathered.items())


def _format_operations(operations: tuple[str, ...]) -> str:
    named = ", ".join(f"`{operation}`" if operation else "The API" for operation in operations[:_MAX_OPERATIONS])
    more = len(operations) - _MAX_OPERATIONS
    return f"{named} and {more} more" if more > 0 else named


def _format_location(location: str) -> str:
    """Return a location with its JSON pointer in backticks."""
    words, slash, pointer = location.partition(" /")
    return f"{words} `/{pointer}`" if slash else words


def _count(changes: Sequence[Change]) -> str:
    counts = {verdict: len(list(group)) for verdict, group in groupby(changes, key=lambda change: change.verdict)}
    return ", ".join(f"{counts.get(verdict, 0)} {verdict}" for verdict in Verdict)
