"""The mock over plain HTTP: what it promises, without our client in between."""

import inspect
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from uuid import UUID

import httpx
import pytest

from omni_drafts import Omni
from omni_drafts._commands import mock as mock_command
from omni_drafts.mock import MockServer, MockState, Permission
from spec.reading import read_description

BRANCH = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 6, 13, 44, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(clock: Clock) -> MockState:
    return MockState(now=clock, random=Random(1), rate_limit=0)


@pytest.fixture
def http(state: MockState) -> Iterator[httpx.Client]:
    headers = {"Authorization": "Bearer editor-token"}
    with MockServer(state) as mock, httpx.Client(base_url=mock.api_url, headers=headers) as client:
        yield client


VIEWER = {"Authorization": "Bearer viewer-token"}


def assert_refused(response: httpx.Response, status: int, message: str) -> None:
    assert (response.status_code, response.json()) == (status, {"error": str(status), "message": message})
    assert response.headers["Content-Type"] == "application/json"


def test_one_draft_on_no_branch_and_one_on_each(http: httpx.Client, state: MockState) -> None:
    state.add_document("doc")
    made = [
        http.post("/v1/documents/doc/draft", json=body).json()["identifier"]
        for body in ({}, {}, {"branchId": BRANCH}, {"branchId": BRANCH.upper()}, {"branchId": MODEL})
    ]
    assert made[0] == made[1]
    assert made[2] == made[3]
    assert len(set(made)) == 3
    assert http.post("/v1/documents/doc/draft").json() == {"identifier": made[0]}
    listed = http.get("/v1/documents/doc/drafts").json()
    assert {draft["identifier"]: (draft["branch"] or {}).get("id") for draft in listed} == {
        made[0]: None,
        made[2]: BRANCH,
        made[4]: MODEL,
    }


def test_drafts_are_listed_with_the_one_updated_last_first(
    http: httpx.Client, state: MockState, clock: Clock
) -> None:
    state.add_document("doc")
    made = []
    for body in ({}, {"branchId": BRANCH}, {"branchId": MODEL}):
        made.append(http.post("/v1/documents/doc/draft", json=body).json()["identifier"])
        clock.move(seconds=1)
    listed = http.get("/v1/documents/doc/drafts").json()
    assert [draft["identifier"] for draft in listed] == made[::-1]
    assert listed[0]["updatedAt"] == "2026-05-06T13:44:02.000Z"


def test_moments_are_written_in_utc(http: httpx.Client, state: MockState, clock: Clock) -> None:
    clock.moment = clock.moment.astimezone(timezone(timedelta(hours=5)))
    state.add_document("doc")
    http.post("/v1/documents/doc/draft")
    assert http.get("/v1/documents/doc/drafts").json()[0]["createdAt"] == "2026-05-06T13:44:00.000Z"


def test_the_state_may_be_used_from_threads(state: MockState) -> None:
    state.add_document("doc")
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: state.create_draft("editor-token", "doc", None), range(400)))
    assert len({draft.identifier for draft in made}) == len(state.drafts) == 1


DOCUMENTED_EXAMPLES = [
    (
        "POST",
        "/api/v1/documents",
        {"modelId": MODEL, "name": "Sales Dashboard", "description": "Q1 2026 sales performance metrics"},
        201,
        {"dashboard", "workbook"},
    ),
    ("POST", "/api/v1/documents/ecd01fe5/draft", {"branchId": BRANCH}, 200, {"identifier"}),
    ("GET", "/api/v1/documents/ecd01fe5/drafts", None, 200, None),
]


def test_the_documented_examples_are_answered_as_documented(state: MockState) -> None:
    state.add_document("ecd01fe5")
    headers = {"Authorization": "Bearer editor-token", "Content-Type": "application/json"}
    with MockServer(state) as mock:
        for method, path, body, status, properties in DOCUMENTED_EXAMPLES:
            content = b"" if body is None else f"\n{json.dumps(body, indent=2)}\n".encode()
            answer = httpx.request(method, f"{mock.base_url}{path}", headers=headers, content=content)
            assert answer.status_code == status
            if properties is not None:
                assert set(answer.json()) == properties
        (draft,) = httpx.get(f"{mock.base_url}/api/v1/documents/ecd01fe5/drafts", headers=headers).json()
    assert set(draft) == {
        "identifier",
        "publishedIdentifier",
        "workbookModelId",
        "branch",
        "status",
        "draftOutOfDate",
        "createdAt",
        "updatedAt",
        "createdBy",
        "lastEditedBy",
    }
    assert (draft["publishedIdentifier"], draft["branch"]) == ("ecd01fe5", {"id": BRANCH, "name": None})


