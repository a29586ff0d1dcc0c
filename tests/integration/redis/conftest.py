"""A real Redis for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.redis_server import RedisServer


@pytest.fixture
def away(tmp_path: Path) -> Iterator[RedisServer]:
    """Make a Redis that is not started."""
    server = RedisServer(tmp_path)
    yield server
    server.end()


@pytest.fixture
def redis(away: RedisServer) -> RedisServer:
    """Start a Redis."""
    away.start()
    return away
