"""SQLite files: whose they are, and the lock of the threads of a process."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from omni_drafts._sqlite import FileKind, ForeignFileError, error_code, is_busy, is_not_sqlite, open_transaction


@pytest.fixture
def kind() -> FileKind:
    return FileKind(application_id=7, schema="CREATE TABLE one (a)", busy_seconds=0.01)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.touch()
    return path


@pytest.fixture
def locked(kind: FileKind) -> Iterator[FileKind]:
    """Return the kind while another thread holds its lock."""
    is_locked, is_over = threading.Event(), threading.Event()

    def hold() -> None:
        with kind.lock:
            is_locked.set()
            is_over.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    is_locked.wait()
    yield kind
    is_over.set()
    thread.join()


def use(path: Path, kind: FileKind) -> None:
    """Open a transaction, and end it."""
    with open_transaction(path, kind):
        pass


def test_open_transaction_of_a_database_with_the_mark_of_another_program_raises(kind: FileKind, file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.executescript("PRAGMA application_id = 8; CREATE TABLE other (a)")
    with pytest.raises(ForeignFileError, match="is a database of another program"):
        use(file, kind)


@pytest.mark.parametrize("call", [use, is_not_sqlite])
def test_file_that_another_thread_uses_raises_a_busy_error(
    call: Callable[[Path, FileKind], object], locked: FileKind, file: Path
) -> None:
    with pytest.raises(sqlite3.OperationalError, match=r"^another thread has used it for 0 s$") as caught:
        call(file, locked)
    assert is_busy(caught.value)


@pytest.mark.parametrize(
    ("extended", "primary"),
    [(sqlite3.SQLITE_BUSY_SNAPSHOT, sqlite3.SQLITE_BUSY), (sqlite3.SQLITE_FULL, sqlite3.SQLITE_FULL)],
)
def test_error_code_is_the_primary_code(extended: int, primary: int) -> None:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = extended
    assert error_code(error) == primary


def test_error_code_of_an_error_without_one_is_0() -> None:
    assert error_code(sqlite3.OperationalError()) == 0
