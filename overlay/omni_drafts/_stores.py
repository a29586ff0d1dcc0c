"""Where counts are kept: in this process, in a file for all processes of a machine, or in Redis for all machines.

Each does one thing: it changes the count of a key, as if nobody else did at the same time.
"""

import json
import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from attrs import asdict, define, field, frozen

from omni_drafts._count import KEPT, Count
from omni_drafts._errors import PacingError, SettingsError

if TYPE_CHECKING:
    from redis import Redis
    from redis.client import Pipeline

T = TypeVar("T")
Clock = Callable[[], float]
Change = Callable[[Count | None, float], tuple[Count, T]]
"""Is given the count of a key, if there is one, and the time; gives the count that is to be kept, and a result."""

_FILE, _REDIS = "file:", ("redis://", "rediss://", "unix://")
_PREFIX = "omni-drafts:"
_LOCK_SECONDS = 10.0


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


@define
class OwnStore:
    """Keeps the counts of one client in its process."""

    clock: Clock = time.monotonic
    _counts: dict[str, Count] = field(factory=dict, init=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False)
    _process: int = field(factory=os.getpid, init=False)

    @property
    def blocks(self) -> bool:
        """Say that it takes no time."""
        return False

    def update(self, key: str, change: Change[T]) -> T:
        """Change the count of a key."""
        if self._process != os.getpid():  # after a fork, nobody might ever give the lock back
            self._lock, self._process = threading.Lock(), os.getpid()
        with self._lock:
            self._counts[key], result = change(self._counts.get(key), self.clock())
        return result


@frozen
class FileStore:
    """Keeps the counts of all processes of a machine in a file, with a lock in another file beside it.

    The clock has to be the same in all processes, as `time.monotonic` is until the machine starts anew.
    """

    path: Path
    clock: Clock = time.monotonic

    @property
    def blocks(self) -> bool:
        """Say that others may have the file."""
        return True

    def update(self, key: str, change: Change[T]) -> T:
        """Change the count of a key."""
        from filelock import FileLock, Timeout  # here, as few keep their counts in a file

        lock = FileLock(f"{self.path}.lock", timeout=_LOCK_SECONDS, poll_interval=0.002, mode=0o600)
        try:
            with lock:
                counts = self._read()
                now = self.clock()
                found = counts.pop(key, None) if counts is not None else _UNREADABLE
                changed, result = change(None if found is None else _count(found), now)
                self._write(_still_of_use(counts or {}, now) | {key: _written(changed)})
                return result
        except Timeout:
            raise PacingError(f"{self.path}: another process has had its lock for {_LOCK_SECONDS:.0f} s") from None
        except OSError as error:
            raise PacingError(f"{self.path}: {error.strerror or error}") from error

    def _read(self) -> dict[str, Any] | None:
        """Read what is there; `None` if it is nothing that was written here."""
        try:
            counts = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):
            return None
        return counts if isinstance(counts, dict) else None

    def _write(self, counts: dict[str, Any]) -> None:
        """Write all at once, so that a process that is killed leaves the old or the new."""
        made = self.path.with_name(f"{self.path.name}.new")
        with open(made, "w", encoding="utf-8", opener=_for_owner) as file:
            json.dump(counts, file)
        made.replace(self.path)


@define
class RedisStore:
    """Keeps the counts of many machines in Redis, by the clock that Redis has."""

    _redis: "Redis"
    _clock: Clock | None = None

    @property
    def blocks(self) -> bool:
        """Say that it is asked over the network."""
        return True

    def update(self, key: str, change: Change[T]) -> T:
        """Change the count of a key: once more where another did in between."""
        from redis import RedisError

        name = _PREFIX + key
        results: list[T] = []

        def within(pipeline: "Pipeline") -> None:
            seconds, microseconds = pipeline.time()
            now = self._clock() if self._clock else seconds + microseconds / 1_000_000
            found = pipeline.get(name)
            changed, result = change(None if found is None else _count(_parsed(found)), now)
            pipeline.multi()
            pipeline.set(name, json.dumps(_written(changed)), ex=math.ceil(_kept_for(changed, now)))
            results[:] = [result]

        try:
            self._redis.transaction(within, name)
        except RedisError as error:
            raise PacingError(f"Redis: {type(error).__name__}: {error}") from error
        return results[0]


def open_store(pacing: str | None, clock: Clock) -> Store:
    """Open the store that a setting names; `None` is one of the client's own.

    Raises:
        SettingsError: It names none, or one that cannot be used here.
    """
    if pacing is None:
        return OwnStore(clock)
    if isinstance(pacing, str) and pacing.startswith(_FILE):
        return FileStore(_path(pacing.removeprefix(_FILE)), clock)
    if isinstance(pacing, str) and pacing.startswith(_REDIS):
        return RedisStore(_redis(pacing), None if clock is time.monotonic else clock)
    raise SettingsError("pacing: give file:PATH, or the address of a Redis, such as redis://localhost:6379/0")


def _path(text: str) -> Path:
    try:
        path = Path(text.removeprefix("//")).expanduser().absolute()
    except RuntimeError as error:
        raise SettingsError(f"pacing: {text}: {error}") from error
    if not text or path.is_dir() or not path.parent.is_dir():
        raise SettingsError(f"pacing: {text or 'no path'}: give a file, in a folder that is there")
    if not os.access(path.parent, os.W_OK | os.X_OK):  # the file is replaced, and has another beside it
        raise SettingsError(f"pacing: {path}: its folder cannot be written")
    if path.exists() and not os.access(path, os.R_OK):
        raise SettingsError(f"pacing: {path} cannot be read")
    return path


def _redis(address: str) -> "Redis":
    try:
        from redis import Redis
    except ModuleNotFoundError:
        raise SettingsError("pacing: Redis needs an extra: pip install 'omni-drafts[redis]'") from None
    try:
        redis = Redis.from_url(address, socket_timeout=5, socket_connect_timeout=5)
        pool = redis.connection_pool
        pool.connection_class(**pool.connection_kwargs)  # does not connect yet, but takes the options of the address
    except (TypeError, ValueError):
        # The address may hold a password, and the error might repeat it.
        raise SettingsError("pacing: not the address of a Redis, such as redis://localhost:6379/0") from None
    return redis


_UNREADABLE: dict[str, Any] = {}
"""Stands for a count that is there, and cannot be read."""


def _parsed(content: Any) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(content)
    return _UNREADABLE


def _count(found: Any) -> Count:
    """Make a count of what was written; of anything else one that is of no clock, and so was lost."""
    try:
        since, written, held_until, name = (float(found[key]) for key in ("since", "written", "held_until", "name"))
        sent = deque(map(float, found["sent"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return _of_no_clock()
    is_whole = all(map(math.isfinite, (since, written, held_until, name, *sent)))
    if not is_whole or since > written or any(later < earlier for earlier, later in pairwise((*sent, written))):
        return _of_no_clock()
    return Count(since, written, held_until, sent, name)


def _of_no_clock() -> Count:
    return Count(since=0.0, written=math.inf)


def _written(count: Count) -> dict[str, Any]:
    return asdict(count) | {"sent": list(count.sent)}


def _still_of_use(counts: dict[str, Any], now: float) -> dict[str, Any]:
    return {key: found for key, found in counts.items() if _kept_for(_count(found), now) > 0}


def _kept_for(count: Count, now: float) -> float:
    return max(count.written, count.held_until) - now + KEPT


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
