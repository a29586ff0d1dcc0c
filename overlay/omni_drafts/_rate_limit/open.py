"""Opens the rate-limit storage that a URL names."""

from typing import TYPE_CHECKING

from omni_drafts._clock import Clock
from omni_drafts._errors import ConfigurationError
from omni_drafts._rate_limit.memory import MemoryStorage

if TYPE_CHECKING:
    from omni_drafts._rate_limit.storage import RateLimitStorage

_SQLITE, _REDIS = "sqlite:///", ("redis://", "rediss://", "unix://")


def open_storage(url: str | None, clock: Clock, *, is_system_clock: bool) -> "RateLimitStorage":
    """Open a storage; `None` is one in the memory of the client.

    Args:
        url: `sqlite:///PATH`, or the URL of a Redis server.
        clock: Clock of the client.
        is_system_clock: Whether it is the machine's clock. If so, Redis uses its own clock.

    Raises:
        ConfigurationError: If the URL names no storage, or one that cannot be used.
    """
    if url is None:
        return MemoryStorage(clock)
    if isinstance(url, str) and url.startswith(_SQLITE):
        from omni_drafts._rate_limit.sqlite import open_sqlite  # imported here, since few clients share a rate limit

        return open_sqlite(url.removeprefix(_SQLITE), clock)
    if isinstance(url, str) and url.startswith(_REDIS):
        try:
            from omni_drafts._rate_limit.redis import RedisStorage, connect
        except ModuleNotFoundError:
            raise ConfigurationError(
                "rate_limit_storage: Redis needs an extra: pip install 'omni-drafts[redis]'"
            ) from None
        return RedisStorage(connect(url), None if is_system_clock else clock)
    raise ConfigurationError(
        "rate_limit_storage: neither sqlite:///PATH nor the URL of a Redis server, such as redis://localhost:6379/0"
    )
