"""Markdown tables of the results of each call under each fault."""

from collections.abc import Mapping

from reliability.calls import CALLS, Call
from reliability.faults import AFTER_WRITE, NamedFault
from reliability.trial import Result

Rows = Mapping[NamedFault, Mapping[Call, Result]]
"""Result of each call under each fault."""

_MINUTE_SECONDS = 60


def build_table(rows: Rows) -> str:
    """Return a table. Faults with the same results share a row."""
    names: dict[tuple[str, ...], list[str]] = {}
    for fault, row in rows.items():
        names.setdefault(tuple(_cell(call, row[call]) for call in CALLS), []).append(fault.name)
    lines = [("fault", *(call.name for call in CALLS)), ("---",) * (1 + len(CALLS))]
    lines += [(_join(group), *cells) for cells, group in names.items()]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _join(names: list[str]) -> str:
    before = [name for name in names if not name.endswith(AFTER_WRITE)]
    after = [name.removesuffix(AFTER_WRITE) for name in names if name.endswith(AFTER_WRITE)]
    return "; ".join(part for part in (", ".join(before), ", ".join(after) + AFTER_WRITE if after else "") if part)


def _cell(call: Call, result: Result) -> str:
    parts = [f"`{result.error}`" if result.error else "result", _count(result.requests, "request")]
    if result.delay_seconds:
        parts.append(_duration(result.delay_seconds))
    if call.creates:
        parts.append(_count(result.created_count, call.creates))
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    # A date has no fractions of a second, so a delay until one may be a second longer.
    return f"{seconds:g} s" if seconds < _MINUTE_SECONDS else f"{seconds // _MINUTE_SECONDS:g} min"


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'s' if number > 1 else ''}"
