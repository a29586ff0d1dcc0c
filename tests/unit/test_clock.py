"""The clock of the machine: time, sleeps that an event interrupts, and random numbers."""

import asyncio
import math
import random
import threading
import time

import anyio
import pytest

from omni_drafts._clock import SystemClock

clock = SystemClock()


def test_monotonic_is_the_monotonic_time_of_the_machine() -> None:
    before = time.monotonic()
    assert before <= clock.monotonic() <= time.monotonic()


class RecordingEvent(threading.Event):
    """An event that records the timeout of each wait, and does not wait."""

    def __init__(self) -> None:
        super().__init__()
        self.timeouts: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.timeouts.append(timeout)
        return False


def test_sleep_without_an_event_sleeps_for_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeps: list[float] = []
    monkeypatch.setattr(time, "sleep", sleeps.append)
    clock.sleep(2.5)
    assert sleeps == [2.5]


@pytest.mark.parametrize(
    ("seconds", "timeout"),
    [
        (2.5, 2.5),
        (threading.TIMEOUT_MAX * 2, threading.TIMEOUT_MAX),
        (1e12, threading.TIMEOUT_MAX),
        (math.inf, threading.TIMEOUT_MAX),
    ],
)
def test_sleep_with_an_event_waits_for_it_at_most_for_its_time(seconds: float, timeout: float) -> None:
    interrupt = RecordingEvent()
    clock.sleep(seconds, interrupt)
    assert interrupt.timeouts == [timeout]


def test_sleep_ends_when_another_thread_sets_the_event() -> None:
    interrupt = threading.Event()
    sleeper = threading.Thread(target=clock.sleep, args=(3600.0, interrupt), daemon=True)
    sleeper.start()
    interrupt.set()
    sleeper.join(60)
    assert not sleeper.is_alive()


def test_sleep_async_sleeps_in_the_event_loop_for_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeps: list[float] = []

    async def sleep(seconds: float) -> None:
        sleeps.append(seconds)

    monkeypatch.setattr(anyio, "sleep", sleep)
    asyncio.run(clock.sleep_async(2.5))
    assert sleeps == [2.5]


def test_random_is_from_0_to_1() -> None:
    assert [number for number in (clock.random() for _ in range(100)) if not 0 <= number < 1] == []


def test_random_does_not_follow_the_seed_of_the_process() -> None:
    """Processes that are seeded alike must not retry at the same time."""
    numbers = []
    for _ in range(2):
        random.seed(1)
        numbers.append([clock.random() for _ in range(4)])
    assert numbers[0] != numbers[1]
