"""Keeps counts in a file, for all processes of a machine."""

import json
import os
import time
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen
from filelock import FileLock, Timeout

from omni_drafts._errors import PacingError, SettingsError
from omni_drafts._stores import Change, Clock
from omni_drafts._written_counts import UNREADABLE, kept_for, read_count, write_count

T = TypeVar("T")

_LOCK_SECONDS = 10.0


@frozen
class FileStore:
    """Keeps the counts of all processes of a machine in a file, with a lock in another file beside it.

    The clock has to be the same in all processes, as `time.monotonic` is until the machine starts anew.
    """

    path: Path
    clock: Clock = time.monotonic

    @property
    def blocks(self) -> bool:
        """Say that others may have the file."""
        return True

    def update(self, key: str, change: Change[T]) -> T:
        """Change the count of a key."""
        lock = FileLock(f"{self.path}.lock", timeout=_LOCK_SECONDS, poll_interval=0.002, mode=0o600)
        try:
            with lock:
                counts = self._read()
                now = self.clock()
                found = counts.pop(key, None) if counts is not None else UNREADABLE
                changed, result = change(None if found is None else read_count(found), now)
                self._write(_still_of_use(counts or {}, now) | {key: write_count(changed)})
                return result
        except Timeout:
            raise PacingError(f"{self.path}: another process has had its lock for {_LOCK_SECONDS:.0f} s") from None
        except OSError as error:
            raise PacingError(f"{self.path}: {error.strerror or error}") from error

    def _read(self) -> dict[str, Any] | None:
        """Read what is there; `None` if it is nothing that was written here."""
        try:
            counts = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):
            return None
        return counts if isinstance(counts, dict) else None

    def _write(self, counts: dict[str, Any]) -> None:
        """Write all at once, so that a process that is killed leaves the old or the new."""
        made = self.path.with_name(f"{self.path.name}.new")
        with open(made, "w", encoding="utf-8", opener=_for_owner) as file:
            json.dump(counts, file)
        made.replace(self.path)


def checked_path(text: str) -> Path:
    """Check that there can be such a file.

    Raises:
        SettingsError: There cannot.
    """
    try:
        path = Path(text.removeprefix("//")).expanduser().absolute()
    except RuntimeError as error:
        raise SettingsError(f"pacing: {text}: {error}") from error
    if not text or path.is_dir() or not path.parent.is_dir():
        raise SettingsError(f"pacing: {text or 'no path'}: give a file, in a folder that is there")
    if not os.access(path.parent, os.W_OK | os.X_OK):  # the file is replaced, and has another beside it
        raise SettingsError(f"pacing: {path}: its folder cannot be written")
    if path.exists() and not os.access(path, os.R_OK):
        raise SettingsError(f"pacing: {path} cannot be read")
    return path


def _still_of_use(counts: dict[str, Any], now: float) -> dict[str, Any]:
    return {key: found for key, found in counts.items() if kept_for(read_count(found), now) > 0}


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
