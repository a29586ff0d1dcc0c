"""A real Redis for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.redis_server import RedisServer
from omni_drafts._rate_limit.open import open_storage
from omni_drafts._rate_limit.storage import RateLimitStorage
from support.clock import FakeClock


@pytest.fixture
def stopped_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """Return a Redis that is not started."""
    server = RedisServer(tmp_path)
    yield server
    server.end()


@pytest.fixture
def redis(stopped_redis: RedisServer) -> RedisServer:
    """Start a Redis."""
    stopped_redis.start()
    return stopped_redis


@pytest.fixture
def storage(redis: RedisServer, clock: FakeClock) -> RateLimitStorage:
    """Return an empty storage, on the fake clock."""
    return open_storage(redis.address, clock, is_system_clock=False)
