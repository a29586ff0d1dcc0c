"""The mock with its limit, in a process of its own, for which a minute passes in two seconds.

It counts the requests of any sliding minute, by its own clock.
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

LIMIT = 600
TOKEN = "editor-token"
REQUESTS_A_MINUTE = 60
SUCCESS, TOO_MANY = 200, 429


@frozen
class LimitedServer:
    """A mock that is served.

    Attributes:
        url: Its address.
        end: Ends it, and gives the number of its answers of each status.
    """

    url: str
    end: Callable[[], Counter[int]]


@contextmanager
def serving_limited(documents: int) -> Iterator[LimitedServer]:
    """Serve so many documents, named by their numbers, at the longest until the block ends."""
    command = [sys.executable, "-m", "benchmarks.limited_mock", str(documents)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("overlay", "generated"))}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            if process.stdout is None or not (url := process.stdout.readline().strip()):
                raise RuntimeError("the mock did not start")

            def end() -> Counter[int]:
                said, _ = process.communicate("end\n", timeout=LIMIT)
                return Counter({int(status): count for status, count in json.loads(said).items()})

            yield LimitedServer(url, end)
        finally:
            process.kill()
