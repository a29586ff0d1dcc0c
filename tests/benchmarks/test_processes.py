"""Processes are run to their end, measured, and not left behind."""

import os
import resource
import sys
from urllib.parse import urlsplit

import httpx
import pytest

from benchmarks import processes
from benchmarks.processes import ProcessError, run
from benchmarks.server import serving


def test_it_tells_what_a_process_took_and_said() -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 + 200  # a child begins with what its parent has
    work = f"print('done'); held = b'x' * {int(most)} * 2**20; sum(range(3_000_000))"
    finished = run([sys.executable, "-c", work], os.environ)
    assert finished.output == "done\n"
    assert finished.cost.memory > most - 1
    assert finished.cost.cpu > 0.02


def test_waiting_takes_time_and_no_processor() -> None:
    cost = run([sys.executable, "-S", "-c", "import time; time.sleep(1)"], os.environ).cost
    assert cost.wall > 1
    assert cost.cpu < 0.9


def test_a_process_that_fails_says_why() -> None:
    with pytest.raises(ProcessError, match="ended with 3: no reason"):
        run([sys.executable, "-c", "print('no reason'); raise SystemExit(3)"], os.environ)


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LIMIT", 0.2)
    with pytest.raises(ProcessError, match="ended with -9"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], os.environ)


def test_the_server_answers_in_a_process_of_its_own_and_ends_with_the_block() -> None:
    with serving() as url, httpx.Client(base_url=url, trust_env=False) as client:
        assert urlsplit(url).hostname == "127.0.0.1"
        assert len(client.get("/v1/documents/12db1a0a/drafts").json()) == 3
        assert client.post("/v1/documents/12db1a0a/draft", json={"branchId": "x"}).json() == {
            "identifier": "d56b7f56"
        }
        assert len(client.get("/v1/documents/12db1a0a/drafts").json()) == 3
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)
