"""A rate limit that is shared through a real Redis, also while it is stopped, slow, or without its data."""

import asyncio
import json
import re
import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from benchmarks.redis_server import RedisServer
from conftest import Connect
from omni_drafts import AsyncOmni, OmniTimeoutError, RateLimitError, RateLimitStorageError
from omni_drafts._clock import SystemClock
from omni_drafts._rate_limit.limiter import KeyLimiter
from omni_drafts._rate_limit.open import open_storage
from omni_drafts._rate_limit.storage import RateLimitStorage
from omni_drafts._rate_limit.window import Limit
from omni_drafts.mock import MockServer
from support.clock import FakeClock, ProcessGroup, kill
from support.rate_limited_calls import TOKEN, count_rejected, list_drafts
from support.rate_limits import EPOCH, IN_FLIGHT_WINDOW, WINDOW, elapses, reject_once
from support.servers import serve_silence
from support.windows import add_permit, read_window


@contextmanager
def elapses_for_an_outage(clock: FakeClock) -> Iterator[None]:
    """Check that a block takes as long as clients wait for a storage that fails."""
    start = clock.now
    yield
    assert 30 < clock.now - start <= 60


@pytest.fixture
def process_group(limited: MockServer, clock: FakeClock, redis: RedisServer) -> ProcessGroup:
    """Return processes that share a Redis."""
    return ProcessGroup(clock, limited.base_url, redis.address)


def test_processes_share_the_limit_and_continue_without_one_that_is_killed(
    process_group: ProcessGroup, limited: MockServer, clock: FakeClock
) -> None:
    start = clock.now
    assert process_group.run(60, 50, 50, 50, events={30: kill}) == [30, 50, 50, 50]
    assert count_rejected(limited) == 0
    assert 2 * WINDOW - 0.01 <= clock.now - start <= 3 * IN_FLIGHT_WINDOW + 1.01


def test_processes_whose_redis_lost_all_wait_for_one_window(
    process_group: ProcessGroup, limited: MockServer, clock: FakeClock, redis: RedisServer
) -> None:
    start = clock.now

    def flush(_: Any) -> None:
        redis.client.flushall()

    def restart(_: Any) -> None:
        redis.end()
        redis.start()

    def flush_scripts(_: Any) -> None:
        redis.client.script_flush()

    events = {5: flush, 20: restart, 30: flush_scripts}
    assert process_group.run(40, 40, 40, 40, events=events) == [40, 40, 40, 40]
    assert count_rejected(limited) == 0
    assert 2 * WINDOW - 0.01 <= clock.now - start <= 5 * IN_FLIGHT_WINDOW


def test_client_whose_redis_restarts_with_an_older_copy_waits_for_one_window(
    connect_limited: Connect, limited: MockServer, clock: FakeClock, redis: RedisServer
) -> None:
    omni = connect_limited(rate_limit_storage=redis.address)
    list_drafts(omni, 5)
    redis.client.save()
    clock.sleep(1)
    list_drafts(omni, 55)
    redis.end()
    redis.start()
    assert redis.client.keys() != []
    with elapses(clock, IN_FLIGHT_WINDOW, margin=0.2):
        list_drafts(omni, 60)
    assert count_rejected(limited) == 0


def test_client_whose_redis_is_stopped_sends_nothing_and_ends_the_wait(
    connect_limited: Connect, limited: MockServer, clock: FakeClock, stopped_redis: RedisServer
) -> None:
    omni, started = connect_limited(rate_limit_storage=stopped_redis.address), time.monotonic()
    message = r"Redis at 127\.0\.0\.1:\d+: ConnectionError.*the request was not sent"
    with elapses_for_an_outage(clock), pytest.raises(RateLimitStorageError, match=message):
        list_drafts(omni)
    assert limited.state.request_count == 0
    assert time.monotonic() - started < 25
    stopped_redis.start()
    list_drafts(omni)
    assert limited.state.request_count == 1


def list_in_vain(omni: Any) -> None:
    """Send a request that fails because of the storage."""
    with pytest.raises(RateLimitStorageError):
        list_drafts(omni)


def test_client_waits_for_an_outage_once_and_not_with_each_request(
    connect_limited: Connect, limited: MockServer, clock: FakeClock, stopped_redis: RedisServer
) -> None:
    omni = connect_limited(rate_limit_storage=stopped_redis.address)
    with elapses_for_an_outage(clock):
        for _ in range(5):
            list_in_vain(omni)
    clock.sleep(3600)
    with elapses_for_an_outage(clock):
        list_in_vain(omni)
    stopped_redis.start()
    list_drafts(omni)
    assert limited.state.request_count == 1


def test_client_waits_for_a_redis_that_never_responds_no_longer_than_its_timeout(
    connect_limited: Connect, limited: MockServer
) -> None:
    with serve_silence() as url:
        omni = connect_limited(rate_limit_storage=f"{url.replace('http', 'redis')}/0?socket_timeout=0.02")
        started = time.monotonic()
        with pytest.raises(RateLimitStorageError, match="TimeoutError"):
            list_drafts(omni)
        assert time.monotonic() - started < 25
    assert limited.state.request_count == 0


