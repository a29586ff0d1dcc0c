"""Turns that are shared through a real Redis, also while it is away, loses all, or is slow."""

import asyncio
import json
import threading
import time as real_time
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from conftest import Connect
from omni_drafts import AsyncOmni, PacingError, RateLimitError, SettingsError
from omni_drafts._count import Allowance, Count
from omni_drafts._stores import open_store
from omni_drafts._turns import Lane
from omni_drafts.mock import ErrorStatus, MockServer
from support.clock import Crowd, MadeUpTime, kill
from support.rate_limited_calls import TOKEN, ask, refused
from support.servers import silent

WINDOW = 63.0
ANSWERED = 60.05


@pytest.fixture
def crowd(limited: MockServer, time: MadeUpTime, redis: Any) -> Crowd:
    return Crowd(time, limited.base_url, redis.address)


def test_processes_share_turns_and_go_on_without_one_that_is_killed(
    crowd: Crowd, limited: MockServer, time: MadeUpTime
) -> None:
    begun = time.now
    assert crowd.run(60, 50, 50, 50, at={30: kill}) == [30, 50, 50, 50]
    assert refused(limited) == 0
    assert 2 * ANSWERED - 0.01 <= time.now - begun <= 3 * WINDOW + 1.01


def test_a_window_is_waited_out_where_redis_lost_all(
    crowd: Crowd, limited: MockServer, time: MadeUpTime, redis: Any
) -> None:
    begun = time.now

    def flush(_: Any) -> None:
        redis.client.flushall()

    def restart(_: Any) -> None:
        redis.end()
        redis.start()

    def flush_scripts(_: Any) -> None:
        redis.client.script_flush()

    happens = {5: flush, 20: restart, 30: flush_scripts}
    assert crowd.run(40, 40, 40, 40, at=happens) == [40, 40, 40, 40]
    assert refused(limited) == 0
    assert 2 * ANSWERED - 0.01 <= time.now - begun <= 5 * WINDOW


def test_a_window_is_waited_out_where_redis_comes_back_with_what_it_had_before(
    paced: Connect, limited: MockServer, time: MadeUpTime, redis: Any
) -> None:
    omni = paced(pacing=redis.address)
    ask(omni, 5)
    redis.client.save()
    time.sleep(1)
    ask(omni, 55)
    redis.end()
    redis.start()
    assert redis.client.keys() != []
    begun = time.now
    ask(omni, 60)
    assert refused(limited) == 0
    assert time.now - begun == pytest.approx(WINDOW, abs=0.2)


def test_while_redis_is_away_nothing_is_sent_and_the_wait_ends(
    paced: Connect, limited: MockServer, time: MadeUpTime, away: Any
) -> None:
    omni, begun, started = paced(pacing=away.address), time.now, real_time.monotonic()
    with pytest.raises(PacingError, match=r"Redis at 127\.0\.0\.1:\d+: ConnectionError.*the request was not sent"):
        ask(omni)
    assert limited.state.request_count == 0
    assert 30 < time.now - begun <= 60
    assert real_time.monotonic() - started < 25
    away.start()
    ask(omni)
    assert limited.state.request_count == 1


def test_an_outage_is_waited_for_once_and_not_by_each_request(
    paced: Connect, limited: MockServer, time: MadeUpTime, away: Any
) -> None:
    omni, begun = paced(pacing=away.address), time.now
    for _ in range(5):
        with pytest.raises(PacingError):
            ask(omni)
    assert 30 < time.now - begun <= 60
    time.sleep(3600)
    again = time.now
    with pytest.raises(PacingError):
        ask(omni)
    assert 30 < time.now - again <= 60
    away.start()
    ask(omni)
    assert limited.state.request_count == 1


def test_a_redis_that_never_answers_is_not_waited_for_longer_than_its_timeout(
    paced: Connect, limited: MockServer
) -> None:
    with silent() as address:
        omni = paced(pacing=f"{address.replace('http', 'redis')}/0?socket_timeout=0.02")
        begun = real_time.monotonic()
        with pytest.raises(PacingError, match="TimeoutError"):
            ask(omni)
        assert real_time.monotonic() - begun < 25
    assert limited.state.request_count == 0


def test_a_redis_that_comes_back_in_time_is_used(
    paced: Connect, limited: MockServer, time: MadeUpTime, away: Any
) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> Any:
        slept.append(seconds)
        if len(slept) == 3:
            away.start()
        return time.sleep(seconds)

    ask(paced(pacing=away.address, sleep=sleep))
    assert (len(slept), limited.state.request_count) == (3, 1)


def test_a_wrong_password_is_told_and_not_shown(
    paced: Connect, limited: MockServer, away: Any, caplog: pytest.LogCaptureFixture
) -> None:
    away.password = "the-right-one"
    away.start()
    slept: list[float] = []
    omni = paced(pacing=f"redis://:a-word-that-is-secret@127.0.0.1:{away.port}/0", sleep=slept.append)
    with caplog.at_level("DEBUG"), pytest.raises(PacingError, match="AuthenticationError") as raised:
        ask(omni)
    assert slept == []  # it will not be another one in a minute
    told = "".join(traceback.format_exception(raised.value)) + repr(raised.value) + repr(omni) + caplog.text
    assert "secret" not in told
    assert limited.state.request_count == 0


