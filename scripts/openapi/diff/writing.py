"""Writes changes for people, for programs, and for a changelog."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby

from openapi.diff.change import Change
from openapi.diff.rules import Verdict

_TITLES = {Verdict.BREAKING: "Breaking", Verdict.WARNING: "Warning", Verdict.COMPATIBLE: "Compatible"}
_MOST_NAMED = 3
"""Of the operations that one change meets, in a changelog."""


def as_json(changes: Iterable[Change]) -> str:
    """Write each change as an object, in one list for each verdict."""
    told: dict[str, list[dict[str, str]]] = {verdict: [] for verdict in Verdict}
    for change in changes:
        told[change.verdict].append(
            {
                "rule": change.rule.name,
                "operation": change.operation,
                "place": change.place,
                "sentence": change.sentence,
            }
        )
    return json.dumps(told, indent=2, ensure_ascii=False)


def as_text(changes: Sequence[Change]) -> str:
    """Write changes under the operations that they meet."""
    if not changes:
        return "No changes."
    lines = [_count(changes)]
    for verdict in Verdict:
        for operations, met in _by_operations(change for change in changes if change.verdict is verdict):
            lines += ["", *(f"{verdict}: {operation or 'the API'}" for operation in operations)]
            for change in met:
                place = f"{change.place}: " if change.place else ""
                lines.append(f"  {place}{change.sentence} [{change.rule.name}]")
    return "\n".join(lines)


def as_markdown(changes: Sequence[Change]) -> str:
    """Write changes as a part of a changelog: a heading for each verdict, and a line for each change."""
    if not changes:
        return "No changes."
    parts = []
    for verdict in Verdict:
        lines = [
            f"- {_named(operations)}{f', {_in_words(change.place)}' if change.place else ''}: {change.sentence}"
            for operations, met in _by_operations(change for change in changes if change.verdict is verdict)
            for change in met
        ]
        if lines:
            parts.append("\n".join([f"### {_TITLES[verdict]}", "", *lines]))
    return "\n\n".join(parts)


def _by_operations(changes: Iterable[Change]) -> list[tuple[tuple[str, ...], list[Change]]]:
    """Gather the changes that meet the same operations, each change once."""
    operations: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        operations.setdefault((change.rule.name, change.place, change.sentence), []).append(change)
    gathered: dict[tuple[str, ...], list[Change]] = {}
    for same in operations.values():
        gathered.setdefault(tuple(change.operation for change in same), []).append(same[0])
    return list(gathered.items())


def _named(operations: tuple[str, ...]) -> str:
    named = ", ".join(f"`{operation}`" if operation else "The API" for operation in operations[:_MOST_NAMED])
    more = len(operations) - _MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


def _in_words(place: str) -> str:
    """Put the pointer into quotes; what stands before it is words."""
    words, slash, pointer = place.partition(" /")
    return f"{words} `/{pointer}`" if slash else words


def _count(changes: Sequence[Change]) -> str:
    counts = {verdict: len(list(found)) for verdict, found in groupby(changes, key=lambda change: change.verdict)}
    return ", ".join(f"{counts.get(verdict, 0)} {verdict}" for verdict in Verdict)
