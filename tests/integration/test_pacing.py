"""Each request waits for its turn, which is shared with all that use the same key; in a time that is made up."""

import asyncio
import re
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from conftest import Connect
from omni_drafts import AsyncOmni, OmniTimeoutError, RateLimitError, ServerError
from omni_drafts._database import opened
from omni_drafts._file_store import _COUNTS
from omni_drafts.mock import ErrorStatus, MockServer
from support.clock import Crowd, MadeUpTime, kill
from support.rate_limited_calls import TOKEN, ask, refused

WINDOW = 60.05


def test_requests_keep_to_the_limit_and_no_slower(paced: Connect, limited: MockServer, time: MadeUpTime) -> None:
    omni, begun = paced(), time.now
    ask(omni, 60)
    assert time.now == begun
    ask(omni, 61)
    assert time.now - begun == pytest.approx(2 * WINDOW, abs=0.02)
    assert refused(limited) == 0


def test_threads_share_the_turns_of_a_client(paced: Connect, limited: MockServer, time: MadeUpTime) -> None:
    omni, begun = paced(), time.now
    time.run(*[partial(ask, omni, 20)] * 8)
    assert limited.state.request_count == 160
    assert refused(limited) == 0
    assert time.now - begun == pytest.approx(2 * WINDOW, abs=0.02)


@pytest.mark.parametrize("pacing", [None, "file"])
def test_tasks_share_the_turns_of_a_client(
    limited: MockServer, time: MadeUpTime, pacing: str | None, tmp_path: Path
) -> None:
    begun = time.now

    async def use() -> None:
        place = pacing and f"file:{tmp_path / 'turns'}"
        async with AsyncOmni(
            base_url=limited.base_url, token=TOKEN, pacing=place, clock=time.clock, sleep=time.sleep
        ) as omni:
            with time.passing_with(130) as leave:

                async def one() -> None:
                    try:
                        await omni.drafts.list("doc")
                    finally:
                        leave()

                await asyncio.gather(*(one() for _ in range(130)))

    asyncio.run(use())
    assert limited.state.request_count == 130
    assert refused(limited) == 0
    assert time.now - begun == pytest.approx(2 * WINDOW, abs=0.02)


def test_clients_share_the_turns_of_a_file(
    paced: Connect, limited: MockServer, time: MadeUpTime, tmp_path: Path
) -> None:
    begun, pacing = time.now, f"file:{tmp_path / 'turns'}"
    time.run(*(partial(ask, paced(pacing=pacing), 25) for _ in range(4)))
    assert refused(limited) == 0
    assert time.now - begun == pytest.approx(WINDOW, abs=0.02)


def test_a_long_wait_is_told_once_and_not_for_each_request(
    paced: Connect, time: MadeUpTime, caplog: pytest.LogCaptureFixture
) -> None:
    omni = paced()
    with caplog.at_level("INFO", "omni_drafts"):
        time.run(*[partial(ask, omni, 20)] * 8)
    told = [record.getMessage() for record in caplog.records if "turn" in record.getMessage()]
    assert set(told) == {"waiting for a turn, about 60 s"}
    assert 2 <= len(told) < 50  # two windows; threads may tell of one at the same moment


def test_different_keys_do_not_wait_for_each_other(
    paced: Connect, limited: MockServer, time: MadeUpTime, tmp_path: Path
) -> None:
    begun, pacing = time.now, f"file:{tmp_path / 'turns'}"
    ask(paced(pacing=pacing), 60)
    ask(paced(pacing=pacing, token="viewer-token"), 60)
    assert (refused(limited), time.now) == (0, begun)
    assert not any(b"-token" in path.read_bytes() for path in tmp_path.iterdir())


def test_two_keys_are_twice_as_fast(paced: Connect, limited: MockServer, time: MadeUpTime) -> None:
    omni, begun = paced(token=[TOKEN, "viewer-token"]), time.now
    time.run(*[partial(ask, omni, 60)] * 4)
    assert limited.state.request_count == 240
    assert refused(limited) == 0
    assert time.now - begun == pytest.approx(WINDOW, abs=0.02)


def test_without_a_limit_nothing_waits(paced: Connect, limited: MockServer, time: MadeUpTime) -> None:
    limited.state.rate_limit, begun = 0, time.now
    ask(paced(requests_per_minute=None), 130)
    assert time.now == begun


