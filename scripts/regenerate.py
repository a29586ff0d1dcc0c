"""Makes the client and the mock's description from openapi.yaml, or checks that they are what it gives."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from spec.artifacts import Artifact, find_drift, put_in_place
from spec.generation import LossError, ToolError, Tools, generate_client, write_json
from spec.reading import DescriptionError, read_description
from spec.repair import repair_description

DONE, NO, COULD_NOT_RUN = 0, 1, 2


def main(arguments: list[str], root: Path) -> int:
    """Regenerate under the project's root; the exit code is as the design has it."""
    parser = argparse.ArgumentParser(prog="regenerate.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where a file differs")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix=".regenerate-", dir=root) as work:
            artifacts = _make(root, Path(work))
            if options.check:
                return _check(artifacts, root)
            for artifact in artifacts:
                put_in_place(artifact)
    except LossError as error:
        print(f"regenerate.py: nothing was replaced: {error}", file=sys.stderr)
        return NO
    except (DescriptionError, ToolError, OSError) as error:
        print(f"regenerate.py: nothing was replaced: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    print(f"made {' and '.join(str(artifact.home.relative_to(root)) for artifact in artifacts)}")
    return DONE


def _make(root: Path, work: Path) -> tuple[Artifact, ...]:
    """Make everything beside its home; nothing that is committed is touched."""
    description = read_description(root / "openapi.yaml")
    repaired, repairs = repair_description(description)
    client = Artifact(work / "generated", root / "generated")
    mock = Artifact(work / "openapi.json", root / "overlay" / "omni_drafts" / "mock" / "openapi.json")
    client.made.mkdir()
    tools = Tools(
        config=root / "generator-config.yml",
        templates=root / "scripts" / "templates",
        constraints=root / "constraints.txt",
    )
    generate_client(description, repaired, repairs, tools, client.made)
    write_json(mock.made, repaired)
    return client, mock


def _check(artifacts: tuple[Artifact, ...], root: Path) -> int:
    drift = [line for artifact in artifacts for line in find_drift(artifact)]
    for line in drift:
        print(f"regenerate.py: {line.removeprefix(str(root) + os.sep)}", file=sys.stderr)
    if drift:
        print("regenerate.py: run `python scripts/regenerate.py`, and commit what it makes", file=sys.stderr)
        return NO
    print("generated/ and the mock's description are what openapi.yaml gives")
    return DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).parent.parent.resolve()))
