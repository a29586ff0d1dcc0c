"""The sliding window of one API key: a pure rule that schedules permits and records completions.

A permit leaves the window 60.05 s after its response: the server had counted the request by then, and not later.
Until the response it stays for 63 s. A reservation assumes that earlier requests get their responses
immediately. `renew` checks after the sleep, when the responses are known, and counts only requests that were sent.

These classes are plain ones: each attrs class adds 1 % to the import of the client.
"""

import bisect
import math
from random import SystemRandom

MINUTE_SECONDS = 60.0
IN_FLIGHT_SECONDS = 3.0
"""Added to the minute while a request has no response, since it reaches the server later than it is sent."""

DRIFT_SECONDS = 0.05
"""Added to the minute after a response, since two clocks need not run alike."""

EXPIRY_SECONDS = 3600.0
"""A window without requests for so long is deleted; one that is gone earlier was lost."""

MAX_UNUSED_SECONDS = IN_FLIGHT_SECONDS / 2
"""A permit unused for longer is stale. The other half of the margin covers the way to the server."""

_MIN_WAIT_SECONDS = 0.001
_RANDOM = SystemRandom()  # processes that are seeded alike must not choose the same id


class Limit:
    """The number of requests in any window.

    Attributes:
        requests: Number of requests; `None` for no limit.
        in_flight_seconds: Length of the window of a request without a response, from when it was sent.
        completed_seconds: Length of the window of a request with a response, from that response.
    """

    __slots__ = ("completed_seconds", "in_flight_seconds", "requests")

    def __init__(
        self,
        requests: int | None,
        in_flight_seconds: float = MINUTE_SECONDS + IN_FLIGHT_SECONDS,
        completed_seconds: float = MINUTE_SECONDS + DRIFT_SECONDS,
    ) -> None:
        self.requests = requests
        self.in_flight_seconds, self.completed_seconds = in_flight_seconds, completed_seconds


class PermitRecord:
    """One permit in a window.

    Attributes:
        start: Time at which the request may be sent; once it is used, the time at which that was checked.
        end: Time of the response; `None` if there is none yet.
        is_used: Whether the request is sent, or has been; otherwise the permit is a reservation.
    """

    __slots__ = ("end", "is_used", "start")

    def __init__(self, start: float, end: float | None = None, *, is_used: bool = True) -> None:
        self.start, self.end, self.is_used = start, end, is_used

    def expiry(self, limit: Limit) -> float:
        """Return the time at which the permit leaves the window, if no response comes before."""
        return self.start + limit.in_flight_seconds if self.end is None else self.end + limit.completed_seconds

    def earliest_expiry(self, limit: Limit) -> float:
        """Return that time for a response that comes immediately."""
        return (self.start if self.end is None else self.end) + limit.completed_seconds


class Block:
    """A stop for all requests of a key.

    Attributes:
        until: Time at which it ends.
        since: Time at which it began.
        reason: Cause of the block, for an error message.
    """

    __slots__ = ("reason", "since", "until")

    def __init__(self, until: float, since: float, reason: str) -> None:
        self.until, self.since, self.reason = until, since, reason


