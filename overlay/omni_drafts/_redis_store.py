"""Keeps counts in Redis, for many machines."""

import json
import math
from typing import TypeVar

from redis import Redis, RedisError
from redis.client import Pipeline

from omni_drafts._errors import PacingError, SettingsError
from omni_drafts._stores import Change, Clock, ProcessLock
from omni_drafts._written_counts import kept_for, parse_count, write_count

T = TypeVar("T")

_PREFIX = "omni-drafts:"
_LOCK_SECONDS = 10.0


class RedisStore:
    """Keeps the counts of many machines in Redis, by the clock that Redis has."""

    def __init__(self, redis: Redis, clock: Clock | None) -> None:
        self._redis, self._clock, self._lock = redis, clock, ProcessLock()

    @property
    def blocks(self) -> bool:
        """Say that it is asked over the network."""
        return True

    def update(self, key: str, change: Change[T]) -> T:
        """Change the count of a key: once more where another did in between, which threads of a process do not."""
        name = _PREFIX + key
        results: list[T] = []

        def within(pipeline: Pipeline) -> None:
            seconds, microseconds = pipeline.time()
            now = self._clock() if self._clock else seconds + microseconds / 1_000_000
            found = pipeline.get(name)
            changed, result = change(None if found is None else parse_count(found), now)
            pipeline.multi()
            pipeline.set(name, json.dumps(write_count(changed)), ex=math.ceil(kept_for(changed, now)))
            results[:] = [result]

        lock = self._lock.here()
        if not lock.acquire(timeout=_LOCK_SECONDS):
            raise PacingError(f"Redis: another thread has asked it for {_LOCK_SECONDS:.0f} s")
        try:
            self._redis.transaction(within, name)
        except RedisError as error:
            raise PacingError(f"Redis: {type(error).__name__}: {error}") from error
        finally:
            lock.release()
        return results[0]


def connect(address: str) -> Redis:
    """Make what talks to a Redis, without doing so.

    Raises:
        SettingsError: The address is none.
    """
    try:
        redis = Redis.from_url(address, socket_timeout=5, socket_connect_timeout=5)
        pool = redis.connection_pool
        pool.connection_class(**pool.connection_kwargs)  # does not connect yet, but takes the options of the address
    except (TypeError, ValueError):
        # The address may hold a password, and the error might repeat it.
        raise SettingsError("pacing: not the address of a Redis, such as redis://localhost:6379/0") from None
    return redis
