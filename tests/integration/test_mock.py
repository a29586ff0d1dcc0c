"""The mock over plain HTTP, without the client of this project, and the command that serves it."""

import inspect
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import httpx
import pytest

from omni_drafts._cli.mock import mock as mock_command
from omni_drafts.mock import MockServer, MockState, Permission
from openapi.reading.description import read_description
from support.pipes import read_line

BRANCH = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
DRAFT, DRAFTS, DOCUMENTS = "/v1/documents/doc/draft", "/v1/documents/doc/drafts", "/v1/documents"
BODY = {"modelId": MODEL, "name": "Sales"}
EDITOR = {"Authorization": "Bearer editor-token"}
VIEWER = {"Authorization": "Bearer viewer-token"}
JSON = {"Content-Type": "application/json"}


class Clock:
    """A clock whose time changes in `advance` alone."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 6, 13, 44, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(clock: Clock) -> MockState:
    state = MockState(now=clock, random=Random(1), rate_limit=0)
    state.add_document("doc")
    return state


@pytest.fixture
def server(state: MockState) -> Iterator[MockServer]:
    with MockServer(state) as server:
        yield server


@pytest.fixture
def http(server: MockServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.api_url, headers=EDITOR) as client:
        yield client


def check_error(response: httpx.Response, status_code: int, message: str) -> None:
    """Check that a response is an error in the usual schema of the API."""
    assert response.status_code == status_code
    assert response.json() == {"error": str(status_code), "message": message}
    assert response.headers["Content-Type"] == "application/json"


def create_draft(http: httpx.Client, body: dict[str, str] | None = None) -> str:
    """Return the identifier of a draft of `doc`."""
    return str(http.post(DRAFT, json=body or {}).json()["identifier"])


def test_create_draft_twice_returns_same_draft(http: httpx.Client, state: MockState) -> None:
    assert create_draft(http) == create_draft(http)
    assert len(state.drafts) == 1


def test_create_draft_without_body_returns_main_draft(http: httpx.Client) -> None:
    assert http.post(DRAFT).json() == {"identifier": create_draft(http)}


def test_create_draft_on_branch_in_upper_case_returns_same_draft(http: httpx.Client) -> None:
    assert create_draft(http, {"branchId": BRANCH}) == create_draft(http, {"branchId": BRANCH.upper()})


def test_create_draft_on_branches_creates_one_draft_each(http: httpx.Client) -> None:
    bodies: list[dict[str, str]] = [{}, {"branchId": BRANCH}, {"branchId": MODEL}]
    identifiers = [create_draft(http, body) for body in bodies]
    drafts = {draft["identifier"]: (draft["branch"] or {}).get("id") for draft in http.get(DRAFTS).json()}
    assert drafts == dict(zip(identifiers, (None, BRANCH, MODEL), strict=True))


def test_list_drafts_returns_last_updated_first(http: httpx.Client, clock: Clock) -> None:
    identifiers = []
    for body in ({}, {"branchId": BRANCH}, {"branchId": MODEL}):
        identifiers.append(create_draft(http, body))
        clock.advance(seconds=1)
    drafts = http.get(DRAFTS).json()
    assert [draft["identifier"] for draft in drafts] == identifiers[::-1]
    assert drafts[0]["updatedAt"] == "2026-05-06T13:44:02.000Z"


def test_list_drafts_with_clock_in_other_time_zone_returns_utc(http: httpx.Client, clock: Clock) -> None:
    clock.now = clock.now.astimezone(timezone(timedelta(hours=5)))
    create_draft(http)
    assert http.get(DRAFTS).json()[0]["createdAt"] == "2026-05-06T13:44:00.000Z"


def test_state_in_threads_creates_one_draft(state: MockState) -> None:
    with ThreadPoolExecutor(8) as threads:
        drafts = list(threads.map(lambda _: state.create_draft("editor-token", "doc", None), range(400)))
    assert len({draft.identifier for draft in drafts}) == len(state.drafts) == 1


DOCUMENTED_EXAMPLES: list[tuple[str, str, dict[str, str] | None, int, set[str]]] = [
    (
        "POST",
        DOCUMENTS,
        {"modelId": MODEL, "name": "Sales Dashboard", "description": "Q1 2026 sales performance metrics"},
        201,
        {"dashboard", "workbook"},
    ),
    ("POST", DRAFT, {"branchId": BRANCH}, 200, {"identifier"}),
]


@pytest.mark.parametrize(("method", "path", "body", "status_code", "properties"), DOCUMENTED_EXAMPLES)
def test_documented_request_returns_documented_properties(
    method: str, path: str, body: Any, status_code: int, properties: set[str], http: httpx.Client
) -> None:
    content = f"\n{json.dumps(body, indent=2)}\n".encode()
    response = http.request(method, path, headers=JSON, content=content)
    assert response.status_code == status_code
    assert set(response.json()) == properties


def test_list_drafts_returns_documented_properties(http: httpx.Client) -> None:
    create_draft(http, {"branchId": BRANCH})
    (draft,) = http.get(DRAFTS, headers=JSON).json()
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
    assert (draft["publishedIdentifier"], draft["branch"]) == ("doc", {"id": BRANCH, "name": None})


def test_list_drafts_without_include_omits_archived_draft(http: httpx.Client, state: MockState) -> None:
    state.archive_draft(create_draft(http))
    assert http.get(DRAFTS).json() == []


@pytest.mark.parametrize(
    ("age", "statuses"), [(timedelta(days=7, seconds=-1), ["archived"]), (timedelta(days=7), [])]
)
def test_list_drafts_with_include_lists_archived_draft_for_seven_days(
    age: timedelta, statuses: list[str], http: httpx.Client, state: MockState, clock: Clock
) -> None:
    state.archive_draft(create_draft(http))
    clock.now += age
    drafts = http.get(DRAFTS, params={"include": "archived"}).json()
    assert [draft["status"] for draft in drafts] == statuses


def test_create_document_returns_identifier_and_name(http: httpx.Client) -> None:
    body = {"modelId": MODEL, "name": "Sales Dashboard", "description": "Q1 2026", "identifier": "sales"}
    response = http.post(DOCUMENTS, json=body)
    assert response.status_code == 201
    assert response.json()["workbook"]["identifier"] == "sales"
    assert response.json()["workbook"]["name"] == "Sales Dashboard"


def test_create_document_may_have_drafts(http: httpx.Client) -> None:
    http.post(DOCUMENTS, json=BODY | {"identifier": "sales"})
    assert http.post("/v1/documents/sales/draft").status_code == 200
    assert len(http.get("/v1/documents/sales/drafts").json()) == 1


def test_create_document_without_identifier_is_published(http: httpx.Client) -> None:
    identifier = http.post(DOCUMENTS, json=BODY).json()["workbook"]["identifier"]
    assert http.get(f"/v1/documents/{identifier}/drafts").json() == []


NOT_ELIGIBLE = "Document is not eligible for publishing workflow"
NO_EDITOR = "Permission denied - EDITOR role required"
NOT_FOUND = "Document with identifier none not found"
DOCUMENTED_ERRORS: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("POST", "plain/draft", {}, 400, NOT_ELIGIBLE),
    ("POST", "unpublished/draft", {}, 400, NOT_ELIGIBLE),
    ("GET", "doc/drafts", {"params": {"include": "everything"}}, 400, "Invalid include parameter value"),
    (
        "GET",
        "doc/drafts",
        {"params": {"include": ["everything", "archived"]}},
        400,
        "Invalid include parameter value",
    ),
    ("POST", "doc/draft", {"headers": VIEWER}, 403, NO_EDITOR),
    ("POST", "private/draft", {}, 403, NO_EDITOR),
    ("GET", "private/drafts", {"headers": VIEWER}, 403, "You do not have permission to view this document."),
    ("POST", "none/draft", {}, 404, NOT_FOUND),
    ("GET", "none/drafts", {}, 404, NOT_FOUND),
    ("GET", "unpublished/drafts", {}, 404, "Published document with id unpublished does not exist"),
]


@pytest.mark.parametrize(("method", "path", "arguments", "status_code", "message"), DOCUMENTED_ERRORS)
def test_documented_error_has_documented_message(
    method: str,
    path: str,
    arguments: dict[str, Any],
    status_code: int,
    message: str,
    http: httpx.Client,
    state: MockState,
) -> None:
    state.add_document("plain", eligible=False)
    state.add_document("unpublished", published=False)
    state.add_document("private", permissions={"viewer-token": Permission.NONE, "editor-token": Permission.VIEWER})
    check_error(http.request(method, f"/v1/documents/{path}", **arguments), status_code, message)


@pytest.mark.parametrize("method_path", [("POST", DRAFT), ("GET", DRAFTS)])
@pytest.mark.parametrize(
    "authorization",
    ["", "editor-token", "Basic editor-token", "Bearer", "Bearer editor-token2", "Bearer other-token"],
)
def test_invalid_authorization_returns_401(
    authorization: str, method_path: tuple[str, str], http: httpx.Client
) -> None:
    response = http.request(*method_path, headers={"Authorization": authorization})
    check_error(response, 401, "Unauthorized - Invalid or missing API key")


def test_authorization_scheme_in_lower_case_is_valid(http: httpx.Client) -> None:
    assert http.get(DRAFTS, headers={"Authorization": "bearer editor-token"}).status_code == 200


def test_model_while_no_model_is_added_exists(http: httpx.Client) -> None:
    assert http.post(DOCUMENTS, json=BODY).status_code == 201


def test_model_that_is_not_added_returns_404(http: httpx.Client, state: MockState) -> None:
    state.add_model(UUID(BRANCH))
    check_error(http.post(DOCUMENTS, json=BODY), 404, "Model or branch not found")


def test_branch_while_no_branch_is_added_exists(http: httpx.Client) -> None:
    assert http.post(DRAFT, json={"branchId": BRANCH}).status_code == 200


def test_branch_that_is_not_added_returns_404(http: httpx.Client, state: MockState) -> None:
    state.add_branch(UUID(MODEL), "main")
    check_error(http.post(DRAFT, json={"branchId": BRANCH}), 404, "Document or branch not found")


def test_list_drafts_has_name_of_added_branch(http: httpx.Client, state: MockState) -> None:
    create_draft(http, {"branchId": BRANCH})
    state.add_branch(UUID(MODEL), "main")
    create_draft(http, {"branchId": MODEL})
    names = {draft["branch"]["id"]: draft["branch"]["name"] for draft in http.get(DRAFTS).json()}
    assert names == {MODEL: "main", BRANCH: None}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": "n"}, "modelId"),
        ({"modelId": "m", "name": "n"}, "'m' is not a 'uuid'"),
        ({"modelId": MODEL}, "name"),
        (BODY | {"description": ""}, "description"),
        (BODY | {"description": "x" * 1025}, "description"),
        (BODY | {"identifier": "-a"}, "identifier"),
        (BODY | {"queryPresentations": ["x"]}, "queryPresentations.0"),
        (BODY | {"identifier": "a\n"}, "identifier"),
        ([], "not of type 'object'"),
    ],
)
def test_invalid_body_returns_400(body: object, message: str, http: httpx.Client) -> None:
    response = http.post(DOCUMENTS, json=body)
    assert response.status_code == 400
    assert response.json()["error"] == "400"
    assert message in response.json()["message"]


@pytest.mark.parametrize(("method", "path", "name"), [("GET", DRAFTS, "inclde"), ("POST", DRAFT, "branchId")])
def test_unknown_query_parameter_returns_400(
    method: str, path: str, name: str, http: httpx.Client, state: MockState
) -> None:
    response = http.request(method, path, params={name: BRANCH})
    check_error(response, 400, f"Bad Request: {name}: the operation has no such parameter")
    assert state.drafts == []


def test_create_document_returns_all_documented_properties_except_deleted_at(http: httpx.Client, root: Path) -> None:
    description = read_description(root / "openapi.yaml").document
    schema = description["components"]["schemas"]["CreateDocumentResponse"]["properties"]
    body = http.post(DOCUMENTS, json=BODY).json()
    assert set(body["dashboard"]) == set(schema["dashboard"]["properties"])
    assert set(body["workbook"]) == set(schema["workbook"]["properties"]) - {"deletedAt"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"content": b"{", "headers": JSON}, "the request body is not JSON"),
        (
            {"content": b'{"modelId": "' + MODEL.encode() + b'", "name": "\\ud800"}', "headers": JSON},
            "the request body is not JSON",
        ),
        ({}, "the request body is missing"),
        ({"data": {"name": "n"}}, "Content-Type must be application/json"),
    ],
)
def test_body_that_is_not_json_returns_400(arguments: dict[str, Any], message: str, http: httpx.Client) -> None:
    check_error(http.post(DOCUMENTS, **arguments), 400, f"Bad Request: {message}")


def test_create_document_with_used_identifier_returns_400(http: httpx.Client) -> None:
    response = http.post(DOCUMENTS, json=BODY | {"identifier": "doc"})
    check_error(response, 400, "Document with identifier doc already exists")


def test_create_document_as_viewer_returns_403(http: httpx.Client) -> None:
    check_error(http.post(DOCUMENTS, json=BODY | {"identifier": "doc"}, headers=VIEWER), 403, NO_EDITOR)


def test_unknown_path_returns_404(http: httpx.Client) -> None:
    check_error(http.get("/v2/documents"), 404, "Not Found")


def test_unknown_method_returns_405(http: httpx.Client) -> None:
    check_error(http.delete(DOCUMENTS), 405, "Method Not Allowed")


def test_head_of_get_operation_returns_405(http: httpx.Client) -> None:
    assert http.head(DRAFTS).status_code == 405


@pytest.fixture
def limited_http(http: httpx.Client, state: MockState, clock: Clock) -> httpx.Client:
    """Return a client that used all three permits, at 0, 9.9 and 19.8 seconds; the clock is at 29.7 seconds."""
    state.rate_limit = 3
    for _ in range(3):
        http.get(DRAFTS).raise_for_status()
        clock.advance(seconds=9.9)
    return http


def test_rate_limit_exceeded_returns_429_with_retry_after(limited_http: httpx.Client) -> None:
    response = limited_http.get(DRAFTS)
    check_error(response, 429, "Too Many Requests - Rate limit exceeded (60 requests/minute)")
    assert response.headers["Retry-After"] == "31"


def test_rate_limit_of_other_token_has_own_window(limited_http: httpx.Client) -> None:
    assert limited_http.get(DRAFTS, headers=VIEWER).status_code == 200


def test_rate_limit_after_one_minute_permits_one_request(limited_http: httpx.Client, clock: Clock) -> None:
    clock.advance(seconds=30.3)
    assert [limited_http.get(DRAFTS).status_code for _ in range(2)] == [200, 429]


def test_rate_limit_of_rejected_request_uses_no_permit(limited_http: httpx.Client, clock: Clock) -> None:
    limited_http.get(DRAFTS)
    clock.advance(seconds=30.3 + 19.8)
    assert [limited_http.get(DRAFTS).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_rate_limit_by_default_is_60() -> None:
    assert MockState().rate_limit == 60


def test_server_before_start_has_no_base_url() -> None:
    with pytest.raises(RuntimeError, match="with"):
        _ = MockServer().base_url


def test_server_in_with_statement_responds() -> None:
    with MockServer() as server:
        assert httpx.get(f"{server.api_url}{DRAFTS}").status_code == 401


def test_server_after_with_statement_has_no_base_url() -> None:
    with MockServer() as server:
        pass
    with pytest.raises(RuntimeError, match="with"):
        _ = server.base_url


def test_server_entered_twice_raises_runtime_error() -> None:
    with MockServer() as server:
        with pytest.raises(RuntimeError, match="served already"):
            server.__enter__()
        assert httpx.get(f"{server.api_url}{DRAFTS}").status_code == 401


def test_state_add_document_with_used_identifier_raises_value_error(state: MockState) -> None:
    with pytest.raises(ValueError, match="'doc' is already used"):
        state.add_document("doc")


@pytest.fixture
def serving(root: Path) -> "Iterator[subprocess.Popen[str]]":
    """Run the `serve` snippet of the documentation on a free port, in a process of its own."""
    documentation = (root / "docs" / "mock.md").read_text("utf-8")
    (snippet,) = re.findall(r"```python\n((?:(?!```).)*?serve\(.*?)```", documentation, re.DOTALL)
    handle_sigint = (
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell may ignore it
    )
    code = handle_sigint + snippet.replace("port=8787", "port=0")
    with subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def test_serve_in_the_main_thread_responds(serving: "subprocess.Popen[str]") -> None:
    url = read_line(serving).strip()
    assert httpx.get(f"{url}/v1/documents/12db1a0a/drafts", headers=EDITOR).json() == []


@pytest.mark.parametrize(("number", "error"), [(signal.SIGINT, "KeyboardInterrupt\n"), (signal.SIGTERM, "")])
def test_serve_after_a_signal_ends_the_process_with_it(
    number: signal.Signals, error: str, serving: "subprocess.Popen[str]"
) -> None:
    url = read_line(serving).strip()
    httpx.get(url)  # uvicorn handles signals by now
    serving.send_signal(number)
    _, errors = serving.communicate(timeout=60)
    assert (serving.returncode, errors[-len("KeyboardInterrupt\n") :]) == (-number, error)


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("omni-drafts")), *arguments]


RunCommand = Callable[[int], "tuple[subprocess.Popen[str], str]"]


@pytest.fixture
def run_command() -> Iterator[RunCommand]:
    """Return a function that runs the command with a rate limit. It returns the process and its first line."""
    processes: list[subprocess.Popen[str]] = []

    def run(rate_limit: int) -> tuple["subprocess.Popen[str]", str]:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command("mock", "--port", "0", "--rate-limit", str(rate_limit)), stdout=subprocess.PIPE, text=True
        )
        processes.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline()

    yield run
    for process in processes:
        with process:
            process.terminate()


def responses_of_command(first_line: str, requests: int) -> list[int]:
    """Return the status codes of some requests to the URL in the first line of the command."""
    url = f"{first_line.split()[5]}{DRAFTS}"
    with httpx.Client(headers=VIEWER) as client:
        return [client.get(url).status_code for _ in range(requests)]


def test_command_with_rate_limit_returns_429(run_command: RunCommand) -> None:
    _, first_line = run_command(2)
    assert responses_of_command(first_line, 3) == [404, 404, 429]


def test_command_without_rate_limit_prints_no_rate_limit(run_command: RunCommand) -> None:
    _, first_line = run_command(0)
    assert "no rate limit" in first_line


def test_command_without_rate_limit_returns_no_429(run_command: RunCommand) -> None:
    _, first_line = run_command(0)
    assert set(responses_of_command(first_line, 70)) == {404}


def test_command_terminated_exits(run_command: RunCommand) -> None:
    process, _ = run_command(2)
    process.terminate()
    assert process.wait(60) in (0, -15)


def test_command_with_port_in_use_exits_with_error(server: MockServer) -> None:
    port = server.base_url.rpartition(":")[2]
    process = subprocess.run(  # noqa: S603 - our own command
        command("mock", "--port", port), capture_output=True, text=True, check=False, timeout=30
    )
    assert process.returncode == 2
    assert process.stderr.strip() == f"omni-drafts: cannot serve on port {port}: Address already in use"


def test_command_has_documented_defaults() -> None:
    defaults = {name: item.default for name, item in inspect.signature(mock_command).parameters.items()}
    assert defaults == {"port": 8787, "rate_limit": 60, "seed": None, "description": None}


def test_path_parameter_with_line_feed_is_matched(http: httpx.Client) -> None:
    check_error(http.get("/v1/documents/a%0Ab/drafts"), 404, "Document with identifier a\nb not found")


def test_response_body_is_sent_without_delayed_acknowledgement(http: httpx.Client) -> None:
    durations = []
    for _ in range(100):
        start = time.perf_counter()
        http.get(DRAFTS)
        durations.append(time.perf_counter() - start)
    assert min(durations[10:]) < 0.03  # a delayed acknowledgement takes 0.04


@pytest.fixture
def incomplete_requests(server: MockServer) -> None:
    """Send three requests whose connection closes before the end of their body."""
    host, _, port = server.base_url.removeprefix("http://").partition(":")
    head = f"POST /api{DRAFT} HTTP/1.1\r\nHost: mock\r\nContent-Length: 2\r\n"
    for _ in range(3):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"{head}Authorization: Bearer editor-token\r\n\r\n{{".encode())


@pytest.mark.usefixtures("incomplete_requests")
def test_incomplete_request_has_no_effect(
    http: httpx.Client, state: MockState, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):  # during these, the server reads that the connections closed
        http.get(DRAFTS)
    assert state.drafts == []
    assert state.request_count == 3
    assert caplog.records == []
