"""Time that is made up: it passes while all who take part wait for it, and then at once."""

import asyncio
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
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from attrs import define, field, frozen

T = TypeVar("T")

_PACED = Path(__file__).parent / "rate_limited_process.py"


@define(eq=False)
class MadeUpTime:
    """A clock, and the sleep that goes with it. Nobody waits who takes no part: then time passes at once."""

    now: float = field(factory=time.time)
    _taking_part: int = 0
    _wakes: list[float] = field(factory=list, init=False)
    _changed: threading.Condition = field(factory=threading.Condition, init=False)

    def clock(self) -> float:
        """Give the seconds."""
        with self._changed:
            return self.now

    def moment(self) -> datetime:
        """Give the same time as a date, for the mock."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def sleep(self, seconds: float) -> Any:
        """Wait; in an event loop, give what is to be awaited."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return self._wait(seconds)
        return to_thread.run_sync(self._wait, seconds, limiter=CapacityLimiter(1))

    @contextmanager
    def passing_with(self, callers: int) -> Iterator[Callable[[], None]]:
        """Let so many take part, each until it calls what is given."""
        with self._changed:
            self._taking_part += callers

        def leave() -> None:
            with self._changed:
                self._taking_part -= 1
                self._go_on()

        yield leave

    def run(self, *calls: Callable[[], T]) -> list[T]:
        """Make calls at the same time, each in a thread."""
        with self.passing_with(len(calls)) as leave, ThreadPoolExecutor(len(calls)) as threads:

            def take_part(call: Callable[[], T]) -> T:
                try:
                    return call()
                finally:
                    leave()

            return [future.result() for future in [threads.submit(take_part, call) for call in calls]]

    def _wait(self, seconds: float) -> None:
        with self._changed:
            wake = self.now + seconds
            self._wakes.append(wake)
            self._go_on()
            assert self._changed.wait_for(lambda: self.now >= wake, timeout=60), "time stands still"

    def _go_on(self) -> None:
        if self._wakes and len(self._wakes) >= self._taking_part:
            self.now = max(self.now, min(self._wakes))
            self._wakes = [wake for wake in self._wakes if wake > self.now]
            self._changed.notify_all()


Happens = Callable[["subprocess.Popen[str]"], None]


@frozen
class Crowd:
    """Processes that list drafts of a mock in a time that is made up, and keep their turns in one place."""

    time: MadeUpTime
    base_url: str
    pacing: str

    def run(self, *requests: int, at: Mapping[int, Happens] = MappingProxyType({})) -> list[int]:
        """Run processes, each with so many requests, and give how many were answered.

        After the first one has had a certain number of answers, something happens.
        """
        first, *others = requests
        return self.time.run(
            partial(self._run_one, first, at), *(partial(self._run_one, other, {}) for other in others)
        )

    def _run_one(self, requests: int, at: Mapping[int, Happens]) -> int:
        answered = 0
        command = [sys.executable, str(_PACED), self.base_url, self.pacing, str(requests)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
            assert process.stdin is not None
            assert process.stdout is not None
            for line in process.stdout:
                what, _, seconds = line.strip().partition(" ")
                if what == "sleep":
                    self.time.sleep(float(seconds))
                elif what == "answered":
                    answered += 1
                    at.get(answered, _nothing)(process)
                if process.poll() is not None:  # it was killed
                    break
                process.stdin.write(f"{self.time.clock()!r}\n")
                process.stdin.flush()
        return answered


def kill(process: "subprocess.Popen[str]") -> None:
    """End a process at once, without a chance to clean up."""
    process.kill()
    process.wait()


def _nothing(_: "subprocess.Popen[str]") -> None:
    """Happens else."""
