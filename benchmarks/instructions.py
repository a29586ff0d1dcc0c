"""Counts instructions, and fails if a count has grown by more than 5% since the figures were committed.

tox run -e instructions
tox run -e instructions -- --update    write new figures, to be committed
tox run -e instructions -- --only decode call
tox run -e instructions -- --runs 5    count several times, and print the range of the counts
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import figures
from benchmarks.callgrind import NoValgrindError, find_valgrind
from benchmarks.counting import NAMES, count_all, pairs
from benchmarks.descriptions import ROOT, find_large
from benchmarks.figures import Count, Figures
from benchmarks.server import serve_api
from benchmarks.workshop import Workshop

FIGURES = ROOT / "benchmarks" / "instructions.json"
PASSED, WORSE, COULD_NOT_RUN = 0, 1, 2


def main(arguments: list[str]) -> int:
    """Count, then compare or write; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        find_valgrind()
    except NoValgrindError as error:
        print(f"instructions: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(options.python, Path(folder))
        python = workshop.run(["-c", "import platform; print(platform.python_version())"]).output.strip()
        committed = figures.read(options.figures)
        before = committed.get(figures.key(python))
        if before is None and not options.update:
            print(_no_figures(python, committed), file=sys.stderr)
            return COULD_NOT_RUN
        large = _large(None if options.update else before)
        runs = [_count(workshop, options.only, large) for _ in range(options.runs)]
    if options.runs > 1:
        _print_ranges(runs)
    if options.update or before is None:
        now = _updated(before if options.only != NAMES else None, Figures(python, _sha256(large), runs[0]))
        figures.write(options.figures, committed | {figures.key(python): now})
        print(f"written: {options.figures.name}, {figures.key(python)}")
        return PASSED
    return _compare(before, python, runs[0])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="instructions", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", type=Path, required=True, help="Python of the environment that is measured")
    parser.add_argument(
        "--only", nargs="+", choices=NAMES, default=NAMES, help="count these, and leave the others unchanged"
    )
    parser.add_argument("--update", action="store_true", help="write new figures of this kind of Python")
    parser.add_argument("--runs", type=int, default=1, help="number of counts of each work")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="file of the figures")
    return parser


def _count(workshop: Workshop, names: Sequence[str], large: Path | None) -> dict[str, Count]:
    with serve_api() as url:
        known = pairs(workshop, url, large)
        return count_all(workshop, {name: known[name]() for name in NAMES if name in names and name in known})


def _no_figures(python: str, committed: Mapping[str, Figures]) -> str:
    known = "; ".join(committed) or "none"
    return (
        f"instructions: {FIGURES.name} has no figures of {figures.key(python)}, but of: {known}. Use one of those, "
        "or run `tox run -e instructions -- --update` at the commit that you compare with, and commit the file"
    )


def _large(before: Figures | None) -> Path | None:
    """Return the large description, unless the figures are of another."""
    large = find_large()
    if before is not None and before.description != _sha256(large):
        print("left out: import-large: OMNI_DESCRIPTIONS does not have the description of the figures")
        return None
    return large


def _sha256(path: Path | None) -> str | None:
    return None if path is None else hashlib.sha256(path.read_bytes()).hexdigest()


def _updated(before: Figures | None, now: Figures) -> Figures:
    """Return new figures, with the former counts of all other work."""
    if before is None:
        return now
    description = now.description if "import-large" in now.counts else before.description
    return Figures(now.python, description, {**before.counts, **now.counts})


def _compare(before: Figures, python: str, now: Mapping[str, Count]) -> int:
    if python != before.python:
        print(
            f"The figures are of Python {before.python}, this is {python}: only ratios to the controls are compared."
        )
    print(f"{'':20}{'instructions':>15}{'ratio':>8}{'was':>8}{'growth':>9}")
    verdicts = figures.compare(before, now)
    for verdict in verdicts:
        was = "" if verdict.committed is None else f"{verdict.committed.ratio:.3f}"
        print(
            f"{verdict.name:20}{verdict.count.instructions:15,}{verdict.count.ratio:8.3f}{was:>8}{verdict.growth:9.1%}"
            f"  {verdict.outcome.value}"
        )
    if figures.is_passed(verdicts):
        return PASSED
    print(
        f"instructions: marked counts have grown by more than {figures.MAX_GROWTH:.0%}, or are new. Find the cause; "
        "if it is justified, run `tox run -e instructions -- --update`, and name the cause in the commit",
        file=sys.stderr,
    )
    return WORSE


def _print_ranges(runs: list[dict[str, Count]]) -> None:
    print(f"{len(runs)} runs: by how much the maximum exceeds the minimum")
    for name in runs[0]:
        ratios = [run[name].ratio for run in runs]
        instructions = [run[name].instructions for run in runs]
        print(
            f"{name:20}{max(instructions) / min(instructions) - 1:10.4%} of the count"
            f"{max(ratios) / min(ratios) - 1:10.4%} of the ratio"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
