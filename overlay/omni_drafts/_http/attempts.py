"""The attempts for one request, as a generator without I/O: acquire a permit, send, and retry where that is right."""

import logging
import threading
from collections.abc import Generator
from typing import Any

import httpx

from omni_drafts._clock import Clock
from omni_drafts._errors import ConfigurationError, RateLimitStorageError
from omni_drafts._http.deadline import CALL, Call, InterruptedCallError
from omni_drafts._http.headers import parse_retry_after
from omni_drafts._http.permits import NoPermitError, Permits, RunBlocking, Sleep
from omni_drafts._http.redaction import redact
from omni_drafts._http.retry import Result, RetryPolicy, is_rate_limited, is_replayable, may_be_sent
from omni_drafts._rate_limit.limiter import Permit

ATTEMPTS = "omni_attempts"
"""Extension of a request: the number of its attempts so far."""
NO_RETRY = "omni_no_retry"
"""Extension of a response that is a failure: the reason why its request cannot be sent again in time."""
IDEMPOTENT = "idempotent"
"""Extension of a request, set by the generated client: whether its operation may run twice."""

_LONG_DELAY_SECONDS = 5.0
_KEY_STATUS_CODES = (401, 403)

_logger = logging.getLogger("omni_drafts")


class Send:
    """A step of the generator: the request has to be sent, and its response read, before a deadline."""

    __slots__ = ("deadline", "request")

    def __init__(self, request: httpx.Request, deadline: float) -> None:
        self.request, self.deadline = request, deadline


Step = Send | Sleep | RunBlocking


class Attempts:
    """Sends the requests of a client.

    Args:
        permits: Permits of the API keys.
        policy: Retry policy.
        total_timeout: Seconds for a call with all its waits; infinite for no limit.
        clock: Clock of the client.
    """

    def __init__(self, permits: Permits, policy: RetryPolicy, total_timeout: float, clock: Clock) -> None:
        self.permits, self.policy, self.clock = permits, policy, clock
        self._total_timeout = total_timeout

    def with_max_attempts(self, max_attempts: int) -> "Attempts":
        """Return attempts with another limit, which share the permits."""
        policy = self.policy.with_max_attempts(max_attempts)
        return Attempts(self.permits, policy, self._total_timeout, self.clock)

    def start_call(self, interrupt: threading.Event | None = None) -> Call:
        """Start a call now, whose waits an event may interrupt."""
        return Call(self.clock.monotonic() + self._total_timeout, interrupt)

    def send(self, request: httpx.Request) -> Generator[Step, Any, httpx.Response]:
        """Send a request until a response is final, and return that.

        Raises:
            httpx.TransportError: If no attempt got a response.
            NoPermitError: If the request was never sent, since the rate limit permits it too late.
            RateLimitStorageError: If the request was never sent, since the storage cannot be used.
        """
        call: Call = request.extensions.get(CALL) or self.start_call()
        request.extensions[ATTEMPTS] = 0
        failures = [0, 0]  # attempts that failed, and attempts that got a 429
        permit = yield from self.permits.acquire(request, call.deadline)
        while True:
            result = yield from self._send_once(request, call, permit)
            if isinstance(result, httpx.Response) and result.is_success:
                return result
            kind = int(is_rate_limited(result))
            failures[kind] += 1
            next_permit = yield from self._prepare_retry(request, call, result, failures[kind], permit)
            if next_permit is None:
                return _final(result)
            permit = next_permit

    def _send_once(
        self, request: httpx.Request, call: Call, permit: Permit
    ) -> Generator[Step, Any, httpx.Response | httpx.TransportError]:
        limiter = permit.limiter
        if len(self.permits.limiters) > 1:
            request.headers["Authorization"] = f"Bearer {limiter.token}"
        request.extensions[ATTEMPTS] += 1
        try:
            response: httpx.Response = yield Send(request, call.deadline)
        except httpx.TransportError as error:
            if may_be_sent(error):
                limiter.complete_without_response(permit)
            else:
                yield from self.permits.cancel(permit)
            return error
        except (ConfigurationError, InterruptedCallError):  # nothing was sent
            yield from self.permits.cancel(permit)
            raise
        except BaseException:  # the attempt was cancelled, and its request may still be on its way
            limiter.complete_without_response(permit)
            raise
        limiter.complete(permit)
        return response

    def _prepare_retry(
        self, request: httpx.Request, call: Call, result: Result, failures: int, permit: Permit
    ) -> Generator[Step, Any, Permit | None]:
        """Wait until a request may be sent again, and return its permit; `None` if the last result is final.

        The last result is also final if no permit is available in time.
        """
        self._log_rejected_key(request, result, permit)
        delay = self.policy.delay(result, failures)
        is_blocked = is_rate_limited(result) and (yield from self._block(request, result, delay, permit))
        is_idempotent = request.extensions.get(IDEMPOTENT, False)
        if not self.policy.should_retry(result, failures, is_idempotent=is_idempotent) or not is_replayable(request):
            return None
        if not is_blocked:  # a block is waited for in `acquire`, unless another key is free
            if self.clock.monotonic() + delay > call.deadline:
                return None
            _log_retry(request, result, delay)
            yield Sleep(delay)
        try:
            return (yield from self.permits.acquire(request, call.deadline))
        except (NoPermitError, RateLimitStorageError) as error:
            _logger.warning("%s %s: no retry: %s", request.method, request.url, error)
            if isinstance(result, httpx.Response):
                result.extensions[NO_RETRY] = str(error)
            return None

    def _block(
        self, request: httpx.Request, result: httpx.Response, delay: float, permit: Permit
    ) -> Generator[Step, Any, bool]:
        """Block the key after a 429, and return whether it was stored."""
        value = result.headers.get("retry-after")
        header = "no Retry-After" if value is None else f"Retry-After: {redact(value[:80], request)}"
        retry_after = parse_retry_after(result)
        cut = f", cut to {delay:.0f} s" if retry_after is not None and retry_after > delay else ""
        reason = f"{request.method} {request.url.path} got 429 with {header}{cut}"
        level = logging.WARNING if cut or delay > _LONG_DELAY_SECONDS else logging.INFO
        _logger.log(level, "rate limit: %s; the key is blocked for %.1f s", reason, delay)
        return (yield from self.permits.block(permit.limiter, delay, reason))

    def _log_rejected_key(self, request: httpx.Request, result: Result, permit: Permit) -> None:
        """Log which of several keys is rejected: the error that the caller gets does not contain it."""
        limiters = self.permits.limiters
        if len(limiters) > 1 and isinstance(result, httpx.Response) and result.status_code in _KEY_STATUS_CODES:
            index = limiters.index(permit.limiter)
            _logger.warning("%s %s: %d with tokens[%d]", request.method, request.url, result.status_code, index)


def _final(result: Result) -> httpx.Response:
    if isinstance(result, httpx.Response):
        return result
    raise result


def _log_retry(request: httpx.Request, result: Result, delay: float) -> None:
    what = str(result.status_code) if isinstance(result, httpx.Response) else type(result).__name__
    level = logging.WARNING if delay > _LONG_DELAY_SECONDS else logging.INFO
    number = request.extensions[ATTEMPTS]
    _logger.log(level, "%s %s: attempt %d: %s; retry in %.1f s", request.method, request.url, number, what, delay)