class Window:
    """The permits of one API key. All times are of the clock of the storage.

    Attributes:
        created_at: Time of creation; permits from before are unknown.
        updated_at: Time of the last change.
        block: Block of the key, if it has one.
        permits: Permits of the window and reservations, in the order of their start.
        id: Random number that distinguishes the window from a later one of the same key.
    """

    __slots__ = ("block", "created_at", "id", "permits", "updated_at")

    def __init__(
        self,
        created_at: float,
        updated_at: float,
        block: Block | None = None,
        permits: list[PermitRecord] | None = None,
        window_id: float | None = None,
    ) -> None:
        self.created_at, self.updated_at, self.block = created_at, updated_at, block
        self.permits = [] if permits is None else permits
        self.id = _RANDOM.random() if window_id is None else window_id

    def reserve(self, now: float, limit: Limit, max_wait: float) -> float:
        """Reserve the earliest permitted time and return it; a time that is too late is returned without that.

        Args:
            now: Current time.
            limit: Limit of the caller.
            max_wait: Longest useful wait in seconds.
        """
        now = self._advance(now, limit)
        start = max(now, self._blocked_until())
        if limit.requests is not None:
            start = max(start, self._earliest(now, limit, limit.requests))
            if start - now <= max_wait:
                self._insert(PermitRecord(start, is_used=start <= now))
        return start

    def renew(self, now: float, start: float, limit: Limit, *, is_used: bool) -> float:
        """Use a permit whose time has come, and return the time; or move it, and return its new start.

        Only requests that were sent count. So callers that wake late, or never, delay no other caller for long.

        Args:
            now: Current time.
            start: Start of the permit.
            limit: Limit of the caller.
            is_used: Whether the permit was used before, and its request not sent in time.
        """
        self.cancel(start, is_used=is_used)
        now = self._advance(now, limit)
        if limit.requests is None or now < self._blocked_until():
            new_start = max(now, self._blocked_until())
        else:
            new_start = self._earliest_use(now, start, limit, limit.requests)
        if limit.requests is not None:
            self._insert(PermitRecord(new_start, is_used=new_start <= now))
        return new_start

    def complete(self, start: float, end: float, limit: Limit) -> None:
        """Record the response to the request of a permit. A second call changes nothing.

        Args:
            start: Start of the permit.
            end: Time of the response.
            limit: Limit of the caller.
        """
        index = self._find(start, is_used=True)
        if index is not None:
            self.permits[index].end = end
            return
        had_left = start + limit.in_flight_seconds <= self.updated_at < end + limit.completed_seconds
        if had_left and all(one.end != end for one in self.permits):
            self._insert(PermitRecord(start, end))

    def cancel(self, start: float, *, is_used: bool) -> None:
        """Remove a permit whose request is not sent."""
        index = self._find(start, is_used=is_used)
        if index is not None:
            del self.permits[index]

    def drop_reservations(self) -> None:
        """Remove all permits that are not used yet."""
        self.permits = [permit for permit in self.permits if permit.is_used]

    def block_key(self, now: float, seconds: float, reason: str) -> None:
        """Block the key, unless it has a longer block."""
        self.updated_at = now = max(now, self.updated_at)
        if self._blocked_until() < now + seconds:
            self.block = Block(now + seconds, now, reason)

    def shorten_block(self, now: float, max_seconds: float) -> bool:
        """Cut a block that would last too long from now on, and return whether that changed it."""
        if self.block is None or self.block.until - now <= max_seconds:
            return False
        self.block = Block(now + max_seconds, self.block.since, self.block.reason)
        return True

    def _advance(self, now: float, limit: Limit) -> float:
        """Remove the oldest permits that have left the window, and return the time, which never goes back."""
        self.updated_at = now = max(now, self.updated_at)
        expired = 0
        while expired < len(self.permits) and self.permits[expired].expiry(limit) <= now:
            expired += 1
        del self.permits[:expired]
        if self.block is not None and self.block.until <= now:
            self.block = None
        return now

    def _blocked_until(self) -> float:
        return -math.inf if self.block is None else self.block.until

    def _earliest(self, now: float, limit: Limit, requests: int) -> float:
        if len(self.permits) < requests:
            return now
        start = _free_at([one.earliest_expiry(limit) for one in self.permits], requests)
        # A request without a response delays a caller that would not sleep; any other checks after the sleep.
        return start if start > now else max(now, _free_at([one.expiry(limit) for one in self.permits], requests))

    def _earliest_use(self, now: float, start: float, limit: Limit, requests: int) -> float:
        """Return the time at which a reservation can be used: now, or later behind the reservations before it."""
        # An expired permit can stand behind one with a late response.
        sent = sorted(expiry for one in self.permits if one.is_used and (expiry := one.expiry(limit)) > now)
        if len(sent) < requests:
            return now
        reserved_before = sum(one.start <= start for one in self.permits if not one.is_used)
        index = min(len(sent) - requests + reserved_before, len(sent) - 1)
        return max(sent[index], now + _MIN_WAIT_SECONDS)

    def _insert(self, permit: PermitRecord) -> None:
        bisect.insort(self.permits, permit, key=_start)

    def _find(self, start: float, *, is_used: bool) -> int | None:
        """Return the index of a permit without a response; those of one start and kind are interchangeable."""
        index = bisect.bisect_left(self.permits, start, key=_start)
        while index < len(self.permits) and self.permits[index].start == start:
            if self.permits[index].end is None and self.permits[index].is_used == is_used:
                return index
            index += 1
        return None


def _free_at(expiries: list[float], requests: int) -> float:
    """Return the time at which fewer permits are left than requests are allowed."""
    return sorted(expiries)[len(expiries) - requests]


def _start(permit: PermitRecord) -> float:
    return permit.start


class LastSeen:
    """The last state of a window that a client has seen.

    Attributes:
        window_id: Id of the window.
        updated_at: Time of its last change.
    """

    __slots__ = ("updated_at", "window_id")

    def __init__(self, window_id: float, updated_at: float) -> None:
        self.window_id, self.updated_at = window_id, updated_at


def restore_window(stored: Window | None, now: float, limit: Limit, last_seen: LastSeen | None) -> Window:
    """Return the stored window, or a new one. A lost window blocks the key for as long as one lasts.

    A window is lost when its file is deleted or damaged, or when the storage restarts empty or from an older copy.
    Then it is unknown which requests the others sent.
    """
    window = stored
    if window is None:
        window = Window(created_at=now, updated_at=now)
    elif window.updated_at - now > limit.in_flight_seconds:  # of another clock, or unreadable
        window = Window(created_at=now, updated_at=now)
        _block_lost(window, now + limit.in_flight_seconds)
    if last_seen is None:
        return window
    if last_seen.window_id == window.id and window.updated_at < last_seen.updated_at:
        _block_lost(window, now + limit.in_flight_seconds)
    if last_seen.window_id != window.id and window.created_at - last_seen.updated_at < EXPIRY_SECONDS:
        _block_lost(window, window.created_at + limit.in_flight_seconds)
    return window


def _block_lost(window: Window, until: float) -> None:
    if until > window.updated_at and (window.block is None or window.block.until < until):
        window.block = Block(until, window.updated_at, "the record of recent requests was lost")
