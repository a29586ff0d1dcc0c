"""The tables of docs/reliability.md, each between two marks, so that nothing in them is typed by hand."""

from collections.abc import Mapping
from pathlib import Path

from reliability.calls import CALLS
from reliability.faults import FAULTS
from reliability.table import Rows, table
from reliability.trial import Client, Stage

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
ONCE, EVER = 1, None
"""How many requests meet a fault."""


def play(stage: Stage, times: int | None, client: Client) -> Rows:
    """Let each call meet each fault, so many times."""
    return {named: {call: stage.play(call, named, times, client) for call in CALLS} for named in FAULTS}


def tables(rows: Rows, times: int | None) -> dict[str, str]:
    """Give the tables by their marks. What does not pass is the same, however often it is met."""
    return {
        "once" if times == ONCE else "ever": table(_where(rows, passes=True)),
        "standing": table(_where(rows, passes=False)),
    }


def written(text: str, made: Mapping[str, str]) -> str:
    """Give a document with tables in their places.

    Raises:
        ValueError: It has none for one of them.
    """
    for name, lines in made.items():
        before, begin, rest = text.partition(f"<!-- {name}: written by `tox run -e reliability` -->\n")
        _, end, after = rest.partition("\n<!-- written so far -->")
        if not begin or not end:
            raise ValueError(f"the document has no place for {name}")
        text = f"{before}{begin}\n{lines}{end}{after}"
    return text


def _where(rows: Rows, *, passes: bool) -> Rows:
    return {named: row for named, row in rows.items() if named.passes == passes}
