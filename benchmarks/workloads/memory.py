"""Asks for drafts of very many documents, which a generator gives, and says how much memory that took.

python -m benchmarks.workloads.memory threads|asyncio BASE_URL DOCUMENTS
"""

import asyncio
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from omni_drafts import AsyncOmni, Omni


def main(kind: str, base_url: str, documents: int) -> None:
    """Print by how many MiB the most memory was above that at the start, where the client is imported."""
    start = _memory("VmRSS")
    KINDS[kind]({"base_url": base_url, "token": "token", "requests_per_minute": None}, map(str, range(documents)))
    print(_memory("VmHWM") - start)


def _with_threads(settings: dict[str, Any], documents: Iterable[str]) -> None:
    with Omni(**settings) as omni:
        for outcome in omni.drafts.ensure_many(documents):
            outcome.get()


def _with_asyncio(settings: dict[str, Any], documents: Iterable[str]) -> None:
    async def run() -> None:
        async with AsyncOmni(**settings) as omni:
            async for outcome in omni.drafts.ensure_many(documents):
                outcome.get()

    asyncio.run(run())


def _memory(kind: str) -> float:
    """Give the memory of this process in MiB: now (VmRSS), or the most so far (VmHWM). Linux says both."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024


Work = Callable[[dict[str, Any], Iterable[str]], None]

KINDS: dict[str, Work] = {"threads": _with_threads, "asyncio": _with_asyncio}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
