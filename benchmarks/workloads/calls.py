"""Times warm calls to a server in one process, in turn, and prints the milliseconds of each side as JSON.

python -m benchmarks.workloads.calls BASE_URL KIND RUNS CALLS

`--against` runs this command of an older tree too, so its arguments and its output have to stay as they are.
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
    """Make some calls of each side in each run, and print the time and the processor time of one call."""
    sides: dict[str, Callable[[], tuple[float, float]]] = {
        name: partial(_time, connect(Connection(base_url)), calls) for name, connect in CALLERS[kind].items()
    }
    print(json.dumps(measure_in_turn(sides, runs)))


def _time(call: Call, calls: int) -> tuple[float, float]:
    gc.collect()  # the garbage of another side must not be collected at the expense of this one
    wall, cpu = perf_counter(), process_time()
    for _ in range(calls):
        call()
    return (perf_counter() - wall) * 1000 / calls, (process_time() - cpu) * 1000 / calls


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
