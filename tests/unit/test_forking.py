"""Rate-limit storages in a child of `os.fork`, which has only one of the parent's threads."""

import subprocess
import sys
from pathlib import Path

import pytest

# A thread of the parent is in a change; with SQLite, the fork waits for its end.
FORK_DURING_A_CHANGE = """
import os, sys, threading
from omni_drafts._clock import SystemClock
from omni_drafts._rate_limit.limiter import KeyLimiter
from omni_drafts._rate_limit.open import open_storage
from omni_drafts._rate_limit.window import Limit, Window

storage = open_storage(sys.argv[1] or None, SystemClock(), is_system_clock=True)
is_inside, is_over = threading.Event(), threading.Event()

def change(window, now):
    is_inside.set()
    is_over.wait(0.2 if storage.is_blocking else None)
    return Window(now, now), None

thread = threading.Thread(target=storage.update, args=("other", change))
thread.start()
is_inside.wait()
child = os.fork()
if not child:
    print(KeyLimiter("made-up-token", Limit(1), storage, SystemClock()).reserve(0.0).wait, flush=True)
    os._exit(0)
os.waitpid(child, 0)
is_over.set()
thread.join()
"""

# The parent has sent one request, and has a reservation.
FORK_WITH_A_RESERVATION = """
import math, os
from omni_drafts._clock import SystemClock
from omni_drafts._rate_limit.limiter import KeyLimiter
from omni_drafts._rate_limit.memory import MemoryStorage
from omni_drafts._rate_limit.window import Limit

limiter = KeyLimiter("made-up-token", Limit(1), MemoryStorage(SystemClock()), SystemClock())
waits = [limiter.reserve(math.inf).wait for _ in range(2)]
if not os.fork():
    print(waits[1] - limiter.reserve(math.inf).wait, flush=True)
    os._exit(0)
os.wait()
"""


def run(program: str, *arguments: str) -> str:
    """Run a program, and return its output."""
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)  # noqa: S603 - our own
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("is_shared", [False, True], ids=["memory", "sqlite"])
def test_reserve_in_a_child_does_not_wait_for_a_thread_of_the_parent(*, is_shared: bool, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'limits'}" if is_shared else ""
    assert run(FORK_DURING_A_CHANGE, url) == "0.0\n"


def test_reserve_in_a_child_replaces_the_reservations_of_the_parents_threads() -> None:
    assert 0 <= float(run(FORK_WITH_A_RESERVATION)) < 30  # -60 if the reservation stayed
