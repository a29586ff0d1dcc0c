"""Faults of the mock over HTTP: the response to a plain client, and the effect of the request."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random
from typing import Any

import anyio
import httpx
import pytest

from omni_drafts.mock import (
    DroppedConnection,
    EmptyContent,
    ErrorPage,
    ErrorStatus,
    ExtraProperty,
    Faults,
    MissingProperty,
    MockServer,
    MockState,
    SlowResponse,
    TruncatedContent,
    UnknownMember,
    WrongContent,
    create_application,
)

NOW = datetime(2026, 5, 6, 13, 44, tzinfo=UTC)
DRAFT = "/v1/documents/doc/draft"
DRAFTS = "/v1/documents/doc/drafts"
CREATE_DRAFT = "POST /v1/documents/{documentId}/draft"
LIST_DRAFTS = "GET /v1/documents/{identifier}/drafts"
EDITOR = {"Authorization": "Bearer editor-token"}


class Sleep:
    """Sleep until `wake` is set, and record the duration."""

    def __init__(self) -> None:
        self.durations: list[float] = []
        self.is_asleep = threading.Event()
        self.wake = threading.Event()

    async def __call__(self, seconds: float) -> None:
        self.durations.append(seconds)
        self.is_asleep.set()
        await anyio.to_thread.run_sync(self.wake.wait)


@pytest.fixture
def sleep() -> Sleep:
    return Sleep()


@pytest.fixture
def state() -> MockState:
    state = MockState(now=lambda: NOW, random=Random(1), rate_limit=0)
    state.add_document("doc")
    return state


@pytest.fixture
def http(state: MockState, sleep: Sleep) -> Iterator[httpx.Client]:
    with (
        MockServer(state, sleep=sleep) as mock,
        httpx.Client(base_url=mock.api_url, headers=EDITOR, timeout=10) as client,
    ):
        yield client
        sleep.wake.set()


@pytest.mark.parametrize("after_write", [False, True])
@pytest.mark.parametrize("status_code", [429, 500, 502, 503, 504, 520])
def test_error_status_once_is_followed_by_success(
    status_code: int, after_write: bool, http: httpx.Client, state: MockState
) -> None:
    rule = state.faults.add(ErrorStatus(status_code, after_write=after_write), CREATE_DRAFT, times=1)
    response = http.post(DRAFT)
    assert (response.status_code, response.json()["error"]) == (status_code, str(status_code))
    assert "Retry-After" not in response.headers
    assert len(state.drafts) == int(after_write)
    assert (http.post(DRAFT).status_code, len(state.drafts), state.faults.count(rule)) == (200, 1, 1)


def test_error_status_with_documented_status_code_has_documented_message(
    http: httpx.Client, state: MockState
) -> None:
    state.faults.add(ErrorStatus(429))
    message = "Too Many Requests - Rate limit exceeded (60 requests/minute)"
    assert http.get(DRAFTS).json() == {"error": "429", "message": message}


def test_error_status_with_retry_after_has_seconds(http: httpx.Client, state: MockState) -> None:
    state.faults.add(ErrorStatus(429, retry_after=timedelta(seconds=17)))
    assert http.get(DRAFTS).headers["Retry-After"] == "17"


def test_error_status_with_retry_after_as_date_has_date(http: httpx.Client, state: MockState) -> None:
    state.faults.add(ErrorStatus(429, retry_after=timedelta(seconds=17), as_date=True))
    retry_after = http.get(DRAFTS).headers["Retry-After"]
    assert retry_after.endswith(" GMT")
    assert parsedate_to_datetime(retry_after) == NOW + timedelta(seconds=17)


def test_response_has_date_of_mock(http: httpx.Client) -> None:
    assert parsedate_to_datetime(http.get(DRAFTS).headers["Date"]) == NOW


@pytest.mark.parametrize("after_write", [False, True])
@pytest.mark.parametrize("status_code", [200, 502])
def test_error_page_is_html(status_code: int, after_write: bool, http: httpx.Client, state: MockState) -> None:
    state.faults.add(ErrorPage(status_code, after_write))
    response = http.post(DRAFT)
    assert response.status_code == status_code
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.text.startswith("<!DOCTYPE html>")
    assert len(state.drafts) == int(after_write)


@pytest.mark.parametrize("fault", [TruncatedContent(), EmptyContent(), WrongContent()])
def test_content_fault_changes_content(fault: Any, http: httpx.Client, state: MockState) -> None:
    whole = http.post(DRAFT).content
    contents = {TruncatedContent: whole[: len(whole) // 2], EmptyContent: b"", WrongContent: b"[]"}
    content = contents[type(fault)]
    state.faults.add(fault)
    response = http.post(DRAFT)
    assert (response.status_code, response.content) == (200, content)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Length"] == str(len(content))


def test_wrong_content_of_array_is_object(http: httpx.Client, state: MockState) -> None:
    state.faults.add(WrongContent())
    assert http.get(DRAFTS).json() == {}


@pytest.mark.parametrize("after_write", [False, True])
def test_dropped_connection_raises_transport_error(after_write: bool, http: httpx.Client, state: MockState) -> None:
    state.faults.add(DroppedConnection(after_write))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        http.post(DRAFT)
    assert len(state.drafts) == int(after_write)


def test_dropped_connection_has_no_status_code(http: httpx.Client, state: MockState) -> None:
    state.faults.add(DroppedConnection(), CREATE_DRAFT, times=1)
    with pytest.raises(httpx.TransportError):
        http.post(DRAFT)
    http.post(DRAFT)
    requests = [(request.method, request.path, request.status_code) for request in state.requests]
    assert requests == [("POST", f"/api{DRAFT}", None), ("POST", f"/api{DRAFT}", 200)]


def test_dropped_connection_logs_nothing(
    http: httpx.Client, state: MockState, caplog: pytest.LogCaptureFixture
) -> None:
    state.faults.add(DroppedConnection(), times=1)
    with pytest.raises(httpx.TransportError):
        http.post(DRAFT)
    http.post(DRAFT)
    assert caplog.records == []


def test_dropped_connection_leaves_other_connections_open(http: httpx.Client, state: MockState, sleep: Sleep) -> None:
    state.faults.add(SlowResponse(timedelta(seconds=60)), LIST_DRAFTS)
    state.faults.add(DroppedConnection(), CREATE_DRAFT)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(http.get, DRAFTS)
        assert sleep.is_asleep.wait(10)
        with pytest.raises(httpx.TransportError):
            http.post(DRAFT)
        sleep.wake.set()
        assert slow.result().status_code == 200


def test_dropped_connection_in_asgi_transport_raises_connection_reset(state: MockState) -> None:
    state.faults.add(DroppedConnection())
    transport = httpx.ASGITransport(create_application(state))

    async def post() -> None:
        async with httpx.AsyncClient(transport=transport, base_url="http://mock.test/api", headers=EDITOR) as http:
            await http.post(DRAFT)

    with pytest.raises(ConnectionResetError):
        anyio.run(post)


def test_slow_response_delays_no_other_response(http: httpx.Client, state: MockState, sleep: Sleep) -> None:
    rule = state.faults.add(SlowResponse(timedelta(seconds=60)), CREATE_DRAFT, times=1)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(http.post, DRAFT)
        assert sleep.is_asleep.wait(10)
        assert (len(http.get(DRAFTS).json()), slow.done()) == (1, False)
        sleep.wake.set()
        assert slow.result().json() == http.post(DRAFT).json()
    assert (sleep.durations, state.faults.count(rule)) == ([60], 1)


def test_slow_response_after_read_timeout_takes_effect(http: httpx.Client, state: MockState, sleep: Sleep) -> None:
    state.faults.add(SlowResponse(timedelta(seconds=60)))
    with pytest.raises(httpx.ReadTimeout):
        http.post(DRAFT, timeout=httpx.Timeout(10, read=0.05))
    assert sleep.is_asleep.wait(10)
    assert len(state.drafts) == 1


def test_unknown_member_replaces_enum_values(http: httpx.Client, state: MockState) -> None:
    http.post(DRAFT)
    drafts = http.get(DRAFTS).json()
    state.faults.add(UnknownMember("paused"))
    assert http.get(DRAFTS).json() == [draft | {"status": "paused"} for draft in drafts]


def test_extra_property_of_object_is_added(http: httpx.Client, state: MockState) -> None:
    body = http.post(DRAFT).json()
    state.faults.add(ExtraProperty("mood", "good"))
    assert http.post(DRAFT).json() == body | {"mood": "good"}


def test_extra_property_of_array_is_added_to_items(http: httpx.Client, state: MockState) -> None:
    http.post(DRAFT)
    drafts = http.get(DRAFTS).json()
    state.faults.add(ExtraProperty("mood", "good"))
    assert http.get(DRAFTS).json() == [draft | {"mood": "good"} for draft in drafts]


def test_missing_property_of_object_is_removed(http: httpx.Client, state: MockState) -> None:
    state.faults.add(MissingProperty("identifier"))
    assert http.post(DRAFT).json() == {}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("branch", lambda draft: {name: value for name, value in draft.items() if name != "branch"}),
        ("createdBy.name", lambda draft: draft | {"createdBy": {}}),
        ("none.name", lambda draft: draft),
    ],
)
def test_missing_property_of_array_is_removed_from_items(
    name: str, change: Any, http: httpx.Client, state: MockState
) -> None:
    http.post(DRAFT)
    drafts = http.get(DRAFTS).json()
    state.faults.add(MissingProperty(name))
    assert http.get(DRAFTS).json() == [change(draft) for draft in drafts]


def test_fault_with_operation_is_met_on_this_operation_only(http: httpx.Client, state: MockState) -> None:
    rule = state.faults.add(ErrorStatus(503), "post /api/v1/documents/{whatever}/draft")
    assert [http.get(DRAFTS).status_code, http.post(DRAFT).status_code] == [200, 503]
    assert state.faults.count(rule) == 1


def test_faults_clear_removes_faults_and_counts(http: httpx.Client, state: MockState) -> None:
    rule = state.faults.add(ErrorStatus(503))
    http.post(DRAFT)
    state.faults.clear()
    assert http.post(DRAFT).status_code == 200
    assert state.faults.count(rule) == 0


def meets(faults: Faults, requests: int) -> list[bool]:
    """Return, for each of some requests, whether it meets a fault."""
    return [faults.meet("get /v1/documents/{}/drafts") is not None for _ in range(requests)]


def meets_share(seed: int) -> list[bool]:
    faults = Faults(Random(seed))
    faults.add(ErrorStatus(500), share=0.25)
    return meets(faults, 1000)


def test_faults_share_with_same_seed_is_reproducible() -> None:
    assert meets_share(1) == meets_share(1) != meets_share(2)


def test_faults_share_is_probability() -> None:
    assert 200 < sum(meets_share(1)) < 300


def test_faults_with_several_rules_meets_first_due_rule() -> None:
    faults = Faults()
    first = faults.add(ErrorStatus(500), times=2)
    second = faults.add(ErrorStatus(500), times=1)
    assert meets(faults, 4) == [True, True, True, False]
    assert (faults.count(first), faults.count(second)) == (2, 1)


def test_faults_in_threads_count_each_request() -> None:
    faults = Faults()
    rule = faults.add(ErrorStatus(500), times=500)
    with ThreadPoolExecutor(8) as threads:
        count = sum(threads.map(lambda _: sum(meets(faults, 100)), range(8)))
    assert count == faults.count(rule) == 500


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"operation": "createDraft"}, "is not a method and a path; write it like 'GET /v1/documents'"),
        ({"times": 0}, "0 is less than 1"),
        ({"share": 0}, "0 must be above 0"),
        ({"share": 1.5}, "1.5 must be above 0 and at most 1"),
    ],
)
def test_faults_add_invalid_raises_value_error(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Faults().add(ErrorStatus(500), **arguments)
