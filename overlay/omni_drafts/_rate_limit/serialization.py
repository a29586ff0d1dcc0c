"""Windows as JSON in a storage; unreadable JSON is a lost window."""

import json
import math
from itertools import pairwise
from typing import Any

from omni_drafts._rate_limit.window import EXPIRY_SECONDS, Block, PermitRecord, Window


def dump_window(window: Window) -> str:
    """Return a window as JSON."""
    block = window.block
    return json.dumps(
        {
            "id": window.id,
            "created_at": window.created_at,
            "updated_at": window.updated_at,
            "block": None if block is None else [block.until, block.since, block.reason],
            "permits": [[one.start, one.end, one.is_used] for one in window.permits],
        }
    )


def load_window(content: Any) -> Window:
    """Parse a window; return a lost one if it is damaged."""
    try:
        stored = json.loads(content)
        created_at, updated_at, identifier = (float(stored[key]) for key in ("created_at", "updated_at", "id"))
        block = None if stored["block"] is None else _load_block(*stored["block"])
        permits = [_load_permit(*permit) for permit in stored["permits"]]
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        return lost_window()
    starts = [permit.start for permit in permits]
    numbers = [created_at, updated_at, identifier, *starts, *(one.end for one in permits if one.end is not None)]
    numbers += [] if block is None else [block.until, block.since]
    is_ordered = created_at <= updated_at and all(earlier <= later for earlier, later in pairwise(starts))
    if not is_ordered or not all(map(math.isfinite, numbers)):
        return lost_window()
    return Window(created_at, updated_at, block, permits, identifier)


def lost_window() -> Window:
    """Return a window of no valid clock, which stands for a lost one."""
    return Window(created_at=0.0, updated_at=math.inf)


def expiry_of(window: Window) -> float:
    """Return the time from which a window may be deleted."""
    times = [window.updated_at, *(permit.start for permit in window.permits[-1:])]
    if window.block is not None:
        times.append(window.block.until)
    return max(times) + EXPIRY_SECONDS


def _load_permit(start: float, end: float | None, is_used: object) -> PermitRecord:
    return PermitRecord(float(start), None if end is None else float(end), is_used=bool(is_used))


def _load_block(until: float, since: float, reason: str) -> Block:
    return Block(float(until), float(since), str(reason))
