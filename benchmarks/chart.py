"""Draws rows as bars: the ratio of each side to the first, on a logarithmic scale."""

import math
from collections.abc import Iterator, Sequence
from html import escape

from benchmarks.rows import Row, ratios
from benchmarks.table import figure

_WIDTH, _LEFT, _RIGHT, _BAR, _TITLE = 760, 190, 60, 20, 34


def draw(rows: Sequence[Row]) -> str:
    """Return an SVG: sides with an aim are dark, all others are light, and a red line is an aim.

    Rows whose sides are not compared have no ratios, so they have no bars.
    """
    rows = [row for row in rows if row.is_compared]
    medians = [[ratios(row, side, row.baseline).median for side in row.runs] for row in rows]
    doublings = max(1, math.ceil(math.log2(max((max(each) for each in medians), default=2))))
    height = sum(_TITLE + _BAR * len(row.runs) for row in rows) + 16
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" font-family="sans-serif" font-size="12">',
        "<title>Costs of the client, as ratios to the first bar of each group</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    top = 0
    for row, values in zip(rows, medians, strict=True):
        lines += _group(row, values, top, doublings)
        top += _TITLE + _BAR * len(row.runs)
    return "\n".join([*lines, "</svg>", ""])


def _group(row: Row, values: list[float], top: int, doublings: int) -> Iterator[str]:
    yield f'<text x="12" y="{top + 24}" font-weight="bold">{escape(row.title)} ({escape(row.unit)})</text>'
    for number, (side, value) in enumerate(zip(row.runs, values, strict=True)):
        y = top + _TITLE + _BAR * number
        end = _x(value, doublings)
        colour = "#1f5f8b" if side in {aim.side for aim in row.aims} else "#b9c4cc"
        yield f'<text x="{_LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(side)}</text>'
        yield f'<rect x="{_LEFT}" y="{y}" width="{end - _LEFT:.1f}" height="15" fill="{colour}"/>'
        marks = [
            _x(aim.maximum * values[list(row.runs).index(aim.baseline)], doublings)
            for aim in row.aims
            if aim.side == side and aim.baseline is not None
        ]
        yield from (f'<rect x="{at - 1:.1f}" y="{y - 2}" width="2" height="19" fill="#c0392b"/>' for at in marks)
        yield f'<text x="{max(end, *marks, 0) + 6:.1f}" y="{y + 12}">{figure(value)}</text>'


def _x(ratio: float, doublings: int) -> float:
    """Return the position of a ratio; one below a half is drawn as about a half."""
    least, steps = -1.0, doublings + 1.0
    return _LEFT + (max(math.log2(ratio), least + 0.1) - least) / steps * (_WIDTH - _LEFT - _RIGHT)
