"""Storages for the tests of limiters; the tests of Redis have one of their own."""

from pathlib import Path

import pytest

from omni_drafts._rate_limit.open import open_storage
from omni_drafts._rate_limit.storage import RateLimitStorage
from support.clock import FakeClock


@pytest.fixture(params=["memory", "sqlite"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> RateLimitStorage:
    """Return an empty storage."""
    url = None if request.param == "memory" else f"sqlite:///{tmp_path / 'limits'}"
    return open_storage(url, clock, is_system_clock=False)
