"""The rate limiter of one API key: reserves permits in a storage, and returns them."""

import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from omni_drafts._clock import Clock
from omni_drafts._rate_limit.window import LastSeen, Limit, Window, restore_window
from omni_drafts._types.arguments import T

if TYPE_CHECKING:
    from omni_drafts._rate_limit.storage import RateLimitStorage


_logger = logging.getLogger("omni_drafts")


class Permit:
    """Permission to send one request, now or after a wait.

    Attributes:
        limiter: Limiter of the API key that it belongs to.
        start: Time from which the request may be sent, by the clock of the storage.
        wait: Seconds until then, from the time at which the storage checked the permit.
        checked_at: That time, by the clock of the storage.
        requested_at: Time before it, by the clock of the client.
        received_at: Time after it, by the clock of the client.
        reason: Description of a block that it waits for; empty if there is none.
        is_cancelled: Whether it was removed from the window.
    """

    __slots__ = ("checked_at", "is_cancelled", "limiter", "reason", "received_at", "requested_at", "start", "wait")

    def __init__(
        self, limiter: "KeyLimiter", *, start: float, wait: float, checked_at: float, requested_at: float
    ) -> None:
        self.limiter, self.start, self.wait = limiter, start, wait
        self.checked_at, self.requested_at, self.received_at = checked_at, requested_at, requested_at
        self.is_cancelled, self.reason = False, ""

    @property
    def is_used(self) -> bool:
        """Whether the window counts the request as sent."""
        return self.wait <= 0


class Rejection:
    """A permit that would come too late, and was not reserved.

    Attributes:
        wait: Seconds until the earliest permitted time.
        reason: Cause of a block that makes it late; empty if there is none.
    """

    __slots__ = ("reason", "wait")

    def __init__(self, wait: float, reason: str) -> None:
        self.wait, self.reason = wait, reason


