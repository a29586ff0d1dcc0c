"""The rate-limit storage in Redis, without a server: its addresses, its password, and errors that may pass."""

from typing import Any, NoReturn

import pytest
import redis
from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    NoPermissionError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)

from omni_drafts import RateLimitStorageError
from omni_drafts._rate_limit.limiter import KeyLimiter
from omni_drafts._rate_limit.open import open_storage
from omni_drafts._rate_limit.redis import RedisStorage, connect
from omni_drafts._rate_limit.window import Limit
from support.clock import FakeClock
from support.windows import read_window

ADDRESSES = [
    ("redis:///0", "localhost:6379"),
    ("redis://:a-word-that-is-secret@host", "host:6379"),
    ("rediss://host:1/2", "host:1"),
    ("unix:///run/redis.sock?db=1", "/run/redis.sock"),
]


def failing_storage(error: RedisError, url: str, monkeypatch: pytest.MonkeyPatch) -> RedisStorage:
    """Return a storage whose every request fails."""
    client = connect(url)

    def fail(**_: Any) -> NoReturn:
        raise error

    monkeypatch.setattr(client, "pipeline", fail)
    return RedisStorage(client, None)


@pytest.mark.parametrize(("url", "address"), ADDRESSES)
def test_reset_hint_names_the_keys_and_the_address(url: str, address: str, clock: FakeClock) -> None:
    storage = open_storage(url, clock, is_system_clock=False)
    assert storage.reset_hint == f"delete the keys omni-drafts:window:* of Redis at {address}"


@pytest.mark.parametrize(("url", "address"), ADDRESSES)
def test_update_that_fails_raises_an_error_with_the_address(
    url: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = failing_storage(redis.ConnectionError("refused"), url, monkeypatch)
    with pytest.raises(RateLimitStorageError) as raised:
        read_window(storage, "key")
    assert raised.value.reason == f"rate-limit storage Redis at {address}: ConnectionError: refused"


@pytest.mark.parametrize(
    ("error", "is_transient"),
    [
        (redis.ConnectionError("Connection refused"), True),
        (BusyLoadingError("Redis is loading the dataset in memory"), True),
        (ReadOnlyError("You can't write against a read only replica."), True),
        (ResponseError("BUSY Redis is busy running a script."), True),
        (ResponseError("MISCONF Redis is configured to save RDB snapshots"), True),
        (ResponseError("NOREPLICAS Not enough good replicas to write."), True),
        (ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value"), False),
        (ResponseError("DB index is out of range"), False),
        (AuthenticationError("invalid username-password pair"), False),
        (NoPermissionError("this user has no permissions to run the 'eval' command"), False),
    ],
    ids=lambda value: str(value)[:20],
)
def test_update_that_fails_raises_a_transient_error_unless_redis_rejects_it_always(
    error: RedisError, is_transient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RateLimitStorageError) as raised:
        read_window(failing_storage(error, "redis://host", monkeypatch), "key")
    assert raised.value.is_transient is is_transient


def test_repr_of_a_storage_and_its_limiter_hides_password_and_token(clock: FakeClock) -> None:
    storage = open_storage("redis://:a-word-that-is-secret@127.0.0.1:1/0", clock, is_system_clock=False)
    assert "secret" not in repr(storage) + repr(KeyLimiter("a-secret-token", Limit(1), storage, clock))
