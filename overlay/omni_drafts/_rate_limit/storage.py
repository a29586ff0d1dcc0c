"""The interface of rate-limit storages: a transaction that changes the window of one API key."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from omni_drafts._rate_limit.window import Window

T = TypeVar("T")

Change = Callable[[Window | None, float], tuple[Window | None, T]]
"""Takes the stored window, if there is one, and the time; returns the window to store, and a result.

It returns no window where the stored one can stay as it is, which saves a write.
"""


class RateLimitStorage(Protocol):
    """Stores the windows of API keys."""

    @property
    def is_blocking(self) -> bool:
        """Whether `update` does I/O, so that an event loop has to run it in a thread."""
        ...

    @property
    def reset_hint(self) -> str:
        """Instruction that deletes the windows."""
        ...

    def update(self, key: str, change: Change[T]) -> T:
        """Change the window of a key in one transaction, and return the result of the change.

        Raises:
            RateLimitStorageError: If the storage cannot be read or written.
        """
        ...
