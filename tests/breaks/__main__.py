"""Breaks copies of the project, one line at a time, and prints each break that no test notices."""

import argparse
import sys
from pathlib import Path

from breaks.trial import TrialError, find_survivors, read_breaks

NONE_SURVIVED, SOME_SURVIVED, COULD_NOT_RUN = 0, 1, 2
BREAKS = Path(__file__).with_name("breaks.toml")


def main(arguments: list[str], root: Path) -> int:
    """Run the tests on each break of a list, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m breaks", description=__doc__)
    parser.add_argument("list", nargs="?", type=Path, default=BREAKS, help="list of breaks, by default breaks.toml")
    options = parser.parse_args(arguments)
    try:
        breaks = read_breaks(options.list, root)
        survivors = find_survivors(breaks, root)
    except TrialError as error:
        print(f"breaks: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    for survivor in survivors:
        print(f"{survivor.file}: no test notices: {survivor.effect}")
        print(f"  old: {survivor.old.strip()}\n  new: {survivor.new.strip()}\n  tests: {' '.join(survivor.tests)}")
    print(f"{len(breaks) - len(survivors)} passed, {len(survivors)} failed")
    return SOME_SURVIVED if survivors else NONE_SURVIVED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent.parent.parent))
