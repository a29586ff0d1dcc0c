"""Windows for tests of rate-limit storages: how to draw, compare, store and read them."""

import json
from typing import Any

from hypothesis import strategies as st

from omni_drafts._rate_limit.storage import RateLimitStorage
from omni_drafts._rate_limit.window import Block, PermitRecord, Window

NOW = 1000.0
"""A time that stored contents are likely to be of."""

_texts = st.text().filter(lambda text: "\0" not in text)  # where SQLite ends it
_numbers = st.floats() | st.integers() | st.sampled_from([NOW, 0, 1e308, 10**400])
_any_json = st.recursive(
    _numbers | st.text() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
_almost_windows = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("id", "created_at", "updated_at"), _numbers | st.text()),
        "block": st.none() | st.lists(_numbers | st.text(), max_size=4),
        "permits": st.lists(st.lists(_numbers | st.none() | st.booleans(), min_size=1, max_size=4)),
    },
)
stored_contents = (_almost_windows | _any_json).map(json.dumps) | _texts | st.binary() | st.floats(allow_nan=False)
"""Anything that a storage may contain in place of a window."""

_times = st.floats(-1e9, 1e9)
_blocks = st.none() | st.builds(Block, _times, _times, _texts)


@st.composite
def windows(draw: st.DrawFn, updated_at: float | None = None) -> Window:
    """Draw a window, which may have been changed at a given time."""
    starts = sorted(draw(st.lists(_times, max_size=9)))
    permits = [PermitRecord(start, draw(st.none() | _times), is_used=draw(st.booleans())) for start in starts]
    last = draw(_times) if updated_at is None else updated_at
    created_at = draw(st.floats(-1e9, last))
    return Window(created_at, last, draw(_blocks), permits, draw(st.floats(0, 1)))


def contents_of(window: Window | None) -> Any:
    """Return all that a window consists of, in a form that can be compared."""
    if window is None:
        return None
    block = None if window.block is None else (window.block.until, window.block.since, window.block.reason)
    permits = [(permit.start, permit.end, permit.is_used) for permit in window.permits]
    return window.created_at, window.updated_at, window.id, block, permits


def store_window(storage: RateLimitStorage, key: str, window: Window) -> None:
    """Replace the window of a key."""

    def change(_: Window | None, __: float) -> tuple[Window, None]:
        return window, None

    storage.update(key, change)


def read_window(storage: RateLimitStorage, key: str) -> Window | None:
    """Return the window of a key, if there is one."""

    def change(stored: Window | None, _: float) -> tuple[None, Window | None]:
        return None, stored

    return storage.update(key, change)


def add_permit(stored: Window | None, now: float) -> tuple[Window, None]:
    """Change a window as clients do, so that a lost change is noticed."""
    window = stored or Window(now, now)
    window.permits.append(PermitRecord(window.updated_at))
    return window, None