class KeyLimiter:
    """Limits the requests of one API key.

    Args:
        token: API key; the storage gets only a digest of it.
        limit: Number of requests in any window.
        storage: Storage of the window.
        clock: Clock of the client.
        max_block: Longest block in seconds.
    """

    def __init__(
        self, token: str, limit: Limit, storage: "RateLimitStorage", clock: Clock, max_block: float = 3600.0
    ) -> None:
        self.token, self.storage = token, storage
        self._limit, self._clock, self._max_block = limit, clock, max_block
        self._key = blake2b(token.encode(), digest_size=16, person=b"omni-drafts").hexdigest()
        self._last_seen: LastSeen | None = None
        self._completed: deque[tuple[float, float]] = deque()

    def reserve(self, max_wait: float) -> Permit | Rejection:
        """Reserve the earliest permitted time, if it comes within some seconds.

        Raises:
            RateLimitStorageError: If the storage cannot be used.
        """
        requested_at = self._clock.monotonic()

        def change(window: Window, now: float) -> tuple[bool, Permit | Rejection]:
            result = self._check(window, window.reserve(now, self._limit, max_wait), max_wait, requested_at)
            return isinstance(result, Permit), result

        return self._receive(self._update(change))

    def renew(self, permit: Permit, max_wait: float) -> Permit | Rejection:
        """Check a permit after its wait; the new one has a wait if the key is blocked, or an earlier request is late.

        Raises:
            RateLimitStorageError: If the storage cannot be used.
        """
        requested_at = self._clock.monotonic()

        def change(window: Window, now: float) -> tuple[bool, Permit | Rejection]:
            start = window.renew(now, permit.start, self._limit, is_used=permit.is_used)
            result = self._check(window, start, max_wait, requested_at)
            if isinstance(result, Rejection):
                window.cancel(start, is_used=start <= window.updated_at)
            return True, result

        result = self._receive(self._update(change))
        permit.is_cancelled = isinstance(result, Rejection)
        return result

    def complete(self, permit: Permit) -> None:
        """Record that the request got a response; the storage gets that with the next reservation."""
        self._completed.append((permit.start, self._storage_time(permit)))

    def complete_without_response(self, permit: Permit) -> None:
        """Record that the request got no response: the server may have counted it as late as now, or later still."""
        margin = self._limit.in_flight_seconds - self._limit.completed_seconds
        self._completed.append((permit.start, self._storage_time(permit) + margin))

    def cancel(self, permit: Permit) -> None:
        """Remove a permit whose request is not sent; a second call changes nothing.

        Raises:
            RateLimitStorageError: If the storage cannot be used.
        """

        def change(window: Window, _: float) -> tuple[bool, None]:
            window.cancel(permit.start, is_used=permit.is_used)
            return True, None

        if not permit.is_cancelled:  # another permit may have the same start
            self._update(change)
            permit.is_cancelled = True

    def block(self, seconds: float, reason: str) -> None:
        """Block the key for some seconds, at most for the longest block.

        Raises:
            RateLimitStorageError: If the storage cannot be used.
        """

        def change(window: Window, now: float) -> tuple[bool, None]:
            window.block_key(now, min(seconds, self._max_block), reason)
            return True, None

        self._update(change)

    def _storage_time(self, permit: Permit) -> float:
        """Return the current time by the clock of the storage, or a later one."""
        return permit.checked_at + self._clock.monotonic() - permit.requested_at

    def _check(self, window: Window, start: float, max_wait: float, requested_at: float) -> Permit | Rejection:
        now = window.updated_at
        wait = max(start - now, 0.0)
        if wait > max_wait:
            return Rejection(wait, self._describe_block(window))
        permit = Permit(self, start=start, wait=wait, checked_at=now, requested_at=requested_at)
        if wait > 0:
            permit.reason = self._describe_block(window)
        return permit

    def _receive(self, result: Permit | Rejection) -> Permit | Rejection:
        if isinstance(result, Permit):
            result.received_at = self._clock.monotonic()
        return result

    def _describe_block(self, window: Window) -> str:
        block = window.block
        if block is None or block.until <= window.updated_at:
            return ""
        since, until = (_wall_time(moment - window.updated_at) for moment in (block.since, block.until))
        return (
            f"the key is blocked from {since} until {until}: {block.reason}; "
            f"to clear the block, {self.storage.reset_hint}"
        )

    def _update(self, change: Callable[[Window, float], tuple[bool, T]]) -> T:
        """Run a change of the window, which returns whether the window is new, in one transaction."""
        completed: list[tuple[float, float]] = []

        def update(stored: Window | None, now: float) -> tuple[Window | None, tuple[LastSeen, T]]:
            stored_block, stored_at = (None, now) if stored is None else (stored.block, stored.updated_at)
            window = restore_window(stored, now, self._limit, self._last_seen)
            while self._completed:  # in the transaction, which lets one thread in at a time
                completed.append(self._completed.popleft())
            for start, end in completed:
                window.complete(start, end, self._limit)
            is_cut = window.shorten_block(now, max(self._max_block, self._limit.in_flight_seconds))
            if is_cut:  # another client stored it, with a longer maximum
                _logger.warning("rate limit: cut a stored block: %s", self._describe_block(window))
            is_new, result = change(window, now)
            is_new = is_new or is_cut or bool(completed) or window is not stored or window.block is not stored_block
            return (
                window if is_new else None,
                (LastSeen(window.id, window.updated_at if is_new else stored_at), result),
            )

        try:
            last_seen, result = self.storage.update(self._key, update)
        except BaseException:
            self._completed.extendleft(reversed(completed))  # the storage did not get them
            raise
        if self.storage.is_blocking:  # memory cannot get lost
            self._last_seen = last_seen
        return result


def _wall_time(seconds_from_now: float) -> str:
    """Return a time as people write it, in UTC."""
    return datetime.fromtimestamp(time.time() + seconds_from_now, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