def test_client_uses_a_redis_that_starts_in_time(
    connect_limited: Connect, limited: MockServer, clock: FakeClock, stopped_redis: RedisServer
) -> None:
    class StartingClock(FakeClock):
        def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
            super().sleep(seconds, interrupt)
            if len(self.sleeps) == 3:
                stopped_redis.start()

    starting = StartingClock(clock.now)
    list_drafts(connect_limited(rate_limit_storage=stopped_redis.address, clock=starting))
    assert (len(starting.sleeps), limited.state.request_count) == (3, 1)


@pytest.fixture
def rejected(stopped_redis: RedisServer, connect_limited: Connect) -> Any:
    """Return a client with a wrong password for Redis."""
    stopped_redis.password = "the-right-one"
    stopped_redis.start()
    address = f"redis://:a-word-that-is-secret@127.0.0.1:{stopped_redis.port}/0"
    return connect_limited(rate_limit_storage=address)


def test_client_with_a_wrong_password_raises_without_a_wait(
    rejected: Any, limited: MockServer, clock: FakeClock
) -> None:
    with pytest.raises(RateLimitStorageError, match="AuthenticationError"):
        list_drafts(rejected)
    assert clock.sleeps == []  # the password will not change in a minute
    assert limited.state.request_count == 0


def test_client_with_a_wrong_password_shows_it_nowhere(rejected: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"), pytest.raises(RateLimitStorageError) as raised:
        list_drafts(rejected)
    shown = "".join(traceback.format_exception(raised.value)) + repr(raised.value) + repr(rejected) + caplog.text
    assert "AuthenticationError" in shown
    assert "secret" not in shown


def test_429_blocks_the_requests_of_all_clients(
    connect_limited: Connect, limited: MockServer, clock: FakeClock, redis: RedisServer
) -> None:
    one, other = (connect_limited(rate_limit_storage=redis.address) for _ in range(2))
    reject_once(limited, 17)
    with elapses(clock, 17):
        with pytest.raises(RateLimitError):
            list_drafts(one)
        list_drafts(other)


@pytest.mark.parametrize("settings", [{}, {"max_block": 100.0}], ids=["default", "100 s"])
def test_429_with_a_time_since_the_epoch_blocks_at_most_for_max_block(
    settings: dict[str, Any],
    connect_limited: Connect,
    limited: MockServer,
    clock: FakeClock,
    redis: RedisServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    one, other = (connect_limited(rate_limit_storage=redis.address, total_timeout=None, **settings) for _ in range(2))
    reject_once(limited, EPOCH)
    with pytest.raises(RateLimitError):
        list_drafts(one)
    with elapses(clock, settings.get("max_block", 3600.0)):
        list_drafts(other)
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert "got 429 with Retry-After: 1790000000, cut to" in record.getMessage()


def test_call_that_cannot_wait_for_the_end_of_a_block_raises_an_error_that_describes_the_block(
    connect_limited: Connect, limited: MockServer, redis: RedisServer
) -> None:
    one, other = (connect_limited(rate_limit_storage=redis.address, total_timeout=60) for _ in range(2))
    reject_once(limited, EPOCH)
    with pytest.raises(RateLimitError):
        list_drafts(one)
    hint = f"delete the keys omni-drafts:window:* of Redis at 127.0.0.1:{redis.port}"
    message = (
        r"the key is blocked from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: "
        r"GET /api/v1/documents/doc/drafts got 429 with Retry-After: 1790000000, cut to 3600 s; "
        rf"to clear the block, {re.escape(hint)}$"
    )
    with pytest.raises(OmniTimeoutError, match=message):
        list_drafts(other)
    assert limited.state.request_count == 1


def test_block_is_cleared_by_the_command_of_its_error(
    connect_limited: Connect, limited: MockServer, redis: RedisServer
) -> None:
    reject_once(limited, EPOCH)
    with pytest.raises(RateLimitError):
        list_drafts(connect_limited(rate_limit_storage=redis.address))
    keys = list(redis.client.scan_iter("omni-drafts:window:*"))
    assert redis.client.delete(*keys) == 1
    list_drafts(connect_limited(rate_limit_storage=redis.address, total_timeout=60))


@pytest.fixture
def system_clock_storage(redis: RedisServer) -> RateLimitStorage:
    """Return an empty storage that uses the clock of Redis."""
    return open_storage(redis.address, SystemClock(), is_system_clock=True)


@pytest.fixture
def limiters(system_clock_storage: RateLimitStorage) -> list[KeyLimiter]:
    """Return limiters of two keys with 60 used permits each, by the clock of Redis."""
    clock = SystemClock()
    limiters = [
        KeyLimiter(token, Limit(60), system_clock_storage, clock, max_block=10_000.0) for token in ("one-key", "two")
    ]
    assert [limiter.reserve(0.0).wait for limiter in limiters for _ in range(60)] == [0] * 120
    return limiters


def test_reserve_by_the_clock_of_redis_waits_for_one_window(limiters: list[KeyLimiter]) -> None:
    assert WINDOW - 20 < limiters[0].reserve(0.0).wait <= WINDOW


@pytest.mark.usefixtures("limiters")
def test_window_is_stored_with_the_time_of_redis(redis: RedisServer) -> None:
    client: Any = redis.client
    times = [json.loads(client.get(key))["updated_at"] for key in client.scan_iter()]
    assert times == pytest.approx([time.time()] * 2, abs=60)


@pytest.mark.usefixtures("limiters")
def test_window_is_stored_without_its_token(redis: RedisServer) -> None:
    client: Any = redis.client
    stored = {key: client.get(key) for key in client.scan_iter()}
    assert len(stored) == 2
    assert all(key.startswith(b"omni-drafts:window:") for key in stored)
    assert b"one-key" not in repr(stored).encode()


@pytest.mark.usefixtures("limiters")
def test_window_expires_an_hour_after_its_last_use(redis: RedisServer) -> None:
    client: Any = redis.client
    assert all(3500 < client.ttl(key) <= 3601 for key in client.scan_iter())


def test_window_with_a_block_expires_after_its_end(limiters: list[KeyLimiter], redis: RedisServer) -> None:
    client: Any = redis.client
    limiters[0].block(10_000.0, "429")
    assert max(client.ttl(key) for key in client.scan_iter()) > 10_000


@pytest.fixture
def used(storage: RateLimitStorage, clock: FakeClock, redis: RedisServer) -> tuple[KeyLimiter, bytes]:
    """Return a limiter of one request a minute whose permit is used, and the key of its window."""
    limiter = KeyLimiter(TOKEN, Limit(1), storage, clock)
    limiter.reserve(0.0)
    client: Any = redis.client
    (key,) = client.keys()
    return limiter, key


@pytest.mark.parametrize("content", [b"", b"{", b"5", b'{"permits": 5}', b"\xff", b"[" * 100_000])
def test_reserve_with_an_unreadable_window_waits_for_one_window(
    content: bytes, used: tuple[KeyLimiter, bytes], redis: RedisServer, clock: FakeClock
) -> None:
    limiter, key = used
    redis.client.set(key, content)
    assert limiter.reserve(0.0).wait == pytest.approx(IN_FLIGHT_WINDOW)
    clock.now += IN_FLIGHT_WINDOW
    assert limiter.reserve(0.0).wait == 0


def test_reserve_with_another_type_of_value_raises_an_error(
    used: tuple[KeyLimiter, bytes], redis: RedisServer
) -> None:
    limiter, key = used
    redis.client.delete(key)
    redis.client.lpush(key, "x")
    with pytest.raises(RateLimitStorageError, match="WRONGTYPE") as raised:
        limiter.reserve(0.0)
    assert not raised.value.is_transient


def test_update_in_several_threads_loses_no_change(
    redis: RedisServer, storage: RateLimitStorage, clock: FakeClock
) -> None:
    rounds, callers = 20, 4

    def work() -> None:
        own = open_storage(redis.address, clock, is_system_clock=False)
        for _ in range(rounds):
            own.update("key", add_permit)

    with ThreadPoolExecutor(callers) as threads:
        for future in [threads.submit(work) for _ in range(callers)]:
            future.result()
    window = read_window(storage, "key")
    assert window is not None
    assert len(window.permits) == rounds * callers


def test_event_loop_with_a_slow_redis_is_not_blocked(limited: MockServer, redis: RedisServer) -> None:
    async def use() -> None:
        async with AsyncOmni(base_url=limited.base_url, token=TOKEN, rate_limit_storage=redis.address) as omni:
            await omni.drafts.list("doc")
            redis.pause()
            started = time.monotonic()
            drafts = asyncio.create_task(omni.drafts.list("doc"))
            is_done = []
            for _ in range(10):
                await asyncio.sleep(0.01)
                is_done.append(drafts.done())
            assert is_done == [False] * 10
            assert time.monotonic() - started < 4  # less than the timeout of a request to Redis
            redis.resume()
            assert await drafts == []

    asyncio.run(use())


def test_threads_share_the_limit_of_a_client(
    connect_limited: Connect, limited: MockServer, clock: FakeClock, redis: RedisServer
) -> None:
    omni = connect_limited(rate_limit_storage=redis.address)
    with elapses(clock, 2 * WINDOW):
        clock.run(*[partial(list_drafts, omni, 20)] * 8)
    assert count_rejected(limited) == 0


def test_update_in_threads_of_one_process_runs_each_change_once(
    system_clock_storage: RateLimitStorage, redis: RedisServer
) -> None:
    limiter = KeyLimiter(TOKEN, Limit(1000), system_clock_storage, SystemClock())
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: limiter.reserve(0.0), range(200)))
    commands: Any = redis.client.info("commandstats")
    assert commands["cmdstat_time"]["calls"] == commands["cmdstat_set"]["calls"] == 200
