"""SQLite files with the application id of this package, so that a file of another program is refused."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from attrs import field, frozen

from omni_drafts._forking import create_fork_blocking_lock

_HEADER = b"SQLite format 3\0"


class ForeignFileError(Exception):
    """The file is an SQLite database of another program."""


@frozen(eq=False)
class FileKind:
    """The purpose of a file.

    SQLite polls for its own lock, so the threads of a process acquire `lock` first. A fork waits for that lock:
    the child would inherit SQLite locks of threads that it lacks.

    Attributes:
        application_id: Mark of the kind, in the header field that SQLite reserves for it.
        schema: Statement that creates the table of the file.
        busy_seconds: Longest wait for another thread, and then for another process.
        lock: Lock of the threads of this process.
    """

    application_id: int
    schema: str
    busy_seconds: float
    lock: "threading.RLock" = field(factory=create_fork_blocking_lock, init=False, repr=False)


@contextmanager
def open_transaction(path: Path, kind: FileKind) -> Iterator[sqlite3.Connection]:
    """Open a file, create it if it is missing, and begin a transaction; the caller commits.

    Raises:
        ForeignFileError: If another program made the file.
        sqlite3.OperationalError: If the file cannot be used.
        sqlite3.DatabaseError: If the file is not a database, or is damaged.
    """
    with _thread_lock(kind), closing(_connect(path, kind.busy_seconds)) as database:
        # The file has to survive the end of a process, not a power failure.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN IMMEDIATE")
        (application_id,) = database.execute("PRAGMA application_id").fetchone()
        if application_id != kind.application_id:
            if database.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise ForeignFileError(f"{path} is a database of another program, or of another version of this one")
            database.execute(f"PRAGMA application_id = {kind.application_id}")
            database.execute(kind.schema)
        yield database


def is_not_sqlite(path: Path, kind: FileKind) -> bool:
    """Return whether the file cannot be an SQLite file, not even one whose content a crash left blank."""
    with _thread_lock(kind), path.open("rb") as file:
        start = file.read(len(_HEADER))
    return any(start) and not _HEADER.startswith(start)


def is_busy(error: sqlite3.Error) -> bool:
    """Return whether another process kept the file locked, which may pass."""
    return error_code(error) == sqlite3.SQLITE_BUSY


def error_code(error: sqlite3.Error) -> int:
    """Return the primary SQLite result code of an error; 0 if it has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def _thread_lock(kind: FileKind) -> Iterator[None]:
    if not kind.lock.acquire(timeout=kind.busy_seconds):
        error = sqlite3.OperationalError(f"another thread has used it for {kind.busy_seconds:.0f} s")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error
    try:
        yield
    finally:
        kind.lock.release()


def _connect(path: Path, busy_seconds: float) -> sqlite3.Connection:
    """Connect to the file; create it first for its owner alone.

    An existing file is opened by SQLite only: closing any other descriptor of it drops this process's locks.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise sqlite3.OperationalError(error.strerror or str(error)) from error
    return sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
