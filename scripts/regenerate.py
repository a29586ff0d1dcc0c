"""Generates the client and the mock's description, checks them, adopts a description, or generates another client."""

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
        UnsuitableError,
        check_overlay,
        check_requirements,
        describe_change,
        read_version,
        write_description,
    )
    from openapi.dialects.idempotency import mark_idempotent
    from openapi.dialects.normalization import normalize
    from openapi.generation.artifacts import Artifact, find_drift, replace_all
    from openapi.generation.generator import (
        MissingPartsError,
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

DONE, REFUSED, COULD_NOT_RUN = 0, 1, 2
TEMPLATES = Path("scripts", "openapi", "generation", "templates")
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: list[str], root: Path) -> int:
    """Run the command for the project in a folder, and return the exit code.

    The exit code is 0 for success, 1 for drift or a refused description, and 2 for an error that prevents the run.
    """
    options = _parser().parse_args(arguments)
    if bool(options.spec) != bool(options.output) or sum(map(bool, (options.spec, options.adopt, options.check))) > 1:
        print("regenerate.py: use --spec with --output, or --adopt, or --check", file=sys.stderr)
        return COULD_NOT_RUN
    try:
        if options.spec:
            return _generate_elsewhere(options.spec, options.output, options.report, root)
        if options.adopt:
            return _adopt(options.adopt, options.report, root)
        return _regenerate(root, options.check, options.report)
    except MissingPartsError as error:
        if options.report:
            write_json(options.report, error.report)
        return _refuse([f"missing: {line}" for line in error.missing], error)
    except UnsuitableError as error:
        return _refuse(error.problems, error)
    except (DescriptionError, ToolError, OSError) as error:
        print(f"regenerate.py: nothing was replaced: {error}", file=sys.stderr)
        return COULD_NOT_RUN


def _refuse(lines: list[str], error: Exception) -> int:
    for line in lines:
        print(f"regenerate.py: {line}", file=sys.stderr)
    print(f"regenerate.py: nothing was replaced: {error}", file=sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="regenerate.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file differs")
    parser.add_argument(
        "--adopt",
        metavar="FILE_OR_URL",
        help="replace openapi.yaml by another description, if the overlay works with it, and print the changes",
    )
    parser.add_argument("--spec", metavar="FILE_OR_URL", help="another description, for --output")
    parser.add_argument("--output", metavar="DIR", type=Path, help="folder of the client of --spec")
    parser.add_argument(
        "--report",
        metavar="FILE.json",
        type=Path,
        help="file for the missing parts and the repairs",
    )
    return parser


def _regenerate(root: Path, check: bool, report: Path | None) -> int:
    # Replacing needs one file system; a check may run in a project that is read-only.
    with _work_folder(None if check else root) as work:
        artifacts = _generate_for_project(root / "openapi.yaml", work, report, root)
        if check:
            return _check(artifacts, root)
        replace_all(artifacts)
    paths = " and ".join(str(artifact.target.relative_to(root)) for artifact in artifacts)
    lines = count_template_lines(root / TEMPLATES)
    print(f"generated {paths} with {lines['templates']} lines of templates and {lines['runtime']} of runtime")
    return DONE


def _adopt(source: str, report: Path | None, root: Path) -> int:
    description, target = read_description(source, os.environ), root / "openapi.yaml"
    notes = check_requirements(description)
    before = read_description(target) if target.exists() else None
    with _work_folder(root) as work:
        adopted = work / target.name
        write_description(description, adopted)
        artifacts = _generate_for_project(adopted, work, report, root)
        check_overlay(work / "generated", root / "overlay")
        change = describe_change(before, description, read_version(root / "overlay" / "omni_drafts" / "_version.py"))
        replace_all((Artifact(adopted, target), *artifacts))
    for note in notes:
        print(f"note: {note}")
    print(f"adopted {source}\n\n{change}")
    return DONE


def _generate_for_project(source: Path, work: Path, report: Path | None, root: Path) -> tuple[Artifact, ...]:
    """Generate the client and the mock's description, and return them with their targets."""
    content = _generate(source, work, root)
    check_names(root / "generator-config.yml", work / "generated" / "manifest.json")
    if report:
        write_json(report, content)
    mock = root / "overlay" / "omni_drafts" / "mock" / "openapi.json"
    return Artifact(work / "generated", root / "generated"), Artifact(work / "openapi.json", mock)


def _generate_elsewhere(spec: str, output: Path, report: Path | None, root: Path) -> int:
    if output.exists() and (
        not output.is_dir() or (any(output.iterdir()) and not (output / "manifest.json").exists())
    ):
        raise ToolError(f"{output}: not an empty folder, nor a generated client; choose another folder")
    output.parent.mkdir(parents=True, exist_ok=True)
    with _work_folder(output.parent) as work:
        content = _generate(spec, work, root)
        os.replace(work / "openapi.json", work / "generated" / "openapi.json")
        if report:
            write_json(report, content)
        replace_all((Artifact(work / "generated", output),))
    print(f"generated {output}")
    return DONE


@contextmanager
def _work_folder(parent: Path | None) -> Iterator[Path]:
    """Yield a temporary folder, and remove it at the end, also after a signal except SIGKILL."""
    work = (parent or Path(tempfile.gettempdir())) / f".regenerate-{secrets.token_hex(8)}"
    try:  # before the folder exists, so that a signal leaves no folder
        work.mkdir(mode=0o700)
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _generate(source: str | Path, work: Path, root: Path) -> Document:
    """Write the client and the repaired description to a folder, and return the report."""
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
        print("regenerate.py: run `python scripts/regenerate.py`, and commit its changes", file=sys.stderr)
        return REFUSED
    print("generated/ and the mock's description match openapi.yaml")
    return DONE


def _stop(number: int, _frame: object) -> None:
    """Raise `SystemExit`, so that the temporary folder is removed; a second signal is ignored."""
    for stop in _STOP_SIGNALS:
        signal.signal(stop, signal.SIG_IGN)
    print(f"regenerate.py: stopped by {signal.Signals(number).name}; no file is half replaced", file=sys.stderr)
    raise SystemExit(128 + number)


if __name__ == "__main__":
    for stop in _STOP_SIGNALS:
        signal.signal(stop, _stop)
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent.parent))
