"""Writes a report as one HTML page without other files."""

from collections.abc import Iterator
from html import escape

from openapi.conformance.live.deviations import Deviation
from openapi.conformance.live.report import Outcome, Report

_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886; }
code { font-size: .9em; overflow-wrap: anywhere; }
.verdict { font-size: 1.2rem; padding: .5rem 1rem; border-left: .4rem solid #2a2; }
.verdict.no { border-color: #c22; }
.client { color: #c22; }
"""


def write_page(report: Report) -> str:
    """Return a report as a page."""
    strict = [(outcome, deviation) for outcome in report.outcomes for deviation in outcome.strict_deviations]
    mild = [(outcome, deviation) for outcome in report.outcomes for deviation in outcome.mild_deviations]
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f"<title>{escape(report.base_url)}, held to {escape(report.description)}</title>",
            f"<style>{_STYLE}</style>\n</head>\n<body>",
            f"<h1>An instance, held to {escape(report.description)}</h1>",
            f"<p><code>{escape(report.base_url)}</code></p>",
            _write_verdict(report),
            *_write_deviations("Deviations", strict),
            *_write_deviations("Good to know", mild),
            *_write_checked(report.checked),
            *_write_skipped(report.skipped),
            "</body>\n</html>\n",
        )
    )


def _write_verdict(report: Report) -> str:
    style, verdict = (" no", "It differs.") if report.has_deviations else ("", "It does what is documented.")
    return f'<p class="verdict{style}">{verdict} {escape(report.summary)}.</p>'


def _write_deviations(title: str, rows: list[tuple[Outcome, Deviation]]) -> Iterator[str]:
    if not rows:
        return
    yield f"<h2>{title}</h2>\n<table>"
    yield "<tr><th>Operation<th>Status<th>Place<th>What<th>Documented<th>Came<th>Times</tr>"
    for outcome, deviation in rows:
        error = f'<br><span class="client">The client cannot read it: {escape(deviation.client_error)}</span>'
        cells = (
            f'<code title="{escape(deviation.request)}">{escape(str(outcome.operation))}</code>',
            str(deviation.status_code or "-"),
            f"<code>{escape(deviation.pointer) or 'the whole'}</code>",
            escape(deviation.kind.value) + (error if deviation.client_error else ""),
            escape(deviation.documented),
            f"<code>{escape(deviation.received)}</code>",
            str(deviation.count),
        )
        yield f"<tr>{''.join(f'<td>{cell}' for cell in cells)}</tr>"
    yield "</table>"


def _write_checked(outcomes: list[Outcome]) -> Iterator[str]:
    yield "<h2>Asked</h2>\n<table>\n<tr><th>Operation<th>Answered<th>Deviations</tr>"
    for outcome in outcomes:
        status_codes = ", ".join(str(code or "nothing") for code in dict.fromkeys(outcome.status_codes))
        count = len(outcome.strict_deviations)
        yield f"<tr><td><code>{escape(str(outcome.operation))}</code><td>{status_codes}<td>{count}</tr>"
    yield "</table>"


def _write_skipped(outcomes: list[Outcome]) -> Iterator[str]:
    if outcomes:
        yield "<h2>Not asked</h2>\n<table>\n<tr><th>Operation<th>Why</tr>"
        for outcome in outcomes:
            operation, reason = escape(str(outcome.operation)), escape(outcome.skip_reason)
            yield f"<tr><td><code>{operation}</code><td>{reason}</tr>"
        yield "</table>"
