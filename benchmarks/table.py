"""Writes results as one table, for the terminal and for the documentation alike."""

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.results import Result
from benchmarks.rows import Aim, Row, ratios

_COLUMNS = ("row", "measurement", "side", "median", "baseline", "ratio", "spread", "aim")
_NUMBERS = ("median", "ratio")

Cells = tuple[str, ...]


def table(results: Sequence[Result]) -> str:
    """Return a table with a line for each comparison of two sides, and the machines that measured the rows."""
    lines = [cells for result in results for cells in _lines(result.row)]
    machines = (f"{where}: {', '.join(names)}." for where, names in _names_by_machine(results).items())
    return "\n".join([*_align(_without_repetitions(lines)), "", *machines])


def figure(value: float) -> str:
    """Return a measured number with three significant digits, and a counted one whole."""
    if isinstance(value, int) or value == 0:
        return f"{value:.0f}"
    rounded = float(f"{value:.3g}")
    return f"{rounded:.{max(0, 2 - math.floor(math.log10(abs(rounded))))}f}"


def verdict(row: Row, aim: Aim) -> str:
    """Return an aim, and whether the row meets it."""
    value = max(row.runs[aim.side]) if aim.baseline is None else ratios(row, aim.side, aim.baseline).median
    return f"at most {aim.maximum:g}: {'met' if value <= aim.maximum else 'not met'}"


def _lines(row: Row) -> Iterator[Cells]:
    count = len(row.runs[row.baseline])
    title = f"{row.title} ({row.unit}; {count} run{'s' if count > 1 else ''})"
    yield from ((f"`{row.name}`", title, *cells) for cells in (_compared(row) if row.is_compared else _separate(row)))


def _compared(row: Row) -> Iterator[Cells]:
    """Yield a line for each side beside the baseline, and for each aim beside another side."""
    pairs = [(side, row.baseline) for side in row.runs if side != row.baseline]
    pairs += [(aim.side, aim.baseline) for aim in row.aims if aim.baseline not in (None, row.baseline)]
    for side, baseline in pairs:
        ratio = ratios(row, side, baseline)
        yield (
            side,
            _median(row, side),
            f"{baseline}: {_median(row, baseline)}",
            figure(ratio.median),
            _range(ratio.lower, ratio.upper),
            _verdicts(row, side, baseline),
        )


def _separate(row: Row) -> list[Cells]:
    """Return a line for each side, or one line if they are all alike."""
    lines = {
        side: (_median(row, side), "", "", _range(min(values), max(values)), _verdicts(row, side, None))
        for side, values in row.runs.items()
    }
    if len(set(lines.values())) == 1:
        return [("each", *lines[row.baseline])]
    return [(side, *cells) for side, cells in lines.items()]


def _median(row: Row, side: str) -> str:
    return figure(statistics.median(row.runs[side]))


def _range(lower: float, upper: float) -> str:
    return "" if figure(lower) == figure(upper) else f"{figure(lower)} to {figure(upper)}"


def _verdicts(row: Row, side: str, baseline: str | None) -> str:
    return "; ".join(verdict(row, aim) for aim in row.aims if (aim.side, aim.baseline) == (side, baseline))


def _names_by_machine(results: Iterable[Result]) -> dict[str, dict[str, None]]:
    names: dict[str, dict[str, None]] = {}
    for result in results:
        names.setdefault(result.where, {})[f"`{result.row.name}`"] = None
    return names


def _without_repetitions(lines: Iterable[Cells]) -> Iterator[Cells]:
    """Yield the name and title of a row on its first line only."""
    before: Cells = ("", "")
    for name, title, *cells in lines:
        yield ("" if name == before[0] else name, "" if title == before[1] else title, *cells)
        before = name, title


def _align(lines: Iterable[Cells]) -> Iterator[str]:
    rows = [_COLUMNS, *lines]
    columns = [_align_column(column, is_number=column[0] in _NUMBERS) for column in zip(*rows, strict=True)]
    yield from (f"| {' | '.join(cells)} |" for cells in zip(*columns, strict=True))


def _align_column(cells: Cells, *, is_number: bool) -> list[str]:
    """Return the cells of a column in one width, with the line that Markdown needs below the first."""
    width = max(map(len, cells))
    heading, *aligned = (cell.rjust(width) if is_number else cell.ljust(width) for cell in cells)
    return [heading, "-" * (width - 1) + ":" if is_number else "-" * width, *aligned]
