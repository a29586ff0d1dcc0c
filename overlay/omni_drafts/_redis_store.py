"""Keeps counts in Redis, for many machines."""

import math
from typing import Any, TypeVar
from urllib.parse import urlsplit

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, ResponseError
from redis.retry import Retry

from omni_drafts._count import Count
from omni_drafts._errors import PacingError, SettingsError
from omni_drafts._stores import Change, Clock, ProcessLock
from omni_drafts._written_counts import read_count, useful_until, write_count

T = TypeVar("T")

_PREFIX = "omni-drafts:"
_LOCK_SECONDS = 10.0
_PASSING = ("BUSY ", "MISCONF ", "NOREPLICAS ")
_REPLACE = """
local kept = redis.call("GET", KEYS[1])
if kept ~= (ARGV[3] or false) then return 0 end
redis.call("SET", KEYS[1], ARGV[1], "EX", ARGV[2])
return 1
"""


class RedisStore:
    """Keeps the counts of many machines in Redis, by the clock that Redis has."""

    blocks = True

    def __init__(self, redis: Redis, clock: Clock | None) -> None:
        self._redis, self._clock, self._lock = redis, clock, ProcessLock()
        self._replace = redis.register_script(_REPLACE)
        known = {"host": "localhost", "port": 6379} | redis.connection_pool.connection_kwargs
        where = "Redis at {path}" if "path" in known else "Redis at {host}:{port}"
        self._where = where.format_map(known)

    def update(self, key: str, change: Change[T]) -> T:
        """Change the count of a key: once more where another did in between, which threads of a process do not."""
        name = _PREFIX + key
        lock = self._lock.here()
        if not lock.acquire(timeout=_LOCK_SECONDS):
            raise PacingError(f"{self._where}: another thread has asked it for {_LOCK_SECONDS:.0f} s")
        try:
            while True:
                kept, now = self._read(name)
                changed, result = change(None if kept is None else read_count(kept), now)
                if changed is None or self._write(name, kept, changed, now):
                    return result
        except RedisError as error:
            raise PacingError(f"{self._where}: {type(error).__name__}: {error}", may_pass=_may_pass(error)) from error
        finally:
            lock.release()

    def _read(self, name: str) -> tuple[Any, float]:
        """Read what is there, and the time."""
        with self._redis.pipeline(transaction=False) as both:
            both.time()
            both.get(name)
            (seconds, microseconds), kept = both.execute()
        return kept, self._clock() if self._clock else seconds + microseconds / 1_000_000

    def _write(self, name: str, kept: Any, changed: Count, now: float) -> bool:
        """Write a count in the place of what was read, and say whether that was still there."""
        seconds = math.ceil(useful_until(changed) - now)
        nothing_or_kept = [] if kept is None else [kept]
        return bool(self._replace(keys=[name], args=[write_count(changed), seconds, *nothing_or_kept]))


def connect(address: str) -> Redis:
    """Make what talks to a Redis, without doing so.

    Raises:
        SettingsError: The address is none.
    """
    try:
        database = urlsplit(address).path.strip("/")
        if not address.startswith("unix:") and database and not database.isdecimal():
            raise ValueError  # it would be the first one
        retry = Retry(NoBackoff(), 0)  # we have one of our own, which goes by the clock that is given
        redis = Redis.from_url(address, socket_timeout=5, socket_connect_timeout=5, retry=retry)
        pool = redis.connection_pool
        pool.connection_class(**pool.connection_kwargs)  # does not connect yet, but takes the options of the address
    except (TypeError, ValueError):
        # The address may hold a password, and the error might repeat it.
        raise SettingsError("pacing: not the address of a Redis, such as redis://localhost:6379/0") from None
    return redis


def _may_pass(error: RedisError) -> bool:
    """Say whether it is worth asking again: not where Redis understood, and refuses what will not change."""
    if type(error) is ResponseError:  # else it is of a kind that has a name
        return str(error).startswith(_PASSING)
    return not isinstance(error, AuthenticationError | NoPermissionError)
