"""The mock checked by schemathesis: it returns documented responses to generated requests."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import settings

from conftest import ROOT
from omni_drafts.mock import MockServer, MockState, create_application
from support.schemathesis_cases import make_identifier_unique

EDITOR = {"Authorization": "Bearer editor-token"}
DOCUMENT = "12db1a0a"
SETTINGS = settings(max_examples=60, derandomize=True)
DESCRIPTION = ROOT / "overlay" / "omni_drafts" / "mock" / "openapi.json"

state = MockState(rate_limit=0)
state.add_document(DOCUMENT)
schema = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text("utf-8")))
schema.app = create_application(state)
schema.config.update(base_url="http://mock.test/api")


@schema.parametrize()
@SETTINGS
def test_mock_generated_request_returns_documented_response(case: schemathesis.Case[Any]) -> None:
    make_identifier_unique(case)
    case.call_and_validate(headers=EDITOR)


@schema.parametrize()
@SETTINGS
def test_mock_generated_request_for_existing_document_returns_documented_response(
    case: schemathesis.Case[Any],
) -> None:
    case.path_parameters = dict.fromkeys(case.path_parameters or {}, DOCUMENT)
    make_identifier_unique(case)
    case.call_and_validate(headers=EDITOR)


HOOKS = """
import schemathesis
from support.schemathesis_cases import make_identifier_unique

@schemathesis.hook
def before_call(context, case, kwargs):
    make_identifier_unique(case)
"""


def run_schemathesis(folder: Path, url: str) -> "subprocess.CompletedProcess[str]":
    (folder / "hooks.py").write_text(HOOKS, "utf-8")
    parameters = f'"path.documentId" = "{DOCUMENT}"\n"path.identifier" = "{DOCUMENT}"'
    configuration = f"[parameters]\n{parameters}\n\n[warnings]\nfail-on = true\n"
    (folder / "schemathesis.toml").write_text(configuration, "utf-8")
    command = [
        str(Path(sys.executable).with_name("st")),
        "run",
        str(DESCRIPTION),
        "--url",
        url,
        "--checks",
        "all",
    ]
    limits = ["--max-examples", "20", "--generation-deterministic", "--no-color"]
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]),
    }
    return subprocess.run(  # noqa: S603 - our own
        [*command, *limits, "-H", "Authorization: Bearer editor-token"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )


def test_schemathesis_command_of_served_mock_reports_no_failure(tmp_path: Path) -> None:
    served_state = MockState(rate_limit=0)
    served_state.add_document(DOCUMENT)
    with MockServer(served_state) as mock:
        process = run_schemathesis(tmp_path, mock.api_url)
    assert process.returncode == 0, process.stdout
    assert {request.status_code for request in served_state.requests} >= {200, 201, 400, 401, 405}
