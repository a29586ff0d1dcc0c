"""Writes a report as lines of text."""

from collections.abc import Iterator

from openapi.conformance.live.deviations import Deviation
from openapi.conformance.live.report import Report


def describe_deviation(deviation: Deviation) -> str:
    """Return a deviation as a line."""
    pointer = f" {deviation.pointer}" if deviation.pointer else ""
    times = f" ({deviation.count} times)" if deviation.count > 1 else ""
    values = f"documented: {deviation.documented}; came: {deviation.received}"
    line = f"{deviation.status_code or '-'}{pointer}{times}: {deviation.kind.value}: {values}"
    return line + (f"; the client cannot read it: {deviation.client_error}" if deviation.client_error else "")


def write_lines(report: Report) -> Iterator[str]:
    """Yield the lines of a report: deviations, skipped operations with their reasons, and numbers."""
    yield f"{report.base_url}, held to {report.description}"
    for outcome in report.outcomes:
        if outcome.deviations:
            yield f"{outcome.operation}"
        for deviation in outcome.deviations:
            yield f"  {'mild' if deviation.kind.is_mild else 'DEVIATION'} {describe_deviation(deviation)}"
    for outcome in report.skipped:
        yield f"not asked: {outcome.operation}: {outcome.skip_reason}"
    yield report.summary
