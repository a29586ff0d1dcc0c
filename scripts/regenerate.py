"""Makes the client and the mock's description, and checks them, adopts a description, or makes a client elsewhere."""

import argparse
import os
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

try:
    from openapi.adoption.adoption import (
        UnfitError,
        check_fitness,
        check_overlay,
        read_version,
        tell_change,
        write_description,
    )
    from openapi.dialects.idempotency import mark_idempotent
    from openapi.dialects.normalization import normalize
    from openapi.generation.artifacts import Artifact, find_drift, put_all_in_place
    from openapi.generation.generator import (
        LossError,
        ToolError,
        Tools,
        check_names,
        count_template_lines,
        generate_client,
        write_json,
    )
    from openapi.reading.description import DescriptionError, Document, read_description
    from openapi.repair import repair_description
except ModuleNotFoundError as error:
    print(f"regenerate.py: {error.name} is not installed; run `./scripts/dev regenerate`", file=sys.stderr)
    raise SystemExit(2) from None

TEMPLATES = Path("scripts", "openapi", "generation", "templates")
DONE, NO, COULD_NOT_RUN = 0, 1, 2
_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: list[str], root: Path) -> int:
    """Regenerate under the project's root, or elsewhere; the exit code is as the design has it."""
    options = _parser().parse_args(arguments)
    if bool(options.spec) != bool(options.output) or sum(map(bool, (options.spec, options.adopt, options.check))) > 1:
        print("regenerate.py: --spec and --output go together; --adopt and --check each stand alone", file=sys.stderr)
        return COULD_NOT_RUN
    try:
        if options.spec:
            return _generate_elsewhere(options.spec, options.output, options.report, root)
        if options.adopt:
            return _adopt(options.adopt, options.report, root)
        return _regenerate(root, options.check, options.report)
    except LossError as error:
        if options.report:
            write_json(options.report, error.report)
        return _refuse([f"missing: {line}" for line in error.losses], error)
    except UnfitError as error:
        return _refuse(error.losses, error)
    except (DescriptionError, ToolError, OSError) as error:
        print(f"regenerate.py: nothing was replaced: {error}", file=sys.stderr)
        return COULD_NOT_RUN


def _refuse(lines: list[str], error: Exception) -> int:
    for line in lines:
        print(f"regenerate.py: {line}", file=sys.stderr)
    print(f"regenerate.py: nothing was replaced: {error}", file=sys.stderr)
    return NO


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="regenerate.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where a file differs")
    parser.add_argument(
        "--adopt",
        metavar="FILE_OR_URL",
        help="make another description the project's, if the overlay stands on it, and tell what changes",
    )
    parser.add_argument("--spec", metavar="FILE_OR_URL", help="another description, for --output")
    parser.add_argument("--output", metavar="DIR", type=Path, help="where to generate it, touching nothing else")
    parser.add_argument("--report", metavar="FILE.json", type=Path, help="what was declared, made, and repaired")
    return parser


def _regenerate(root: Path, check: bool, report: Path | None) -> int:
    # What is put in place has to stand on the same file system; a check may run where nothing can be written.
    with _workshop(None if check else root) as made:
        artifacts = _make_own(root / "openapi.yaml", made, report, root)
        if check:
            return _check(artifacts, root)
        put_all_in_place(artifacts)
    paths = " and ".join(str(artifact.home.relative_to(root)) for artifact in artifacts)
    lines = count_template_lines(root / TEMPLATES)
    print(f"made {paths} with {lines['templates']} lines of templates and {lines['runtime']} of runtime")
    return DONE


def _adopt(source: str, report: Path | None, root: Path) -> int:
    description, home = read_description(source, os.environ), root / "openapi.yaml"
    notes = check_fitness(description)
    before = read_description(home) if home.exists() else None
    with _workshop(root) as made:
        adopted = made / home.name
        write_description(description, adopted)
        artifacts = _make_own(adopted, made, report, root)
        check_overlay(made / "generated", root / "overlay")
        change = tell_change(before, description, read_version(root / "overlay" / "omni_drafts" / "_version.py"))
        put_all_in_place((Artifact(adopted, home), *artifacts))
    for note in notes:
        print(f"note: {note}")
    print(f"adopted {source}\n\n{change}")
    return DONE


def _make_own(source: Path, made: Path, report: Path | None, root: Path) -> tuple[Artifact, ...]:
    """Make what belongs to the project, and say where."""
    told = _make(source, made, root)
    check_names(root / "generator-config.yml", made / "generated" / "manifest.json")
    if report:
        write_json(report, told)
    mock = root / "overlay" / "omni_drafts" / "mock" / "openapi.json"
    return Artifact(made / "generated", root / "generated"), Artifact(made / "openapi.json", mock)


def _generate_elsewhere(spec: str, output: Path, report: Path | None, root: Path) -> int:
    if output.exists() and (
        not output.is_dir() or (any(output.iterdir()) and not (output / "manifest.json").exists())
    ):
        raise ToolError(f"{output}: holds something else than a client; name a new folder")
    output.parent.mkdir(parents=True, exist_ok=True)
    with _workshop(output.parent) as made:
        told = _make(spec, made, root)
        os.replace(made / "openapi.json", made / "generated" / "openapi.json")
        if report:
            write_json(report, told)
        put_all_in_place((Artifact(made / "generated", output),))
    print(f"made {output}")
    return DONE


@contextmanager
def _workshop(parent: Path | None) -> Iterator[Path]:
    """Give a folder to work in, and take it away again, whatever ends the work but `kill -9`."""
    work = (parent or Path(tempfile.gettempdir())) / f".regenerate-{secrets.token_hex(8)}"
    try:  # begun before there is a folder, so that a signal in between leaves none
        work.mkdir(mode=0o700)
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _make(source: str | Path, work: Path, root: Path) -> Document:
    """Make the client, and the repaired description, in a folder that stands beside their homes."""
    description = normalize(read_description(source, os.environ))
    repaired, repairs = repair_description(description)
    mark_idempotent(repaired)
    (work / "generated").mkdir()
    tools = Tools(
        config=root / "generator-config.yml",
        templates=root / TEMPLATES,
        constraints=root / "constraints.txt",
    )
    report = generate_client(description, repaired, repairs, tools, work / "generated")
    write_json(work / "openapi.json", repaired)
    return report


def _check(artifacts: tuple[Artifact, ...], root: Path) -> int:
    drift = [line for artifact in artifacts for line in find_drift(artifact)]
    for line in drift:
        print(f"regenerate.py: {line.removeprefix(str(root) + os.sep)}", file=sys.stderr)
    if drift:
        print("regenerate.py: run `python scripts/regenerate.py`, and commit what it makes", file=sys.stderr)
        return NO
    print("generated/ and the mock's description are what openapi.yaml gives")
    return DONE


def _stop(number: int, _frame: object) -> None:
    """End as an exception does, so that what was begun is taken away; a second signal does not stop that."""
    for stop in _STOPS:
        signal.signal(stop, signal.SIG_IGN)
    print(f"regenerate.py: stopped by {signal.Signals(number).name}; nothing was left half done", file=sys.stderr)
    raise SystemExit(128 + number)


if __name__ == "__main__":
    for stop in _STOPS:
        signal.signal(stop, _stop)
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent.parent))
