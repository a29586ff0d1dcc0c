"""The limiter of one API key, on a real Redis: the facts that hold for the other storages hold for it."""

from unit.rate_limit.test_limiter import TestKeyLimiter, create_limiter

__all__ = ["TestKeyLimiter", "create_limiter"]
