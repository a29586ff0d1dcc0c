"""Writes rows as tables, for the terminal and for the documentation alike."""

import statistics
from collections.abc import Iterable, Sequence

from benchmarks.results import Result
from benchmarks.rows import Aim, Row, ratios


def tables(results: Sequence[Result]) -> str:
    """Return a table of each row, under its title."""
    return "\n\n".join(f"### {one.row.title}\n\n{_table(one.row)}\n\n{_notes(one)}" for one in results)


def verdict(row: Row, aim: Aim) -> str:
    """Return an aim, and whether the row meets it."""
    value = max(row.runs[aim.side]) if aim.against is None else ratios(row, aim.side, aim.against).median
    return f"at most {aim.most:g}: {'met' if value <= aim.most else 'not met'}"


def _table(row: Row) -> str:
    return "\n".join(_aligned(_compared(row) if row.compared else _separate(row)))


def _compared(row: Row) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = [("", row.unit, "ratio", "half of the runs", "aim")]
    for side, values in row.runs.items():
        ratio = ratios(row, side, row.baseline)
        aims = [verdict(row, aim) for aim in row.aims if aim.side == side and aim.against == row.baseline]
        between = "" if side == row.baseline else f"{ratio.lower:.2f} to {ratio.upper:.2f}"
        lines.append((side, f"{statistics.median(values):.2f}", f"{ratio.median:.2f}", between, "; ".join(aims)))
    return lines


def _separate(row: Row) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = [("", row.unit, "least to most", "aim")]
    for side, values in row.runs.items():
        aims = [verdict(row, aim) for aim in row.aims if aim.side == side]
        lines.append((side, f"{statistics.median(values):g}", f"{min(values):g} to {max(values):g}", "; ".join(aims)))
    return lines


def _notes(result: Result) -> str:
    row = result.row
    runs = len(row.runs[row.baseline])
    lines = [f"{runs} {'paired ' if row.compared else ''}run{'s' if runs > 1 else ''}; {result.where}."]
    for aim in row.aims:
        if aim.against is not None and aim.against != row.baseline:
            ratio = ratios(row, aim.side, aim.against)
            lines.append(
                f"{aim.side} beside {aim.against}: {ratio.median:.2f} ({ratio.lower:.2f} to {ratio.upper:.2f}); "
                f"aim {verdict(row, aim)}."
            )
    return "\n".join(lines)


def _aligned(lines: Sequence[tuple[str, ...]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        cells = [
            cell.rjust(width) if 0 < index < len(line) - 1 else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            rules = [
                "-" * (width - 1) + ":" if 0 < index < len(line) - 1 else "-" * width
                for index, width in enumerate(widths)
            ]
            yield f"| {' | '.join(rules)} |"
