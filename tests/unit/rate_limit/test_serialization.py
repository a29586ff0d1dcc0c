"""Windows as JSON: a window survives the round trip, and any other text is a lost window."""

import json
import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given

from omni_drafts._rate_limit.serialization import dump_window, expiry_of, load_window
from omni_drafts._rate_limit.window import Block, PermitRecord, Window
from support.windows import NOW, contents_of, stored_contents, windows

HOUR = 3600.0
VALID: dict[str, Any] = {
    "id": 0.5,
    "created_at": 0.0,
    "updated_at": NOW,
    "block": [NOW, 0.0, "429"],
    "permits": [[1.0, None, True], [2.0, 3.0, True], [4.0, None, False]],
}


@given(windows())
def test_load_window_returns_the_window_that_was_dumped(window: Window) -> None:
    assert contents_of(load_window(dump_window(window))) == contents_of(window)


@given(windows())
def test_load_window_accepts_bytes(window: Window) -> None:
    assert contents_of(load_window(dump_window(window).encode())) == contents_of(window)


@given(stored_contents)
@example("[" * 100_000)
@example("")
@example(json.dumps(VALID | {"created_at": 10**400}))
@example(json.dumps(VALID | {"block": [NOW]}))
@example(json.dumps(VALID | {"permits": [[1.0, None, True, 2.0]]}))
def test_load_window_of_any_content_returns_a_lost_window_or_an_ordered_one(content: object) -> None:
    window = load_window(content)
    starts = [permit.start for permit in window.permits]
    is_lost = (window.created_at, window.updated_at) == (0.0, math.inf)
    is_ordered = all(earlier <= later for earlier, later in pairwise([window.created_at, window.updated_at]))
    assert is_lost or (is_ordered and starts == sorted(starts) and math.isfinite(sum(starts)))


def test_load_window_of_valid_content_returns_it() -> None:
    assert contents_of(load_window(json.dumps(VALID))) == (
        0.0,
        NOW,
        0.5,
        (NOW, 0.0, "429"),
        [(1.0, None, True), (2.0, 3.0, True), (4.0, None, False)],
    )


@pytest.mark.parametrize(
    "damage",
    [
        {"permits": [[NOW, None, True], [math.nan, None, True]]},
        {"permits": [[math.inf, None, True]]},
        {"permits": [[1.0, math.nan, True]]},
        {"permits": [[1.0, math.inf, True]]},
        {"permits": [[2.0, None, True], [1.0, None, True]]},
        {"permits": [[1.0, None]]},
        {"permits": [1.0]},
        {"created_at": NOW + 1},
        {"created_at": -math.inf},
        {"block": [math.inf, 0.0, "429"]},
        {"block": [NOW, math.nan, "429"]},
        {"block": [NOW]},
        {"block": NOW},
        {"id": math.nan},
        {"id": "x"},
        {"updated_at": math.nan},
    ],
    ids=str,
)
def test_load_window_of_damaged_content_returns_a_lost_window(damage: dict[str, Any]) -> None:
    assert load_window(json.dumps(VALID | damage)).updated_at == math.inf


@pytest.mark.parametrize("missing", VALID)
def test_load_window_without_a_property_returns_a_lost_window(missing: str) -> None:
    content = {name: value for name, value in VALID.items() if name != missing}
    assert load_window(json.dumps(content)).updated_at == math.inf


@pytest.mark.parametrize(
    ("window", "expiry"),
    [
        (Window(0.0, NOW), NOW + HOUR),
        (Window(0.0, NOW, permits=[PermitRecord(NOW), PermitRecord(NOW + 50)]), NOW + 50 + HOUR),
        (Window(0.0, NOW, Block(NOW + 100, NOW, "429")), NOW + 100 + HOUR),
        (Window(0.0, NOW, Block(NOW - 1, 0.0, "429"), [PermitRecord(NOW - 2)]), NOW + HOUR),
    ],
    ids=["unused", "reservation", "block", "past"],
)
def test_expiry_of_a_window_is_an_hour_after_its_last_time(window: Window, expiry: float) -> None:
    assert expiry_of(window) == expiry
