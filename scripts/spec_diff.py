"""Tells what a newer API description means for those who call the API."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

try:
    from openapi.diff import Change, Verdict, as_json, as_markdown, as_text, find_changes
    from openapi.reading.description import DescriptionError, read_description
except ModuleNotFoundError as error:
    print(f"spec_diff.py: {error.name} is not installed; run `./scripts/dev spec-diff`", file=sys.stderr)
    raise SystemExit(2) from None

DONE, NO, COULD_NOT_RUN = 0, 1, 2
_FORMATS: dict[str, Callable[[Sequence[Change]], str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}


def main(arguments: list[str]) -> int:
    """Tell the changes; the exit code says whether they are what was allowed."""
    options = _parser().parse_args(arguments)
    try:
        changes = find_changes(read_description(options.old, os.environ), read_description(options.new, os.environ))
        print(_FORMATS[options.format](changes), flush=True)
    except RecursionError:
        print("spec_diff.py: nothing was compared: nested deeper than can be compared", file=sys.stderr)
        return COULD_NOT_RUN
    except (DescriptionError, OSError) as error:
        print(f"spec_diff.py: nothing was compared: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    breaking = sum(change.verdict is Verdict.BREAKING for change in changes)
    if options.fail_on and breaking:
        print(f"spec_diff.py: {breaking} breaking {'change' if breaking == 1 else 'changes'}", file=sys.stderr)
        return NO
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="spec_diff.py", description=__doc__)
    parser.add_argument("old", metavar="OLD", help="the older description, a file or an address")
    parser.add_argument("new", metavar="NEW", help="the newer one")
    parser.add_argument("--format", choices=_FORMATS, default="text", help="for people, programs, or a changelog")
    parser.add_argument("--fail-on", choices=[Verdict.BREAKING.value], help="exit 1 where a change is breaking")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
