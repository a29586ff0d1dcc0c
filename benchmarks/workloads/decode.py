"""Times decoders of the same bytes in one process, in turn, and says the milliseconds of each as JSON.

python -m benchmarks.workloads.decode RUNS SIDE...
"""

import gc
import json
import sys
from collections.abc import Callable
from functools import partial
from time import process_time

from benchmarks.rows import measure_in_turn
from benchmarks.workloads import decoders, written_decoders
from benchmarks.workloads.decoders import Decode
from benchmarks.workloads.drafts import COUNT, body


def main(runs: int, names: list[str]) -> None:
    """Decode with each, in turn; one that does not give all drafts is refused."""
    content = body()
    known = decoders.DECODERS | written_decoders.DECODERS
    decodes = {name: known[name]() for name in names}
    for name, decode in decodes.items():
        decoded = decode(content)
        if not isinstance(decoded, list) or len(decoded) != COUNT:
            raise SystemExit(f"{name}: did not decode {COUNT} drafts")
    sides: dict[str, Callable[[], float]] = {
        name: partial(_time, decode, content) for name, decode in decodes.items()
    }
    print(json.dumps(measure_in_turn(sides, runs)))


def _time(decode: Decode, content: bytes) -> float:
    gc.collect()  # what others left is not for this one to clear up
    started = process_time()
    decode(content)
    return (process_time() - started) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
