"""Writes results to a document, between two marks, so that no figure is typed by hand."""

from pathlib import Path

BEGIN = "<!-- Written by `tox run -e bench`: -->"
END = "<!-- End of the figures. -->"


class MarkError(Exception):
    """A document lacks the marks."""


def rewrite(document: Path, figures: str) -> None:
    """Replace the text between the marks.

    Raises:
        MarkError: If each mark is not there once, in this order.
    """
    text = document.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in after:
        raise MarkError(f"{document}: `{BEGIN}` and `{END}` must be there once, in this order")
    document.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}", "utf-8")
