"""Where counts are kept: in this process, in a file for all processes of a machine, or in Redis for all machines.

Each does one thing: it changes the count of a key, as if nobody else did at the same time.
"""

import os
import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from omni_drafts._count import Count
from omni_drafts._errors import SettingsError

T = TypeVar("T")
Clock = Callable[[], float]
Change = Callable[[Count | None, float], tuple[Count | None, T]]
"""Is given the count of a key, if there is one, and the time; gives the count that is to be kept, and a result.

It gives no count where the one that is kept can stay as it is, so that nobody has to write.
"""

_FILE, _REDIS = "file:", ("redis://", "rediss://", "unix://")


class Store(Protocol):
    """Keeps counts. `blocks` is whether `update` waits for others, so that an event loop has to call it elsewhere."""

    @property
    def blocks(self) -> bool: ...

    def update(self, key: str, change: Change[T]) -> T:
        """Change the count of a key.

        Raises:
            PacingError: It cannot be read or written.
        """
        ...


class ProcessLock:
    """A lock of the threads of one process."""

    def __init__(self) -> None:
        self._lock, self._process = threading.Lock(), os.getpid()

    def here(self) -> threading.Lock:
        """Give the lock; after a fork a new one, as nobody might ever give the old one back."""
        if self._process != os.getpid():
            self._lock, self._process = threading.Lock(), os.getpid()
        return self._lock


class OwnStore:
    """Keeps the counts of one client in its process."""

    blocks = False

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock, self._counts, self._lock = clock, dict[str, Count](), ProcessLock()

    def update(self, key: str, change: Change[T]) -> T:
        """Change the count of a key."""
        with self._lock.here():
            changed, result = change(self._counts.get(key), self._clock())
            if changed is not None:
                self._counts[key] = changed
        return result


def open_store(pacing: str | None, clock: Clock) -> Store:
    """Open the store that a setting names; `None` is one of the client's own.

    Raises:
        SettingsError: It names none, or one that cannot be used here.
    """
    if pacing is None:
        return OwnStore(clock)
    if isinstance(pacing, str) and pacing.startswith(_FILE):
        from omni_drafts._file_store import open_file  # here, as few share their turns

        return open_file(pacing.removeprefix(_FILE), clock)
    if isinstance(pacing, str) and pacing.startswith(_REDIS):
        try:
            from omni_drafts._redis_store import RedisStore, connect
        except ModuleNotFoundError:
            raise SettingsError("pacing: Redis needs an extra: pip install 'omni-drafts[redis]'") from None
        return RedisStore(connect(pacing), None if clock is time.monotonic else clock)
    raise SettingsError("pacing: give file:PATH, or the address of a Redis, such as redis://localhost:6379/0")
