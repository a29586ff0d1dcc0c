"""Says in lines of text what came of asking an instance."""

from collections.abc import Iterator

from contract.live.deviations import Deviation
from contract.live.outcome import Report


def told(one: Deviation) -> str:
    """Tell a deviation in a line."""
    place = f" {one.place}" if one.place else ""
    times = f" ({one.count} times)" if one.count > 1 else ""
    line = f"{one.status or '-'}{place}{times}: {one.kind.value}: documented: {one.documented}; came: {one.came}"
    return line + (f"; the client cannot read it: {one.unreadable}" if one.unreadable else "")


def lines(report: Report) -> Iterator[str]:
    """Tell a report: what differs, what was not asked and why, and how much it was."""
    yield f"{report.address}, held to {report.description}"
    for outcome in report.outcomes:
        if outcome.deviations:
            yield f"{outcome.operation}"
            yield from (f"  {'mild' if one.kind.is_mild else 'DEVIATION'} {told(one)}" for one in outcome.deviations)
    for outcome in report.left_out:
        yield f"not asked: {outcome.operation}: {outcome.left_out}"
    yield report.total
