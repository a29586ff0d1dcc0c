"""Another client of the same key, which knows nothing of ours: it sends evenly, whatever it is answered."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from benchmarks.limited_server import TOKEN


@contextmanager
def neighbour(url: str, seconds_between: float) -> Iterator[Counter[int]]:
    """Send for as long as the block lasts; gives the number of answers of each status, so far."""
    answers: Counter[int] = Counter()
    ended = threading.Event()

    def send() -> None:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with httpx.Client(base_url=url, headers=headers, trust_env=False) as client:
            while not ended.wait(seconds_between):
                answers[client.get("/api/v1/documents/0/drafts").status_code] += 1

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    try:
        yield answers
    finally:
        ended.set()
        thread.join()
