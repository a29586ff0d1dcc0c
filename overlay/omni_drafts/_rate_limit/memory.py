"""Rate-limit storage in the memory of one client."""

from typing import TYPE_CHECKING

from omni_drafts._clock import Clock
from omni_drafts._forking import CurrentProcess, ProcessLock
from omni_drafts._rate_limit.window import Window
from omni_drafts._types.arguments import T

if TYPE_CHECKING:
    from omni_drafts._rate_limit.storage import Change


class MemoryStorage:
    """Stores the windows of one client."""

    is_blocking = False
    reset_hint = "create a new client"

    def __init__(self, clock: Clock) -> None:
        self._clock, self._windows = clock, dict[str, Window]()
        self._lock, self._process = ProcessLock(), CurrentProcess()

    def update(self, key: str, change: "Change[T]") -> T:
        """Change the window of a key, and return the result of the change."""
        with self._lock.get():
            if not self._process.is_current():
                self._drop_reservations()
            window, result = change(self._windows.get(key), self._clock.monotonic())
            if window is not None:
                self._windows[key] = window
        return result

    def _drop_reservations(self) -> None:
        """Drop the reservations of the parent's threads, which a child of a fork lacks."""
        self._process = CurrentProcess()
        for window in self._windows.values():
            window.drop_reservations()
