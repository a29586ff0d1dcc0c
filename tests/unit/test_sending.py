"""Where a request is not sent after all, goes with another key, or is of a process that was forked."""

import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from omni_drafts import AuthenticationError, Omni, OmniTimeoutError, RateLimitError
from omni_drafts._count import Allowance
from omni_drafts._file_store import FileStore
from omni_drafts._retrying import Retrying
from omni_drafts._sending import Ask, NoTurnError, Send, Sending, Step
from omni_drafts._stores import OwnStore
from omni_drafts._turns import Lane


class Time:
    """A clock that only sleeping moves, and a transport's answers, each after so many seconds."""

    def __init__(self, *answers: httpx.Response, seconds: float = 0.0) -> None:
        self.now, self.asked = 1000.0, list[str]()
        self._answers, self._seconds = iter(answers), seconds

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.headers["Authorization"].removeprefix("Bearer "))
        self.now += self._seconds
        return next(self._answers)

    def client(self, **settings: Any) -> Omni:
        """Make a client that lives by it."""
        transport = httpx.MockTransport(self.answer)
        given = {"token": "made-up", **settings}
        return Omni(instance="a", transport=transport, clock=lambda: self.now, sleep=self.sleep, **given)


def no_drafts() -> httpx.Response:
    return httpx.Response(200, json=[])


def send_on_a_file(time: Time, folder: Path, total_time: float = 3600.0) -> Generator[Step, Any, httpx.Response]:
    """Give the steps of a request that takes its turn from a file."""
    lane = Lane("made-up", Allowance(60), FileStore(folder / "turns", lambda: time.now), lambda: time.now)
    sending = Sending((lane,), Retrying(6, 60, lambda: 1.0), total_time, lambda: time.now)
    return sending.send(httpx.Request("POST", "https://a.test"))


def test_nothing_is_sent_once_the_time_of_its_call_is_over() -> None:
    time = Time(no_drafts(), seconds=2.0)
    with pytest.raises(OmniTimeoutError, match=r"draft: total_time was over before it could be sent$") as caught:
        time.client(total_time=1).drafts.get_or_create("doc")
    assert (caught.value.sent, caught.value.tries, len(time.asked)) == (False, 0, 1)


def test_who_uses_the_generated_client_gets_an_error_of_the_request() -> None:
    time = Time(no_drafts())
    client = time.client(requests_per_minute=1, total_time=1).client.get_httpx_client()
    client.get("/v1/documents")
    with pytest.raises(httpx.PoolTimeout, match=r"^its turn comes in 60\.\d s at the soonest") as caught:
        client.get("/v1/documents")
    assert caught.value.request.url.path == "/api/v1/documents"


def test_nothing_is_sent_where_a_turn_came_too_late(tmp_path: Path) -> None:
    time = Time()
    steps = send_on_a_file(time, tmp_path, total_time=5.0)
    asked = next(steps)
    assert isinstance(asked, Ask)
    turn = asked.question()
    time.now += 6  # another process had the file
    with pytest.raises(NoTurnError, match="total_time was over"):
        steps.send(turn)


@pytest.mark.parametrize(("unused", "expected"), [(1.4, Send), (1.6, Ask)])
def test_a_turn_that_was_not_used_for_too_long_is_not_used_any_more(
    unused: float, expected: type[Step], tmp_path: Path
) -> None:
    time = Time()
    steps = send_on_a_file(time, tmp_path)
    asked = next(steps)
    assert isinstance(asked, Ask)
    turn = asked.question()
    time.now += unused
    assert isinstance(steps.send(turn), expected)


@pytest.mark.parametrize(("unused", "asked"), [(1.7, 2), (60.0, 11)])
def test_a_program_that_always_does_something_else_first_sends_in_the_end(
    unused: float, asked: int, tmp_path: Path
) -> None:
    time = Time()
    steps = send_on_a_file(time, tmp_path)
    step, questions = next(steps), 0
    while isinstance(step, Ask):
        turn, questions = step.question(), questions + 1
        time.now += unused
        step = steps.send(turn)
    assert (type(step), questions) == (Send, asked)


