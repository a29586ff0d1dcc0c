"""A clock that runs fast, so that what takes minutes is measured in seconds."""

import asyncio
import time

SPEED = 30
"""A minute takes two seconds."""


def clock() -> float:
    """Tell the time, the same in all processes of the machine."""
    return time.monotonic() * SPEED


def sleep(seconds: float) -> None:
    """Let seconds pass."""
    time.sleep(seconds / SPEED)


async def sleep_in_a_loop(seconds: float) -> None:
    """Let seconds pass, in an event loop."""
    await asyncio.sleep(seconds / SPEED)
