"""Tables of docs/reliability.md, each between two markers."""

from collections.abc import Mapping
from pathlib import Path

from reliability.calls import CALLS
from reliability.faults import FAULTS
from reliability.table import Rows, build_table
from reliability.trial import ClientType, Stage

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
ONCE, ALWAYS = 1, None
"""Number of requests that meet a fault; `None` for all of them."""


def run_all(stage: Stage, times: int | None, client_type: ClientType) -> Rows:
    """Make each call under each fault, and return the results."""
    return {fault: {call: stage.run(call, fault, times, client_type) for call in CALLS} for fault in FAULTS}


def build_tables(rows: Rows, times: int | None) -> dict[str, str]:
    """Return the tables by the names of their markers. `times` makes no difference for permanent faults."""
    return {
        "once" if times == ONCE else "always": build_table(_select(rows, is_transient=True)),
        "permanent": build_table(_select(rows, is_transient=False)),
    }


def replace_tables(text: str, tables: Mapping[str, str]) -> str:
    """Return a document with tables between their markers.

    Raises:
        ValueError: If the markers of a table are missing.
    """
    for name, table in tables.items():
        before, begin, rest = text.partition(f"<!-- {name}: written by `tox run -e reliability` -->\n")
        _, end, after = rest.partition("\n<!-- end of the table -->")
        if not begin or not end:
            raise ValueError(f"the document has no markers for the table {name!r}")
        text = f"{before}{begin}\n{table}{end}{after}"
    return text


def _select(rows: Rows, *, is_transient: bool) -> Rows:
    return {fault: row for fault, row in rows.items() if fault.is_transient == is_transient}
