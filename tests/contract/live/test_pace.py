"""An instance is asked no faster than it allows, and asked again where it says so."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from contract.live.pace import Instance, Pace


@define
class Time:
    """A clock that goes on when somebody sleeps, or when it is told to."""

    now: float = 0.0
    slept: list[float] = field(factory=list)

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


@given(st.integers(1, 120), st.lists(st.floats(0, 90), min_size=1, max_size=300))
def test_there_are_never_more_requests_in_a_minute_than_the_rate(rate: int, taken: list[float]) -> None:
    time, begun = Time(), []
    pace = Pace(rate, lambda: time.now, time.sleep)
    for seconds in taken:
        pace.wait()
        begun.append(time.now)
        time.now += seconds
    for first in begun:
        assert len([one for one in begun if first <= one < first + 59.999]) <= rate
    assert time.now <= sum(taken) + (len(taken) - 1) * 60 / rate + 1e-6


def instance(time: Time, *answers: httpx.Response) -> Instance:
    left = list(answers)
    http = httpx.Client(base_url="http://instance.test", transport=httpx.MockTransport(lambda _: left.pop(0)))
    return Instance(http, Pace(6_000, lambda: time.now, time.sleep))


def too_many(**headers: str) -> httpx.Response:
    return httpx.Response(429, headers={name.replace("_", "-"): value for name, value in headers.items()})


WAITS = {
    "3": 3,
    "0": 0,
    "99999": 120,
    "soon": 10,
    "Thu, 01 Jan 1970 00:00:00 GMT": 0,
}


@pytest.mark.parametrize("retry_after", WAITS)
def test_it_is_asked_again_after_the_time_that_it_says(retry_after: str) -> None:
    time = Time()
    asked = instance(time, too_many(Retry_After=retry_after), httpx.Response(200))
    assert asked.ask("GET", "/", {}).status_code == 200
    assert max(time.slept) == pytest.approx(WAITS[retry_after], abs=0.02)
    assert asked.asked == 2


def test_it_is_asked_again_at_the_moment_that_it_says() -> None:
    time = Time()
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert instance(time, too_many(Retry_After=moment), httpx.Response(200)).ask("GET", "/", {}).is_success
    assert 40 < max(time.slept) <= 60


def test_it_is_not_asked_without_end() -> None:
    time = Time()
    asked = instance(time, *(too_many() for _ in range(5)))
    assert asked.ask("GET", "/", {}).status_code == 429
    assert (asked.asked, [seconds for seconds in time.slept if seconds > 1]) == (3, [10, 10])
