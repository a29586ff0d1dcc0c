"""Whether a request is sent again, and after how long: a decision on what came of it, without any waiting."""

import ssl
import time
from collections.abc import Callable

import httpx

from omni_drafts._errors import retry_after

Came = httpx.Response | httpx.TransportError
"""What came of a request."""

TOO_MANY = 429
_MAY_PASS = (500, 502, 503, 504)
_OF_THE_REQUEST = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
_PART_OF_A_WINDOW = 20
_MOST_DOUBLINGS = 10


class NotSentError(httpx.LocalProtocolError):
    """A request could not be begun. Any other error of the protocol, even if ours, may come when it was sent."""


_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    NotSentError,
)


class Retrying:
    """How often a request is sent, and how long is waited in between.

    Args:
        tries: How often at most, the first time included; a 429 does not count, unless it is 1.
        window: Over which the server counts requests, in seconds.
        random: From 0 to 1, so that many clients do not come back at the same moment.
        now: Seconds since the epoch, for a `Retry-After` that is a date.
    """

    def __init__(
        self, tries: int, window: float, random: Callable[[], float], now: Callable[[], float] = time.time
    ) -> None:
        self._tries, self._window, self.random, self._now = tries, window, random, now

    def is_worth_it(self, came: Came, times: int, *, idempotent: bool) -> bool:
        """Say whether a request is to be sent again.

        A 429 says only that its turn has not come, as somebody else uses the key, too; and waiting for a turn has no
        end but that of the time.

        Args:
            came: What came of it the last time.
            times: How often that was a 429, if it is one; how often it was none, if not.
            idempotent: Whether its operation may be sent again where nobody knows what became of it.
        """
        if is_too_many(came):
            return self._tries > 1
        return times < self._tries and _may_be_sent_again(came, idempotent)

    def wait(self, came: Came, times: int) -> float:
        """Give the seconds to wait after what came of a request, which did so, as for `is_worth_it`, so often.

        That is what the server names, if it names any.
        """
        grown = self._grown(came, times) * (1 + self.random()) / 2
        named = retry_after(came, self._now) if isinstance(came, httpx.Response) else None
        if not named:
            return grown
        return named if is_too_many(came) else max(named, grown)

    def _grown(self, came: Came, times: int) -> float:
        growth = 2.0 ** min(times - 1, _MOST_DOUBLINGS)
        if is_too_many(came):
            return min(self._window, self._window / _PART_OF_A_WINDOW * growth)
        return min(_LONGEST_WAIT, _FIRST_WAIT * growth)


def is_too_many(came: Came) -> bool:
    """Say whether the server refused a request since there were too many."""
    return isinstance(came, httpx.Response) and came.status_code == TOO_MANY


def may_have_been_sent(error: Exception) -> bool:
    """Say whether a request may have reached the server, after no answer came."""
    return not isinstance(error, _NOT_SENT)


def _may_be_sent_again(came: Came, idempotent: bool) -> bool:
    if isinstance(came, httpx.Response):
        return idempotent and came.status_code in _MAY_PASS
    if isinstance(came, _OF_THE_REQUEST) or _is_of_a_certificate(came):
        return False
    return idempotent or not may_have_been_sent(came)


def _is_of_a_certificate(error: BaseException | None) -> bool:
    """Say whether a certificate was refused, which the next one would be, too."""
    seen: list[BaseException] = []  # whoever raises an error from itself has made a ring
    while error is not None and error not in seen:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False
