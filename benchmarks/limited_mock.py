"""Serves the mock with a limit until it is told to end, and says then what it answered.

python -m benchmarks.limited_mock DOCUMENTS
"""

import json
import signal
import sys
import time
from collections import Counter, deque
from datetime import UTC, datetime, timedelta

from benchmarks.limited_server import LIMIT, REQUESTS_A_MINUTE
from benchmarks.workloads.fast_time import SPEED
from omni_drafts.mock import MockServer, MockState


def main(documents: int) -> None:
    """Serve until told to end, or until the time is up."""
    signal.alarm(LIMIT)
    started, began = datetime.now(UTC), time.monotonic()

    def now() -> datetime:
        return started + timedelta(seconds=SPEED * (time.monotonic() - began))

    state = MockState(now=now, rate_limit=REQUESTS_A_MINUTE)
    state.requests = deque()  # all of them, and not only the last
    for number in range(documents):
        state.add_document(str(number))
    with MockServer(state) as mock:
        print(mock.base_url, flush=True)
        sys.stdin.readline()
    print(json.dumps(Counter(request.status for request in state.requests)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
