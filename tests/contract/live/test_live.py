"""An instance that is examined: the mock, in which some things are wrong on purpose, and each is told."""

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
from contract.live.__main__ import main
from contract.live.deviations import Kind
from omni_drafts.mock import (
    DroppedConnection,
    EmptyContent,
    ErrorPage,
    ErrorStatus,
    ExtraProperty,
    MockServer,
    MockState,
    TruncatedContent,
    UnknownMember,
    WrongContent,
)
from omni_drafts.mock._faults import Fault
from support.servers import reserve_closed_port, serve_response

DRAFTS = "GET /v1/documents/{identifier}/drafts"
WAYS = (str(ROOT / "scripts"), str(ROOT / "tests"))
FAST = ("--rate", "60000")
TOKEN = "editor-token"
KNOWN = ("--value", "identifier=12db1a0a")


@frozen
class Told:
    """What an examination told: its exit code, what it printed, and its two files."""

    code: int
    printed: str
    errors: str
    page: str
    junit: str

    @property
    def cases(self) -> Mapping[str, ElementTree.Element]:
        return {case.attrib["name"]: case for case in ElementTree.fromstring(self.junit).iter("testcase")}  # noqa: S314

    def tells(self, *words: str) -> bool:
        """Say whether the page, the XML and what was printed have all of these words in one place."""
        rows = [unescape(row) for row in self.page.splitlines()]
        texts = [text for case in self.cases.values() for text in "".join(case.itertext()).splitlines()]
        return all(
            any(all(word in line for word in words) for line in lines)
            for lines in (rows, texts, self.printed.splitlines())
        )


def examined(server: MockServer, folder: Path, *arguments: str, token: str = TOKEN) -> Told:
    """Run the command as a process."""
    environment = os.environ | {
        "OMNI_BASE_URL": server.base_url,
        "OMNI_API_TOKEN": token,
        "PYTHONPATH": os.pathsep.join(path for path in [*WAYS, os.environ.get("PYTHONPATH")] if path),
    }
    ran = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "contract.live", *FAST, "--report", str(folder), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )
    page, junit = folder / "report.html", folder / "junit.xml"
    assert page.exists(), ran.stderr
    return Told(ran.returncode, ran.stdout, ran.stderr, page.read_text("utf-8"), junit.read_text("utf-8"))


@pytest.fixture
def served() -> Iterator[MockServer]:
    """Serve a document with two drafts."""
    state = MockState(rate_limit=0)
    state.add_document("12db1a0a")
    state.add_draft("12db1a0a")
    state.add_draft("12db1a0a", archived_at=state.moment())
    with MockServer(state) as server:
        yield server


def test_an_instance_that_does_what_is_documented_has_no_deviation(served: MockServer, tmp_path: Path) -> None:
    told = examined(served, tmp_path, *KNOWN)
    assert (told.code, told.errors) == (0, "")
    assert "1 operation asked, in 2 requests; 2 not asked; 0 deviations, 0 mild" in told.printed
    assert "Deviations</h2>" not in told.page
    assert list(told.cases) == ["POST /v1/documents/{identifier}/draft", DRAFTS, "POST /v1/documents"]
    assert [[child.tag for child in case] for case in told.cases.values()] == [["skipped"], [], ["skipped"]]
    suite = ElementTree.fromstring(told.junit)  # noqa: S314 - our own
    assert {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3",
        "failures": "0",
        "errors": "0",
        "skipped": "2",
    }
    assert "not read-only" in told.page
    assert {request.method for request in served.state.requests} == {"GET"}


DOCUMENTED = ErrorStatus(404)
"""A refusal that is no deviation."""
SEEDED: dict[str, tuple[Fault, Kind, str, bool]] = {
    # what it is told as, where, and whether the client cannot read it
    "an unknown member": (UnknownMember(), Kind.MEMBER, "/0/status", False),
    "a property more": (ExtraProperty(), Kind.PROPERTY, "/0/unheardOf", False),
    "another type": (WrongContent(), Kind.CONTENT, "array", True),
    "half": (TruncatedContent(), Kind.NO_JSON, "application/json", True),
    "nothing": (EmptyContent(), Kind.NO_JSON, "nothing", True),
    "a page": (ErrorPage(), Kind.STATUS, "502", True),
    "a page under a success": (ErrorPage(status_code=200), Kind.CONTENT_TYPE, "text/html", True),
    "another status": (ErrorStatus(503), Kind.STATUS, "503", True),
    "no answer": (DroppedConnection(), Kind.NO_ANSWER, "RemoteProtocolError", False),
}


