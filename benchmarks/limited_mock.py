"""Serves the mock with a rate limit until it reads a line, and prints the number of its responses as JSON.

python -m benchmarks.limited_mock DOCUMENTS
"""

import json
import signal
import sys
import time
from collections import Counter, deque
from datetime import UTC, datetime, timedelta

from benchmarks.limited_server import REQUESTS_PER_MINUTE, TIMEOUT_SECONDS
from benchmarks.workloads.fast_time import SPEED
from omni_drafts.mock import MockServer, MockState


def main(documents: int) -> None:
    """Serve until a line is read or the process times out."""
    signal.alarm(TIMEOUT_SECONDS)
    start, monotonic_start = datetime.now(UTC), time.monotonic()

    def now() -> datetime:
        return start + timedelta(seconds=SPEED * (time.monotonic() - monotonic_start))

    state = MockState(now=now, rate_limit=REQUESTS_PER_MINUTE)
    state.requests = deque()  # without a maximum length, so that all are counted
    for number in range(documents):
        state.add_document(str(number))
    with MockServer(state) as mock:
        print(mock.base_url, flush=True)
        sys.stdin.readline()
    print(json.dumps(Counter(request.status_code for request in state.requests)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