def test_a_turn_that_cannot_come_in_time_is_not_waited_for(
    paced: Connect, limited: MockServer, time: MadeUpTime
) -> None:
    omni, begun = paced(total_time=60), time.now
    ask(omni, 60)
    said = r"drafts: its turn comes in 60\.\d s at the soonest, and 60\.0 s of total_time are left$"
    with pytest.raises(OmniTimeoutError, match=said) as raised:
        ask(omni)
    assert (raised.value.sent, raised.value.tries) == (False, 0)
    assert (time.now, limited.state.request_count) == (begun, 60)
    time.sleep(1)
    ask(omni)
    assert time.now - begun == pytest.approx(WINDOW, abs=0.02)


@pytest.mark.parametrize("tries", [1, 2])
@pytest.mark.parametrize(
    ("named", "as_date", "least", "most"), [(17, False, 17, 17), (17, True, 17, 17), (None, False, 1.5, 3)]
)
def test_429_holds_all_requests_of_its_key_and_no_other(
    paced: Connect,
    limited: MockServer,
    time: MadeUpTime,
    tmp_path: Path,
    tries: int,
    named: int | None,
    as_date: bool,
    least: float,
    most: float,
) -> None:
    pacing = f"file:{tmp_path / 'turns'}"
    one, other, of_another_key = (
        paced(pacing=pacing, tries=tries, token=key) for key in (TOKEN, TOKEN, "viewer-token")
    )
    ask(other)
    after = None if named is None else timedelta(seconds=named)
    limited.state.faults.add(ErrorStatus(429, retry_after=after, as_date=as_date), times=1)
    begun = time.now
    if tries == 1:
        with pytest.raises(RateLimitError):
            ask(one)
    else:
        time.run(partial(ask, one), partial(ask, of_another_key), partial(ask, other))
    ask(of_another_key)
    if tries == 1:
        assert time.now == begun
        ask(other)
    assert least - 0.01 <= time.now - begun <= most + 0.01
    assert refused(limited) == 1


def test_what_came_of_the_last_try_is_told_where_no_turn_can_be_had_after_it(
    paced: Connect, limited: MockServer, time: MadeUpTime, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, slept = tmp_path / "turns", 0

    def sleep(seconds: float) -> Any:
        nonlocal slept
        if slept == 0:
            path.unlink()
            path.mkdir()
        slept += 1
        return time.sleep(seconds)

    limited.state.faults.add(ErrorStatus(503))
    with pytest.raises(ServerError) as raised:
        ask(paced(pacing=f"file:{path}", sleep=sleep, tries=3))
    assert (raised.value.tries, limited.state.request_count) == (1, 1)
    assert slept > 1
    assert re.search(r"drafts: not sent again: \S+turns: ", caplog.text)


@pytest.fixture
def crowd(limited: MockServer, time: MadeUpTime, tmp_path: Path) -> Crowd:
    return Crowd(time, limited.base_url, f"file:{tmp_path / 'turns'}")


def test_processes_share_the_turns_of_a_file_and_go_on_without_one_that_is_killed(
    crowd: Crowd, limited: MockServer, time: MadeUpTime
) -> None:
    begun = time.now
    assert crowd.run(50, 50, 40, at={20: kill}) == [20, 50, 40]
    assert refused(limited) == 0
    assert WINDOW - 0.01 <= time.now - begun <= WINDOW + 1.01


def test_processes_wait_a_window_where_their_file_was_lost(
    crowd: Crowd, limited: MockServer, time: MadeUpTime, tmp_path: Path
) -> None:
    begun, path = time.now, tmp_path / "turns"

    def lose(_: Any) -> None:
        with opened(path, _COUNTS):  # else who writes it at the moment might find its journal alone
            path.unlink()

    def spoil(_: Any) -> None:
        with opened(path, _COUNTS):  # else who writes it at the moment might mend it
            path.write_bytes(b"{")

    assert crowd.run(40, 40, 40, at={5: lose, 25: spoil}) == [40, 40, 40]
    assert refused(limited) == 0
    assert 2 * WINDOW - 0.01 <= time.now - begun <= 4 * WINDOW + 1.01
