"""The mock, held to the description by schemathesis: whatever is asked, it answers as documented."""

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
from support.schemathesis_cases import name_anew

EDITOR = {"Authorization": "Bearer editor-token"}
KNOWN = "12db1a0a"
FEW = settings(max_examples=60, derandomize=True)
DESCRIPTION = ROOT / "overlay" / "omni_drafts" / "mock" / "openapi.json"

state = MockState(rate_limit=0)
state.add_document(KNOWN)
schema = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text("utf-8")))
schema.app = create_application(state)
schema.config.update(base_url="http://mock.test/api")


@schema.parametrize()
@FEW
def test_each_answer_is_documented(case: schemathesis.Case[Any]) -> None:
    name_anew(case)
    case.call_and_validate(headers=EDITOR)


@schema.parametrize()
@FEW
def test_each_answer_about_a_known_document_is_documented(case: schemathesis.Case[Any]) -> None:
    case.path_parameters = dict.fromkeys(case.path_parameters or {}, KNOWN)
    name_anew(case)
    case.call_and_validate(headers=EDITOR)


HOOKS = """
import schemathesis
from support.schemathesis_cases import name_anew

@schemathesis.hook
def before_call(context, case, kwargs):
    name_anew(case)
"""


def run_schemathesis(folder: Path, address: str) -> "subprocess.CompletedProcess[str]":
    (folder / "hooks.py").write_text(HOOKS, "utf-8")
    (folder / "schemathesis.toml").write_text(
        f'[parameters]\n"path.documentId" = "{KNOWN}"\n"path.identifier" = "{KNOWN}"\n\n[warnings]\nfail-on = true\n',
        "utf-8",
    )
    command = [
        str(Path(sys.executable).with_name("st")),
        "run",
        str(DESCRIPTION),
        "--url",
        address,
        "--checks",
        "all",
    ]
    few = ["--max-examples", "20", "--generation-deterministic", "--no-color"]
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]),
    }
    return subprocess.run(  # noqa: S603 - our own
        [*command, *few, "-H", "Authorization: Bearer editor-token"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )


def test_the_command_of_schemathesis_finds_nothing_wrong_in_the_mock_that_is_served(tmp_path: Path) -> None:
    served = MockState(rate_limit=0)
    served.add_document(KNOWN)
    with MockServer(served) as mock:
        finished = run_schemathesis(tmp_path, mock.api_url)
    assert finished.returncode == 0, finished.stdout
    assert {request.status_code for request in served.requests} >= {200, 201, 400, 401, 405}
