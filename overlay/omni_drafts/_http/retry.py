"""The retry policy: whether to send a request again after a failed attempt, and after which delay."""

import ssl
from collections.abc import Callable
from typing import TypeGuard

import httpx

from omni_drafts._http.headers import parse_retry_after

Result = httpx.Response | httpx.TransportError
"""The response to an attempt, or its error."""

TOO_MANY_REQUESTS = 429
_TRANSIENT_STATUS_CODES = (500, 502, 503, 504)
_REQUEST_ERRORS = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)

_FIRST_BACKOFF_SECONDS, _MAX_BACKOFF_SECONDS = 0.5, 30.0
_FIRST_BLOCK_SECONDS, _MAX_GUESSED_BLOCK_SECONDS = 3.0, 60.0
"""After a 429 that names no time: a part of the server's window, and the whole of it."""
_MAX_DOUBLINGS = 10


class NotSentError(httpx.LocalProtocolError):
    """The request was not started. Any other protocol error, even of our own, may come after it was sent."""


_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    NotSentError,
)


class RetryPolicy:
    """Limits of the attempts for one request.

    Args:
        max_attempts: Number of attempts. A 429 does not count, unless the number is 1.
        max_wait: Longest time of a `Retry-After` that the client follows, in seconds.
        random: Function that returns a number from 0 to 1, which spreads many clients.
    """

    def __init__(self, max_attempts: int, max_wait: float, random: Callable[[], float]) -> None:
        self.max_attempts, self._max_wait, self._random = max_attempts, max_wait, random

    def with_max_attempts(self, max_attempts: int) -> "RetryPolicy":
        """Return a policy with another number of attempts."""
        return RetryPolicy(max_attempts, self._max_wait, self._random)

    def should_retry(self, result: Result, failures: int, *, is_idempotent: bool) -> bool:
        """Return whether to send a request again.

        A 429 rejects the request before it has any effect. Waiting for the rate limit ends with the call alone.

        Args:
            result: Result of the last attempt.
            failures: Number of attempts that failed so, with a 429 or otherwise.
            is_idempotent: Whether the operation may run twice.
        """
        if is_rate_limited(result):
            return self.max_attempts > 1
        return failures < self.max_attempts and _may_send_again(result, is_idempotent)

    def delay(self, result: Result, failures: int) -> float:
        """Return the seconds to wait before the next attempt: at least `Retry-After`.

        Args:
            result: Result of the last attempt.
            failures: Number of attempts that failed so, with a 429 or otherwise.
        """
        backoff = _backoff(result, failures) * (1 + self._random()) / 2
        retry_after = parse_retry_after(result) if isinstance(result, httpx.Response) else None
        if is_rate_limited(result):
            return min(retry_after or backoff, self._max_wait)
        return max(min(retry_after or 0.0, self._max_wait), backoff)


def is_rate_limited(result: Result) -> TypeGuard[httpx.Response]:
    """Return whether the server rejected a request because of its rate limit."""
    return isinstance(result, httpx.Response) and result.status_code == TOO_MANY_REQUESTS


def may_be_sent(error: Exception) -> bool:
    """Return whether a request may have reached the server, although it got no response."""
    return not isinstance(error, _NOT_SENT)


def is_replayable(request: httpx.Request) -> bool:
    """Return whether the body can be sent a second time, unlike that of a generator."""
    try:
        return request.content is not None
    except httpx.RequestNotRead:
        content_type: str = request.headers.get("content-type", "")
        return content_type.startswith("multipart/")


def _backoff(result: Result, failures: int) -> float:
    growth = 2.0 ** min(failures - 1, _MAX_DOUBLINGS)
    if is_rate_limited(result):
        return min(_MAX_GUESSED_BLOCK_SECONDS, _FIRST_BLOCK_SECONDS * growth)
    return min(_MAX_BACKOFF_SECONDS, _FIRST_BACKOFF_SECONDS * growth)


def _may_send_again(result: Result, is_idempotent: bool) -> bool:
    if isinstance(result, httpx.Response):
        return is_idempotent and result.status_code in _TRANSIENT_STATUS_CODES
    if isinstance(result, _REQUEST_ERRORS) or _is_certificate_error(result):
        return False
    return is_idempotent or not may_be_sent(result)


def _is_certificate_error(error: BaseException | None) -> bool:
    """Return whether a certificate was refused, which will happen again."""
    seen: list[BaseException] = []  # an error can be its own cause
    while error is not None and error not in seen:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False
