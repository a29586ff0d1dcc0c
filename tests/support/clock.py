"""A clock whose time passes only while all of its participants sleep, and processes that use it."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from attrs import define, field, frozen

T = TypeVar("T")

_PROCESS = Path(__file__).parent / "rate_limited_process.py"
_TIMEOUT_SECONDS = 60.0


@define(eq=False)
class FakeClock:
    """A clock for a client and its mock. Without participants a sleep returns immediately."""

    now: float = field(factory=time.time)
    sleeps: list[float] = field(factory=list, init=False)
    _participants: int = 0
    _wakes: list[float] = field(factory=list, init=False)
    _changed: threading.Condition = field(factory=threading.Condition, init=False)

    def monotonic(self) -> float:
        """Return the seconds."""
        with self._changed:
            return self.now

    def moment(self) -> datetime:
        """Return the same time as a date, for the mock."""
        return datetime.fromtimestamp(self.monotonic(), UTC)

    def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
        """Sleep until the time has passed, or the event is set."""
        with self._changed:
            self.sleeps.append(seconds)
            wake = self.now + seconds
            self._wakes.append(wake)
            self._advance()
            until = time.monotonic() + _TIMEOUT_SECONDS
            while self.now < wake and not (interrupt is not None and interrupt.is_set()):
                assert time.monotonic() < until, "the fake clock stands still"
                self._changed.wait(0.01 if interrupt is not None else _TIMEOUT_SECONDS)

    async def sleep_async(self, seconds: float) -> None:
        """Sleep in an event loop."""
        await to_thread.run_sync(self.sleep, seconds, limiter=CapacityLimiter(1))

    def random(self) -> float:
        """Return a number from 0 to 1."""
        return random.random()

    @contextmanager
    def participants(self, number: int) -> Iterator[Callable[[], None]]:
        """Add participants, each of which leaves by calling the function that is yielded."""
        with self._changed:
            self._participants += number

        def leave() -> None:
            with self._changed:
                self._participants -= 1
                self._advance()

        yield leave

    def run(self, *calls: Callable[[], T]) -> list[T]:
        """Run calls at the same time, each in a thread that participates, and return their results."""
        with self.participants(len(calls)) as leave, ThreadPoolExecutor(len(calls)) as threads:

            def participate(call: Callable[[], T]) -> T:
                try:
                    return call()
                finally:
                    leave()

            return [future.result() for future in [threads.submit(participate, call) for call in calls]]

    def _advance(self) -> None:
        if self._wakes and len(self._wakes) >= self._participants:
            self.now = max(self.now, min(self._wakes))
            self._wakes = [wake for wake in self._wakes if wake > self.now]
            self._changed.notify_all()


Event = Callable[["subprocess.Popen[str]"], None]


@frozen
class ProcessGroup:
    """Processes that list drafts of a mock on a fake clock, and share a rate limit.

    Attributes:
        clock: Clock of all processes.
        base_url: URL of the mock.
        rate_limit_storage: Storage of the rate limit.
    """

    clock: FakeClock
    base_url: str
    rate_limit_storage: str

    def run(self, *requests: int, events: Mapping[int, Event] = MappingProxyType({})) -> list[int]:
        """Run a process for each number of requests, and return how many responses each got.

        Args:
            requests: Number of requests of each process.
            events: Functions to call, by the number of responses to the first process.
        """
        first, *others = requests
        return self.clock.run(
            partial(self._run_one, first, events), *(partial(self._run_one, other, {}) for other in others)
        )

    def _run_one(self, requests: int, events: Mapping[int, Event]) -> int:
        responses = 0
        command = [sys.executable, str(_PROCESS), self.base_url, self.rate_limit_storage, str(requests)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
            assert process.stdin is not None
            assert process.stdout is not None
            for line in process.stdout:
                question, _, seconds = line.strip().partition(" ")
                if question == "sleep":
                    self.clock.sleep(float(seconds))
                elif question == "response":
                    responses += 1
                    events.get(responses, _nothing)(process)
                if process.poll() is not None:  # it was killed
                    break
                process.stdin.write(f"{self.clock.monotonic()!r}\n")
                process.stdin.flush()
        return responses


def kill(process: "subprocess.Popen[str]") -> None:
    """Kill a process, without a chance to clean up."""
    process.kill()
    process.wait()


def _nothing(_: "subprocess.Popen[str]") -> None:
    """Ignore a response to the process."""
