"""A seed file of the mock: the one in the documentation, and what is said of one that is wrong."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
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
    SlowAnswer,
    TruncatedContent,
    UnknownMember,
    WrongContent,
    read_seed,
)

NOW = datetime(2026, 5, 6, 13, 44, tzinfo=UTC)
BRANCH = UUID("3c90c3cc-0d44-4b50-8888-8dd25736052a")
CREATE = "post /v1/documents/{}/draft"


def documented(root: Path) -> str:
    (seed,) = re.findall(r"```yaml\n(.*?)```", (root / "docs" / "mock.md").read_text("utf-8"), re.DOTALL)
    return str(seed)


def read(tmp_path: Path, text: str | bytes) -> MockState:
    file = tmp_path / "state.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_seed(file, now=lambda: NOW, random=Random(1))


def test_the_documented_seed_is_a_state(root: Path, tmp_path: Path) -> None:
    state = read(tmp_path, documented(root))
    assert state.tokens == {"ann": Permission.EDITOR, "ben": Permission.VIEWER}
    assert state.models == {UUID("a1b2c3d4-e5f6-7890-abcd-ef1234567890")}
    assert state.branches == {BRANCH: "governance/relabel"}
    sales, plans, notes = state.documents.values()
    assert (sales.identifier, sales.name, sales.model_id) == ("sales", "Sales", *state.models)
    assert (sales.published_at, plans.published_at, sales.eligible, notes.eligible) == (NOW, None, True, False)
    assert notes.permissions == {"ben": Permission.NONE}
    first, second = state.drafts
    moments = (first.created_at, first.updated_at, first.archived_at, second.archived_at)
    ago = (timedelta(days=9), timedelta(hours=2), timedelta(days=3))
    assert moments == (NOW - ago[0], NOW - ago[1], None, NOW - ago[2])
    assert (first.identifier, first.branch_id, first.out_of_date) == ("d56b7f56", BRANCH, True)
    assert (second.identifier, second.branch_id, second.created_by) == ("93874a87", None, "Ann")
    met = [state.faults.meet(CREATE) for _ in range(2)]
    assert met == [ErrorStatus(429, retry_after=timedelta(seconds=3))] * 2
    shared = [state.faults.meet("get /v1/documents/{}/drafts") for _ in range(1000)]
    assert 50 < shared.count(SlowAnswer(timedelta(seconds=0.5))) < 150


FAULTS = [
    ("error_status, status: 503", ErrorStatus(503)),
    (
        "error_status, status: 429, retry_after: 2.5, as_date: true, after_write: true",
        ErrorStatus(429, timedelta(seconds=2.5), as_date=True, after_write=True),
    ),
    ("error_page", ErrorPage()),
    ("error_page, status: 200, after_write: true", ErrorPage(200, after_write=True)),
    ("truncated_content", TruncatedContent()),
    ("empty_content", EmptyContent()),
    ("wrong_content", WrongContent()),
    ("dropped_connection", DroppedConnection()),
    ("dropped_connection, after_write: true", DroppedConnection(after_write=True)),
    ("slow_answer, seconds: 2", SlowAnswer(timedelta(seconds=2))),
    ("unknown_member", UnknownMember()),
    ("unknown_member, value: paused", UnknownMember("paused")),
    ("extra_property", ExtraProperty()),
    ("extra_property, name: mood, value: good", ExtraProperty("mood", "good")),
    ("missing_property, name: identifier", MissingProperty("identifier")),
]


@pytest.mark.parametrize(("said", "fault"), FAULTS)
def test_each_fault_has_a_name_in_a_seed(said: str, fault: object, tmp_path: Path) -> None:
    state = read(tmp_path, f"faults: [{{fault: {said}, operation: 'POST /v1/documents/{{id}}/draft'}}]")
    assert state.faults.meet(CREATE) == fault
    assert state.faults.meet("post /v1/documents") is None


def test_what_is_said_of_nothing_is_nothing(tmp_path: Path) -> None:
    state = read(tmp_path, f"tokens:\nmodels:\nbranches: [{{id: {BRANCH}, name: null}}]\nfaults:\n")
    assert (state.tokens, state.models, state.branches) == ({}, set(), {BRANCH: None})
    assert set(read(tmp_path, "models: []").tokens) == {"editor-token", "viewer-token"}


DOCUMENT = "documents:\n  - identifier: doc\n    "
WRONG = [
    ("", "it is empty; give documents, models, branches, tokens or faults"),
    ("a: [", "1:5: it is no YAML: expected the node content, but found '<stream end>'; correct it there"),
    (b"\xff", "it is not text in UTF-8; save it as such"),
    ("\0", "it is no YAML: unacceptable character #x0000: special characters are not allowed; correct it"),
    ("[" * 500, "it is nested too deeply; take the lists apart"),
    ("- a", "1:1: the seed: it must be keys with values; write each as `key: value` on a line of its own"),
    ("document: 1", "1:11: document: there is no such key; use tokens, models, branches, documents, faults"),
    ("models: 1", "1:9: models: it must be a list; start each item with `- `"),
    ("models: [m]", "1:10: models: it must be a UUID, as 3c90c3cc-0d44-4b50-8888-8dd25736052a"),
    ("models: []\nmodels: []", "2:9: models: it is there twice; keep one"),
    ("tokens: {ann: owner}", "1:15: ann: it must be one of none, viewer, editor"),
    ("branches: [{name: main}]", "1:12: branches: id is missing; give it"),
    (f"{DOCUMENT}eligible: maybe", "3:15: eligible: it must be true or false"),
    (f"{DOCUMENT}name: ''", "3:11: name: it must be a text; put it in quotes"),
    (f"{DOCUMENT}name: true", "3:11: name: it must be a text; put it in quotes"),
    (f"{DOCUMENT}permissions: {{ann: viewer}}", "3:18: permissions: ann is no token; add it to tokens"),
    (f"{DOCUMENT}drafts: [{{created: today}}]", "3:24: created: it must be a moment, as 2026-05-06T13:44:00Z or"),
    (f"{DOCUMENT}drafts: [{{created: 2026-05-06T13:44:00}}]", "3:24: created: it must be a moment"),
    (f"{DOCUMENT}drafts: [{{}}, {{}}]", "3:18: drafts: document doc has an active draft there, "),
    (f"{DOCUMENT}drafts: [{{identifier: a}}, {{identifier: a, archived: 1 day ago}}]", "'a' is taken; change or"),
    ("documents: [{identifier: a}, {identifier: a}]", "1:43: identifier: a is there twice; keep one"),
    (f"models: [{BRANCH}]\n{DOCUMENT}model: {UUID(int=1)}", "4:12: model: it is not among the models; add it to"),
    (f"branches: [{{id: {BRANCH}}}]\n{DOCUMENT}drafts: [{{branch: {UUID(int=1)}}}]", "branches; add it to branches"),
    ("faults: [{}]", "1:10: faults: fault is missing; give one of error_status, error_page"),
    ("faults: [{fault: fire}]", "1:18: fault: it must be one of error_status, error_page"),
    ("faults: [{fault: error_status}]", "1:10: faults: status is missing; give it"),
    ("faults: [{fault: error_status, status: 99}]", "1:40: status: it must be a whole number, 200 or more"),
    ("faults: [{fault: error_status, status: 999}]", "1:40: status: it must be a status, from 200 to 599"),
    ("faults: [{fault: error_page, times: 0}]", "1:37: times: it must be a whole number, 1 or more"),
    ("faults: [{fault: error_page, share: 2}]", "1:10: faults: share: 2.0 is not above 0 and at most 1"),
    ("faults: [{fault: error_page, share: -1}]", "1:37: share: it must be a number, as 2 or 0.5"),
    ("faults: [{fault: error_page, seconds: 1}]", "1:39: seconds: there is no such key; use fault, operation"),
    ("faults: [{fault: error_page, operation: createDraft}]", "give method and path, as GET /v1/documents"),
    ("faults: [{fault: error_page, operation: GET /v1/documents}]", "the description has no such operation; give"),
]


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(text: str | bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(SeedError) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'state.yaml'}:")
    assert says in message
    assert "\n" not in message


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="No such file or directory; give the path of a seed file"):
        read_seed(tmp_path / "none.yaml")


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("omni-drafts")), "mock", "--port", "0", *arguments]


def test_the_command_serves_a_seed(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "state.yaml"
    file.write_text(documented(root), "utf-8")
    with subprocess.Popen(command("--seed", str(file)), stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        address = process.stdout.readline().split()[5]
        assert process.stdout.readline() == "Tokens: ann, ben\n"
        with httpx.Client(base_url=address, headers={"Authorization": "Bearer ann"}) as http:
            assert [http.post("/v1/documents/sales/draft").status_code for _ in range(3)] == [429, 429, 200]
        process.terminate()


def test_the_command_says_what_is_wrong_in_a_seed(tmp_path: Path) -> None:
    file = tmp_path / "state.yaml"
    file.write_text("documents: [{}]", "utf-8")
    finished = subprocess.run(  # noqa: S603 - our own command
        command("--seed", str(file)), capture_output=True, text=True, check=False, timeout=30
    )
    assert finished.returncode == 2
    assert finished.stderr == f"omni-drafts: {file}:1:13: documents: identifier is missing; give it\n"


def test_the_documented_examples_run(root: Path) -> None:
    examples = re.findall(r"```python\n(.*?)```", (root / "docs" / "mock.md").read_text("utf-8"), re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        exec(compile(example, "mock.md", "exec"), {})  # noqa: S102 - our own


def test_a_seed_can_be_served(root: Path, tmp_path: Path) -> None:
    with MockServer(read(tmp_path, documented(root))) as mock:
        drafts = f"{mock.api_url}/v1/documents/sales/drafts?include=archived"
        listed = httpx.get(drafts, headers={"Authorization": "Bearer ben"}).json()
    assert [draft["identifier"] for draft in listed] == ["d56b7f56", "93874a87"]
