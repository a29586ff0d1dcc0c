"""Puts what was measured into a document, between two marks, so that no figure is typed by hand."""

from pathlib import Path

BEGIN = "<!-- Written by `tox run -e bench`: -->"
END = "<!-- Written so far. -->"


class MarkError(Exception):
    """A document has no place for figures."""


def rewrite(document: Path, figures: str) -> None:
    """Replace what stands between the marks.

    Raises:
        MarkError: They are not there, once each and in their order.
    """
    text = document.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in after:
        raise MarkError(f"{document}: `{BEGIN}` and `{END}` have to stand there once, in this order")
    document.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}", "utf-8")
