"""Breaks copies of the project, one line at a time, and prints each break that no test notices."""

import argparse
import sys
from pathlib import Path

from breaks.trial import TrialError, iterate_survivors, read_breaks

NONE_SURVIVED, SOME_SURVIVED, COULD_NOT_RUN = 0, 1, 2
BREAKS = Path(__file__).with_name("breaks.toml")


def main(arguments: list[str], root: Path) -> int:
    """Run the tests on each break of a list, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m breaks", description=__doc__)
    parser.add_argument("list", nargs="?", type=Path, default=BREAKS, help="list of breaks, by default breaks.toml")
    options = parser.parse_args(arguments)
    try:
        breaks, survived = read_breaks(options.list, root), 0
        for survivor in iterate_survivors(breaks, root):
            survived += 1
            print(f"{survivor.file}: no test notices: {survivor.effect}")
            print(f"  old: {survivor.old.strip()}")
            print(f"  new: {survivor.new.strip()}")
            print(f"  tests: {' '.join(survivor.tests)}")
    except TrialError as error:
        print(f"breaks: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    print(f"{len(breaks) - survived} passed, {survived} failed")
    return SOME_SURVIVED if survived else NONE_SURVIVED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent.parent.parent))
