"""How a count is written where others read it, and read wherever it may come from."""

import json
import math
from collections import deque
from itertools import pairwise
from typing import Any

from attrs import asdict

from omni_drafts._count import KEPT, Count


def read_count(content: Any) -> Count:
    """Make a count of what was written; of anything else one that was lost."""
    try:
        found = json.loads(content)
        since, written, held_until, name = (float(found[key]) for key in ("since", "written", "held_until", "name"))
        sent = deque(map(float, found["sent"]))
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        return lost_count()
    is_whole = all(map(math.isfinite, (since, written, held_until, name, *sent)))
    if not is_whole or since > written or any(later < earlier for earlier, later in pairwise((*sent, written))):
        return lost_count()
    return Count(since, written, held_until, sent, name)


def lost_count() -> Count:
    """Give a count that is of nobody's clock, and so stands for one that was lost."""
    return Count(since=0.0, written=math.inf)


def write_count(count: Count) -> str:
    """Write a count as JSON."""
    return json.dumps(asdict(count, recurse=False) | {"sent": list(count.sent)})


def useful_until(count: Count) -> float:
    """Give the time after which a count is of no more use."""
    return max(count.written, count.held_until) + KEPT
