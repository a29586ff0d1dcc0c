"""Acquires a permit of the API key that is free first: waits for it, and checks it after the wait."""

import logging
import math
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, TypeVar

import httpx

from omni_drafts._clock import Clock
from omni_drafts._errors import RateLimitStorageError
from omni_drafts._rate_limit.limiter import KeyLimiter, Permit, Rejection
from omni_drafts._rate_limit.window import MAX_UNUSED_SECONDS

T = TypeVar("T")

_MAX_STALE_RENEWALS = 10
"""Limits the renewals of a program that always sends late."""
_OUTAGE_SECONDS = 60.0
"""Longest time that all calls of a client together wait for a storage that fails."""
_FIRST_OUTAGE_DELAY_SECONDS, _MAX_OUTAGE_DELAY_SECONDS = 0.1, 5.0
_LONG_WAIT_SECONDS = 5.0
_NO_OUTAGE = (-math.inf, -math.inf)

_logger = logging.getLogger("omni_drafts")


class Sleep:
    """A step of a generator without I/O: some seconds have to pass."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class RunBlocking:
    """A step of a generator without I/O: a function has to run that may block."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function = function


class NoPermitError(httpx.PoolTimeout):
    """The rate limit permits the request too late; it was not sent."""


class Permits:
    """The permits of a client with one or several API keys.

    Args:
        limiters: Limiters of the keys.
        clock: Clock of the client.
    """

    def __init__(self, limiters: tuple[KeyLimiter, ...], clock: Clock) -> None:
        self.limiters = limiters
        self._clock = clock
        self._logged_until = -math.inf
        self._outage = _NO_OUTAGE  # its start, and the last time that it was seen

    def acquire(self, request: httpx.Request, deadline: float) -> Generator[Any, Any, Permit]:
        """Wait for a permit of the key that is free first, and return it.

        Raises:
            NoPermitError: If it would come too late.
            RateLimitStorageError: If the storage cannot be used.
        """
        if self._clock.monotonic() >= deadline:
            raise _too_late(request, 0.0, 0.0, "")
        permit = yield from self._reserve(request, deadline)
        stale_renewals, reason = 0, permit.reason
        try:
            while True:
                now = self._clock.monotonic()
                if now >= deadline or permit.wait > deadline - now:
                    raise _too_late(request, permit.wait, deadline - now, reason)
                reason = permit.reason
                if permit.wait > 0:
                    self._log_wait(permit.wait)
                    yield Sleep(permit.wait)
                elif now - permit.received_at <= MAX_UNUSED_SECONDS or stale_renewals == _MAX_STALE_RENEWALS:
                    return permit
                else:
                    stale_renewals += 1
                left = deadline - self._clock.monotonic()
                renew = partial(permit.limiter.renew, permit, left)
                result = yield from self._call_storage(permit.limiter, renew, deadline)
                if isinstance(result, Rejection):
                    raise _too_late(request, result.wait, left, result.reason)
                permit = result
        except BaseException:
            yield from self.cancel(permit)
            raise

    def cancel(self, permit: Permit) -> Generator[Any, Any, None]:
        """Return a permit whose request is not sent; if that fails, the permit counts as used."""
        limiter, cancel = permit.limiter, partial(permit.limiter.cancel, permit)
        try:
            if limiter.storage.is_blocking:
                yield RunBlocking(cancel)
            else:
                cancel()
        except RateLimitStorageError as error:
            _logger.warning("rate limit: %s", error.reason)

    def block(self, limiter: KeyLimiter, seconds: float, reason: str) -> Generator[Any, Any, bool]:
        """Block a key, and return whether it was stored."""
        block = partial(limiter.block, seconds, reason)
        if not limiter.storage.is_blocking:
            block()
            return True
        try:
            yield RunBlocking(block)
        except RateLimitStorageError as error:
            _logger.warning("rate limit: %s", error.reason)
            return False
        return True

    def _reserve(self, request: httpx.Request, deadline: float) -> Generator[Any, Any, Permit]:
        """Reserve a permit of the key that is free first."""
        limiter = self.limiters[0]
        if len(self.limiters) > 1:
            waits: list[tuple[float, int]] = []
            for index, candidate in enumerate(self.limiters):
                result = yield from self._call_storage(candidate, partial(candidate.reserve, 0.0), deadline)
                if isinstance(result, Permit):
                    return result
                waits.append((result.wait, index))
            limiter = self.limiters[min(waits)[1]]
        left = deadline - self._clock.monotonic()
        result = yield from self._call_storage(limiter, partial(limiter.reserve, left), deadline)
        if isinstance(result, Rejection):
            raise _too_late(request, result.wait, left, result.reason)
        return result

    def _call_storage(
        self, limiter: KeyLimiter, function: Callable[[], T], deadline: float
    ) -> Generator[Any, Any, T]:
        """Call the storage of a limiter; during an outage call it again, but for a limited time."""
        if not limiter.storage.is_blocking:
            return function()
        delay = _FIRST_OUTAGE_DELAY_SECONDS
        while True:
            try:
                result: T = yield RunBlocking(function)
            except RateLimitStorageError as error:
                now = self._clock.monotonic()
                start, last = self._outage
                self._outage = (start if now - last < _OUTAGE_SECONDS else now, now)
                if not error.is_transient or now + delay > min(deadline, self._outage[0] + _OUTAGE_SECONDS):
                    raise
                _logger.warning("rate limit: %s; retry in %.1f s", error.reason, delay)
            else:
                self._outage = _NO_OUTAGE
                return result
            yield Sleep(delay * (1 + self._clock.random()) / 2)
            delay = min(2 * delay, _MAX_OUTAGE_DELAY_SECONDS)

    def _log_wait(self, seconds: float) -> None:
        """Log a long wait once, and not for each request that waits meanwhile."""
        now = self._clock.monotonic()
        if seconds > _LONG_WAIT_SECONDS and now >= self._logged_until:
            self._logged_until = now + seconds
            _logger.info("rate limit: waiting for a permit, about %.0f s", seconds)


def _too_late(request: httpx.Request, wait: float, left: float, reason: str) -> NoPermitError:
    message = f"the rate limit permits the request in {wait:.1f} s, and {left:.1f} s of total_timeout are left"
    if left <= 0:
        message = "total_timeout was over before the request could be sent"
    return NoPermitError(f"{message}; {reason}" if reason else message, request=request)
