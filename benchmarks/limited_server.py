"""The mock with its rate limit, in a process of its own, on a fast clock.

It counts the requests of a sliding window, by its own clock.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attrs import frozen

from benchmarks.descriptions import ROOT

TIMEOUT_SECONDS = 600
"""Longer than any row needs it, so that a mock that is left behind ends."""

TOKEN = "editor-token"
REQUESTS_PER_MINUTE = 60
SUCCESS, TOO_MANY_REQUESTS = 200, 429


@frozen
class LimitedServer:
    """A running mock.

    Attributes:
        url: URL of the mock.
        stop: Function that stops the mock, and returns the number of its responses by status code.
    """

    url: str
    stop: Callable[[], Counter[int]]


@contextmanager
def serve_limited_mock(documents: int) -> Iterator[LimitedServer]:
    """Serve some documents, whose identifiers are numbers, until the block ends."""
    command = [sys.executable, "-m", "benchmarks.limited_mock", str(documents)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("overlay", "generated"))}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            if process.stdout is None or not (url := process.stdout.readline().strip()):
                raise RuntimeError("the mock did not start")

            def stop() -> Counter[int]:
                output, _ = process.communicate("stop\n", timeout=TIMEOUT_SECONDS)
                return Counter({int(status_code): count for status_code, count in json.loads(output).items()})

            yield LimitedServer(url, stop)
        finally:
            process.kill()
