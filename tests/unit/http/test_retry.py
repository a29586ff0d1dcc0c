"""The retry policy: whether a request is sent again, and after which delay."""

import time
from datetime import UTC, datetime
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omni_drafts._http.retry import RetryPolicy
from support.scripted import failure

NOW = datetime(2026, 5, 6, 13, tzinfo=UTC)
MAX_WAIT_SECONDS = 3600.0
POLICY = RetryPolicy(max_attempts=6, max_wait=MAX_WAIT_SECONDS, random=lambda: 1.0)
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
MAYBE_SENT = (httpx.ReadError, httpx.WriteError, httpx.ReadTimeout, httpx.WriteTimeout, httpx.RemoteProtocolError)
TRANSIENT = (500, 502, 503, 504)

either = pytest.mark.parametrize("is_idempotent", [True, False])


@pytest.mark.parametrize("status_code", [200, 201, 204, 301, 400, 401, 403, 404, 409, 418, 501, 505, 520])
@either
def test_should_retry_final_status_is_false(status_code: int, is_idempotent: bool) -> None:
    assert not POLICY.should_retry(failure(status_code), 1, is_idempotent=is_idempotent)


@pytest.mark.parametrize("status_code", TRANSIENT)
@either
def test_should_retry_transient_status_only_if_idempotent(status_code: int, is_idempotent: bool) -> None:
    assert POLICY.should_retry(failure(status_code), 1, is_idempotent=is_idempotent) is is_idempotent


@pytest.mark.parametrize("error", NOT_SENT)
@either
def test_should_retry_request_that_was_not_sent_is_true(
    error: type[httpx.TransportError], is_idempotent: bool
) -> None:
    assert POLICY.should_retry(error("-"), 1, is_idempotent=is_idempotent)


@pytest.mark.parametrize("error", MAYBE_SENT)
@either
def test_should_retry_request_that_may_be_sent_only_if_idempotent(
    error: type[httpx.TransportError], is_idempotent: bool
) -> None:
    assert POLICY.should_retry(error("-"), 1, is_idempotent=is_idempotent) is is_idempotent


@pytest.mark.parametrize("error", [httpx.UnsupportedProtocol, httpx.LocalProtocolError])
def test_should_retry_request_that_cannot_be_sent_is_false(error: type[httpx.TransportError]) -> None:
    assert not POLICY.should_retry(error("-"), 1, is_idempotent=True)


@pytest.mark.parametrize(("failures", "expected"), [(5, True), (6, False)])
def test_should_retry_stops_at_max_attempts(failures: int, expected: bool) -> None:
    assert POLICY.should_retry(failure(503), failures, is_idempotent=True) is expected


@either
def test_should_retry_429_does_not_count(is_idempotent: bool) -> None:
    assert POLICY.should_retry(failure(429), 1000, is_idempotent=is_idempotent)


@either
def test_should_retry_429_with_one_attempt_is_false(is_idempotent: bool) -> None:
    policy = RetryPolicy(max_attempts=1, max_wait=MAX_WAIT_SECONDS, random=lambda: 0.0)
    assert not policy.should_retry(failure(429), 1, is_idempotent=is_idempotent)


@given(st.integers(1, 2000), st.floats(0, 1), st.sampled_from([(429, 3.0, 60.0), (503, 0.5, 30.0)]))
def test_delay_without_retry_after_grows_to_a_maximum_and_is_spread(
    failures: int, random: float, growth: tuple[int, float, float]
) -> None:
    status_code, first, longest = growth
    policy = RetryPolicy(max_attempts=3000, max_wait=MAX_WAIT_SECONDS, random=lambda: random)
    backoff = min(longest, first * 2 ** min(failures - 1, 10))
    assert backoff / 2 <= policy.delay(failure(status_code), failures) <= backoff


def retry_after_forms(seconds: int) -> tuple[httpx.Headers, httpx.Headers]:
    """Return `Retry-After` in seconds, and as a date."""
    date = {"Date": format_datetime(NOW, usegmt=True)}
    until = format_datetime(datetime.fromtimestamp(NOW.timestamp() + seconds, UTC), usegmt=True)
    return httpx.Headers({"Retry-After": str(seconds)} | date), httpx.Headers({"Retry-After": until} | date)


@given(st.integers(1, int(MAX_WAIT_SECONDS)), st.integers(1, 5), st.sampled_from([0, 1]))
def test_delay_after_429_is_retry_after(seconds: int, failures: int, form: int) -> None:
    response = httpx.Response(429, headers=retry_after_forms(seconds)[form])
    assert POLICY.delay(response, failures) == seconds


@given(st.integers(1, int(MAX_WAIT_SECONDS)), st.integers(1, 5), st.sampled_from([0, 1]))
def test_delay_after_503_is_at_least_retry_after_and_backoff(seconds: int, failures: int, form: int) -> None:
    response = httpx.Response(503, headers=retry_after_forms(seconds)[form])
    assert POLICY.delay(response, failures) == max(seconds, 0.5 * 2 ** (failures - 1))


@pytest.mark.parametrize("status_code", [429, 503])
@pytest.mark.parametrize("seconds", ["3601", "1e9"])
def test_delay_after_too_long_retry_after_is_max_wait(status_code: int, seconds: str) -> None:
    assert POLICY.delay(failure(status_code, retry_after=seconds), 1) == MAX_WAIT_SECONDS


@pytest.mark.parametrize(("status_code", "backoff"), [(429, 3.0), (503, 0.5)])
@pytest.mark.parametrize("retry_after", ["0", "-3", "soon", ""])
def test_delay_after_retry_after_without_a_time_is_backoff(
    status_code: int, backoff: float, retry_after: str
) -> None:
    assert POLICY.delay(failure(status_code, retry_after=retry_after), 1) == backoff


def test_delay_after_429_without_retry_after_is_at_most_max_wait() -> None:
    policy = RetryPolicy(max_attempts=3, max_wait=1.0, random=lambda: 1.0)
    assert policy.delay(failure(429), 1) == 1.0


@pytest.mark.parametrize("zone", ["JST-9", "EST5", "UTC"])
def test_delay_after_date_without_zone_counts_in_utc(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    response = failure(429, retry_after="Wed May  6 13:00:40 2026", date="Wed, 06 May 2026 13:00:00 GMT")
    with monkeypatch.context() as environment:
        environment.setenv("TZ", zone)
        time.tzset()
        delay = POLICY.delay(response, 1)
    time.tzset()
    assert delay == 40
