"""The limiter of one API key, on a real Redis: the same tests as on the other storages."""

from unit.rate_limit.test_limiter import TestKeyLimiter, create_limiter

__all__ = ["TestKeyLimiter", "create_limiter"]
