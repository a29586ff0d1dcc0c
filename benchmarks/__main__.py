"""Measures the client beside its peers, prints the tables, and writes them and their chart for the documentation.

tox run -e bench
tox run -e bench -- --only decode
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import calls, decoding, first_calls, growth, imports, memory, pacing, regeneration, results
from benchmarks.chart import draw
from benchmarks.descriptions import ROOT, find_large
from benchmarks.document import rewrite
from benchmarks.results import Taken
from benchmarks.rows import Row
from benchmarks.table import tables
from benchmarks.workshop import Workshop

MEASUREMENTS: Mapping[str, Callable[[Workshop], list[Row]]] = {
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
NEED_A_LARGE_DESCRIPTION = ("import-large", "growth")


def main() -> None:
    """Measure what is asked for, and write it in the place of what was written before."""
    options = _parser().parse_args()
    names = [name for name in MEASUREMENTS if options.only is None or name in options.only]
    with tempfile.TemporaryDirectory() as folder:
        taken = _measure(names, Workshop(options.python, Path(folder)))
    if not taken:
        raise SystemExit(1)
    kept = options.docs / "benchmarks.json"
    results.write(kept, results.merge(results.read(kept), taken, list(MEASUREMENTS)))
    together = results.read(kept)  # rounded, so that whoever draws it again draws the same
    (options.docs / "benchmarks.svg").write_text(draw([one.row for one in together]), encoding="utf-8")
    rewrite(options.docs / "benchmarks.md", tables(together))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", type=Path, required=True, help="of the environment that has the peers")
    parser.add_argument(
        "--only", nargs="+", choices=list(MEASUREMENTS), help="measure these rows, and keep the others"
    )
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="the folder that is written to")
    return parser


def _measure(names: list[str], workshop: Workshop) -> list[Taken]:
    """Measure and print row by row, as it takes minutes."""
    tell_python = "import platform, sys; print(platform.python_implementation(), platform.python_version())"
    where = results.here(workshop.run(["-c", tell_python]).output.strip())
    taken: list[Taken] = []
    for name in names:
        if name in NEED_A_LARGE_DESCRIPTION and find_large() is None:
            print(f"left out: {name}: set OMNI_DESCRIPTIONS to a folder of API descriptions", file=sys.stderr)
            continue
        measured = [Taken(row, where) for row in MEASUREMENTS[name](workshop)]
        print(tables(measured), end="\n\n", flush=True)
        taken += measured
    return taken


if __name__ == "__main__":
    main()
