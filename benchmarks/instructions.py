"""Counts instructions, and fails where one count has grown by more than 5% since the figures were committed.

tox run -e instructions
tox run -e instructions -- --update    take the figures anew, to be committed
tox run -e instructions -- --only decode call
tox run -e instructions -- --runs 5    count several times, and say how far the counts are apart
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import figures
from benchmarks.callgrind import NoValgrindError, find_valgrind
from benchmarks.counted import NAMES, count_all, pairs
from benchmarks.descriptions import ROOT, find_large
from benchmarks.figures import Count, Figures
from benchmarks.server import serving
from benchmarks.workshop import Workshop

FIGURES = ROOT / "benchmarks" / "instructions.json"
PASSED, WORSE, COULD_NOT_RUN = 0, 1, 2


def main(arguments: list[str]) -> int:
    """Count, and compare or keep."""
    options = _parser().parse_args(arguments)
    try:
        find_valgrind()
    except NoValgrindError as error:
        print(f"instructions: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(options.python, Path(folder))
        python = workshop.run(["-c", "import platform; print(platform.python_version())"]).output.strip()
        kept = figures.read(options.figures)
        before = kept.get(figures.key(python))
        if before is None and not options.update:
            print(_no_figures(python, kept), file=sys.stderr)
            return COULD_NOT_RUN
        large = _large(None if options.update else before)
        runs = [_count(workshop, options.only, large) for _ in range(options.runs)]
    if options.runs > 1:
        _tell_repeatability(runs)
    if options.update or before is None:
        now = _updated(before if options.only != NAMES else None, Figures(python, _sha256(large), runs[0]))
        figures.write(options.figures, kept | {figures.key(python): now})
        print(f"written: {options.figures.name}, {figures.key(python)}")
        return PASSED
    return _compare(before, python, runs[0])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="instructions", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", type=Path, required=True, help="of the environment that is measured")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="count these, and keep the others")
    parser.add_argument("--update", action="store_true", help="take the figures anew, for this kind of Python")
    parser.add_argument("--runs", type=int, default=1, help="how often everything is counted")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="the file that they are kept in")
    return parser


def _count(workshop: Workshop, names: Sequence[str], large: Path | None) -> dict[str, Count]:
    with serving() as url:
        known = pairs(workshop, url, large)
        return count_all(workshop, {name: known[name]() for name in NAMES if name in names and name in known})


def _no_figures(python: str, kept: Mapping[str, Figures]) -> str:
    there = "; ".join(kept) or "none"
    return (
        f"instructions: there are no figures of {figures.key(python)} (there are: {there}). Use one of those, or "
        "go to the commit that you compare with, run `tox run -e instructions -- --update` there, and commit what "
        "it writes"
    )


def _large(before: Figures | None) -> Path | None:
    """Give the large description, if it is the one of the figures or there are none."""
    large = find_large()
    if before is not None and before.description != _sha256(large):
        print("left out: the large description of the figures, which OMNI_DESCRIPTIONS does not name")
        return None
    return large


def _sha256(path: Path | None) -> str | None:
    return None if path is None else hashlib.sha256(path.read_bytes()).hexdigest()


def _updated(before: Figures | None, now: Figures) -> Figures:
    """Keep what was counted before, and is not counted now."""
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
        was = "" if verdict.before is None else f"{verdict.before.ratio:.3f}"
        print(
            f"{verdict.name:20}{verdict.now.instructions:15,}{verdict.now.ratio:8.3f}{was:>8}{verdict.growth:9.1%}"
            f"  {verdict.outcome.value}"
        )
    if figures.is_passed(verdicts):
        return PASSED
    print(
        f"instructions: what is marked takes over {figures.MOST_GROWTH:.0%} more than was committed. Find out why; "
        "if it has to be, run `tox run -e instructions -- --update`, and give the reason in the commit",
        file=sys.stderr,
    )
    return WORSE


def _tell_repeatability(runs: list[dict[str, Count]]) -> None:
    print(f"{len(runs)} runs: how far the most is from the least")
    for name in runs[0]:
        ratios = [run[name].ratio for run in runs]
        instructions = [run[name].instructions for run in runs]
        print(
            f"{name:20}{max(instructions) / min(instructions) - 1:10.4%} of the count"
            f"{max(ratios) / min(ratios) - 1:10.4%} of the ratio"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
