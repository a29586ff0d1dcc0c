"""The command that checks an instance, on a mock with faults."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import escape, unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from attrs import frozen

from conftest import ROOT
from contract_live import main
from omni_drafts.mock import (
    DroppedConnection,
    EmptyContent,
    ErrorPage,
    ErrorStatus,
    ExtraProperty,
    MockClock,
    MockServer,
    MockState,
    TruncatedContent,
    UnknownMember,
    WrongContent,
)
from omni_drafts.mock._faults import Fault
from openapi.conformance.live.deviations import DeviationKind
from support.servers import reserve_closed_port, serve_response

DRAFTS = "GET /v1/documents/{identifier}/drafts"
COMMAND = (sys.executable, str(ROOT / "scripts" / "contract_live.py"))
FAST = ("--rate", "60000")
TOKEN = "editor-token"
KNOWN = ("--value", "identifier=12db1a0a")


@frozen
class Result:
    """Result of the command: its exit code, its output, and its two files."""

    code: int
    out: str
    err: str
    page: str
    junit: str

    @property
    def cases(self) -> Mapping[str, ElementTree.Element]:
        return {case.attrib["name"]: case for case in ElementTree.fromstring(self.junit).iter("testcase")}  # noqa: S314

    def has_line(self, *words: str) -> bool:
        """Return whether the page, the XML and the output each have a line with all of these words."""
        rows = [unescape(row) for row in self.page.splitlines()]
        texts = [text for case in self.cases.values() for text in "".join(case.itertext()).splitlines()]
        return all(
            any(all(word in line for word in words) for line in lines)
            for lines in (rows, texts, self.out.splitlines())
        )


def run(server: MockServer, folder: Path, *arguments: str, token: str = TOKEN) -> Result:
    """Run the command in its own process."""
    process = subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *FAST, "--report", str(folder), *arguments],
        cwd=folder,
        env=os.environ | {"OMNI_BASE_URL": server.base_url, "OMNI_API_TOKEN": token},
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )
    page, junit = folder / "report.html", folder / "junit.xml"
    assert page.exists(), process.stderr
    return Result(
        process.returncode, process.stdout, process.stderr, page.read_text("utf-8"), junit.read_text("utf-8")
    )


@pytest.fixture
def served() -> Iterator[MockServer]:
    """Serve a document with two drafts."""
    state = MockState(rate_limit=0)
    state.add_document("12db1a0a")
    state.add_draft("12db1a0a")
    state.add_draft("12db1a0a", archived_at=state.moment())
    with MockServer(state) as server:
        yield server


def test_command_on_a_documented_instance_finds_no_deviation(served: MockServer, tmp_path: Path) -> None:
    result = run(served, tmp_path, *KNOWN)
    assert (result.code, result.err) == (0, "")
    assert "1 operation asked, in 2 requests; 2 not asked; 0 deviations, 0 mild" in result.out
    assert "Deviations</h2>" not in result.page
    assert list(result.cases) == ["POST /v1/documents/{identifier}/draft", DRAFTS, "POST /v1/documents"]
    assert [[child.tag for child in case] for case in result.cases.values()] == [["skipped"], [], ["skipped"]]
    suite = ElementTree.fromstring(result.junit)  # noqa: S314 - our own
    assert {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3",
        "failures": "0",
        "errors": "0",
        "skipped": "2",
    }
    assert "not read-only" in result.page
    assert {request.method for request in served.state.requests} == {"GET"}


DOCUMENTED = ErrorStatus(404)
"""Documented error, which is not a deviation."""
SEEDED: dict[str, tuple[Fault, DeviationKind, str, bool]] = {
    # fault, kind, a word of the line, whether the client cannot read the response
    "an unknown member": (UnknownMember(), DeviationKind.MEMBER, "/0/status", False),
    "a property more": (ExtraProperty(), DeviationKind.PROPERTY, "/0/unheardOf", False),
    "another type": (WrongContent(), DeviationKind.CONTENT, "array", True),
    "half": (TruncatedContent(), DeviationKind.NOT_JSON, "application/json", True),
    "nothing": (EmptyContent(), DeviationKind.NOT_JSON, "nothing", True),
    "a page": (ErrorPage(), DeviationKind.STATUS, "502", True),
    "a page under a success": (ErrorPage(status_code=200), DeviationKind.CONTENT_TYPE, "text/html", True),
    "another status": (ErrorStatus(503), DeviationKind.STATUS, "503", True),
    "no answer": (DroppedConnection(), DeviationKind.NO_RESPONSE, "RemoteProtocolError", False),
}


@pytest.mark.parametrize("name", SEEDED)
def test_main_with_a_fault_reports_its_deviation(
    name: str, served: MockServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fault, kind, word, is_unreadable = SEEDED[name]
    served.state.faults.add(DOCUMENTED, DRAFTS, times=1)
    served.state.faults.add(fault, DRAFTS, times=1)
    environment = {"OMNI_BASE_URL": served.base_url, "OMNI_API_TOKEN": TOKEN}
    code = main([*FAST, *KNOWN, "--report", str(tmp_path)], environment)
    files = [(tmp_path / name).read_text("utf-8") for name in ("report.html", "junit.xml")]
    printed = capsys.readouterr()
    result = Result(code, printed.out, printed.err, *files)
    is_mild = name in ("an unknown member", "a property more")
    assert result.code == (0 if is_mild else 1)
    assert result.has_line(kind.value, word)
    assert ("The client cannot read it" in result.page) is is_unreadable
    assert f"{0 if is_mild else 1} deviation" in result.out
    assert [child.tag for child in result.cases[DRAFTS]] == ["system-out" if is_mild else "failure"]


UUID = {"type": "string", "format": "uuid"}
PARENT = {"type": ["object", "null"], "properties": {"id": UUID}, "required": ["id"]}
FOLDER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": UUID,
        "name": {"type": "string"},
        "size": {"type": "integer"},
        "parent": PARENT,
        "owner": {"type": "string"},
    },
    "required": ["id", "name", "parent"],
}


def answers(schema: dict[str, Any], status: str = "200") -> dict[str, Any]:
    return {status: {"description": "-", "content": {"application/json": {"schema": schema}}}}


def parameter(name: str, place: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


FOLDER_ID = [parameter("folderId", "path", UUID)]
CHOICES = [
    parameter("scope", "query", {"type": "string", "enum": ["all", "mine"]}),
    parameter("deep", "query", {"type": "boolean"}),
    parameter("search", "query", {"type": "string"}),
]
FOLDERS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Folders", "version": "1"},
    "servers": [{"url": "https://folders.test/here"}],
    "paths": {
        "/v1/folders/{folderId}": {
            "get": {"operationId": "getFolder", "parameters": FOLDER_ID, "responses": answers(FOLDER)},
            "delete": {"operationId": "deleteFolder", "parameters": FOLDER_ID, "responses": answers({})},
        },
        "/v1/folders/{folderId}/labels": {
            "get": {"operationId": "getLabels", "parameters": FOLDER_ID, "responses": answers({"type": "array"})}
        },
        "/v1/folders": {
            "get": {
                "operationId": "listFolders",
                "parameters": CHOICES,
                "responses": answers({"type": "array", "items": FOLDER, "minItems": 2}),
            },
            "post": {"operationId": "createFolder", "responses": answers(FOLDER)},
        },
        "/v1/users/{userId}": {
            "get": {
                "operationId": "getUser",
                "parameters": [parameter("userId", "path", {"type": "integer"})],
                "responses": answers({"type": "object"}),
            }
        },
        "/v1/reports": {
            "get": {
                "operationId": "getReport",
                "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": answers({"type": "object"}),
            }
        },
    },
}


def served_folders(change: Mapping[str, Any]) -> dict[str, Any]:
    document = copy.deepcopy(FOLDERS)
    document["paths"] |= change
    return document


def run_on_folders(change: Mapping[str, Any], folder: Path, *arguments: str) -> tuple[Result, MockState]:
    """Run the command on an instance with other paths, against the documented ones."""
    description, state = folder / "folders.json", MockState(rate_limit=0)
    description.write_text(json.dumps(FOLDERS), "utf-8")
    with MockServer(state, description=served_folders(change)) as server:
        result = run(server, folder, "--description", str(description), *arguments)
    return result, state


def test_command_sends_values_of_other_responses_and_each_choice(tmp_path: Path) -> None:
    result, state = run_on_folders({}, tmp_path, "--value", "userId=7")
    assert (result.code, result.err) == (0, "")
    known = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
    assert [request.path.removeprefix("/here/v1/") for request in state.requests] == [
        "folders",
        "users/7",
        f"folders/{known}",
        f"folders/{known}/labels",
        *["folders"] * 4,
    ]
    assert {request.status_code for request in state.requests} == {200}
    assert "GET /v1/reports: it takes a request body" in result.out


def test_command_on_another_instance_reports_each_difference(tmp_path: Path) -> None:
    changed = copy.deepcopy(FOLDERS)["paths"]["/v1/folders"]
    item = changed["get"]["responses"]["200"]["content"]["application/json"]["schema"]["items"]
    item["properties"] |= {"size": {"type": "string"}, "parent": {"type": "object"}, "colour": {"const": "red"}}
    item["required"] = ["id"]
    del item["properties"]["name"]
    one = copy.deepcopy(FOLDERS)["paths"]["/v1/folders/{folderId}"]
    one["get"]["responses"] = answers({}, "202")
    gone: dict[str, Any] = {"/v1/folders/{folderId}/labels": {}}
    result, state = run_on_folders(
        {"/v1/folders": changed, "/v1/folders/{folderId}": one, **gone}, tmp_path, "--most", "5"
    )
    assert result.code == 1
    assert result.has_line(DeviationKind.CONTENT.value, "/0/size", "integer", '"example"', "InvalidContentError")
    assert result.has_line(DeviationKind.CONTENT.value, "/0/name", "required", "nothing")
    assert result.has_line(DeviationKind.CONTENT.value, "/0/parent/id", "required", "nothing")
    assert result.has_line(DeviationKind.PROPERTY.value, "/0/colour", "red")
    assert result.has_line(DeviationKind.STATUS.value, "202")
    assert result.has_line(DeviationKind.STATUS.value, "404")
    # Three responses have two folders each, and the report has one line.
    assert "200 /0/size (6 times)" in result.out
    assert "GET /v1/users/{userId}: no value is known for `userId`; give one with --value userId=..." in result.out
    assert "2 more requests were over the bound" in result.out
    assert len(state.requests) == 5
    assert {request.method for request in state.requests} == {"GET"}


def test_command_never_writes_the_token(served: MockServer, tmp_path: Path) -> None:
    token = "a<b>&\"c'\\d"
    served.state.tokens[token] = served.state.tokens["viewer-token"]
    served.state.faults.add(ExtraProperty(token, "." * 84 + token), times=1)
    served.state.faults.add(ExtraProperty("echo", token), times=1)
    result = run(served, tmp_path, *KNOWN, token=token)
    assert "[token]" in result.out
    whole = result.out + result.err + result.page + result.junit
    for form in (token, escape(token), json.dumps(token)[1:-1], token[:5], escape(token[:5])):
        assert form not in whole


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({}, "OMNI_BASE_URL and OMNI_API_TOKEN: not set; set the URL of the instance and an API key"),
        ({"OMNI_API_TOKEN": TOKEN}, "OMNI_BASE_URL: not set; set the URL of the instance and an API key"),
        ({"OMNI_API_TOKEN": TOKEN, "OMNI_BASE_URL": "http://far.test"}, "OMNI_BASE_URL: not a URL such as"),
        ({"OMNI_API_TOKEN": "ä", "OMNI_BASE_URL": "https://far.test"}, "OMNI_API_TOKEN: the token contains a space"),
    ],
    ids=["nothing set", "no address", "no secure address", "no token"],
)
def test_main_with_an_invalid_setting_prints_one_line(
    environment: dict[str, str], problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_could_not_run(environment, problem, tmp_path, capsys)


def test_main_without_a_response_prints_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with reserve_closed_port() as base_url:
        environment = {"OMNI_API_TOKEN": TOKEN, "OMNI_BASE_URL": base_url}
        check_could_not_run(environment, "does not answer: ConnectError", tmp_path, capsys)


def check_could_not_run(
    environment: dict[str, str], problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: str
) -> None:
    assert main([*FAST, *KNOWN, "--report", str(tmp_path / "none"), *arguments], environment) == 2
    out, line = capsys.readouterr()
    assert line.startswith("contract-live: ")
    assert problem in line
    assert (out, line.count("\n")) == ("", 1)
    assert not (tmp_path / "none").exists()


def test_main_with_a_refused_token_prints_one_line(
    served: MockServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {"OMNI_BASE_URL": served.base_url, "OMNI_API_TOKEN": "unknown"}
    assert main([*FAST, *KNOWN, "--report", str(tmp_path)], environment) == 2
    assert capsys.readouterr().err == f"contract-live: {served.base_url}/api refuses the token: 401\n"


def test_main_after_429_sends_again(served: MockServer, tmp_path: Path) -> None:
    served.state.faults.add(ErrorStatus(429, retry_after=timedelta(0)), times=2)
    environment = {"OMNI_BASE_URL": served.base_url, "OMNI_API_TOKEN": TOKEN, "OMNI_VALUES": KNOWN[1]}
    assert main([*FAST, "--report", str(tmp_path)], environment, MockClock(served.state)) == 0
    assert [request.status_code for request in served.state.requests] == [429, 429, 200, 200]


def test_main_does_not_follow_a_redirect(tmp_path: Path) -> None:
    with serve_response() as elsewhere, serve_response(302, headers={"Location": elsewhere.base_url}) as here:
        environment = {"OMNI_BASE_URL": here.base_url, "OMNI_API_TOKEN": TOKEN}
        assert main([*FAST, *KNOWN, "--report", str(tmp_path)], environment) == 1
    assert (len(here.requests), elsewhere.requests) == (2, [])


def test_documentation_shows_the_output(served: MockServer, tmp_path: Path) -> None:
    served.state.faults.add(UnknownMember(), times=1)
    served.state.faults.add(WrongContent(), times=1)
    result = run(served, tmp_path, *KNOWN)
    shown = result.out.replace(served.base_url, "https://blobsrus.omniapp.co").replace(f"{tmp_path}", "contract-live")
    documented = (ROOT / "docs" / "contract.md").read_text("utf-8")
    assert "".join(f"    {line}\n" for line in shown.splitlines()) in documented
    assert result.code == 1


def test_main_with_a_description_that_cannot_be_generated_prints_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    description = tmp_path / "folders.json"
    description.write_text(json.dumps(served_folders({"/v1/folders": {"get": {}}})), "utf-8")
    environment = {"OMNI_API_TOKEN": TOKEN, "OMNI_BASE_URL": "http://127.0.0.1:9"}
    check_could_not_run(environment, "folders.json", tmp_path, capsys, "--description", str(description))


@pytest.mark.parametrize("pair", ["identifier", "=12db1a0a", "identifier="])
def test_main_with_a_wrong_value_prints_one_line(
    pair: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {"OMNI_API_TOKEN": TOKEN, "OMNI_BASE_URL": "http://127.0.0.1:9"}
    check_could_not_run(environment, f"{pair!r}: not NAME=VALUE", tmp_path, capsys, "--value", pair)


@pytest.mark.parametrize("option", ["--rate", "--most"])
@pytest.mark.parametrize("value", ["0", "-1", "many"])
def test_main_with_a_wrong_number_exits_with_2(option: str, value: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main([option, value], {})
    assert caught.value.code == 2


def test_command_help_lists_its_options() -> None:
    process = subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, "--help"], capture_output=True, text=True, check=True, timeout=60
    )
    for option in ("--description", "--value", "--rate", "--most", "--report"):
        assert option in process.stdout
