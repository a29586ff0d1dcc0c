"""Measures the client beside its alternatives, prints a table, and writes it with a chart to the docs.

tox run -e bench
tox run -e bench -- --only decode
tox run -e bench -- --against COMMIT    measure the overlay of a commit in turn with this one; write nothing
tox run -e bench -- --redraw            measure nothing; write the table and the chart of the former results
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from benchmarks import calls, decoding, first_calls, growth, imports, memory, pacing, regeneration, results
from benchmarks.chart import draw
from benchmarks.commits import CommitError, extract_commit, resolve_commit
from benchmarks.descriptions import ROOT, find_large
from benchmarks.document import rewrite
from benchmarks.results import Result
from benchmarks.rows import Row, compare_sides
from benchmarks.table import table
from benchmarks.workshop import Workshop

Measure = Callable[[Workshop], list[Row]]

MEASUREMENTS: Mapping[str, Measure] = {
    "import": imports.measure_small,
    "import-large": imports.measure_large,
    "import-overlay": imports.measure_overlay,
    "first-call": first_calls.measure,
    "call": calls.measure,
    "decode": decoding.measure,
    "pacing": pacing.measure_alone,
    "shared-key": pacing.measure_beside,
    "memory": memory.measure,
    "growth": growth.measure,
    "regeneration": regeneration.measure,
}
COMPARABLE = ("import-overlay", "first-call", "call", "pacing", "memory")
"""Rows that measure the overlay of another commit too."""

NEED_A_LARGE_DESCRIPTION = ("import-large", "growth")


def main(arguments: list[str]) -> None:
    """Measure rows and, without `--against`, replace the former results of these rows."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.redraw:
        redraw(options.docs)
        return
    try:
        names = select_names(options.only, is_comparison=options.against is not None)
        measure_pacing = partial(pacing.measure_alone, runs=options.pacing_runs)
        measurements: dict[str, Measure] = {**MEASUREMENTS, "pacing": measure_pacing}
        with tempfile.TemporaryDirectory() as folder:
            workshop = _open_workshop(options.python, Path(folder), options.against)
            measured = _measure({name: measurements[name] for name in names}, workshop)
    except CommitError as error:
        parser.error(f"--against: {error}")
    if not measured:
        raise SystemExit(1)
    if options.against is None:
        _write(measured, options.docs)


def select_names(only: Iterable[str] | None, *, is_comparison: bool) -> list[str]:
    """Return the names of the rows to measure, in their order.

    Args:
        only: Names to select; `None` for all that can be measured.
        is_comparison: Whether the overlay of another commit is measured too.

    Raises:
        CommitError: If a row cannot be measured for another commit.
    """
    possible = COMPARABLE if is_comparison else tuple(MEASUREMENTS)
    selected = possible if only is None else tuple(only)
    wrong = [name for name in selected if name not in possible]
    if wrong:
        raise CommitError(f"{', '.join(wrong)} cannot be compared; choose from {', '.join(COMPARABLE)}")
    return [name for name in MEASUREMENTS if name in selected]


def redraw(docs: Path) -> None:
    """Write the table and the chart of the results in a folder."""
    committed = results.read(docs / "benchmarks.json")
    (docs / "benchmarks.svg").write_text(draw([one.row for one in committed]), encoding="utf-8")
    rewrite(docs / "benchmarks.md", table(committed))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", type=Path, required=True, help="Python of the environment with the alternatives")
    parser.add_argument(
        "--only", nargs="+", choices=list(MEASUREMENTS), help="measure these rows, and leave the others unchanged"
    )
    parser.add_argument("--against", metavar="COMMIT", help="measure the overlay of a commit too, and write nothing")
    parser.add_argument(
        "--pacing-runs",
        type=int,
        default=pacing.RUNS_ALONE,
        help=f"runs of `pacing`, of 90 s for each side (default: {pacing.RUNS_ALONE})",
    )
    parser.add_argument(
        "--redraw", action="store_true", help="write table and chart of the results in benchmarks.json"
    )
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="folder that is written to")
    return parser


def _open_workshop(python: Path, folder: Path, commit: str | None) -> Workshop:
    if commit is None:
        return Workshop(python, folder)
    name = resolve_commit(commit)
    other = Workshop(python, folder / name, extract_commit(name, folder))
    return Workshop(python, folder, others={f" @{name}": other})


def _measure(measurements: Mapping[str, Measure], workshop: Workshop) -> list[Result]:
    """Measure row by row, and print each at once, since all of them take minutes."""
    describe_python = "import platform, sys; print(platform.python_implementation(), platform.python_version())"
    where = results.describe_machine(workshop.run(["-c", describe_python]).output.strip())
    measured: list[Result] = []
    for name, measure in measurements.items():
        if name in NEED_A_LARGE_DESCRIPTION and find_large() is None:
            print(f"left out: {name}: set OMNI_DESCRIPTIONS to a folder of API descriptions", file=sys.stderr)
            continue
        rows = [Result(compare_sides(row, workshop.others), where) for row in measure(workshop)]
        print(table(rows), end="\n\n", flush=True)
        measured += rows
    return measured


def _write(measured: list[Result], docs: Path) -> None:
    path = docs / "benchmarks.json"
    results.write(path, results.merge(results.read(path), measured, list(MEASUREMENTS)))
    redraw(docs)


if __name__ == "__main__":
    main(sys.argv[1:])
