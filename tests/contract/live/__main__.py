"""Holds an instance to a description, as far as that changes nothing there: `tox run -e contract-live`.

The exit code is 0 where it does what is documented, 1 where it differs, and 2 where it could not be asked.
"""

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import httpx

import regenerate
from contract.live.client import Reader
from contract.live.contents import Contents
from contract.live.examination import CouldNotRunError, Examination
from contract.live.junit import write_junit
from contract.live.known import Known
from contract.live.outcome import Outcome, Report
from contract.live.pace import Instance, Pace
from contract.live.page import write_page
from contract.live.questions import Questions
from contract.live.telling import lines
from openapi.conformance.description import Description
from openapi.conformance.generated_client import GeneratedClient
from openapi.conformance.validity import Validity
from openapi.dialects.normalization import normalize
from openapi.reading.description import DescriptionError, read_description

ROOT = Path(__file__).resolve().parents[3]
KEPT, DIFFERS, COULD_NOT_RUN = 0, 1, 2
_SETTINGS = ("OMNI_BASE_URL", "OMNI_API_TOKEN")
_TOKEN = re.compile(r"[\x21-\x7e]+")
_SECONDS = 30.0


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Ask, write the report, and give the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options, environment)
    except (CouldNotRunError, DescriptionError, OSError) as error:
        print(f"contract-live: {_hiding(environment.get('OMNI_API_TOKEN', ''))(str(error))}", file=sys.stderr)
        return COULD_NOT_RUN


def _run(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    missing = [name for name in _SETTINGS if not environment.get(name)]
    if missing:
        raise CouldNotRunError(f"{' and '.join(missing)}: not set; what instance is to be asked, and with what key?")
    if not _TOKEN.fullmatch(environment["OMNI_API_TOKEN"]):
        raise CouldNotRunError("OMNI_API_TOKEN: holds a space, or a character that is not ASCII")
    token, hide = environment["OMNI_API_TOKEN"], _hiding(environment["OMNI_API_TOKEN"])
    description = Description.from_document(normalize(read_description(options.description)).document)
    address = _address(environment["OMNI_BASE_URL"], description)
    given = dict(_value(pair) for pair in [*environment.get("OMNI_VALUES", "").split(), *options.value])
    report = Report(address, options.description.name, [Outcome(operation) for operation in description.operations])
    validity = Validity(description)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json, */*;q=0.5"}
    with _client_of(options.description) as generated, _connected(address, headers) as http:
        Examination(
            Instance(http, Pace(options.rate, time.monotonic, time.sleep)),
            Questions(description, Known(given, validity)),
            Contents(description, validity),
            Reader(generated),
            hide,
            options.most,
        ).run(report)
    options.report.mkdir(parents=True, exist_ok=True)
    page, junit = options.report / "report.html", options.report / "junit.xml"
    page.write_text(hide(write_page(report)), "utf-8")
    junit.write_text(hide(write_junit(report)), "utf-8")
    print(hide("\n".join(lines(report))))
    print(f"report: {page}, {junit}")
    return KEPT if report.is_kept else DIFFERS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="contract-live", description=__doc__)
    parser.add_argument("--description", metavar="FILE", type=Path, default=ROOT / "openapi.yaml")
    parser.add_argument(
        "--value",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="the value of a path parameter, or of a required one; OMNI_VALUES has some, with spaces between",
    )
    parser.add_argument("--rate", type=_positive, default=50, help="how many requests a minute at most (50)")
    parser.add_argument("--most", type=int, default=200, help="how many requests at most (200)")
    parser.add_argument("--report", metavar="FOLDER", type=Path, default=Path("contract-live"))
    return parser


def _positive(text: str) -> float:
    if not (value := float(text)) > 0:
        raise ValueError(f"{text} is not above 0")
    return value


def _value(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not (name and equals and value):
        raise CouldNotRunError(f"{pair!r} is no value; give NAME=VALUE, such as identifier=12db1a0a")
    return name, value


def _address(base_url: str, description: Description) -> str:
    """Give the address before the paths of a description, which it knows itself where none is given."""
    url = urlsplit(base_url.strip())
    local = url.hostname in ("localhost", "127.0.0.1", "::1")
    if not url.hostname or not (url.scheme == "https" or (url.scheme == "http" and local)) or "@" in url.netloc:
        raise CouldNotRunError("OMNI_BASE_URL: not an address such as https://blobsrus.omniapp.co")
    servers = description.document.get("servers") or [{"url": ""}]
    path = url.path.rstrip("/") or urlsplit(servers[0]["url"]).path.rstrip("/")
    return f"{url.scheme}://{url.netloc}{path}"


@contextmanager
def _client_of(description: Path) -> Iterator[GeneratedClient]:
    """Give the client of a description: the one that is there, or one that is made."""
    with asyncio.Runner() as runner, tempfile.TemporaryDirectory() as work:
        if description.resolve() == ROOT / "openapi.yaml":
            generated = GeneratedClient.installed(ROOT / "generated" / "manifest.json", runner)
        else:
            folder = Path(work) / "client"
            with redirect_stdout(sys.stderr):
                made = regenerate.main(["--spec", str(description), "--output", str(folder)], ROOT)
            if made != 0:
                raise CouldNotRunError(f"no client can be made of {description}")
            generated = GeneratedClient.from_folder(folder, "client_of_the_instance", runner)
        yield generated
        generated.close()


def _connected(address: str, headers: Mapping[str, str]) -> httpx.Client:
    # What goes unencrypted goes to this machine, and so must not pass a proxy.
    return httpx.Client(base_url=address, headers=headers, timeout=_SECONDS, trust_env=address.startswith("https:"))


def _hiding(token: str) -> Callable[[str], str]:
    """Take a token out of a text, as it is or as it is written in JSON, HTML or XML."""
    forms = sorted({token, json.dumps(token)[1:-1], escape(token)}, key=len, reverse=True) if token else []

    def hide(text: str) -> str:
        for form in forms:
            text = text.replace(form, "[token]")
        return text

    return hide


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
