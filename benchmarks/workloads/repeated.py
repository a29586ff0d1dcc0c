"""Repeats one piece of work, to be counted from outside.

python -m benchmarks.workloads.repeated decode|list|ensure SIDE TIMES
"""

import sys
from collections.abc import Callable

from benchmarks.workloads.callers import CALLERS, connect_in_process
from benchmarks.workloads.decoders import DECODERS
from benchmarks.workloads.drafts import build_body


def main(kind: str, side: str, times: int) -> None:
    """Decode some times, or call some times with a transport in the process."""
    work = _create_decoder(side) if kind == "decode" else CALLERS[kind][side](connect_in_process())
    for _ in range(times):
        work()


def _create_decoder(side: str) -> Callable[[], object]:
    content, decode = build_body(), DECODERS[side]()
    return lambda: decode(content)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
