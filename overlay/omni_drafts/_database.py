"""SQLite files of the client: each is of one kind, which is written into it, so that no other is taken for it."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from attrs import field, frozen

from omni_drafts._errors import SettingsError

_BEGINNING = b"SQLite format 3\0"


def _make_lock() -> "threading.RLock":
    """Make a lock for one thread at a time: those of a process get it sooner than one of SQLite, for which they poll.

    And fork waits for it: a child would inherit from SQLite the locks of threads that it does not have.
    """
    lock = threading.RLock()  # as a signal may have this thread fork
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)
    return lock


@frozen(eq=False)
class Kind:
    """What a file of ours is for.

    Attributes:
        mark: Is written where SQLite has a place for it.
        table: Makes the table that the file has.
        busy_seconds: For how long to wait at most for another thread that has it, and then for another process.
        lock: Lets in one thread of this process at a time.
    """

    mark: int
    table: str
    busy_seconds: float
    lock: "threading.RLock" = field(factory=_make_lock, init=False, repr=False)


@contextmanager
def opened(path: Path, kind: Kind) -> Iterator[sqlite3.Connection]:
    """Open a file, and make it if it is not there. Nobody else can change it; what is not committed is not kept.

    Raises:
        SettingsError: It is of another kind.
        sqlite3.OperationalError: It cannot be used.
        sqlite3.DatabaseError: It is no database, or a spoilt one.
    """
    with _one_thread(kind), closing(_connect(path, kind.busy_seconds)) as database:
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


def file_path(given: str | os.PathLike[str], setting: str) -> Path:
    """Give the path of a file that is there or can be made.

    Raises:
        SettingsError: There can be none; it names the setting that is wrong.
    """
    try:
        path = Path(given).expanduser().absolute()
        is_file = bool(os.fspath(given)) and "\0" not in str(path) and not path.is_dir()
        has_folder = path.parent.is_dir()
    except (OSError, RuntimeError, TypeError, ValueError) as error:  # a home of nobody, or a name that is too long
        raise SettingsError(f"{setting}: {given!r} is no path of a file: {error}") from error
    if not is_file or not has_folder:
        raise SettingsError(f"{setting}: {given!r}: give a file, in a folder that is there")
    if not os.access(path.parent, os.W_OK | os.X_OK):  # SQLite has another file beside it while it writes
        raise SettingsError(f"{setting}: {path}: its folder cannot be written")
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise SettingsError(f"{setting}: {path} cannot be read and written by this user; give each user a file")
    return path


def is_of_another_program(path: Path, kind: Kind) -> bool:
    """Say whether a file begins as none of SQLite does, not even one whose content a crash has left blank."""
    with _one_thread(kind), path.open("rb") as file:
        beginning = file.read(len(_BEGINNING))
    return any(beginning) and not _BEGINNING.startswith(beginning)


@contextmanager
def _one_thread(kind: Kind) -> Iterator[None]:
    if not kind.lock.acquire(timeout=kind.busy_seconds):
        error = sqlite3.OperationalError(f"another thread has been at it for {kind.busy_seconds:.0f} s")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error
    try:
        yield
    finally:
        kind.lock.release()


def is_busy(error: sqlite3.Error) -> bool:
    """Say whether somebody else did not let go of a file, which may pass."""
    return error_code(error) == sqlite3.SQLITE_BUSY


def error_code(error: sqlite3.Error) -> int:
    """Give SQLite's code of an error, without its details; 0 where it said nothing."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _connect(path: Path, busy_seconds: float) -> sqlite3.Connection:
    """Make the file if it is not there, for its owner alone; if it is, nobody may open it but SQLite.

    Else closing it would let go of the locks that this process has on it.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise sqlite3.OperationalError(error.strerror or str(error)) from error
    return sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