def test_an_archived_draft_is_listed_for_seven_days_if_asked_for(
    http: httpx.Client, state: MockState, clock: Clock
) -> None:
    state.add_document("doc")
    identifier = http.post("/v1/documents/doc/draft").json()["identifier"]
    state.archive_draft(identifier)

    def archived() -> list[str]:
        listed = http.get("/v1/documents/doc/drafts", params={"include": "archived"}).json()
        return [draft["status"] for draft in listed]

    assert http.get("/v1/documents/doc/drafts").json() == []
    clock.move(days=7, seconds=-1)
    assert archived() == ["archived"]
    clock.move(seconds=1)
    assert archived() == []


def test_a_document_that_is_created_is_published_and_eligible(http: httpx.Client) -> None:
    body = {"modelId": MODEL, "name": "Sales Dashboard", "description": "Q1 2026", "identifier": "sales"}
    created = http.post("/v1/documents", json=body)
    assert created.status_code == 201
    assert created.json()["workbook"]["identifier"] == "sales"
    assert created.json()["workbook"]["name"] == "Sales Dashboard"
    assert http.post("/v1/documents/sales/draft").status_code == 200
    assert len(http.get("/v1/documents/sales/drafts").json()) == 1
    other = http.post("/v1/documents", json={"modelId": MODEL, "name": "n"}).json()["workbook"]["identifier"]
    assert http.get(f"/v1/documents/{other}/drafts").json() == []


def test_each_documented_refusal_word_for_word(http: httpx.Client, state: MockState) -> None:
    state.add_document("doc")
    state.add_document("plain", eligible=False)
    state.add_document("unpublished", published=False)
    state.add_document("private", permissions={"viewer-token": Permission.NONE, "editor-token": Permission.VIEWER})
    draft, drafts = "/v1/documents/{}/draft".format, "/v1/documents/{}/drafts".format
    unknown = {"Authorization": "Bearer other-token"}

    not_eligible = "Document is not eligible for publishing workflow"
    assert_refused(http.post(draft("plain")), 400, not_eligible)
    assert_refused(http.post(draft("unpublished")), 400, not_eligible)
    assert_refused(http.get(drafts("doc"), params={"include": "everything"}), 400, "Invalid include parameter value")
    twice = http.get(drafts("doc"), params={"include": ["everything", "archived"]})
    assert_refused(twice, 400, "Invalid include parameter value")
    unauthorized = "Unauthorized - Invalid or missing API key"
    assert_refused(http.post(draft("doc"), headers=unknown), 401, unauthorized)
    assert_refused(http.get(drafts("doc"), headers={"Authorization": "editor-token"}), 401, unauthorized)
    for authorization in ("", "Basic editor-token", "Bearer", "Bearer editor-token2"):
        assert_refused(http.get(drafts("doc"), headers={"Authorization": authorization}), 401, unauthorized)
    assert http.get(drafts("doc"), headers={"Authorization": "bearer editor-token"}).status_code == 200
    no_editor = "Permission denied - EDITOR role required"
    assert_refused(http.post(draft("doc"), headers=VIEWER), 403, no_editor)
    assert_refused(http.post(draft("private")), 403, no_editor)
    no_viewer = "You do not have permission to view this document."
    assert_refused(http.get(drafts("private"), headers=VIEWER), 403, no_viewer)
    assert_refused(http.post(draft("none")), 404, "Document with identifier none not found")
    assert_refused(http.get(drafts("none")), 404, "Document with identifier none not found")
    not_published = "Published document with id unpublished does not exist"
    assert_refused(http.get(drafts("unpublished")), 404, not_published)


