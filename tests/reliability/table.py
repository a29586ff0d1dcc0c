"""Writes what came of each call under each fault as Markdown."""

from collections.abc import Mapping

from reliability.calls import CALLS, Call
from reliability.faults import AFTER, Named
from reliability.trial import Came

Rows = Mapping[Named, Mapping[Call, Came]]
"""What came of each call under each fault."""

_MINUTE = 60


def table(rows: Rows) -> str:
    """Give a table; faults of which the same comes share a row."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for named, row in rows.items():
        alike.setdefault(tuple(_cell(call, row[call]) for call in CALLS), []).append(named.name)
    lines = [("fault", *(call.name for call in CALLS)), ("---",) * (1 + len(CALLS))]
    lines += [(_joined(names), *cells) for cells, names in alike.items()]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _joined(names: list[str]) -> str:
    at_once = [name for name in names if not name.endswith(AFTER)]
    after = [name.removesuffix(AFTER) for name in names if name.endswith(AFTER)]
    return "; ".join(part for part in (", ".join(at_once), ", ".join(after) + AFTER if after else "") if part)


def _cell(call: Call, came: Came) -> str:
    said = [f"`{came.error}`" if came.error else "result", _counted(came.requests, "request")]
    if came.waited:
        said.append(_time(came.waited))
    if call.creates:
        said.append(_counted(came.left, call.creates))
    return ", ".join(said)


def _time(seconds: float) -> str:
    # By a date, which has no fractions of a second, it may be one more.
    return f"{seconds:g} s" if seconds < _MINUTE else f"{seconds // _MINUTE:g} min"


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'s' if number > 1 else ''}"
