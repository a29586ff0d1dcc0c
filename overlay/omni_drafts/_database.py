"""SQLite files of the client: each is of one kind, which is written into it, so that no other is taken for it."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from attrs import frozen

from omni_drafts._errors import SettingsError

BUSY_SECONDS = 10.0

# One thread at a time: those of a process get this lock sooner than one of SQLite, for which they ask now and then.
# And fork waits: a child would inherit from SQLite the locks of threads that it does not have.
_LOCK = threading.RLock()  # as a signal may have this thread fork
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release)


@frozen
class Kind:
    """What a file of ours is for.

    Attributes:
        mark: Is written where SQLite has a place for it.
        table: Makes the table that the file has.
    """

    mark: int
    table: str


@contextmanager
def opened(path: Path, kind: Kind) -> Iterator[sqlite3.Connection]:
    """Open a file, and make it if it is not there. Nobody else can change it; what is not committed is not kept.

    Raises:
        SettingsError: It is of another kind.
        sqlite3.OperationalError: It cannot be used.
        sqlite3.DatabaseError: It is no database, or a spoilt one.
    """
    with _one_thread(), closing(_connect(path)) as database:
        # It need not outlive a machine that loses its power, only a process.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN IMMEDIATE")
        (mark,) = database.execute("PRAGMA application_id").fetchone()
        if mark != kind.mark:
            if database.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise SettingsError(f"{path} is another kind of file")
            database.execute(f"PRAGMA application_id = {kind.mark}")
            database.execute(kind.table)
        yield database


@contextmanager
def _one_thread() -> Iterator[None]:
    if not _LOCK.acquire(timeout=BUSY_SECONDS):
        raise sqlite3.OperationalError(f"another thread has been at it for {BUSY_SECONDS:.0f} s")
    try:
        yield
    finally:
        _LOCK.release()


def _connect(path: Path) -> sqlite3.Connection:
    """Make the file if it is not there, for its owner alone; if it is, nobody may open it but SQLite.

    Else closing it would let go of the locks that this process has on it.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise sqlite3.OperationalError(error.strerror or str(error)) from error
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
