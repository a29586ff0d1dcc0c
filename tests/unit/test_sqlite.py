"""Marked SQLite files: creation, transactions, foreign files, and files that another thread or process uses."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from omni_drafts._sqlite import FileKind, ForeignFileError, error_code, is_busy, is_not_sqlite, open_transaction

MARK = 0x0A11CE
KIND = FileKind(MARK, "CREATE TABLE words (word TEXT)", busy_seconds=60)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


def words(path: Path, kind: FileKind = KIND) -> list[str]:
    """Return the words of a file."""
    with open_transaction(path, kind) as database:
        return [word for (word,) in database.execute("SELECT word FROM words")]


def add_word(path: Path, word: str, kind: FileKind = KIND) -> None:
    """Add a word to a file."""
    with open_transaction(path, kind) as database:
        database.execute("INSERT INTO words VALUES (?)", (word,))
        database.commit()


def execute(path: Path, *statements: str) -> None:
    """Execute statements, as another program does."""
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_open_transaction_creates_a_file_with_its_mark(path: Path) -> None:
    add_word(path, "a")
    assert int.from_bytes(path.read_bytes()[68:72]) == MARK


def test_open_transaction_creates_a_file_for_its_owner_alone(path: Path) -> None:
    add_word(path, "a")
    assert path.stat().st_mode & 0o777 == 0o600


def test_open_transaction_of_an_existing_file_keeps_its_permissions(path: Path) -> None:
    path.touch()
    path.chmod(0o640)
    add_word(path, "a")
    assert path.stat().st_mode & 0o777 == 0o640


def test_open_transaction_again_finds_the_committed_row(path: Path) -> None:
    add_word(path, "a")
    add_word(path, "b")
    assert words(path) == ["a", "b"]


def test_open_transaction_without_a_commit_changes_nothing(path: Path) -> None:
    add_word(path, "a")
    with open_transaction(path, KIND) as database:
        database.execute("INSERT INTO words VALUES ('b')")
    assert words(path) == ["a"]


def test_open_transaction_with_an_error_changes_nothing_and_frees_the_file(path: Path) -> None:
    add_word(path, "a")
    with suppress(ZeroDivisionError), open_transaction(path, KIND) as database:
        database.execute("INSERT INTO words VALUES ('b')")
        raise ZeroDivisionError
    add_word(path, "c")
    assert words(path) == ["a", "c"]


# Foreign files


@pytest.mark.parametrize("mark", [0, 5])
def test_open_transaction_of_a_database_of_another_program_raises_and_leaves_it(mark: int, path: Path) -> None:
    execute(path, "CREATE TABLE theirs (a)", f"PRAGMA application_id = {mark}")
    before = path.read_bytes()
    with pytest.raises(ForeignFileError, match="is a database of another program"), open_transaction(path, KIND):
        pass
    assert path.read_bytes() == before


def test_open_transaction_of_another_kind_raises(path: Path) -> None:
    add_word(path, "a")
    with pytest.raises(ForeignFileError), open_transaction(path, FileKind(MARK + 1, KIND.schema, busy_seconds=60)):
        pass


def test_open_transaction_of_an_empty_database_adopts_it(path: Path) -> None:
    execute(path, "PRAGMA user_version = 7")
    add_word(path, "a")
    assert words(path) == ["a"]


def test_open_transaction_of_a_file_that_is_not_a_database_raises_and_leaves_it(path: Path) -> None:
    path.write_text("not a database " * 100)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"), open_transaction(path, KIND):
        pass
    assert path.read_text() == "not a database " * 100


# Files that cannot be used now


@pytest.mark.parametrize("name", [".", "missing/file"])
def test_open_transaction_of_a_path_that_cannot_be_opened_raises_an_operational_error(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(sqlite3.OperationalError), open_transaction(tmp_path / name, KIND):
        pass


@contextmanager
def in_another_thread(path: Path, kind: FileKind) -> Iterator[None]:
    """Open a transaction in another thread, until the end of the `with` statement."""
    is_open, is_over = threading.Event(), threading.Event()

    def keep_open() -> None:
        with open_transaction(path, kind):
            is_open.set()
            is_over.wait(60)

    thread = threading.Thread(target=keep_open)
    thread.start()
    try:
        assert is_open.wait(60)
        yield
    finally:
        is_over.set()
        thread.join()


@pytest.mark.parametrize("read", [words, is_not_sqlite])
def test_file_while_another_thread_has_a_transaction_raises_a_busy_error(
    read: Callable[[Path, FileKind], object], path: Path
) -> None:
    kind = FileKind(MARK, KIND.schema, busy_seconds=0.01)
    with (
        in_another_thread(path, kind),
        pytest.raises(sqlite3.OperationalError, match=r"^another thread has used it for 0 s$") as caught,
    ):
        read(path, kind)
    assert is_busy(caught.value)


def test_open_transaction_while_another_connection_has_one_raises_a_busy_error(path: Path) -> None:
    kind = FileKind(MARK, KIND.schema, busy_seconds=0.01)
    add_word(path, "a")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as caught, open_transaction(path, kind):
            pass
    assert is_busy(caught.value)


def test_open_transaction_after_a_busy_error_succeeds(path: Path) -> None:
    kind = FileKind(MARK, KIND.schema, busy_seconds=0.01)
    with in_another_thread(path, kind), pytest.raises(sqlite3.OperationalError), open_transaction(path, kind):
        pass
    add_word(path, "a", kind)
    assert words(path, kind) == ["a"]


def test_open_transaction_of_another_kind_does_not_wait_for_a_thread(path: Path, tmp_path: Path) -> None:
    with in_another_thread(path, KIND):
        add_word(tmp_path / "other", "a", FileKind(MARK, KIND.schema, busy_seconds=60))
    assert words(tmp_path / "other") == ["a"]


# Contents and errors


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", False),
        (b"\0" * 100, False),
        (b"SQLite format 3\0 and the rest", False),
        (b"SQLite form", False),
        (b"SQLite format 4\0", True),
        (b"sqlite format 3\0", True),
        (b"a text", True),
        (b"\0" * 15 + b"a", True),
        (b"\0" * 16 + b"a", False),
    ],
    ids=repr,
)
def test_is_not_sqlite_reads_the_start_of_the_file(content: bytes, expected: bool, path: Path) -> None:
    path.write_bytes(content)
    assert is_not_sqlite(path, KIND) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, sqlite3.SQLITE_BUSY),
        (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR),
        (sqlite3.SQLITE_FULL, sqlite3.SQLITE_FULL),
    ],
)
def test_error_code_of_an_extended_code_is_the_primary_one(code: int, expected: int) -> None:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code
    assert error_code(error) == expected
    assert is_busy(error) is (expected == sqlite3.SQLITE_BUSY)


@pytest.mark.parametrize("error", [sqlite3.ProgrammingError(), sqlite3.OperationalError()], ids=repr)
def test_error_code_of_an_error_without_a_code_is_0(error: sqlite3.Error) -> None:
    assert error_code(error) == 0