def test_models_and_branches_count_once_some_are_listed(http: httpx.Client, state: MockState) -> None:
    state.add_document("doc")
    body = {"modelId": MODEL, "name": "n"}
    assert http.post("/v1/documents", json=body).status_code == 201
    assert http.post("/v1/documents/doc/draft", json={"branchId": BRANCH}).status_code == 200
    state.add_model(UUID(BRANCH))
    state.add_branch(UUID(MODEL), "main")
    assert_refused(http.post("/v1/documents", json=body), 404, "Model or branch not found")
    refused = http.post("/v1/documents/doc/draft", json={"branchId": BRANCH})
    assert_refused(refused, 404, "Document or branch not found")
    http.post("/v1/documents/doc/draft", json={"branchId": MODEL})
    listed = {draft["branch"]["id"]: draft["branch"]["name"] for draft in http.get("/v1/documents/doc/drafts").json()}
    assert listed == {MODEL: "main", BRANCH: None}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"name": "n"}, "modelId"),
        ({"modelId": "m", "name": "n"}, "'m' is not a 'uuid'"),
        ({"modelId": MODEL}, "name"),
        ({"modelId": MODEL, "name": "n", "description": ""}, "description"),
        ({"modelId": MODEL, "name": "n", "description": "x" * 1025}, "description"),
        ({"modelId": MODEL, "name": "n", "identifier": "-a"}, "identifier"),
        ({"modelId": MODEL, "name": "n", "queryPresentations": ["x"]}, "queryPresentations.0"),
        ({"modelId": MODEL, "name": "n", "identifier": "a\n"}, "identifier"),
        ([], "not of type 'object'"),
    ],
)
def test_a_body_that_the_description_forbids_is_refused(body: object, says: str, http: httpx.Client) -> None:
    refused = http.post("/v1/documents", json=body)
    assert refused.status_code == 400
    assert refused.json()["error"] == "400"
    assert says in refused.json()["message"]


def test_a_query_parameter_that_is_not_there_is_refused(http: httpx.Client, state: MockState) -> None:
    state.add_document("doc")
    refused = http.get("/v1/documents/doc/drafts", params={"inclde": "archived"})
    assert_refused(refused, 400, "Bad Request: inclde: the operation has no such parameter")
    refused = http.post("/v1/documents/doc/draft", params={"branchId": BRANCH})
    assert_refused(refused, 400, "Bad Request: branchId: the operation has no such parameter")
    assert state.drafts == []


def test_a_document_is_answered_with_all_that_is_documented_but_its_deletion(http: httpx.Client, root: Path) -> None:
    description = read_description(root / "openapi.yaml").document
    documented = description["components"]["schemas"]["CreateDocumentResponse"]["properties"]
    created = http.post("/v1/documents", json={"modelId": MODEL, "name": "n"}).json()
    assert set(created["dashboard"]) == set(documented["dashboard"]["properties"])
    assert set(created["workbook"]) == set(documented["workbook"]["properties"]) - {"deletedAt"}


def test_what_is_no_json_body_is_refused(http: httpx.Client) -> None:
    json_type = {"Content-Type": "application/json"}
    assert_refused(
        http.post("/v1/documents", content=b"{", headers=json_type), 400, "Bad Request: the request body is not JSON"
    )
    lone = b'{"modelId": "' + MODEL.encode() + b'", "name": "\\ud800"}'
    refused = http.post("/v1/documents", content=lone, headers=json_type)
    assert_refused(refused, 400, "Bad Request: the request body is not JSON")
    assert_refused(http.post("/v1/documents"), 400, "Bad Request: the request body is missing")
    assert_refused(
        http.post("/v1/documents", data={"name": "n"}), 400, "Bad Request: Content-Type must be application/json"
    )


def test_an_identifier_that_is_taken_and_a_viewer_who_creates_are_refused(
    http: httpx.Client, state: MockState
) -> None:
    state.add_document("doc")
    body = {"modelId": MODEL, "name": "n", "identifier": "doc"}
    assert_refused(http.post("/v1/documents", json=body), 400, "Document with identifier doc already exists")
    refused = http.post("/v1/documents", json=body, headers=VIEWER)
    assert_refused(refused, 403, "Permission denied - EDITOR role required")


def test_a_path_or_method_that_is_not_there_is_refused_as_json(http: httpx.Client) -> None:
    assert_refused(http.get("/v2/documents"), 404, "Not Found")
    assert_refused(http.delete("/v1/documents"), 405, "Method Not Allowed")
    assert http.head("/v1/documents/doc/drafts").status_code == 405


def test_the_rate_limit_counts_any_minute_for_each_token(http: httpx.Client, state: MockState, clock: Clock) -> None:
    state.rate_limit = 3
    state.add_document("doc")
    for _ in range(3):
        assert http.get("/v1/documents/doc/drafts").status_code == 200
        clock.move(seconds=9.9)
    refused = http.get("/v1/documents/doc/drafts")
    assert_refused(refused, 429, "Too Many Requests - Rate limit exceeded (60 requests/minute)")
    assert refused.headers["Retry-After"] == "31"
    assert http.get("/v1/documents/doc/drafts", headers=VIEWER).status_code == 200
    clock.move(seconds=30.3)
    assert http.get("/v1/documents/doc/drafts").status_code == 200
    assert http.get("/v1/documents/doc/drafts").status_code == 429


