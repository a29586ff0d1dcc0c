"""Another client of the same key, which knows nothing of ours: it sends evenly, and each until it gets through."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from benchmarks.limited_server import TOKEN, TOO_MANY

_AGAIN_SECONDS = 0.02
_TIMEOUT_SECONDS = 60.0  # of a machine that is busy


@contextmanager
def neighbour(url: str, seconds_between: float) -> Iterator[Counter[int]]:
    """Send for as long as the block lasts; gives the number of answers of each status, so far."""
    answers: Counter[int] = Counter()
    ended = threading.Event()

    def send() -> None:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with httpx.Client(base_url=url, headers=headers, timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
            due, wait = time.monotonic(), 0.0
            while not ended.wait(wait):
                status = client.get("/api/v1/documents/0/drafts").status_code
                answers[status] += 1
                if status == TOO_MANY:
                    wait = _AGAIN_SECONDS
                else:
                    due += seconds_between
                    wait = max(0.0, due - time.monotonic())

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    try:
        yield answers
    finally:
        ended.set()
        thread.join()
