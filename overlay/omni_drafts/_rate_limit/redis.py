"""Rate-limit storage in Redis, for many machines."""

import math
from typing import Any
from urllib.parse import urlsplit

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, ResponseError
from redis.retry import Retry

from omni_drafts._clock import Clock
from omni_drafts._errors import ConfigurationError, RateLimitStorageError
from omni_drafts._forking import ProcessLock
from omni_drafts._rate_limit.serialization import dump_window, expiry_of, load_window
from omni_drafts._rate_limit.storage import Change, T
from omni_drafts._rate_limit.window import Window

_PREFIX = "omni-drafts:window:"
_LOCK_SECONDS = 10.0
"""Longest wait for another thread of this process; each request to Redis may take 5 s."""
_TIMEOUT_SECONDS = 5
_TRANSIENT_PREFIXES = ("BUSY ", "MISCONF ", "NOREPLICAS ")
_COMPARE_AND_SET = """
local stored = redis.call("GET", KEYS[1])
if stored ~= (ARGV[3] or false) then return 0 end
redis.call("SET", KEYS[1], ARGV[1], "EX", ARGV[2])
return 1
"""


class RedisStorage:
    """Stores the windows of many machines, by the clock of Redis."""

    is_blocking = True

    def __init__(self, redis: Redis, clock: Clock | None) -> None:
        self._redis, self._clock, self._lock = redis, clock, ProcessLock()
        self._compare_and_set = redis.register_script(_COMPARE_AND_SET)
        settings = {"host": "localhost", "port": 6379} | redis.connection_pool.connection_kwargs
        address = "{path}" if "path" in settings else "{host}:{port}"
        self._name = f"rate-limit storage Redis at {address}".format_map(settings)

    def update(self, key: str, change: Change[T]) -> T:
        """Change the window of a key, and return the result of the change.

        The change runs again if another process was faster; threads of this process queue for a lock instead.
        """
        name = _PREFIX + key
        lock = self._lock.get()
        if not lock.acquire(timeout=_LOCK_SECONDS):
            raise RateLimitStorageError(f"{self._name}: another thread has waited for it for {_LOCK_SECONDS:.0f} s")
        try:
            while True:
                stored, now = self._read(name)
                window, result = change(None if stored is None else load_window(stored), now)
                if window is None or self._write(name, stored, window, now):
                    return result
        except RedisError as error:
            raise RateLimitStorageError(
                f"{self._name}: {type(error).__name__}: {error}", is_transient=_is_transient(error)
            ) from error
        finally:
            lock.release()

    @property
    def reset_hint(self) -> str:
        """Instruction that deletes the windows."""
        return f"delete the keys {_PREFIX}* of {self._name.removeprefix('rate-limit storage ')}"

    def _read(self, name: str) -> tuple[Any, float]:
        """Return the stored content, and the time."""
        with self._redis.pipeline(transaction=False) as pipeline:
            pipeline.time()
            pipeline.get(name)
            (seconds, microseconds), stored = pipeline.execute()
        return stored, self._clock.monotonic() if self._clock else seconds + microseconds / 1_000_000

    def _write(self, name: str, stored: Any, window: Window, now: float) -> bool:
        """Store a window in place of the content that was read, and return whether that was still there."""
        seconds = math.ceil(expiry_of(window) - now)
        expected = [] if stored is None else [stored]
        return bool(self._compare_and_set(keys=[name], args=[dump_window(window), seconds, *expected]))


def connect(url: str) -> Redis:
    """Create a client of Redis, without connecting.

    Raises:
        ConfigurationError: If the URL is wrong.
    """
    try:
        database = urlsplit(url).path.strip("/")
        if not url.startswith("unix:") and database and not database.isdecimal():
            raise ValueError  # redis would use database 0
        retry = Retry(NoBackoff(), 0)  # the client retries by its own clock
        redis = Redis.from_url(
            url, socket_timeout=_TIMEOUT_SECONDS, socket_connect_timeout=_TIMEOUT_SECONDS, retry=retry
        )
        pool = redis.connection_pool
        pool.connection_class(**pool.connection_kwargs)  # checks the options of the URL
    except (TypeError, ValueError):
        # The URL may contain a password, and the error might repeat it.
        raise ConfigurationError(
            "rate_limit_storage: not the URL of a Redis server, such as redis://localhost:6379/0"
        ) from None
    return redis


def _is_transient(error: RedisError) -> bool:
    """Return whether another attempt may succeed: not if Redis understood the command and always refuses it."""
    if type(error) is ResponseError:  # other refusals have classes of their own
        return str(error).startswith(_TRANSIENT_PREFIXES)
    return not isinstance(error, AuthenticationError | NoPermissionError)
