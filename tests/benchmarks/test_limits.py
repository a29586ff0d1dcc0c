"""Rate limits are measured with a mock that counts, and with processes that report failures."""

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
from benchmarks.limited_server import REQUESTS_PER_MINUTE, SUCCESS, TOKEN, TOO_MANY_REQUESTS, serve_limited_mock
from benchmarks.neighbour import neighbour
from benchmarks.pacing import ideal_seconds
from benchmarks.processes import run
from benchmarks.workloads.fast_time import SPEED
from benchmarks.workshop import Workshop
from omni_drafts.mock import MockServer, MockState
from support.waiting import wait_until


@given(st.integers(min_value=1, max_value=1000), st.integers(min_value=1, max_value=70))
def test_ideal_seconds_all_permits_used_at_the_start_of_each_window_is_the_last_start(
    requests: int, allowed: int
) -> None:
    sent: list[float] = []
    for number in range(requests):
        sent.append(0.0 if number < allowed else sent[number - allowed] + 60 / SPEED)
    assert ideal_seconds(requests, allowed) == sent[-1]


def test_serve_limited_mock_counts_the_responses_of_each_status() -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with (
        serve_limited_mock(1) as server,
        httpx.Client(base_url=server.url, headers=headers, trust_env=False) as client,
    ):

        def send(_: int) -> int:
            return client.get("/api/v1/documents/0/drafts").status_code

        with ThreadPoolExecutor(8) as threads:
            status_codes = list(threads.map(send, range(4 * REQUESTS_PER_MINUTE)))
        responses = server.stop()
    assert set(status_codes) == {SUCCESS, TOO_MANY_REQUESTS}
    assert {code: status_codes.count(code) for code in set(status_codes)} == responses


def test_neighbour_sends_until_the_block_ends_and_counts_its_responses() -> None:
    with serve_limited_mock(1) as server:
        with neighbour(server.url, 0.01) as responses:
            wait_until(lambda: responses.total() >= 5)
        assert responses[SUCCESS] >= 5
        assert server.stop()[SUCCESS] == responses[SUCCESS]


def test_neighbour_request_that_was_rejected_is_repeated_until_it_succeeds() -> None:
    moment = datetime.now(UTC)
    state = MockState(now=lambda: moment, rate_limit=1)
    state.add_document("0")
    with MockServer(state) as server:
        with neighbour(server.base_url, 60.0) as others:
            wait_until(lambda: others[SUCCESS] == 1)
        with neighbour(server.base_url, 60.0) as responses:
            wait_until(lambda: responses[TOO_MANY_REQUESTS] > 1)
            state.advance(timedelta(minutes=1))
            wait_until(lambda: responses[SUCCESS] == 1)
    assert responses[SUCCESS] == 1


@pytest.mark.parametrize("kind", ["threads", "asyncio"])
def test_bulk_workload_documents_that_fail_are_counted(kind: str, root: Path) -> None:
    folders = os.pathsep.join(str(root / part) for part in ("overlay", "generated", "."))
    with serve_limited_mock(8) as server:
        workload = ["-m", "benchmarks.workloads.bulk", kind, server.url, "null", "5", "11"]
        result = run([sys.executable, *workload], os.environ | {"PYTHONPATH": folders})
        assert server.stop() == {SUCCESS: 3, 404: 3}
    output = json.loads(result.output)
    assert output["failures"] == 3
    assert output["began"] < output["ended"]
    assert result.errors.count("DocumentNotFoundError") == 3


def test_measure_memory_has_each_kind_of_client_in_each_tree(tmp_path: Path) -> None:
    python, folder = Path(sys.executable), tmp_path / "other"
    folder.mkdir()
    workshop = Workshop(python, tmp_path, others={" @af599b7": Workshop(python, folder)})
    (row,) = memory.measure(workshop, documents=200)
    assert list(row.runs) == ["threads", "threads @af599b7", "asyncio", "asyncio @af599b7"]
    assert [aim.side for aim in row.aims] == list(row.runs)
    assert all(0 <= runs[0] < aim.maximum for runs, aim in zip(row.runs.values(), row.aims, strict=True))
