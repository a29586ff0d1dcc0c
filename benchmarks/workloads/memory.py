"""Creates drafts of very many documents, which a generator yields, and prints how much memory that took.

python -m benchmarks.workloads.memory threads|asyncio BASE_URL DOCUMENTS

`--against` runs this command of an older tree too, so its arguments and its output have to stay as they are.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from omni_drafts import AsyncOmni, Omni


def main(kind: str, base_url: str, documents: int) -> None:
    """Print the peak memory in MiB, less the memory at the start, when the client is imported."""
    start = _memory("VmRSS")
    KINDS[kind]({"base_url": base_url, "token": "token", "requests_per_minute": None}, map(str, range(documents)))
    print(_memory("VmHWM") - start)


def _run_threads(settings: dict[str, Any], documents: Iterable[str]) -> None:
    with Omni(**settings) as omni:
        for outcome in omni.drafts.ensure_many(documents):
            outcome.unwrap()


def _run_asyncio(settings: dict[str, Any], documents: Iterable[str]) -> None:
    async def run() -> None:
        async with AsyncOmni(**settings) as omni:
            async for outcome in omni.drafts.ensure_many(documents):
                outcome.unwrap()

    asyncio.run(run())


def _memory(kind: str) -> float:
    """Return the memory of this process in MiB: the current one (VmRSS) or the peak (VmHWM). Linux reports both."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024


Run = Callable[[dict[str, Any], Iterable[str]], None]

KINDS: dict[str, Run] = {"threads": _run_threads, "asyncio": _run_asyncio}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
