"""Each fault of the mock, on the wire: what a plain client meets, and whether the request took effect."""

import threading
from collections.abc import Callable, Iterator
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

MOMENT = datetime(2026, 5, 6, 13, 44, tzinfo=UTC)
DRAFT = "/v1/documents/doc/draft"
DRAFTS = "/v1/documents/doc/drafts"
CREATE = "POST /v1/documents/{documentId}/draft"
EDITOR = {"Authorization": "Bearer editor-token"}


class Sleep:
    """Waits until it is let go, and tells how long it was to wait."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.asleep = threading.Event()
        self.wake = threading.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.asleep.set()
        await anyio.to_thread.run_sync(self.wake.wait)


@pytest.fixture
def sleep() -> Sleep:
    return Sleep()


@pytest.fixture
def state() -> MockState:
    made = MockState(now=lambda: MOMENT, random=Random(1), rate_limit=0)
    made.add_document("doc")
    return made


@pytest.fixture
def http(state: MockState, sleep: Sleep) -> Iterator[httpx.Client]:
    with (
        MockServer(state, sleep=sleep) as mock,
        httpx.Client(base_url=mock.api_url, headers=EDITOR, timeout=10) as client,
    ):
        yield client
        sleep.wake.set()


@pytest.mark.parametrize("after_write", [False, True])
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 520])
def test_an_error_with_a_status(status: int, after_write: bool, http: httpx.Client, state: MockState) -> None:
    rule = state.faults.add(ErrorStatus(status, after_write=after_write), CREATE, times=1)
    answer = http.post(DRAFT)
    assert answer.status_code == status
    assert answer.json()["error"] == str(status)
    assert "Retry-After" not in answer.headers
    assert (len(state.drafts), state.faults.count(rule)) == (int(after_write), 1)
    assert http.post(DRAFT).status_code == 200
    assert (len(state.drafts), state.faults.count(rule)) == (1, 1)


def test_too_many_requests_say_when_to_come_again_in_seconds_or_as_a_date(
    http: httpx.Client, state: MockState
) -> None:
    words = "Too Many Requests - Rate limit exceeded (60 requests/minute)"
    state.faults.add(ErrorStatus(429, retry_after=timedelta(seconds=17)), times=1)
    answer = http.get(DRAFTS)
    assert (answer.json(), answer.headers["Retry-After"]) == ({"error": "429", "message": words}, "17")
    state.faults.add(ErrorStatus(429, retry_after=timedelta(seconds=17), as_date=True), times=1)
    answer = http.get(DRAFTS)
    assert parsedate_to_datetime(answer.headers["Date"]) == MOMENT
    date = answer.headers["Retry-After"]
    assert (date[-4:], parsedate_to_datetime(date)) == (" GMT", MOMENT + timedelta(seconds=17))


@pytest.mark.parametrize("after_write", [False, True])
@pytest.mark.parametrize("status", [200, 502])
def test_a_page(status: int, after_write: bool, http: httpx.Client, state: MockState) -> None:
    state.faults.add(ErrorPage(status, after_write))
    answer = http.post(DRAFT)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>")
    assert len(state.drafts) == int(after_write)


def test_content_that_is_truncated_empty_or_of_another_type(http: httpx.Client, state: MockState) -> None:
    whole = http.post(DRAFT).content
    for fault, content in (
        (TruncatedContent(), whole[: len(whole) // 2]),
        (EmptyContent(), b""),
        (WrongContent(), b"[]"),
    ):
        state.faults.add(fault, times=1)
        answer = http.post(DRAFT)
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Content-Length"] == str(len(content))
    state.faults.add(WrongContent(), times=1)
    assert http.get(DRAFTS).json() == {}


@pytest.mark.parametrize("after_write", [False, True])
def test_a_connection_that_is_dropped_before_or_after_the_write(
    after_write: bool, http: httpx.Client, state: MockState, caplog: pytest.LogCaptureFixture
) -> None:
    state.faults.add(DroppedConnection(after_write), CREATE, times=2)
    for _ in range(2):
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            http.post(DRAFT)
        assert len(state.drafts) == int(after_write)
    assert http.post(DRAFT).status_code == 200
    assert [request.status_code for request in state.requests] == [None, None, 200]
    assert caplog.records == []


def test_only_the_connection_of_the_request_is_dropped(http: httpx.Client, state: MockState, sleep: Sleep) -> None:
    state.faults.add(SlowResponse(timedelta(seconds=60)), "GET /v1/documents/{identifier}/drafts", times=1)
    state.faults.add(DroppedConnection(), CREATE, times=1)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(http.get, DRAFTS)
        assert sleep.asleep.wait(10)
        with pytest.raises(httpx.TransportError):
            http.post(DRAFT)
        sleep.wake.set()
        assert slow.result().status_code == 200


def test_a_dropped_connection_is_an_error_where_there_is_none(state: MockState) -> None:
    state.faults.add(DroppedConnection())
    transport = httpx.ASGITransport(create_application(state))

    async def post() -> None:
        async with httpx.AsyncClient(transport=transport, base_url="http://mock.test/api", headers=EDITOR) as http:
            await http.post(DRAFT)

    with pytest.raises(ConnectionResetError):
        anyio.run(post)


def test_a_slow_answer_keeps_nobody_else_waiting(http: httpx.Client, state: MockState, sleep: Sleep) -> None:
    rule = state.faults.add(SlowResponse(timedelta(seconds=60)), CREATE, times=1)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(http.post, DRAFT)
        assert sleep.asleep.wait(10)
        assert len(http.get(DRAFTS).json()) == 1
        assert not slow.done()
        sleep.wake.set()
        assert slow.result().json() == http.post(DRAFT).json()
    assert (sleep.asked, state.faults.count(rule)) == ([60], 1)


def test_a_slow_answer_is_a_timeout_for_who_does_not_wait(http: httpx.Client, state: MockState, sleep: Sleep) -> None:
    state.faults.add(SlowResponse(timedelta(seconds=60)), times=1)
    with pytest.raises(httpx.ReadTimeout):
        http.post(DRAFT, timeout=httpx.Timeout(10, read=0.05))
    assert sleep.asleep.wait(10)
    assert len(state.drafts) == 1


def test_an_unknown_member_of_an_enum(http: httpx.Client, state: MockState) -> None:
    http.post(DRAFT)
    before = http.get(DRAFTS).json()
    state.faults.add(UnknownMember("paused"), times=1)
    assert http.get(DRAFTS).json() == [draft | {"status": "paused"} for draft in before]


def test_a_property_more_or_less(http: httpx.Client, state: MockState) -> None:
    identifier = http.post(DRAFT).json()["identifier"]
    (draft,) = http.get(DRAFTS).json()
    changes: list[tuple[Any, str, Any]] = [
        (ExtraProperty("mood", "good"), "POST", {"identifier": identifier, "mood": "good"}),
        (ExtraProperty("mood", "good"), "GET", [draft | {"mood": "good"}]),
        (MissingProperty("identifier"), "POST", {}),
        (MissingProperty("branch"), "GET", [{name: value for name, value in draft.items() if name != "branch"}]),
        (MissingProperty("createdBy.name"), "GET", [draft | {"createdBy": {}}]),
        (MissingProperty("none.name"), "GET", [draft]),
    ]
    for fault, method, body in changes:
        state.faults.add(fault, times=1)
        assert http.request(method, DRAFT if method == "POST" else DRAFTS).json() == body


def test_a_fault_is_met_on_its_route_alone(http: httpx.Client, state: MockState) -> None:
    rule = state.faults.add(ErrorStatus(503), "post /api/v1/documents/{whatever}/draft")
    assert [http.get(DRAFTS).status_code, http.post(DRAFT).status_code] == [200, 503]
    assert state.faults.count(rule) == 1
    state.faults.clear()
    assert http.post(DRAFT).status_code == 200
    assert state.faults.count(rule) == 0


def met(faults: Faults, requests: int) -> list[bool]:
    return [faults.meet("get /v1/documents/{}/drafts") is not None for _ in range(requests)]


def test_a_share_is_met_the_same_way_for_the_same_seed() -> None:
    def share(seed: int) -> list[bool]:
        faults = Faults(Random(seed))
        faults.add(ErrorStatus(500), share=0.25)
        return met(faults, 1000)

    assert share(1) == share(1) != share(2)
    assert 200 < sum(share(1)) < 300


def test_a_request_meets_the_first_fault_that_is_due() -> None:
    faults = Faults()
    first = faults.add(ErrorStatus(500), times=2)
    second = faults.add(ErrorStatus(500), times=1)
    assert met(faults, 4) == [True, True, True, False]
    assert (faults.count(first), faults.count(second)) == (2, 1)


def test_faults_may_be_met_from_threads() -> None:
    faults = Faults()
    rule = faults.add(ErrorStatus(500), times=500)
    with ThreadPoolExecutor(8) as threads:
        counted = sum(threads.map(lambda _: sum(met(faults, 100)), range(8)))
    assert counted == faults.count(rule) == 500


@pytest.mark.parametrize(
    ("add", "says"),
    [
        (
            lambda faults: faults.add(ErrorStatus(500), "createDraft"),
            "is not a method and a path; write it like 'GET /v1/documents'",
        ),
        (lambda faults: faults.add(ErrorStatus(500), times=0), "0 is less than 1"),
        (lambda faults: faults.add(ErrorStatus(500), share=0), "0 must be above 0"),
        (lambda faults: faults.add(ErrorStatus(500), share=1.5), "1.5 must be above 0 and at most 1"),
    ],
)
def test_a_fault_that_nothing_could_meet_is_refused(add: Callable[[Faults], Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        add(Faults())
