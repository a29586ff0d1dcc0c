"""Rate limit of the API: a sliding window of one minute for each token."""

from collections import deque
from datetime import datetime, timedelta

from attrs import define, field

_WINDOW = timedelta(minutes=1)
"""Length of the sliding window, as the API documents it."""


@define
class RateLimiter:
    """Rate limiter with one sliding window for each token. The caller holds a lock."""

    _windows: dict[str, deque[datetime]] = field(factory=dict, init=False)

    def acquire(self, token: str, limit: int, now: datetime) -> float | None:
        """Acquire a permit for one request. Return `None`, or the seconds until the next permit.

        Args:
            token: Token of the request.
            limit: Number of requests in any minute, at least 1.
            now: Time of the mock.
        """
        window = self._windows.setdefault(token, deque())
        while window and window[0] <= now - _WINDOW:
            window.popleft()
        if len(window) >= limit:
            return (window[0] + _WINDOW - now).total_seconds()
        window.append(now)
        return None
