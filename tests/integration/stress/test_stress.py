"""Ten thousand calls of eight processes, under a mix of faults: one outcome for each, one draft on each branch."""

import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from benchmarks.redis_server import RedisServer
from integration.stress.crowd import Share, Worked, kill, work
from integration.stress.mix import mix
from omni_drafts.mock import MockServer, MockState

METHODS = ("ensure_many", "get_or_create_many")
BRANCHES = (UUID(int=1), UUID(int=2))
PATIENCE = 2.0
"""Seconds that a client waits for an answer; for others there is no real time."""

QUIET = 120.0
"""Seconds without a word of any process, after which they hang."""

SEED = 20260506

# What may come of a document under the mix; that it stays is seen when there are no faults any more.
EXPECTED = {
    "OmniConnectionError",
    "OmniTimeoutError",
    "RateLimitError",
    "ServerError",
    "UnexpectedResponseError",
}


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with MockServer(MockState(rate_limit=0, random=Random(SEED))) as served:
        yield served


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.end()


def test_a_worker_that_is_killed_half_way_leaves_the_others_and_its_rest_to_a_second_run(
    mock: MockServer, tmp_path: Path
) -> None:
    pacing = f"file:{tmp_path / 'turns'}"
    shares = made(mock, calls=10_000, documents=1_000, speed=200, pacing=pacing, requests_per_minute=200)
    mix(mock.state.faults, Random(SEED), slow=timedelta(seconds=2 * PATIENCE))
    killed, *others = worked = work(shares, QUIET, {0: kill})
    assert killed.returned == -signal.SIGKILL
    assert len(killed.share.documents) // 2 <= len(killed.told) < len(killed.share.documents)
    assert not Counter(told.document for told in killed.told) - Counter(killed.share.documents)
    check_each_told_once(others)
    check_drafts(mock, worked)
    finish(mock, worked)


def test_a_redis_that_starts_anew_half_way_loses_nothing_but_time(mock: MockServer, redis: RedisServer) -> None:
    # A Redis takes a while of real time to start, so a call has more of the other.
    given = {"pacing": redis.address, "requests_per_minute": 400, "total_time": 3_600}
    shares = made(mock, calls=2_000, documents=200, speed=60, **given)
    mix(mock.state.faults, Random(SEED), slow=timedelta(seconds=2 * PATIENCE))

    def restart(_: Any) -> None:
        redis.end()
        redis.start()

    worked = work(shares, QUIET, {0: restart})
    check_each_told_once(worked)
    check_drafts(mock, worked)
    finish(mock, worked)


def made(mock: MockServer, *, calls: int, documents: int, speed: float, **settings: Any) -> list[Share]:
    """Give a share for each way of working. They overlap, and a document may be in one more than once."""
    random = Random(SEED)
    there = [mock.state.add_document(f"doc-{number}").identifier for number in range(documents)]
    given = {"base_url": mock.base_url, "timeout": PATIENCE, **settings}
    ways = list(product(METHODS, (False, True), BRANCHES))
    return [
        Share(method, in_a_loop, branch, tuple(random.choices(there, k=calls // len(ways))), given, speed)
        for method, in_a_loop, branch in ways
    ]


def check_each_told_once(all_worked: Iterable[Worked]) -> None:
    """Check that each document has one outcome, that most are well, and that each process ended by itself."""
    for worked in all_worked:
        assert worked.returned == 0
        assert Counter(told.document for told in worked.told) == Counter(worked.share.documents)
        assert {told.error for told in worked.told} <= EXPECTED | {None}
        assert all((told.draft is None) != (told.error is None) for told in worked.told)
        assert len(worked.drafts) >= len(worked.told) / 2


def check_drafts(mock: MockServer, all_worked: Iterable[Worked]) -> None:
    """Check that no branch of a document has two drafts, and that those which were told are there."""
    there = {(draft.document_identifier, draft.branch_id): draft.identifier for draft in mock.state.drafts}
    assert len(there) == len(mock.state.drafts)
    for worked in all_worked:
        told = {(document, worked.share.branch): draft for document, draft in worked.drafts}
        assert told.items() <= there.items()


def finish(mock: MockServer, all_worked: list[Worked]) -> None:
    """Check that a second run, of what has no result yet, ends with a draft for each."""
    mock.state.faults.clear()
    patient = {"timeout": QUIET, "total_time": None}
    again = work([_rest(worked, patient) for worked in all_worked if worked.left], QUIET)
    check_each_told_once(again)
    assert all(told.error is None for worked in again for told in worked.told)
    check_drafts(mock, [*all_worked, *again])
    wanted = {(document, one.share.branch) for one in all_worked for document in one.share.documents}
    assert wanted == {(draft.document_identifier, draft.branch_id) for draft in mock.state.drafts}


def _rest(worked: Worked, settings: dict[str, Any]) -> Share:
    return evolve(worked.share, documents=tuple(worked.left), settings={**worked.share.settings, **settings})
