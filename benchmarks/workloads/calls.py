"""Times warm calls to a server in one process, in turn, and says the milliseconds of each as JSON.

python -m benchmarks.workloads.calls BASE_URL KIND RUNS CALLS
"""

import gc
import json
import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter, process_time

from benchmarks.rows import measure_in_turn
from benchmarks.workloads.callers import CALLERS, Call, Connection


def main(base_url: str, kind: str, runs: int, calls: int) -> None:
    """Make so many calls of each kind in each run; a run gives what one call took: time, and processor time."""
    sides: dict[str, Callable[[], tuple[float, float]]] = {
        name: partial(_time, connect(Connection(base_url)), calls) for name, connect in CALLERS[kind].items()
    }
    print(json.dumps(measure_in_turn(sides, runs)))


def _time(call: Call, calls: int) -> tuple[float, float]:
    gc.collect()  # what others left is not for this one to clear up
    started, worked = perf_counter(), process_time()
    for _ in range(calls):
        call()
    return (perf_counter() - started) * 1000 / calls, (process_time() - worked) * 1000 / calls


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
