"""Times decoders of the same bytes in one process, in turn, and prints the milliseconds of each as JSON.

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
from benchmarks.workloads.drafts import COUNT, build_body


def main(runs: int, names: list[str]) -> None:
    """Decode with each decoder in turn; stop if one does not return all drafts."""
    content = build_body()
    create = decoders.DECODERS | written_decoders.DECODERS
    decodes = {name: create[name]() for name in names}
    for name, decode in decodes.items():
        drafts = decode(content)
        if not isinstance(drafts, list) or len(drafts) != COUNT:
            raise SystemExit(f"{name}: did not decode {COUNT} drafts")
    sides: dict[str, Callable[[], float]] = {
        name: partial(_time, decode, content) for name, decode in decodes.items()
    }
    print(json.dumps(measure_in_turn(sides, runs)))


def _time(decode: Decode, content: bytes) -> float:
    gc.collect()  # the garbage of another side must not be collected at the expense of this one
    start = process_time()
    decode(content)
    return (process_time() - start) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
