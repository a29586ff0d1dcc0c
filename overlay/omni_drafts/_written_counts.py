"""How a count is written where others read it, and read wherever it may come from."""

import json
import math
from collections import deque
from contextlib import suppress
from itertools import pairwise
from typing import Any

from attrs import asdict

from omni_drafts._count import KEPT, Count

UNREADABLE: dict[str, Any] = {}
"""Stands for a count that is there, and cannot be read."""


def read_count(found: Any) -> Count:
    """Make a count of what was written; of anything else one that is of no clock, and so was lost."""
    try:
        since, written, held_until, name = (float(found[key]) for key in ("since", "written", "held_until", "name"))
        sent = deque(map(float, found["sent"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return _of_no_clock()
    is_whole = all(map(math.isfinite, (since, written, held_until, name, *sent)))
    if not is_whole or since > written or any(later < earlier for earlier, later in pairwise((*sent, written))):
        return _of_no_clock()
    return Count(since, written, held_until, sent, name)


def _of_no_clock() -> Count:
    return Count(since=0.0, written=math.inf)


def parse_count(content: Any) -> Count:
    """Make a count of the text that was written."""
    with suppress(ValueError, RecursionError):
        return read_count(json.loads(content))
    return read_count(UNREADABLE)


def write_count(count: Count) -> dict[str, Any]:
    """Write a count as JSON has it."""
    return asdict(count) | {"sent": list(count.sent)}


def kept_for(count: Count, now: float) -> float:
    """Give the seconds for which a count is still of use."""
    return max(count.written, count.held_until) - now + KEPT
