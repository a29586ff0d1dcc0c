"""Writes a report as a page that stands by itself, for a person who opens it in a browser."""

from collections.abc import Iterator
from html import escape

from contract.live.deviations import Deviation
from contract.live.outcome import Outcome, Report

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
    """Write a report."""
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f"<title>{escape(report.address)}, held to {escape(report.description)}</title>",
            f"<style>{_STYLE}</style>\n</head>\n<body>",
            f"<h1>An instance, held to {escape(report.description)}</h1>",
            f"<p><code>{escape(report.address)}</code></p>",
            _verdict(report),
            *_table("Deviations", [(one, found) for one in report.outcomes for found in one.strict]),
            *_table("Good to know", [(one, found) for one in report.outcomes for found in one.mild]),
            *_asked(report.asked),
            *_left_out(report.left_out),
            "</body>\n</html>\n",
        )
    )


def _verdict(report: Report) -> str:
    kind, says = ("", "It does what is documented.") if report.is_kept else (" no", "It differs.")
    return f'<p class="verdict{kind}">{says} {escape(report.total)}.</p>'


def _table(title: str, rows: list[tuple[Outcome, Deviation]]) -> Iterator[str]:
    if not rows:
        return
    yield f"<h2>{title}</h2>\n<table>"
    yield "<tr><th>Operation<th>Status<th>Place<th>What<th>Documented<th>Came<th>Times</tr>"
    for outcome, one in rows:
        client = f'<br><span class="client">The client cannot read it: {escape(one.unreadable)}</span>'
        cells = (
            f'<code title="{escape(one.asked)}">{escape(str(outcome.operation))}</code>',
            str(one.status or "-"),
            f"<code>{escape(one.place) or 'the whole'}</code>",
            escape(one.kind.value) + (client if one.unreadable else ""),
            escape(one.documented),
            f"<code>{escape(one.came)}</code>",
            str(one.count),
        )
        yield f"<tr>{''.join(f'<td>{cell}' for cell in cells)}</tr>"
    yield "</table>"


def _asked(outcomes: list[Outcome]) -> Iterator[str]:
    yield "<h2>Asked</h2>\n<table>\n<tr><th>Operation<th>Answered<th>Deviations</tr>"
    for one in outcomes:
        statuses = ", ".join(str(status or "nothing") for status in dict.fromkeys(one.answers))
        yield f"<tr><td><code>{escape(str(one.operation))}</code><td>{statuses}<td>{len(one.strict)}</tr>"
    yield "</table>"


def _left_out(outcomes: list[Outcome]) -> Iterator[str]:
    if outcomes:
        yield "<h2>Not asked</h2>\n<table>\n<tr><th>Operation<th>Why</tr>"
        for one in outcomes:
            yield f"<tr><td><code>{escape(str(one.operation))}</code><td>{escape(one.left_out)}</tr>"
        yield "</table>"