def test_a_request_that_is_broken_off_counts_from_then() -> None:
    time = Time()
    lane = Lane("made-up", Allowance(1), OwnStore(lambda: time.now), lambda: time.now)
    sending = Sending((lane,), Retrying(6, 60, lambda: 1.0), 3600.0, lambda: time.now)
    steps = sending.send(httpx.Request("POST", "https://a.test"))
    assert isinstance(next(steps), Send)
    time.now += 30
    steps.close()
    time.now += 62.9
    assert lane.take().wait > 0
    time.now += 0.2
    assert lane.take().wait == 0


def test_after_429_another_key_is_taken_though_the_first_is_held_for_longer_than_there_is_time() -> None:
    time = Time(httpx.Response(429, headers={"Retry-After": "7200"}), no_drafts())
    begun = time.now
    assert time.client(token=["one", "other"]).drafts.list("doc") == []
    assert (time.asked, time.now) == (["one", "other"], begun)


def test_after_429_of_all_keys_the_last_one_is_what_the_caller_gets() -> None:
    refused = [httpx.Response(429, headers={"Retry-After": "7200"}) for _ in range(2)]
    time = Time(*refused)
    with pytest.raises(RateLimitError) as caught:
        time.client(token=["one", "other"]).drafts.list("doc")
    assert (time.asked, caught.value.tries, caught.value.retry_after) == (["one", "other"], 2, 7200)


def test_it_is_told_which_of_several_tokens_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    time = Time(no_drafts(), httpx.Response(401))
    client = time.client(token=["one", "other"], requests_per_minute=1)
    client.drafts.list("doc")
    with pytest.raises(AuthenticationError):
        client.drafts.list("doc")
    assert time.asked == ["one", "other"]
    assert "drafts: 401 with token[1]" in caplog.text
    assert "other" not in caplog.text


FORK = """
import os, signal, threading
import httpx
from omni_drafts import AuthenticationError, Omni, _client

inside, done = threading.Event(), threading.Event()
now = 0.0

def sleep(seconds):
    global now
    inside.set()
    if threading.current_thread() is not threading.main_thread():
        done.wait()
    now += seconds

transport = httpx.MockTransport(lambda _: httpx.Response(200, json=[]))
omni = Omni(
    instance="a", token="-", transport=transport, requests_per_minute=1, total_time=100,
    clock=lambda: now, sleep=sleep,
)
"""
WHILE_ANOTHER_WAITS = """
omni.drafts.list("doc")
thread = threading.Thread(target=omni.drafts.list, args=("doc",))
"""
WHILE_ANOTHER_CONNECTS = """
class Slow(_client.SendingClient):
    def __init__(self, *given, **named):
        inside.set()
        if threading.current_thread() is not threading.main_thread():
            done.wait()
        super().__init__(*given, **named)

_client.SendingClient = Slow
thread = threading.Thread(target=omni.drafts.list, args=("doc",))
"""
IN_A_CHILD = """
thread.start()
inside.wait()
child = os.fork()
if not child:
    signal.alarm(20)
    omni.drafts.list("doc")
    print(now, flush=True)
    os._exit(0)
os.waitpid(child, 0)
done.set()
thread.join()
"""


@pytest.mark.parametrize(("meanwhile", "until"), [(WHILE_ANOTHER_WAITS, 60.05), (WHILE_ANOTHER_CONNECTS, 0.0)])
def test_a_fork_is_not_held_up_by_threads_that_it_does_not_have(meanwhile: str, until: float) -> None:
    command = [sys.executable, "-c", FORK + meanwhile + IN_A_CHILD]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603 - our own
    assert done.stderr == ""
    assert float(done.stdout) == pytest.approx(until, abs=0.01)
