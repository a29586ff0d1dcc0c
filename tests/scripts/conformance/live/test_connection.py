"""The connection to an instance: its rate limit, its waits after a 429, and the requests that it sends once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from omni_drafts.mock import DroppedConnection, ErrorStatus, MockClock, MockServer, MockState
from openapi.conformance.live.connection import MAX_BLOCK_SECONDS, TOTAL_TIMEOUT_SECONDS, connect
from openapi.conformance.live.errors import CouldNotRunError
from support.rate_limits import WINDOW
from support.servers import serve_response

PATH = "/v1/documents/12db1a0a/drafts"
TOKEN = "editor-token"
WINDOW_SECONDS = 60.0


@pytest.fixture
def state() -> MockState:
    start = datetime(2026, 5, 6, 13, 44, tzinfo=UTC)
    state = MockState(now=lambda: start, rate_limit=0)
    state.add_document("12db1a0a")
    return state


@pytest.fixture
def server(state: MockState) -> Iterator[MockServer]:
    with MockServer(state) as server:
        yield server


def seconds_of_one_request(server: MockServer) -> tuple[float, int, int]:
    """Return the time that a request takes, its status code, and the number of requests that were sent."""
    start, clock = server.state.moment(), MockClock(server.state)
    with connect(server.api_url, TOKEN, requests_per_minute=1_000, clock=clock) as instance:
        response = instance.send("GET", PATH, {})
        return (server.state.moment() - start).total_seconds(), response.status_code, instance.request_count


@pytest.mark.parametrize("as_date", [False, True])
@pytest.mark.parametrize("seconds", [3, 60])
def test_send_after_429_waits_for_retry_after(seconds: int, as_date: bool, server: MockServer) -> None:
    server.state.faults.add(ErrorStatus(429, retry_after=timedelta(seconds=seconds), as_date=as_date), times=1)
    elapsed, status_code, count = seconds_of_one_request(server)
    assert elapsed == pytest.approx(seconds, abs=0.01)
    assert (status_code, count) == (200, 2)


def test_send_after_429_with_a_long_retry_after_cuts_it(server: MockServer) -> None:
    server.state.faults.add(ErrorStatus(429, retry_after=timedelta(days=1)), times=1)
    elapsed, status_code, count = seconds_of_one_request(server)
    assert elapsed == pytest.approx(MAX_BLOCK_SECONDS, abs=0.01)
    assert (status_code, count) == (200, 2)


def test_send_after_429_without_retry_after_waits(server: MockServer) -> None:
    server.state.faults.add(ErrorStatus(429), times=2)
    elapsed, status_code, count = seconds_of_one_request(server)
    assert 2 < elapsed < 20
    assert (status_code, count) == (200, 3)


def test_send_with_429_each_time_returns_it(server: MockServer) -> None:
    server.state.faults.add(ErrorStatus(429, retry_after=timedelta(days=1)))
    elapsed, status_code, count = seconds_of_one_request(server)
    assert MAX_BLOCK_SECONDS <= elapsed <= TOTAL_TIMEOUT_SECONDS
    assert (status_code, count) == (429, 3)


def test_send_after_429_with_an_unknown_retry_after_returns_it(state: MockState) -> None:
    clock, start = MockClock(state), state.moment()
    with (
        serve_response(429, headers={"Retry-After": "soon"}) as server,
        connect(server.base_url, TOKEN, requests_per_minute=1_000, clock=clock) as instance,
    ):
        assert instance.send("GET", "/", {}).status_code == 429
    assert instance.request_count == len(server.requests) > 1
    assert (state.moment() - start).total_seconds() <= TOTAL_TIMEOUT_SECONDS


@pytest.mark.parametrize("status_code", [500, 502, 503, 504])
def test_send_with_an_error_of_the_server_sends_once(status_code: int, server: MockServer) -> None:
    server.state.faults.add(ErrorStatus(status_code))
    assert seconds_of_one_request(server) == (0, status_code, 1)


def test_send_with_a_dropped_connection_sends_once(server: MockServer) -> None:
    server.state.faults.add(DroppedConnection())
    with connect(server.api_url, TOKEN, requests_per_minute=1_000, clock=MockClock(server.state)) as instance:
        with pytest.raises(httpx.RemoteProtocolError):
            instance.send("GET", PATH, {})
        assert instance.request_count == 1


@pytest.mark.parametrize("delay_seconds", [0.0, 0.7, 5.0])
@pytest.mark.parametrize("limit", [1, 7, 50])
def test_send_keeps_the_limit_of_each_minute(limit: int, delay_seconds: float, server: MockServer) -> None:
    times: list[datetime] = []
    total = 3 * limit
    with connect(server.api_url, TOKEN, requests_per_minute=limit, clock=MockClock(server.state)) as instance:
        for _ in range(total):
            instance.send("GET", PATH, {})
            times.append(server.state.moment())
            server.state.advance(timedelta(seconds=delay_seconds))
    later = zip(times, times[limit:], strict=False)
    assert min((end - start).total_seconds() for start, end in later) >= WINDOW_SECONDS
    assert (times[-1] - times[0]).total_seconds() <= 2 * WINDOW + total * delay_seconds + 0.1


def test_send_with_headers_sends_them_with_the_token() -> None:
    with (
        serve_response() as server,
        connect(server.base_url, TOKEN, requests_per_minute=50) as instance,
    ):
        instance.send("GET", "/a%2Fb?c=%20", {"x-name": "value"})
    (request,) = server.requests
    assert (request.method, request.path) == ("GET", "/a%2Fb?c=%20")
    sent = {name.lower(): value for name, value in request.headers.items()}
    assert sent["authorization"] == f"Bearer {TOKEN}"
    assert sent["accept"] == "application/json, */*;q=0.5"
    assert sent["x-name"] == "value"


def test_send_without_encryption_uses_no_proxy(server: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert seconds_of_one_request(server)[1] == 200


@pytest.mark.parametrize(
    ("base_url", "token", "problem"),
    [
        ("http://far.test/api", TOKEN, "base_url"),
        ("https://blobsrus.omniapp.co/api", "Bearer token", "pass the API token without `Bearer`"),
    ],
)
def test_connect_with_a_refused_setting_raises(base_url: str, token: str, problem: str) -> None:
    with pytest.raises(CouldNotRunError, match=problem), connect(base_url, token, requests_per_minute=50):
        pass
