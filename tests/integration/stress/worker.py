"""A process that works through many documents, in a time that goes faster, and tells each outcome as it comes.

Its share is JSON on its standard input, as `Share` writes it. A line that it tells is an outcome: the document, the
draft or `-`, and the name of the error or `-`.
"""

import asyncio
import json
import logging
import sys
import time
from typing import Any

from omni_drafts import AsyncOmni, Omni, Outcome, _sending


def tell(outcome: Outcome[Any]) -> None:
    draft = outcome.result if isinstance(outcome.result, str | None) else outcome.result.draft.identifier
    print(outcome.document_id, draft or "-", type(outcome.error).__name__ if outcome.error else "-", flush=True)


def settings(share: dict[str, Any]) -> dict[str, Any]:
    """Give what either client takes."""
    speed = share["speed"]
    return {"token": "editor-token", "clock": lambda: time.monotonic() * speed, **share["settings"]}


def work(share: dict[str, Any]) -> None:
    def sleep(seconds: float) -> None:
        time.sleep(seconds / share["speed"])

    with Omni(sleep=sleep, **settings(share)) as omni:
        for outcome in getattr(omni.drafts, share["method"])(share["documents"], **share["arguments"]):
            tell(outcome)


async def work_in_a_loop(share: dict[str, Any]) -> None:
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / share["speed"])

    async with AsyncOmni(sleep=sleep, **settings(share)) as omni:
        async for outcome in getattr(omni.drafts, share["method"])(share["documents"], **share["arguments"]):
            tell(outcome)


def main() -> None:
    logging.getLogger("omni_drafts").setLevel(logging.ERROR)  # each wait is told as a warning
    share = json.loads(sys.stdin.readline())
    _sending._OUTAGE_SECONDS *= share["speed"]  # a Redis takes real time to start anew
    if share["in_a_loop"]:
        asyncio.run(work_in_a_loop(share))
    else:
        work(share)


if __name__ == "__main__":
    main()
