"""Reports which changes of an API description break its callers."""

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

DONE, BREAKING, COULD_NOT_RUN = 0, 1, 2
_FORMATS: dict[str, Callable[[Sequence[Change]], str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}


def main(arguments: list[str]) -> int:
    """Print the changes and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        changes = find_changes(read_description(options.old, os.environ), read_description(options.new, os.environ))
        print(_FORMATS[options.format](changes), flush=True)
    except RecursionError:
        print("spec_diff.py: nothing was compared: schemas are nested too deeply", file=sys.stderr)
        return COULD_NOT_RUN
    except (DescriptionError, OSError) as error:
        print(f"spec_diff.py: nothing was compared: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    breaking = sum(change.verdict is Verdict.BREAKING for change in changes)
    if options.fail_on and breaking:
        print(f"spec_diff.py: {breaking} breaking {'change' if breaking == 1 else 'changes'}", file=sys.stderr)
        return BREAKING
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="spec_diff.py", description=__doc__)
    parser.add_argument("old", metavar="OLD", help="older description, a file or a URL")
    parser.add_argument("new", metavar="NEW", help="newer description, a file or a URL")
    parser.add_argument("--format", choices=_FORMATS, default="text", help="output format")
    parser.add_argument("--fail-on", choices=[Verdict.BREAKING.value], help="exit with 1 if a change is breaking")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
