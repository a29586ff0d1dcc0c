"""Creates drafts of many documents on a fast clock, and prints start, end and failures as JSON.

python -m benchmarks.workloads.bulk threads|asyncio BASE_URL STORAGE FIRST END

STORAGE is JSON: null, "file:PATH" or the URL of a Redis server. `--against` runs this command of an older tree too,
so its arguments and its output have to stay as they are.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.workloads.fast_time import FastClock
from omni_drafts import AsyncOmni, Omni, Outcome


def main(kind: str, base_url: str, storage: str | None, first: int, end: int) -> None:
    """Create the drafts of the documents from the first number up to the end."""
    settings = {
        "base_url": base_url,
        "token": "editor-token",
        "clock": FastClock(),
        "rate_limit_storage": storage and storage.replace("file:", "sqlite:///", 1),
    }
    started = time.monotonic()
    failures = KINDS[kind](settings, map(str, range(first, end)))
    print(json.dumps({"began": started, "ended": time.monotonic(), "failures": failures}))


def _run_threads(settings: dict[str, Any], documents: Iterable[str]) -> int:
    with Omni(**settings) as omni:
        return sum(_is_failure(outcome) for outcome in omni.drafts.ensure_many(documents))


def _run_asyncio(settings: dict[str, Any], documents: Iterable[str]) -> int:
    async def run() -> int:
        async with AsyncOmni(**settings) as omni:
            return sum([_is_failure(outcome) async for outcome in omni.drafts.ensure_many(documents)])

    return asyncio.run(run())


def _is_failure(outcome: Outcome[str]) -> bool:
    if outcome.error is not None:
        print(f"document {outcome.document_id}: {outcome.error!r}", file=sys.stderr)
    return outcome.error is not None


KINDS: dict[str, Callable[[dict[str, Any], Iterable[str]], int]] = {
    "threads": _run_threads,
    "asyncio": _run_asyncio,
}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
