"""Limits are measured with a mock that counts, and with processes that say what was not done."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import memory
from benchmarks.limited_server import REQUESTS_A_MINUTE, SUCCESS, TOKEN, TOO_MANY, serving_limited
from benchmarks.neighbour import neighbour
from benchmarks.pacing import ideal_seconds
from benchmarks.processes import run
from benchmarks.workshop import Workshop
from omni_drafts.mock import MockServer, MockState
from support.waiting import wait_until


@given(st.integers(min_value=1, max_value=1000), st.integers(min_value=1, max_value=70))
def test_the_ideal_is_to_send_as_many_as_allowed_at_the_start_of_each_window(requests: int, allowed: int) -> None:
    sent: list[float] = []
    for number in range(requests):
        sent.append(0.0 if number < allowed else sent[number - allowed] + 2)
    assert ideal_seconds(requests, allowed) == sent[-1]


def test_the_mock_has_its_limit_and_says_what_it_answered() -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with serving_limited(1) as server, httpx.Client(base_url=server.url, headers=headers, trust_env=False) as client:

        def ask(_: int) -> int:
            return client.get("/api/v1/documents/0/drafts").status_code

        with ThreadPoolExecutor(8) as threads:
            seen = list(threads.map(ask, range(4 * REQUESTS_A_MINUTE)))
        answers = server.end()
    assert set(seen) == {SUCCESS, TOO_MANY}
    assert {status: seen.count(status) for status in set(seen)} == answers


def test_another_client_sends_until_the_block_ends_and_counts_its_answers() -> None:
    with serving_limited(1) as server:
        with neighbour(server.url, 0.01) as answers:
            wait_until(lambda: answers.total() >= 5)
        assert answers[SUCCESS] >= 5
        assert server.end()[SUCCESS] == answers[SUCCESS]


def test_another_client_sends_a_request_that_was_refused_until_it_gets_through() -> None:
    moment = datetime.now(UTC)
    state = MockState(now=lambda: moment, rate_limit=1)
    state.add_document("0")
    with MockServer(state) as server:
        with neighbour(server.base_url, 60.0) as others:
            wait_until(lambda: others[SUCCESS] == 1)
        with neighbour(server.base_url, 60.0) as answers:
            wait_until(lambda: answers[TOO_MANY] > 1)
            state.advance(timedelta(minutes=1))
            wait_until(lambda: answers[SUCCESS] == 1)
    assert answers[SUCCESS] == 1


@pytest.mark.parametrize("kind", ["threads", "asyncio"])
def test_documents_that_are_not_done_are_counted(kind: str, root: Path) -> None:
    folders = os.pathsep.join(str(root / part) for part in ("overlay", "generated", "."))
    with serving_limited(8) as server:
        workload = ["-m", "benchmarks.workloads.bulk", kind, server.url, "null", "5", "11"]
        finished = run([sys.executable, *workload], os.environ | {"PYTHONPATH": folders})
        assert server.end() == {SUCCESS: 3, 404: 3}
    said = json.loads(finished.output)
    assert said["failures"] == 3
    assert said["began"] < said["ended"]
    assert finished.errors.count("DocumentNotFoundError") == 3


def test_memory_is_told_for_each_kind_of_client(tmp_path: Path) -> None:
    (row,) = memory.measure(Workshop(Path(sys.executable), tmp_path), documents=200)
    assert list(row.runs) == [aim.side for aim in row.aims] == ["threads", "asyncio"]
    assert all(0 <= runs[0] < aim.most for runs, aim in zip(row.runs.values(), row.aims, strict=True))
