"""Another client of the same API key, which shares no rate limit with ours and repeats rejected requests."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from benchmarks.limited_server import TOKEN, TOO_MANY_REQUESTS
from benchmarks.workloads.fast_time import SPEED

_RETRY_SECONDS = 0.6 / SPEED
"""Often enough to get every permit that we leave free."""

_TIMEOUT_SECONDS = 60.0
"""Enough for a busy machine."""


@contextmanager
def neighbour(url: str, seconds_between: float) -> Iterator[Counter[int]]:
    """Send evenly until the block ends; yield the number of responses by status code."""
    responses: Counter[int] = Counter()
    stopped = threading.Event()

    def send() -> None:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with httpx.Client(base_url=url, headers=headers, timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
            due, wait = time.monotonic(), 0.0
            while not stopped.wait(wait):
                status_code = client.get("/api/v1/documents/0/drafts").status_code
                responses[status_code] += 1
                if status_code == TOO_MANY_REQUESTS:
                    wait = _RETRY_SECONDS
                else:
                    due += seconds_between
                    wait = max(0.0, due - time.monotonic())

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    try:
        yield responses
    finally:
        stopped.set()
        thread.join()