def test_no_repr_of_what_holds_a_password_shows_it() -> None:
    store = open_store("redis://:a-word-that-is-secret@127.0.0.1:1/0", real_time.monotonic)
    assert "secret" not in repr(store) + repr(Lane(TOKEN, Allowance(1), store))


def test_an_option_that_redis_does_not_have_is_told_at_once(connect: Connect) -> None:
    with pytest.raises(SettingsError, match="not the address of a Redis"):
        connect(instance="blobsrus", token=TOKEN, pacing="redis://:secret@localhost?unheard_of=1")


def test_429_holds_the_requests_of_all(paced: Connect, limited: MockServer, time: MadeUpTime, redis: Any) -> None:
    one, other = (paced(pacing=redis.address, tries=1) for _ in range(2))
    limited.state.faults.add(ErrorStatus(429, retry_after=timedelta(seconds=17)), times=1)
    begun = time.now
    with pytest.raises(RateLimitError):
        ask(one)
    ask(other)
    assert time.now - begun == pytest.approx(17, abs=0.02)


def test_by_redis_own_clock_turns_last_a_window_and_no_token_is_kept(redis: Any) -> None:
    lanes = [
        Lane(token, Allowance(60), open_store(redis.address, real_time.monotonic)) for token in ("one-key", "two")
    ]
    assert [lane.take().wait for lane in lanes for _ in range(60)] == [0] * 120
    assert WINDOW - 20 < lanes[0].take().wait <= WINDOW
    client = redis.client
    kept = {key: client.get(key) for key in client.scan_iter()}
    assert len(kept) == 2
    assert all(abs(json.loads(count)["written"] - real_time.time()) < 60 for count in kept.values())
    assert all(key.startswith(b"omni-drafts:") for key in kept)
    assert b"one-key" not in repr(kept).encode()
    assert all(3500 < client.ttl(key) <= 3601 for key in kept)
    lanes[0].hold(10_000)
    assert max(client.ttl(key) for key in kept) > 10_000


@pytest.mark.parametrize("content", [b"", b"{", b"5", b'{"sent": 5}', b"\xff", b"[" * 100_000])
def test_a_count_that_cannot_be_read_costs_a_window(redis: Any, content: bytes) -> None:
    now = 0.0
    lane = Lane(TOKEN, Allowance(1), open_store(redis.address, lambda: now))
    lane.take()
    (key,) = redis.client.keys()
    redis.client.set(key, content)
    assert lane.take().wait == pytest.approx(WINDOW)
    now = WINDOW
    assert lane.take().wait == 0


def test_something_else_under_the_name_of_a_count_is_an_error_that_says_so(redis: Any) -> None:
    lane = Lane(TOKEN, Allowance(1), open_store(redis.address, real_time.monotonic))
    lane.take()
    (key,) = redis.client.keys()
    redis.client.delete(key)
    redis.client.lpush(key, "x")
    with pytest.raises(PacingError, match="WRONGTYPE"):
        lane.take()


def test_what_changes_a_count_at_the_same_time_does_it_one_after_the_other(redis: Any) -> None:
    stores, rounds = [open_store(redis.address, lambda: 0.0) for _ in range(4)], 20

    def change(count: Count | None, now: float) -> tuple[Count, None]:
        count = count or Count(now, now, name=1.0)
        count.sent.append(now)
        return count, None

    def work(index: int) -> None:
        for _ in range(rounds):
            stores[index].update("key", change)

    threads = [threading.Thread(target=work, args=[index]) for index in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(json.loads(redis.client.get("omni-drafts:key"))["sent"]) == rounds * len(stores)


def test_an_event_loop_goes_on_while_redis_is_slow(limited: MockServer, redis: Any) -> None:
    async def use() -> None:
        async with AsyncOmni(base_url=limited.base_url, token=TOKEN, pacing=redis.address) as omni:
            await omni.drafts.list("doc")
            redis.pause()
            listing = asyncio.create_task(omni.drafts.list("doc"))
            for _ in range(10):
                await asyncio.sleep(0.01)
                assert not listing.done()
            redis.go_on()
            assert await listing == []

    asyncio.run(use())


def test_threads_share_turns(paced: Connect, limited: MockServer, time: MadeUpTime, redis: Any) -> None:
    omni, begun = paced(pacing=redis.address), time.now
    time.run(*[partial(ask, omni, 20)] * 8)
    assert refused(limited) == 0
    assert time.now - begun == pytest.approx(2 * ANSWERED, abs=0.02)


def test_threads_of_one_process_do_not_make_each_other_ask_again(redis: Any) -> None:
    lane = Lane(TOKEN, Allowance(1000), open_store(redis.address, real_time.monotonic))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: lane.take(None), range(200)))
    commands = redis.client.info("commandstats")
    assert commands["cmdstat_time"]["calls"] == commands["cmdstat_set"]["calls"] == 200
