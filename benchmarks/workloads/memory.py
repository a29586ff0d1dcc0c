"""Asks for drafts of very many documents, which a generator gives, and says how much memory that took.

python -m benchmarks.workloads.memory threads|asyncio BASE_URL DOCUMENTS
"""

import asyncio
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from omni_drafts import AsyncOmni, Omni

_WARM = 100


def main(kind: str, base_url: str, documents: int) -> None:
    """Print by how many MiB the most memory was above that after a few documents."""
    print(KINDS[kind]({"base_url": base_url, "token": "token", "requests_per_minute": None}, documents))


def _with_threads(settings: dict[str, Any], documents: int) -> float:
    with Omni(**settings) as omni:

        def ask(documents: Iterable[str]) -> None:
            for outcome in omni.drafts.ensure_many(documents):
                outcome.get()

        ask(map(str, range(_WARM)))
        start = _memory("VmRSS")
        ask(map(str, range(documents)))
        return _memory("VmHWM") - start


def _with_asyncio(settings: dict[str, Any], documents: int) -> float:
    async def run() -> float:
        async with AsyncOmni(**settings) as omni:

            async def ask(documents: Iterable[str]) -> None:
                async for outcome in omni.drafts.ensure_many(documents):
                    outcome.get()

            await ask(map(str, range(_WARM)))
            start = _memory("VmRSS")
            await ask(map(str, range(documents)))
            return _memory("VmHWM") - start

    return asyncio.run(run())


def _memory(kind: str) -> float:
    """Give the memory of this process in MiB: now (VmRSS), or the most so far (VmHWM). Linux says both."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024


KINDS: dict[str, Callable[[dict[str, Any], int], float]] = {"threads": _with_threads, "asyncio": _with_asyncio}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
