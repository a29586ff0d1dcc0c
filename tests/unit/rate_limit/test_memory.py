"""The rate-limit storage in memory."""

import os
from concurrent.futures import ThreadPoolExecutor

from omni_drafts._rate_limit.memory import MemoryStorage
from omni_drafts._rate_limit.window import Window
from support.clock import FakeClock
from support.windows import add_permit, contents_of, read_window, store_window

CALLERS, ROUNDS = 4, 25


def test_update_without_a_stored_window_gets_none(clock: FakeClock) -> None:
    assert read_window(MemoryStorage(clock), "key") is None


def test_update_gets_the_time_of_the_clock(clock: FakeClock) -> None:
    def change(_: Window | None, now: float) -> tuple[None, float]:
        return None, now

    assert MemoryStorage(clock).update("key", change) == clock.now


def test_update_keeps_the_window_of_each_key(clock: FakeClock) -> None:
    storage = MemoryStorage(clock)
    one, other = Window(1.0, 2.0), Window(3.0, 4.0)
    store_window(storage, "one", one)
    store_window(storage, "other", other)
    assert [contents_of(read_window(storage, key)) for key in ("one", "other")] == [
        contents_of(one),
        contents_of(other),
    ]


def test_update_in_several_threads_runs_one_change_after_the_other(clock: FakeClock) -> None:
    storage = MemoryStorage(clock)

    def change(stored: Window | None, now: float) -> tuple[Window, None]:
        before = 0 if stored is None else len(stored.permits)
        os.sched_yield()
        window, _ = add_permit(stored, now)
        assert len(window.permits) == before + 1
        return window, None

    with ThreadPoolExecutor(CALLERS) as threads:
        list(threads.map(lambda _: storage.update("key", change), range(CALLERS * ROUNDS)))
    window = read_window(storage, "key")
    assert window is not None
    assert len(window.permits) == CALLERS * ROUNDS
