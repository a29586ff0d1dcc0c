"""Ten thousand calls of eight processes with random faults: one outcome for each, one draft on each branch."""

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
from integration.stress.process_group import Job, JobResult, kill, run_processes
from integration.stress.random_faults import add_random_faults
from omni_drafts.mock import MockServer, MockState

METHODS = ("ensure_many", "get_or_create_many")
BRANCHES = (UUID(int=1), UUID(int=2))
TIMEOUT_SECONDS = 2.0
"""Timeout of each attempt, in real time."""

MAX_SILENCE_SECONDS = 120.0
"""Time without an outcome of any process, after which they hang."""

SEED = 20260506

# A document may end with these while there are faults; a second run without faults shows that none is final.
EXPECTED_ERRORS = {
    "OmniConnectionError",
    "OmniTimeoutError",
    "RateLimitError",
    "ServerError",
    "UnexpectedResponseError",
}


@pytest.fixture
def mock() -> Iterator[MockServer]:
    """Serve a mock without a rate limit, whose faults are the same in each run."""
    with MockServer(MockState(rate_limit=0, random=Random(SEED))) as server:
        yield server


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """Start a Redis."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.end()


def test_process_that_is_killed_half_way_leaves_its_rest_to_a_second_run(mock: MockServer, tmp_path: Path) -> None:
    settings = {"rate_limit_storage": f"sqlite:///{tmp_path / 'limits'}", "requests_per_minute": 200}
    jobs = create_jobs(mock, calls=10_000, documents=1_000, speed=200, **settings)
    add_random_faults(mock.state.faults, Random(SEED), delay=timedelta(seconds=2 * TIMEOUT_SECONDS))
    killed, *others = results = run_processes(jobs, MAX_SILENCE_SECONDS, {0: kill})
    assert killed.return_code == -signal.SIGKILL
    assert len(killed.job.documents) // 2 <= len(killed.outcomes) < len(killed.job.documents)
    assert not Counter(outcome.document for outcome in killed.outcomes) - Counter(killed.job.documents)
    check_outcomes(others)
    check_drafts(mock, results)
    finish(mock, results)


def test_redis_that_restarts_half_way_loses_no_draft(mock: MockServer, redis: RedisServer) -> None:
    # A Redis restarts in real time, which is a long time for the clients.
    settings = {"rate_limit_storage": redis.address, "requests_per_minute": 400, "total_timeout": 3_600}
    jobs = create_jobs(mock, calls=2_000, documents=200, speed=60, **settings)
    add_random_faults(mock.state.faults, Random(SEED), delay=timedelta(seconds=2 * TIMEOUT_SECONDS))

    def restart(_: Any) -> None:
        redis.end()
        redis.start()

    results = run_processes(jobs, MAX_SILENCE_SECONDS, {0: restart})
    check_outcomes(results)
    check_drafts(mock, results)
    finish(mock, results)


def create_jobs(mock: MockServer, *, calls: int, documents: int, speed: float, **settings: Any) -> list[Job]:
    """Create a job for each way to work. They overlap, and one may list a document more than once."""
    random = Random(SEED)
    identifiers = [mock.state.add_document(f"doc-{number}").identifier for number in range(documents)]
    settings = {"base_url": mock.base_url, "timeout": TIMEOUT_SECONDS, **settings}
    ways = list(product(METHODS, (False, True), BRANCHES))
    return [
        Job(method, is_async, branch_id, tuple(random.choices(identifiers, k=calls // len(ways))), settings, speed)
        for method, is_async, branch_id in ways
    ]


def check_outcomes(results: Iterable[JobResult]) -> None:
    """Check that each document has one outcome, that most succeed, and that each process ended by itself."""
    for result in results:
        assert result.return_code == 0
        assert Counter(outcome.document for outcome in result.outcomes) == Counter(result.job.documents)
        assert {outcome.error for outcome in result.outcomes} <= EXPECTED_ERRORS | {None}
        assert all((outcome.draft is None) != (outcome.error is None) for outcome in result.outcomes)
        assert len(result.drafts) >= len(result.outcomes) / 2


def check_drafts(mock: MockServer, results: Iterable[JobResult]) -> None:
    """Check that no branch of a document has two drafts, and that all reported drafts exist."""
    existing = {(draft.document_identifier, draft.branch_id): draft.identifier for draft in mock.state.drafts}
    assert len(existing) == len(mock.state.drafts)
    for result in results:
        reported = {(document, result.job.branch_id): draft for document, draft in result.drafts}
        assert reported.items() <= existing.items()


def finish(mock: MockServer, results: list[JobResult]) -> None:
    """Check that a second run with the documents that have no draft yet ends with a draft for each."""
    mock.state.faults.clear()
    settings = {"timeout": MAX_SILENCE_SECONDS, "total_timeout": None}
    jobs = [rest_of(result, settings) for result in results if result.unfinished]
    second = run_processes(jobs, MAX_SILENCE_SECONDS)
    check_outcomes(second)
    assert all(outcome.error is None for result in second for outcome in result.outcomes)
    check_drafts(mock, [*results, *second])
    expected = {(document, result.job.branch_id) for result in results for document in result.job.documents}
    assert expected == {(draft.document_identifier, draft.branch_id) for draft in mock.state.drafts}


def rest_of(result: JobResult, settings: dict[str, Any]) -> Job:
    """Return a job with the documents that have no draft yet."""
    job = result.job
    return evolve(job, documents=tuple(result.unfinished), settings={**job.settings, **settings})
