"""Rate-limit storage in an SQLite file, for all processes of a machine."""

import logging
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from omni_drafts._clock import Clock
from omni_drafts._errors import ConfigurationError, RateLimitStorageError
from omni_drafts._paths import check_file_path
from omni_drafts._rate_limit.serialization import dump_window, expiry_of, load_window, lost_window
from omni_drafts._rate_limit.storage import Change, T
from omni_drafts._rate_limit.window import IN_FLIGHT_SECONDS, MINUTE_SECONDS, Window
from omni_drafts._sqlite import FileKind, ForeignFileError, error_code, is_busy, is_not_sqlite, open_transaction

_WINDOWS = FileKind(
    application_id=0x6F6D6E71,
    busy_seconds=10,
    schema="CREATE TABLE windows (key TEXT PRIMARY KEY, expiry REAL NOT NULL, content TEXT NOT NULL) WITHOUT ROWID",
)

_SELECT = "SELECT key, CAST(content AS BLOB) FROM windows WHERE key = ? OR (key = ? AND expiry > ?)"
_REPLACE = "INSERT OR REPLACE INTO windows VALUES (?, ?, ?)"
_ANY_KEY = ""
"""Key of a row that stands for all keys whose windows were lost with a damaged file."""
_DAMAGE_CODES = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_LOST_SECONDS = MINUTE_SECONDS + IN_FLIGHT_SECONDS

_logger = logging.getLogger("omni_drafts")


@frozen
class SqliteStorage:
    """Stores the windows of all processes of a machine.

    The file is opened for each transaction: it may be deleted meanwhile, and a connection must not cross a fork. The
    clock has to be the same in all processes, as `time.monotonic` is until the machine restarts.
    """

    is_blocking = True

    path: Path
    clock: Clock

    def update(self, key: str, change: Change[T]) -> T:
        """Change the window of a key, and return the result of the change."""
        try:
            try:
                return self._transact(key, change, is_lost=False)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._set_aside(error)
                return self._transact(key, change, is_lost=True)
        except (OSError, sqlite3.Error) as error:
            raise RateLimitStorageError(f"rate-limit storage {self.path}: {error}") from error
        except ForeignFileError as error:
            raise RateLimitStorageError(f"rate-limit storage: {error}", is_transient=False) from error

    @property
    def reset_hint(self) -> str:
        """Instruction that deletes the windows."""
        return f"delete the file {self.path}"

    def _transact(self, key: str, change: Change[T], *, is_lost: bool) -> T:
        with open_transaction(self.path, _WINDOWS) as database:
            now = self.clock.monotonic()
            if is_lost:
                database.execute(_REPLACE, (_ANY_KEY, now + _LOST_SECONDS, ""))
            window, result = change(self._select(database, key, now), now)
            if window is not None:
                database.execute("DELETE FROM windows WHERE expiry <= ?", (now,))
                database.execute(_REPLACE, (key, expiry_of(window), dump_window(window)))
                database.commit()
            return result

    def _select(self, database: sqlite3.Connection, key: str, now: float) -> Window | None:
        rows = dict(database.execute(_SELECT, (key, _ANY_KEY, now)))
        if key in rows:
            return load_window(rows[key])
        _check_integrity(database, self.path)
        return lost_window() if rows else None

    def _set_aside(self, error: sqlite3.Error) -> None:
        """Rename a damaged file to a unique name, so that it can be examined."""
        damaged = self.path.with_name(f"{self.path.name}.damaged-{time.time_ns()}")
        with suppress(FileNotFoundError):  # another process has renamed it
            self.path.rename(damaged)
        _logger.warning(
            "rate limit: %s is damaged (%s); it is renamed to %s, and all clients wait %.0f s",
            self.path,
            error,
            damaged.name,
            _LOST_SECONDS,
        )


def open_sqlite(path: str, clock: Clock) -> SqliteStorage:
    """Open the storage at a path, without creating the file.

    Raises:
        ConfigurationError: If the file cannot be one.
    """
    file = check_file_path(path, "rate_limit_storage")
    if file.exists():
        try:
            with open_transaction(file, _WINDOWS):
                pass
        except sqlite3.DatabaseError as error:
            if error_code(error) == sqlite3.SQLITE_NOTADB and is_not_sqlite(file, _WINDOWS):
                raise ConfigurationError(f"rate_limit_storage: {file} is not an SQLite file") from error
            if not _is_damage(error) and not is_busy(error):
                raise ConfigurationError(f"rate_limit_storage: {file}: {error}") from error
        except ForeignFileError as error:
            raise ConfigurationError(f"rate_limit_storage: {error}") from error
    return SqliteStorage(file, clock)


class _TruncatedError(sqlite3.DatabaseError):
    pass


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Return whether the file will never be readable again; any other error may pass, or its owner can repair it."""
    return isinstance(error, _TruncatedError) or error_code(error) in _DAMAGE_CODES


def _check_integrity(database: sqlite3.Connection, path: Path) -> None:
    """Raise an error if the file was cut, perhaps where the missing row was."""
    (page_size,) = database.execute("PRAGMA page_size").fetchone()
    (message,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if message != "ok" or path.stat().st_size % page_size:
        raise _TruncatedError("a part of the file is missing")
