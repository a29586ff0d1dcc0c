"""The clock of the machine: which functions it waits with, and for how long."""

import asyncio
import random
import threading
import time
from typing import Any

import anyio
import pytest

from omni_drafts._clock import SystemClock


class RecordingEvent(threading.Event):
    """An event that records how long somebody wants to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.timeouts: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.timeouts.append(timeout)
        return True


def test_monotonic_is_that_of_the_machine() -> None:
    before, now, after = time.monotonic(), SystemClock().monotonic(), time.monotonic()
    assert before <= now <= after


def test_sleep_lasts_as_long_as_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeps: list[float] = []
    monkeypatch.setattr(time, "sleep", sleeps.append)
    SystemClock().sleep(2.5)
    assert sleeps == [2.5]


@pytest.mark.parametrize(("seconds", "expected"), [(2.5, 2.5), (threading.TIMEOUT_MAX * 2, threading.TIMEOUT_MAX)])
def test_sleep_with_an_event_waits_for_it(seconds: float, expected: float) -> None:
    event = RecordingEvent()
    SystemClock().sleep(seconds, event)
    assert event.timeouts == [expected]


def test_sleep_async_waits_in_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeps: list[float] = []

    async def sleep(seconds: Any) -> None:
        sleeps.append(seconds)

    monkeypatch.setattr(anyio, "sleep", sleep)
    asyncio.run(SystemClock().sleep_async(2.5))
    assert sleeps == [2.5]


def test_random_is_not_that_of_a_process_that_is_seeded_alike() -> None:
    def draw() -> list[float]:
        random.seed(1)
        return [SystemClock().random() for _ in range(8)]

    first, second = draw(), draw()
    assert first != second
    assert all(0 <= number <= 1 for number in [*first, *second])
