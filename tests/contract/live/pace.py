"""Asks an instance no faster than it allows, and waits where it says that it was too much."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from attrs import define, field

_MOST_TRIES = 3
_USUAL_WAIT, _LONGEST_WAIT = 10.0, 120.0
_TOO_MANY = 429


@define
class Pace:
    """Keeps requests apart, so that there are never more than some in a minute.

    Attributes:
        rate: How many.
        clock: Gives seconds.
        sleep: Waits for seconds.
    """

    rate: float
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    _next: float | None = field(default=None, init=False)

    def wait(self) -> None:
        """Wait for the turn of a request."""
        now = self.clock()
        if self._next is not None and now < self._next:
            self.sleep(self._next - now)
            now = max(self.clock(), self._next)
        self._next = now + 60 / self.rate


@define
class Instance:
    """An instance, asked at a pace.

    Attributes:
        http: Knows the address and the token.
        pace: Between requests.
        asked: How many requests there were.
    """

    http: httpx.Client
    pace: Pace
    asked: int = field(default=0, init=False)

    def ask(self, method: str, target: str, headers: Mapping[str, str]) -> httpx.Response:
        """Give the answer to a request; where it says to come later, that is done, a few times.

        Raises:
            httpx.HTTPError: There is none.
        """
        response = self._ask_once(method, target, headers)
        for _ in range(_MOST_TRIES - 1):
            if response.status_code == _TOO_MANY:
                self.pace.sleep(min(_wait(response.headers.get("Retry-After")), _LONGEST_WAIT))
                response = self._ask_once(method, target, headers)
        return response

    def _ask_once(self, method: str, target: str, headers: Mapping[str, str]) -> httpx.Response:
        self.pace.wait()
        self.asked += 1
        return self.http.request(method, target, headers=headers)


def _wait(retry_after: str | None) -> float:
    """Read how long to wait: seconds, or a date."""
    if retry_after is None:
        return _USUAL_WAIT
    try:
        return max(float(retry_after), 0.0) if retry_after.strip().isdigit() else _until(retry_after)
    except ValueError:
        return _USUAL_WAIT


def _until(moment: str) -> float:
    then = parsedate_to_datetime(moment)
    return max((then.astimezone(UTC) - datetime.now(UTC)).total_seconds(), 0.0)
