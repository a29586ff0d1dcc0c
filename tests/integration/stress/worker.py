"""A process that works on many documents, in a time that passes faster, and reports each outcome as it comes.

Its job is JSON on its standard input, as `Job.to_json` writes it. Each line of its output is an outcome: the
document, the draft or `-`, and the name of the error or `-`.
"""

import asyncio
import json
import logging
import random
import sys
import threading
import time
from typing import Any

from attrs import frozen

from omni_drafts import AsyncOmni, Omni, Outcome
from omni_drafts._http import permits


@frozen
class FastClock:
    """A clock that is faster than real time.

    Attributes:
        speed: Factor by which it is faster.
    """

    speed: float

    def monotonic(self) -> float:
        return time.monotonic() * self.speed

    def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
        if interrupt is None:
            time.sleep(seconds / self.speed)
        else:
            interrupt.wait(seconds / self.speed)

    async def sleep_async(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)

    def random(self) -> float:
        return random.random()


def report(outcome: Outcome[Any]) -> None:
    """Print an outcome."""
    draft = outcome.result if isinstance(outcome.result, str | None) else outcome.result.draft.id
    print(outcome.document_id, draft or "-", type(outcome.error).__name__ if outcome.error else "-", flush=True)


def run(job: dict[str, Any], settings: dict[str, Any]) -> None:
    """Run a job with `Omni`."""
    with Omni(**settings) as omni:
        for outcome in getattr(omni.drafts, job["method"])(job["documents"], **job["arguments"]):
            report(outcome)


async def run_async(job: dict[str, Any], settings: dict[str, Any]) -> None:
    """Run a job with `AsyncOmni`."""
    async with AsyncOmni(**settings) as omni:
        async for outcome in getattr(omni.drafts, job["method"])(job["documents"], **job["arguments"]):
            report(outcome)


def main() -> None:
    """Run the job of the standard input."""
    logging.getLogger("omni_drafts").setLevel(logging.ERROR)  # each long delay is a warning
    job = json.loads(sys.stdin.readline())
    settings = {"token": "editor-token", "clock": FastClock(job["speed"]), **job["settings"]}
    permits._OUTAGE_SECONDS *= job["speed"]  # a Redis restarts in real time
    if job["is_async"]:
        asyncio.run(run_async(job, settings))
    else:
        run(job, settings)


if __name__ == "__main__":
    main()
