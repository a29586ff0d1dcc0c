"""Keeps counts in a file, for all processes of a machine."""

import logging
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from omni_drafts._count import MARGIN, MINUTE, Count
from omni_drafts._database import Kind, error_code, file_path, is_busy, is_of_another_program, opened
from omni_drafts._errors import PacingError, SettingsError
from omni_drafts._stores import Change, Clock
from omni_drafts._written_counts import lost_count, read_count, useful_until, write_count

T = TypeVar("T")

_COUNTS = Kind(
    mark=0x6F6D6E70,
    busy_seconds=10,
    table="CREATE TABLE counts (key TEXT PRIMARY KEY, useful_until REAL NOT NULL, count TEXT NOT NULL) WITHOUT ROWID",
)

_FIND = "SELECT key, CAST(count AS BLOB) FROM counts WHERE key = ? OR (key = ? AND useful_until > ?)"
_KEEP = "INSERT OR REPLACE INTO counts VALUES (?, ?, ?)"
_ALL = ""
"""Stands in the place of a key while any count that is not there may have been lost."""
_SPOILT = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

_logger = logging.getLogger("omni_drafts")


@frozen
class FileStore:
    """Keeps the counts of all processes of a machine in an SQLite file.

    The clock has to be the same in all processes, as `time.monotonic` is until the machine starts anew. The file is
    opened for each change: it may be taken away meanwhile, and an open one must not be used after a fork.
    """

    blocks = True

    path: Path
    clock: Clock = time.monotonic

    def update(self, key: str, change: Change[T]) -> T:
        """Change the count of a key."""
        try:
            try:
                return self._change(key, change, is_lost=False)
            except sqlite3.DatabaseError as error:
                if not _is_spoilt(error):
                    raise
                self._put_aside(error)
                return self._change(key, change, is_lost=True)
        except (OSError, sqlite3.Error) as error:
            raise PacingError(f"{self.path}: {error}") from error
        except SettingsError as error:  # of another kind since
            raise PacingError(str(error), may_pass=False) from error

    def _change(self, key: str, change: Change[T], *, is_lost: bool) -> T:
        with opened(self.path, _COUNTS) as database:
            now = self.clock()
            if is_lost:  # what was sent with any other key was lost, too
                database.execute(_KEEP, (_ALL, now + MINUTE + MARGIN, ""))
            changed, result = change(self._find(database, key, now), now)
            if changed is not None:
                database.execute("DELETE FROM counts WHERE useful_until <= ?", (now,))
                database.execute(_KEEP, (key, useful_until(changed), write_count(changed)))
                database.commit()
            return result

    def _find(self, database: sqlite3.Connection, key: str, now: float) -> Count | None:
        found = dict(database.execute(_FIND, (key, _ALL, now)))
        if key in found:
            return read_count(found[key])
        _check(database, self.path)
        return lost_count() if found else None

    def _put_aside(self, error: sqlite3.Error) -> None:
        """Make room for a new file; a name of its own for each, as it may be something that somebody needs."""
        spoilt = self.path.with_name(f"{self.path.name}.spoilt-{time.time_ns()}")
        with suppress(FileNotFoundError):  # another process did so
            self.path.rename(spoilt)
        said = "pacing: %s: %s; it is kept as %s and begun anew, and all wait %.0f s"
        _logger.warning(said, self.path, error, spoilt.name, MINUTE + MARGIN)


def open_file(text: str, clock: Clock) -> FileStore:
    """Open what a path names, without making it.

    Raises:
        SettingsError: It cannot keep turns.
    """
    path = file_path(text.removeprefix("//"), "pacing")
    if path.exists():
        try:
            with opened(path, _COUNTS):
                pass
        except sqlite3.DatabaseError as error:
            if error_code(error) == sqlite3.SQLITE_NOTADB and is_of_another_program(path, _COUNTS):
                raise SettingsError(f"pacing: {path} is another kind of file") from error
            if not _is_spoilt(error) and not is_busy(error):  # which is no matter of the settings
                raise SettingsError(f"pacing: {path}: {error}") from error
        except SettingsError as error:
            raise SettingsError(f"pacing: {error}") from error
    return FileStore(path, clock)


def _is_spoilt(error: sqlite3.DatabaseError) -> bool:
    """Say whether the file can never be read again: anything else may pass, or is for its owner to mend."""
    return isinstance(error, _CutError) or error_code(error) in _SPOILT


class _CutError(sqlite3.DatabaseError):
    pass


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Make sure that a key which is not there was not lost: a file may have been cut where its row was."""
    (page_size,) = database.execute("PRAGMA page_size").fetchone()
    (said,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok" or path.stat().st_size % page_size:
        raise _CutError("a part of it is missing")