def test_the_limit_is_60_unless_said() -> None:
    assert MockState().rate_limit == 60


def test_an_address_is_had_while_the_mock_is_served() -> None:
    server = MockServer()
    with pytest.raises(RuntimeError, match="with"):
        _ = server.base_url
    with server as mock:
        assert httpx.get(f"{mock.api_url}/v1/documents/x/drafts").status_code == 401


def test_a_mock_is_served_once_at_a_time() -> None:
    with MockServer() as mock:
        with pytest.raises(RuntimeError, match="served already"):
            mock.__enter__()
        assert httpx.get(f"{mock.api_url}/v1/documents/x/drafts").status_code == 401


def test_an_identifier_is_added_once() -> None:
    state = MockState()
    state.add_document("doc")
    with pytest.raises(ValueError, match="'doc' is taken"):
        state.add_document("doc")


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("omni-drafts")), *arguments]


def test_the_command_serves_the_mock_with_a_limit_until_it_is_stopped() -> None:
    with subprocess.Popen(  # noqa: S603 - our own command
        command("mock", "--port", "0", "--rate-limit", "2"), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[5]
        headers = {"Authorization": "Bearer viewer-token"}
        statuses = [httpx.get(f"{address}/v1/documents/x/drafts", headers=headers).status_code for _ in range(3)]
        assert statuses == [404, 404, 429]
        process.terminate()
        assert process.wait(60) in (0, -15)


def test_the_command_says_that_a_port_is_taken() -> None:
    with MockServer() as mock:
        port = mock.base_url.rpartition(":")[2]
        finished = subprocess.run(  # noqa: S603 - our own command
            command("mock", "--port", port), capture_output=True, text=True, check=False, timeout=30
        )
    assert finished.returncode == 2
    assert finished.stderr.strip() == f"omni-drafts: port {port} cannot be used: Address already in use"


def test_the_command_has_no_limit_where_it_is_told_so() -> None:
    with subprocess.Popen(  # noqa: S603 - our own command
        command("mock", "--port", "0", "--rate-limit", "0"), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert "no rate limit" in first
        with httpx.Client(headers={"Authorization": "Bearer viewer-token"}) as client:
            statuses = {client.get(f"{first.split()[5]}/v1/documents/x/drafts").status_code for _ in range(70)}
        process.terminate()
    assert statuses == {404}


def test_the_command_has_the_documented_defaults() -> None:
    told = {name: item.default for name, item in inspect.signature(mock_command).parameters.items()}
    assert told == {"port": 8787, "rate_limit": 60, "seed": None}


def test_an_identifier_with_a_lines_end_is_one_too(mock: MockServer) -> None:
    answer = httpx.get(f"{mock.api_url}/v1/documents/a%0Ab/drafts", headers={"Authorization": "Bearer editor-token"})
    assert (answer.status_code, answer.json()["message"]) == (404, "Document with identifier a\nb not found")


def test_answers_do_not_wait_for_each_other_s_acknowledgement(omni: Omni, mock: MockServer) -> None:
    mock.state.add_document("doc")
    took = []
    for _ in range(100):
        begun = time.perf_counter()
        omni.drafts.list("doc")
        took.append(time.perf_counter() - begun)
    assert min(took[10:]) < 0.03  # where they do, it is 0.04


def test_whoever_leaves_in_the_middle_of_a_request_has_asked_for_nothing(
    mock: MockServer, caplog: pytest.LogCaptureFixture
) -> None:
    mock.state.add_document("doc")
    host, _, port = mock.base_url.removeprefix("http://").partition(":")
    head = "POST /api/v1/documents/doc/draft HTTP/1.1\r\nHost: mock\r\nContent-Length: 2\r\n"
    for _ in range(3):
        with socket.create_connection((host, int(port))) as leaving:
            leaving.sendall(f"{head}Authorization: Bearer editor-token\r\n\r\n{{".encode())
    for _ in range(3):  # by then, the server has seen that they left
        httpx.get(f"{mock.api_url}/v1/documents/doc/drafts", headers={"Authorization": "Bearer editor-token"})
    assert (mock.state.drafts, mock.state.request_count, caplog.records) == ([], 3, [])
