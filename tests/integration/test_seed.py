"""Seed files of the mock: the documented one, each kind of fault, and errors with their locations."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import httpx
import pytest

from omni_drafts.mock import (
    DroppedConnection,
    EmptyContent,
    ErrorPage,
    ErrorStatus,
    ExtraProperty,
    MissingProperty,
    MockServer,
    MockState,
    Permission,
    SeedError,
    SlowResponse,
    TruncatedContent,
    UnknownMember,
    WrongContent,
    read_seed,
)

NOW = datetime(2026, 5, 6, 13, 44, tzinfo=UTC)
BRANCH = UUID("3c90c3cc-0d44-4b50-8888-8dd25736052a")
MODEL = UUID("a1b2c3d4-e5f6-7890-abcd-ef1234567890")
CREATE_DRAFT = "post /v1/documents/{}/draft"
LIST_DRAFTS = "get /v1/documents/{}/drafts"


def read(tmp_path: Path, content: str | bytes) -> MockState:
    file = tmp_path / "state.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_seed(file, now=lambda: NOW, random=Random(1))


@pytest.fixture(scope="module")
def documented_seed(root: Path) -> str:
    (seed,) = re.findall(r"```yaml\n(.*?)```", (root / "docs" / "mock.md").read_text("utf-8"), re.DOTALL)
    return str(seed)


@pytest.fixture
def state(documented_seed: str, tmp_path: Path) -> MockState:
    return read(tmp_path, documented_seed)


def test_seed_has_tokens(state: MockState) -> None:
    assert state.tokens == {"ann": Permission.EDITOR, "ben": Permission.VIEWER}


def test_seed_has_models(state: MockState) -> None:
    assert state.models == {MODEL}


def test_seed_has_branches(state: MockState) -> None:
    assert state.branches == {BRANCH: "governance/relabel"}


def test_seed_document_has_name_and_model(state: MockState) -> None:
    sales = state.documents["sales"]
    assert (sales.identifier, sales.name, sales.model_id) == ("sales", "Sales", MODEL)


def test_seed_document_is_published_unless_false(state: MockState) -> None:
    published = {identifier: document.published_at for identifier, document in state.documents.items()}
    assert published == {"sales": NOW, "plans": None, "notes": NOW}


def test_seed_document_is_eligible_unless_false(state: MockState) -> None:
    eligible = {identifier: document.eligible for identifier, document in state.documents.items()}
    assert eligible == {"sales": True, "plans": True, "notes": False}


def test_seed_document_has_permissions(state: MockState) -> None:
    assert state.documents["notes"].permissions == {"ben": Permission.NONE}


def test_seed_draft_on_branch_has_times_and_branch(state: MockState) -> None:
    draft, _ = state.drafts
    assert (draft.identifier, draft.document_identifier, draft.branch_id) == ("d56b7f56", "sales", BRANCH)
    assert (draft.created_at, draft.updated_at) == (NOW - timedelta(days=9), NOW - timedelta(hours=2))
    assert (draft.archived_at, draft.out_of_date) == (None, True)


def test_seed_main_draft_is_archived(state: MockState) -> None:
    _, draft = state.drafts
    assert (draft.identifier, draft.branch_id, draft.created_by) == ("93874a87", None, "Ann")
    assert (draft.archived_at, draft.out_of_date) == (NOW - timedelta(days=3), False)


def test_seed_fault_with_operation_is_met_on_this_operation(state: MockState) -> None:
    faults = [state.faults.meet(CREATE_DRAFT) for _ in range(2)]
    assert faults == [ErrorStatus(429, retry_after=timedelta(seconds=3))] * 2


def test_seed_fault_with_share_is_met_by_this_share(state: MockState) -> None:
    faults = [state.faults.meet(LIST_DRAFTS) for _ in range(1000)]
    assert 50 < faults.count(SlowResponse(timedelta(seconds=0.5))) < 150


FAULTS = [
    ("error_status, status_code: 503", ErrorStatus(503)),
    (
        "error_status, status_code: 429, retry_after: 2.5, as_date: true, after_write: true",
        ErrorStatus(429, timedelta(seconds=2.5), as_date=True, after_write=True),
    ),
    ("error_status, status_code: 200", ErrorStatus(200)),
    ("error_status, status_code: 599", ErrorStatus(599)),
    ("error_page", ErrorPage()),
    ("error_page, status_code: 200, after_write: true", ErrorPage(200, after_write=True)),
    ("truncated_content", TruncatedContent()),
    ("empty_content", EmptyContent()),
    ("wrong_content", WrongContent()),
    ("dropped_connection", DroppedConnection()),
    ("dropped_connection, after_write: true", DroppedConnection(after_write=True)),
    ("slow_response, seconds: 2", SlowResponse(timedelta(seconds=2))),
    ("unknown_member", UnknownMember()),
    ("unknown_member, value: paused", UnknownMember("paused")),
    ("extra_property", ExtraProperty()),
    ("extra_property, name: mood, value: good", ExtraProperty("mood", "good")),
    ("missing_property, name: identifier", MissingProperty("identifier")),
]


@pytest.mark.parametrize(("entry", "fault"), FAULTS)
def test_seed_fault_of_each_kind_is_met(entry: str, fault: object, tmp_path: Path) -> None:
    state = read(tmp_path, f"faults: [{{fault: {entry}, operation: 'POST /v1/documents/{{id}}/draft'}}]")
    assert state.faults.meet(CREATE_DRAFT) == fault
    assert state.faults.meet("post /v1/documents") is None


def test_seed_null_value_is_empty(tmp_path: Path) -> None:
    state = read(tmp_path, f"tokens:\nmodels:\nbranches: [{{id: {BRANCH}, name: null}}]\nfaults:\n")
    assert (state.tokens, state.models, state.branches) == ({}, set(), {BRANCH: None})


def test_seed_without_tokens_has_default_tokens(tmp_path: Path) -> None:
    state = read(tmp_path, "models: []")
    assert state.tokens == {"editor-token": Permission.EDITOR, "viewer-token": Permission.VIEWER}


@pytest.mark.parametrize(
    ("created", "time"),
    [
        ("30 seconds ago", NOW - timedelta(seconds=30)),
        ("1 minute ago", NOW - timedelta(minutes=1)),
        ("2026-05-06T15:44:00+05:00", datetime(2026, 5, 6, 10, 44, tzinfo=UTC)),
    ],
)
def test_seed_time_is_duration_or_time_with_time_zone(created: str, time: datetime, tmp_path: Path) -> None:
    state = read(tmp_path, f"{DOCUMENT}drafts: [{{created: {created}}}]")
    assert state.drafts[0].created_at == time


DOCUMENT = "documents:\n  - identifier: doc\n    "
INVALID = [
    ("", "the file is empty; add documents, models, branches, tokens or faults"),
    (
        "a: [",
        "1:5: the file is not valid YAML: expected the node content, but found '<stream end>'; correct it there",
    ),
    (b"\xff", "the file is not UTF-8; save it as UTF-8"),
    ("\0", "the file is not valid YAML: unacceptable character #x0000: special characters are not allowed; correct"),
    ("[" * 500, "the file is nested too deeply; use fewer levels"),
    ("- a", "1:1: seed: must be a mapping; write each entry as `key: value` on a line of its own"),
    ("document: 1", "1:11: document: unknown key; use one of tokens, models, branches, documents, faults"),
    ("models: 1", "1:9: models: must be a list; start each item with `- `"),
    ("models: [m]", "1:10: models: must be a UUID, such as 3c90c3cc-0d44-4b50-8888-8dd25736052a"),
    ("models: []\nmodels: []", "2:9: models: duplicate key; keep one"),
    ("tokens: {ann: owner}", "1:15: ann: must be one of none, viewer, editor"),
    ("branches: [{name: main}]", "1:12: branches: key id is missing; add it"),
    (f"{DOCUMENT}eligible: maybe", "3:15: eligible: must be true or false"),
    (f"{DOCUMENT}name: ''", "3:11: name: must be a text that is not empty; put it in quotes"),
    (f"{DOCUMENT}name: true", "3:11: name: must be a text that is not empty; put it in quotes"),
    (f"{DOCUMENT}permissions: {{ann: viewer}}", "3:18: permissions: ann is not a token; add it to tokens"),
    (
        f"{DOCUMENT}drafts: [{{created: today}}]",
        "3:24: created: must be a time with a time zone, such as 2026-05-06T",
    ),
    *(
        (f"{DOCUMENT}drafts: [{{created: {created}}}]", "3:24: created: must be a time from year 1 to 9999 in UTC")
        for created in ("999999 days ago", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")
    ),
    (f"{DOCUMENT}drafts: [{{created: 2026-05-06T13:44:00}}]", "3:24: created: must be a time with a time zone"),
    (f"{DOCUMENT}drafts: [{{}}, {{}}]", "3:18: drafts: document doc already has the active draft "),
    (
        f"{DOCUMENT}drafts: [{{identifier: a}}, {{identifier: a, archived: 1 day ago}}]",
        "'a' is already used; change or",
    ),
    ("documents: [{identifier: a}, {identifier: a}]", "1:43: identifier: duplicate identifier a; keep one"),
    (
        f"models: [{BRANCH}]\n{DOCUMENT}model: {UUID(int=1)}",
        "4:12: model: 00000000-0000-0000-0000-000000000001 is not",
    ),
    (f"branches: [{{id: {BRANCH}}}]\n{DOCUMENT}drafts: [{{branch: {UUID(int=1)}}}]", "branches; add it to branches"),
    ("faults: [{}]", "1:10: faults: key fault is missing; add one of error_status, error_page"),
    ("faults: [{fault: fire}]", "1:18: fault: must be one of error_status, error_page"),
    ("faults: [{fault: error_status}]", "1:10: faults: key status_code is missing; add it"),
    ("faults: [{fault: error_status, status_code: 99}]", "1:45: status_code: must be an integer, 200 or more"),
    ("faults: [{fault: error_status, status_code: 600}]", "1:45: status_code: must be a status code from 200 to 599"),
    ("faults: [{fault: error_page, times: 0}]", "1:37: times: must be an integer, 1 or more"),
    ("faults: [{fault: error_page, share: 2}]", "1:10: faults: share: 2.0 must be above 0 and at most 1"),
    ("faults: [{fault: error_page, share: -1}]", "1:37: share: must be a number, 0 or more, such as 2 or 0.5"),
    (
        "faults: [{fault: error_page, seconds: 1}]",
        "1:39: seconds: unknown key; use one of fault, operation, times, share, status_code, after_write",
    ),
    ("faults: [{fault: error_page, operation: createDraft}]", "not a method and a path; write it like 'GET /v1/doc"),
    (
        "faults: [{fault: error_page, operation: GET /v1/documents}]",
        "GET /v1/documents is not in the description; use",
    ),
]


@pytest.mark.parametrize(("content", "message"), INVALID)
def test_seed_invalid_raises_error_with_location(content: str | bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(SeedError) as caught:
        read(tmp_path, content)
    assert str(caught.value).startswith(f"{tmp_path / 'state.yaml'}:")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_seed_fault_for_operation_of_other_description_is_met(tmp_path: Path) -> None:
    file = tmp_path / "state.yaml"
    file.write_text("faults: [{fault: error_page, operation: GET /v1/folders}]", "utf-8")
    description: dict[str, Any] = {"paths": {"/v1/folders": {"get": {"responses": {}}}}}
    assert read_seed(file, description).faults.meet("get /v1/folders") == ErrorPage()


@pytest.mark.parametrize(
    "content",
    [f"models: []\n{DOCUMENT}model: {MODEL}", f"branches: []\n{DOCUMENT}drafts: [{{branch: {BRANCH}}}]"],
)
def test_seed_without_models_or_branches_may_name_any(content: str, tmp_path: Path) -> None:
    assert list(read(tmp_path, content).documents) == ["doc"]


def test_seed_missing_file_raises_error(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="No such file or directory; pass the path of a seed file"):
        read_seed(tmp_path / "none.yaml")


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("omni-drafts")), "mock", "--port", "0", *arguments]


@pytest.fixture
def command_lines(documented_seed: str, tmp_path: Path) -> Iterator[Iterator[str]]:
    """Run the command on the documented seed, and yield the lines of its output."""
    file = tmp_path / "state.yaml"
    file.write_text(documented_seed, "utf-8")
    with subprocess.Popen(command("--seed", str(file)), stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        yield iter(process.stdout.readline, "")
        process.terminate()


def test_command_with_seed_meets_its_faults(command_lines: Iterator[str]) -> None:
    base_url = next(command_lines).split()[5]
    with httpx.Client(base_url=base_url, headers={"Authorization": "Bearer ann"}) as http:
        status_codes = [http.post("/v1/documents/sales/draft").status_code for _ in range(3)]
    assert status_codes == [429, 429, 200]


def test_command_with_seed_prints_its_tokens(command_lines: Iterator[str]) -> None:
    next(command_lines)
    assert next(command_lines) == "Tokens: ann, ben\n"


def test_command_with_invalid_seed_exits_with_error(tmp_path: Path) -> None:
    file = tmp_path / "state.yaml"
    file.write_text("documents: [{}]", "utf-8")
    process = subprocess.run(  # noqa: S603 - our own command
        command("--seed", str(file)), capture_output=True, text=True, check=False, timeout=30
    )
    assert process.returncode == 2
    assert process.stderr == f"omni-drafts: {file}:1:13: documents: key identifier is missing; add it\n"


@pytest.mark.parametrize("index", [1, 2])
def test_documentation_snippet_runs(index: int, root: Path) -> None:
    snippets = re.findall(r"```python\n(.*?)```", (root / "docs" / "mock.md").read_text("utf-8"), re.DOTALL)
    assert len(snippets) == 3  # the first one blocks, and runs in a process of its own
    exec(compile(snippets[index], "mock.md", "exec"), {})  # noqa: S102 - our own


def test_server_with_seed_lists_its_drafts(state: MockState) -> None:
    with MockServer(state) as mock:
        url = f"{mock.api_url}/v1/documents/sales/drafts?include=archived"
        drafts = httpx.get(url, headers={"Authorization": "Bearer ben"}).json()
    assert [draft["identifier"] for draft in drafts] == ["d56b7f56", "93874a87"]
