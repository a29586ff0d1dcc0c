"""Checks an Omni instance against a description with requests that change nothing there.

The exit code is 0 without deviations, 1 with deviations, and 2 if the check could not run.
"""

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

try:
    from openapi.conformance.description import Description
    from openapi.conformance.generated_client import GeneratedClient
    from openapi.conformance.live.connection import connect
    from openapi.conformance.live.differences import Comparison
    from openapi.conformance.live.errors import CouldNotRunError
    from openapi.conformance.live.examination import Examination
    from openapi.conformance.live.html_report import write_page
    from openapi.conformance.live.junit_report import write_junit
    from openapi.conformance.live.path_values import PathValues
    from openapi.conformance.live.redaction import build_redactor
    from openapi.conformance.live.report import Outcome, Report
    from openapi.conformance.live.requests import RequestBuilder
    from openapi.conformance.live.settings import check_environment, parse_values, resolve_base_url
    from openapi.conformance.live.text_report import write_lines
    from openapi.conformance.validity import Validity
    from openapi.dialects.normalization import normalize
    from openapi.reading.description import DescriptionError, read_description
except ModuleNotFoundError as error:
    print(f"contract-live: {error.name} is not installed; run `tox run -e contract-live`", file=sys.stderr)
    raise SystemExit(2) from None

if TYPE_CHECKING:
    from omni_drafts import Clock

ROOT = Path(__file__).resolve().parent.parent
NO_DEVIATIONS, DEVIATIONS, COULD_NOT_RUN = 0, 1, 2


def main(arguments: list[str], environment: Mapping[str, str], clock: "Clock | None" = None) -> int:
    """Check the instance, write the report, and return the exit code.

    Args:
        arguments: Arguments of the command.
        environment: Environment variables.
        clock: Clock of the client, for tests.
    """
    options = _build_parser().parse_args(arguments)
    redact = build_redactor(environment.get("OMNI_API_TOKEN", ""))
    try:
        report = _check(options, environment, clock)
        options.report.mkdir(parents=True, exist_ok=True)
        page, junit = options.report / "report.html", options.report / "junit.xml"
        page.write_text(redact(write_page(report)), "utf-8")
        junit.write_text(redact(write_junit(report)), "utf-8")
    except (CouldNotRunError, DescriptionError, OSError) as error:
        print(f"contract-live: {redact(str(error))}", file=sys.stderr)
        return COULD_NOT_RUN
    print(redact("\n".join(write_lines(report))))
    print(f"report: {page}, {junit}")
    return DEVIATIONS if report.has_deviations else NO_DEVIATIONS


def _check(options: argparse.Namespace, environment: Mapping[str, str], clock: "Clock | None") -> Report:
    check_environment(environment)
    token = environment["OMNI_API_TOKEN"]
    description = Description.from_document(normalize(read_description(options.description)).document)
    base_url = resolve_base_url(environment["OMNI_BASE_URL"], description.document)
    values = parse_values([*environment.get("OMNI_VALUES", "").split(), *options.value])
    outcomes = [Outcome(operation) for operation in description.operations]
    report, validity = Report(base_url, options.description.name, outcomes), Validity(description)
    with (
        _open_generated_client(options.description) as generated,
        connect(base_url, token, requests_per_minute=options.rate, clock=clock) as instance,
    ):
        Examination(
            instance,
            RequestBuilder(description, PathValues(values, validity)),
            Comparison(description, validity),
            generated,
            build_redactor(token),
            options.most,
        ).run(report)
    return report


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="contract_live.py",
        description=__doc__,
        epilog="OMNI_BASE_URL is the URL of the instance, and OMNI_API_TOKEN an API key.",
    )
    parser.add_argument(
        "--description",
        metavar="FILE",
        type=Path,
        default=ROOT / "openapi.yaml",
        help="description to check against (openapi.yaml); a client of another one is generated",
    )
    parser.add_argument(
        "--value",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="value of a path parameter, or of a required one; OMNI_VALUES has several, with spaces between",
    )
    parser.add_argument("--rate", metavar="N", type=_parse_count, default=50, help="most requests in a minute (50)")
    parser.add_argument("--most", metavar="N", type=_parse_count, default=200, help="most requests in all (200)")
    parser.add_argument(
        "--report",
        metavar="FOLDER",
        type=Path,
        default=Path("contract-live"),
        help="folder for report.html and junit.xml (contract-live)",
    )
    return parser


def _parse_count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive integer")
    return count


@contextmanager
def _open_generated_client(description: Path) -> Iterator[GeneratedClient]:
    """Yield the client of a description: the installed one of `openapi.yaml`, or a new one."""
    if description.resolve() == ROOT / "openapi.yaml":
        yield GeneratedClient.installed(ROOT / "generated" / "manifest.json", None)
        return
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "client"
        _generate(description, folder)
        yield GeneratedClient.from_folder(folder, "client_of_the_instance", None)


def _generate(description: Path, folder: Path) -> None:
    import regenerate  # imported here, since the check of `openapi.yaml` generates nothing

    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        code = regenerate.main(["--spec", str(description), "--output", str(folder)], ROOT)
    if code != 0:
        cause = output.getvalue().strip().rpartition("\n")[2]
        raise CouldNotRunError(f"no client of {description} can be generated: {cause}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
