"""Processes run to their end, are measured, and are not left behind."""

import os
import resource
import sys
from urllib.parse import urlsplit

import httpx
import pytest

from benchmarks import processes
from benchmarks.processes import ProcessError, run
from benchmarks.server import serve_api


def test_run_process_returns_its_cost_and_output() -> None:
    most = (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 + 200
    )  # a child starts with the peak memory of its parent
    work = f"print('done'); content = b'x' * {int(most)} * 2**20; sum(range(3_000_000))"
    result = run([sys.executable, "-c", work], os.environ)
    assert result.output == "done\n"
    assert result.cost.memory > most - 1
    assert result.cost.cpu > 0.02


def test_run_process_that_sleeps_takes_wall_time_alone() -> None:
    cost = run([sys.executable, "-S", "-c", "import time; time.sleep(1)"], os.environ).cost
    assert cost.wall > 1
    assert cost.cpu < 0.9


def test_run_process_that_fails_raises_with_its_output() -> None:
    with pytest.raises(ProcessError, match="ended with 3: no reason"):
        run([sys.executable, "-c", "print('no reason'); raise SystemExit(3)"], os.environ)


def test_run_process_that_takes_too_long_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "TIMEOUT_SECONDS", 0.2)
    with pytest.raises(ProcessError, match="ended with -9"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], os.environ)


def test_serve_api_responds_until_the_block_ends() -> None:
    with serve_api() as url, httpx.Client(base_url=url, trust_env=False) as client:
        assert urlsplit(url).hostname == "127.0.0.1"
        assert len(client.get("/v1/documents/12db1a0a/drafts").json()) == 3
        assert client.post("/v1/documents/12db1a0a/draft", json={"branchId": "x"}).json() == {
            "identifier": "d56b7f56"
        }
        assert len(client.get("/v1/documents/12db1a0a/drafts").json()) == 3
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)
