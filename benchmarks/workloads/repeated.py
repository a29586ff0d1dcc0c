"""Does one thing a number of times, to be counted from outside.

python -m benchmarks.workloads.repeated decode|list|ensure SIDE TIMES
"""

import sys
from collections.abc import Callable

from benchmarks.workloads.callers import CALLERS, in_process
from benchmarks.workloads.decoders import DECODERS
from benchmarks.workloads.drafts import body


def main(kind: str, side: str, times: int) -> None:
    """Decode, or call with a transport in the process, so many times."""
    act = _decode(side) if kind == "decode" else CALLERS[kind][side](in_process())
    for _ in range(times):
        act()


def _decode(side: str) -> Callable[[], object]:
    content, decode = body(), DECODERS[side]()
    return lambda: decode(content)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
