"""Asks for drafts of many documents, paced by a fast clock; says as JSON when that began and ended, and what failed.

python -m benchmarks.workloads.bulk threads|asyncio BASE_URL PACING FIRST END  # PACING as JSON
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.workloads import fast_time
from omni_drafts import AsyncOmni, Omni, Outcome


def main(kind: str, base_url: str, pacing: str | None, first: int, end: int) -> None:
    """Ask for those from the first number on, up to the end."""
    settings = {
        "base_url": base_url,
        "token": "editor-token",
        "clock": fast_time.clock,
        "pacing": pacing,
    }
    began = time.monotonic()
    failures = KINDS[kind](settings, map(str, range(first, end)))
    print(json.dumps({"began": began, "ended": time.monotonic(), "failures": failures}))


def _with_threads(settings: dict[str, Any], documents: Iterable[str]) -> int:
    with Omni(sleep=fast_time.sleep, **settings) as omni:
        return sum(_failed(one) for one in omni.drafts.ensure_many(documents))


def _with_asyncio(settings: dict[str, Any], documents: Iterable[str]) -> int:
    async def ask() -> int:
        async with AsyncOmni(sleep=fast_time.sleep_in_a_loop, **settings) as omni:
            return sum([_failed(one) async for one in omni.drafts.ensure_many(documents)])

    return asyncio.run(ask())


def _failed(outcome: Outcome[str]) -> bool:
    if outcome.error is not None:
        print(f"document {outcome.document_id}: {outcome.error!r}", file=sys.stderr)
    return outcome.error is not None


KINDS: dict[str, Callable[[dict[str, Any], Iterable[str]], int]] = {
    "threads": _with_threads,
    "asyncio": _with_asyncio,
}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