@pytest.mark.parametrize("name", SEEDED)
def test_each_deviation_is_told_with_its_place(
    name: str, served: MockServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fault, kind, word, is_unreadable = SEEDED[name]
    served.state.faults.add(DOCUMENTED, DRAFTS, times=1)  # the first answer is as it should be
    served.state.faults.add(fault, DRAFTS, times=1)
    environment = {"OMNI_BASE_URL": served.base_url, "OMNI_API_TOKEN": TOKEN}
    code = main([*FAST, *KNOWN, "--report", str(tmp_path)], environment)
    files = [(tmp_path / name).read_text("utf-8") for name in ("report.html", "junit.xml")]
    printed = capsys.readouterr()
    told = Told(code, printed.out, printed.err, *files)
    is_mild = name in ("an unknown member", "a property more")
    assert told.code == (0 if is_mild else 1)
    assert told.tells(kind.value, word)
    assert ("The client cannot read it" in told.page) is is_unreadable
    assert f"{0 if is_mild else 1} deviation" in told.printed
    assert [child.tag for child in told.cases[DRAFTS]] == ["system-out" if is_mild else "failure"]


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


def examined_folders(change: Mapping[str, Any], folder: Path, *arguments: str) -> tuple[Told, MockState]:
    """Examine an instance that is changed, and hold it to what is documented."""
    description, state = folder / "folders.json", MockState(rate_limit=0)
    description.write_text(json.dumps(FOLDERS), "utf-8")
    with MockServer(state, description=served_folders(change)) as server:
        told = examined(server, folder, "--description", str(description), *arguments)
    return told, state


def test_paths_get_values_of_other_answers_and_choices_are_asked_one_by_one(tmp_path: Path) -> None:
    told, state = examined_folders({}, tmp_path, "--value", "userId=7")
    assert (told.code, told.errors.startswith("made ")) == (0, True)
    known = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
    assert [request.path.removeprefix("/here/v1/") for request in state.requests] == [
        "folders",
        "users/7",
        f"folders/{known}",
        f"folders/{known}/labels",
        *["folders"] * 4,
    ]
    assert {request.status_code for request in state.requests} == {200}
    assert "GET /v1/reports: it takes a request body" in told.printed


def test_an_instance_that_is_another_differs_where_it_is(tmp_path: Path) -> None:
    changed = copy.deepcopy(FOLDERS)["paths"]["/v1/folders"]
    item = changed["get"]["responses"]["200"]["content"]["application/json"]["schema"]["items"]
    item["properties"] |= {"size": {"type": "string"}, "parent": {"type": "object"}, "colour": {"const": "red"}}
    item["required"] = ["id"]
    del item["properties"]["name"]
    one = copy.deepcopy(FOLDERS)["paths"]["/v1/folders/{folderId}"]
    one["get"]["responses"] = answers({}, "202")
    gone: dict[str, Any] = {"/v1/folders/{folderId}/labels": {}}
    told, state = examined_folders(
        {"/v1/folders": changed, "/v1/folders/{folderId}": one, **gone}, tmp_path, "--most", "5"
    )
    assert told.code == 1
    assert told.tells(Kind.CONTENT.value, "/0/size", "integer", '"example"', "InvalidContentError")
    assert told.tells(Kind.CONTENT.value, "/0/name", "required", "nothing")
    assert told.tells(Kind.CONTENT.value, "/0/parent/id", "required", "nothing")
    assert told.tells(Kind.PROPERTY.value, "/0/colour", "red")
    assert told.tells(Kind.STATUS.value, "202")
    assert told.tells(Kind.STATUS.value, "404")
    # The list came three times, with two folders each time; a place is told once.
    assert "200 /0/size (6 times)" in told.printed
    assert "GET /v1/users/{userId}: no value is known for `userId`; give one with --value userId=..." in told.printed
    assert "2 more requests were over the bound" in told.printed
    assert len(state.requests) == 5
    assert {request.method for request in state.requests} == {"GET"}


def test_the_token_stands_nowhere(served: MockServer, tmp_path: Path) -> None:
    token = "a<b>&\"c'\\d"
    served.state.tokens[token] = served.state.tokens["viewer-token"]
    served.state.faults.add(ExtraProperty(token, "." * 84 + token), times=1)
    served.state.faults.add(ExtraProperty("echo", token), times=1)
    told = examined(served, tmp_path, *KNOWN, token=token)
    assert "[token]" in told.printed
    whole = told.printed + told.errors + told.page + told.junit
    for form in (token, escape(token), json.dumps(token)[1:-1], token[:5], escape(token[:5])):
        assert form not in whole


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "OMNI_BASE_URL and OMNI_API_TOKEN: not set; what instance is to be asked, and with what key?"),
        ({"OMNI_API_TOKEN": TOKEN}, "OMNI_BASE_URL: not set; what instance is to be asked, and with what key?"),
        ({"OMNI_API_TOKEN": TOKEN, "OMNI_BASE_URL": "http://far.test"}, "OMNI_BASE_URL: not an address such as"),
        ({"OMNI_API_TOKEN": "ä", "OMNI_BASE_URL": "https://far.test"}, "OMNI_API_TOKEN: holds a space"),
    ],
    ids=["nothing set", "no address", "no secure address", "no token"],
)
def test_what_cannot_be_run_says_why_in_one_line(
    environment: dict[str, str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_what_cannot_be_run(environment, says, tmp_path, capsys)


def test_an_instance_that_does_not_answer_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with reserve_closed_port() as base_url:
        environment = {"OMNI_API_TOKEN": TOKEN, "OMNI_BASE_URL": base_url}
        check_what_cannot_be_run(environment, "does not answer: ConnectError", tmp_path, capsys)


def check_what_cannot_be_run(
    environment: dict[str, str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*FAST, *KNOWN, "--report", str(tmp_path / "none")], environment) == 2
    out, line = capsys.readouterr()
    assert line.startswith("contract-live: ")
    assert says in line
    assert (out, line.count("\n")) == ("", 1)
    assert not (tmp_path / "none").exists()


def test_a_token_that_is_refused_is_said(
    served: MockServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {"OMNI_BASE_URL": served.base_url, "OMNI_API_TOKEN": "unknown"}
    assert main([*FAST, *KNOWN, "--report", str(tmp_path)], environment) == 2
    assert capsys.readouterr().err == f"contract-live: {served.base_url}/api refuses the token: 401\n"


def test_an_instance_that_says_to_come_later_is_asked_later(served: MockServer, tmp_path: Path) -> None:
    served.state.faults.add(ErrorStatus(429, retry_after=timedelta(0)), times=2)
    environment = {"OMNI_BASE_URL": served.base_url, "OMNI_API_TOKEN": TOKEN, "OMNI_VALUES": KNOWN[1]}
    assert main([*FAST, "--report", str(tmp_path)], environment) == 0
    assert [request.status_code for request in served.state.requests] == [429, 429, 200, 200]


def test_a_redirect_is_not_followed_with_the_token(tmp_path: Path) -> None:
    with serve_response() as elsewhere, serve_response(302, headers={"Location": elsewhere.base_url}) as here:
        environment = {"OMNI_BASE_URL": here.base_url, "OMNI_API_TOKEN": TOKEN}
        assert main([*FAST, *KNOWN, "--report", str(tmp_path)], environment) == 1
    assert (len(here.requests), elsewhere.requests) == (2, [])


def test_the_documentation_shows_what_is_told(served: MockServer, tmp_path: Path) -> None:
    served.state.faults.add(UnknownMember(), times=1)
    served.state.faults.add(WrongContent(), times=1)
    told = examined(served, tmp_path, *KNOWN)
    shown = told.printed.replace(served.base_url, "https://blobsrus.omniapp.co").replace(
        f"{tmp_path}", "contract-live"
    )
    documented = (ROOT / "docs" / "contract.md").read_text("utf-8")
    assert "".join(f"    {line}\n" for line in shown.splitlines()) in documented
    assert told.code == 1
