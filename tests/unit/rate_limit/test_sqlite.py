"""The rate-limit storage in an SQLite file: a damaged file costs one window at most."""

import json
import math
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from omni_drafts import ConfigurationError, RateLimitStorageError
from omni_drafts._clock import SystemClock
from omni_drafts._rate_limit import sqlite
from omni_drafts._rate_limit.limiter import KeyLimiter
from omni_drafts._rate_limit.serialization import load_window
from omni_drafts._rate_limit.sqlite import SqliteStorage, open_sqlite
from omni_drafts._rate_limit.window import Block, Limit, PermitRecord, Window
from support.clock import FakeClock
from support.windows import NOW, add_permit, contents_of, read_window, store_window, stored_contents, windows

WINDOW = pytest.approx(63.0)
TOKEN = "made-up-token"
KEY = KeyLimiter(TOKEN, Limit(1), SqliteStorage(Path(), FakeClock(NOW)), FakeClock(NOW))._key
CALLERS, ROUNDS = 4, 25


@pytest.fixture
def storage(tmp_path: Path) -> SqliteStorage:
    """Return a storage whose file does not exist yet."""
    return SqliteStorage(tmp_path / "limits", FakeClock(NOW))


@contextmanager
def storage_with(content: bytes | None = None) -> Iterator[SqliteStorage]:
    """Yield a storage whose file has some content; Hypothesis cannot use fixtures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "limits"
        if content is not None:
            path.write_bytes(content)
        yield SqliteStorage(path, FakeClock(NOW))


def execute(storage: SqliteStorage, statement: str, *parameters: object) -> list[tuple[str, str]]:
    """Execute a statement as another program does, and return the rows."""
    with closing(sqlite3.connect(storage.path)) as database, database:
        return database.execute(statement, parameters).fetchall()


def later(storage: SqliteStorage, seconds: float) -> SqliteStorage:
    """Return a storage with the same file, at a later time."""
    return SqliteStorage(storage.path, FakeClock(NOW + seconds))


def limiter(storage: SqliteStorage, token: str = TOKEN, requests: int = 1) -> KeyLimiter:
    """Return a limiter of a client that has seen nothing yet."""
    return KeyLimiter(token, Limit(requests), storage, storage.clock)


def wait_for(storage: SqliteStorage, token: str = TOKEN, requests: int = 1) -> float:
    """Return the seconds until the next request; use a permit without a wait."""
    return limiter(storage, token, requests).reserve(0.0).wait


def is_lost(storage: SqliteStorage) -> bool:
    """Return whether a client waits for one window, and then no longer."""
    wait = wait_for(storage)
    return wait == WINDOW and wait_for(later(storage, wait)) == 0


@given(windows(updated_at=NOW), windows(updated_at=NOW))
@settings(max_examples=30)
def test_update_keeps_the_window_of_each_key(one: Window, other: Window) -> None:
    with storage_with() as storage:
        store_window(storage, "one", one)
        store_window(storage, "other", other)
        stored = [contents_of(read_window(storage, key)) for key in ("one", "other", "third")]
        assert stored == [contents_of(one), contents_of(other), None]


def test_update_that_returns_no_window_writes_nothing(storage: SqliteStorage) -> None:
    store_window(storage, "key", Window(NOW, NOW))
    before = storage.path.read_bytes()
    read_window(storage, "key")
    assert storage.path.read_bytes() == before


def test_update_deletes_windows_that_were_not_used_for_an_hour(tmp_path: Path) -> None:
    clock = FakeClock(0.0)
    storage = SqliteStorage(tmp_path / "limits", clock)
    store_window(storage, "used", Window(0.0, 0.0))
    store_window(storage, "blocked", Window(0.0, 0.0, Block(100.0, 0.0, "429")))
    store_window(storage, "reserved", Window(0.0, 0.0, permits=[PermitRecord(100.0)]))
    clock.now = 3600.0
    store_window(storage, "other", Window(3600.0, 3600.0))
    assert set(dict(execute(storage, "SELECT key, content FROM windows"))) == {"blocked", "reserved", "other"}


@given(stored_contents)
@example("[" * 100_000)
@example("")
@example(json.dumps({"created_at": 10**400, "updated_at": 10**400, "id": 0, "block": None, "permits": []}))
@example(json.dumps({"created_at": NOW, "updated_at": NOW, "id": 0, "block": [NOW + 1, NOW, ""], "permits": []}))
@settings(max_examples=100)
def test_reserve_with_any_content_of_a_row_waits_for_one_window_at_most(content: object) -> None:
    with storage_with() as storage:
        store_window(storage, KEY, Window(NOW, NOW))
        execute(storage, "UPDATE windows SET content = ?", content)
        if load_window(content).updated_at == math.inf:
            assert is_lost(storage)
        else:  # it could have been written here
            wait_for(storage)


@given(st.binary(min_size=2))  # a file of one byte is an empty one for SQLite
@settings(max_examples=100)
def test_reserve_with_a_file_that_is_not_a_database_waits_for_one_window_and_keeps_it(content: bytes) -> None:
    with storage_with(content) as storage:
        assert is_lost(storage)
        (damaged,) = storage.path.parent.glob("limits.damaged-*")
        assert damaged.read_bytes() == content


def test_reserve_with_a_damaged_file_logs_its_new_name(caplog: pytest.LogCaptureFixture) -> None:
    with storage_with(b"damaged") as storage:
        wait_for(storage)
        (damaged,) = storage.path.parent.glob("limits.damaged-*")
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert f"{storage.path} is damaged" in record.getMessage()
    assert f"renamed to {damaged.name}, and all clients wait 63 s" in record.getMessage()


def test_reserve_with_a_damaged_window_waits_for_one_window(storage: SqliteStorage) -> None:
    valid = {"created_at": 0.0, "updated_at": NOW, "id": 0.5, "block": None, "permits": [[1.0, 2.0, True]]}
    store_window(storage, KEY, Window(NOW, NOW))
    execute(storage, "UPDATE windows SET content = ?", json.dumps(valid))
    assert wait_for(storage) == 0
    execute(storage, "UPDATE windows SET content = ?", json.dumps(valid | {"permits": [[1.0, math.nan, True]]}))
    assert is_lost(storage)


@pytest.mark.parametrize("is_cut", [True, False], ids=["cut", "hole"])
def test_reserve_with_a_file_that_misses_its_end_waits_for_one_window(
    *, is_cut: bool, storage: SqliteStorage
) -> None:
    wait_for(storage)
    whole = storage.path.read_bytes()
    row = whole.index(KEY.encode())
    ends = (*range(2, len(whole), 500), *range(row, len(whole))) if is_cut else (50, 5_000, row - 10)

    def wait_without(end: int) -> float:
        storage.path.write_bytes(whole[:end] + (b"" if is_cut else bytes(len(whole) - end)))
        return wait_for(storage, requests=2)

    assert {end: wait for end in ends if (wait := wait_without(end)) != WINDOW} == {}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE windows SET content = CAST(x'ff' AS TEXT)",
        "DROP TABLE windows",
        "ALTER TABLE windows RENAME COLUMN content TO another",
    ],
)
def test_reserve_with_a_file_that_another_program_changed_waits_for_one_window(
    damage: str, storage: SqliteStorage
) -> None:
    wait_for(storage)
    execute(storage, damage)
    assert wait_for(storage, requests=2) == WINDOW


def test_reserve_with_a_future_file_format_waits_for_one_window(storage: SqliteStorage) -> None:
    wait_for(storage)
    content = bytearray(storage.path.read_bytes())
    content[47] = 99
    storage.path.write_bytes(content)
    assert wait_for(storage, requests=2) == WINDOW


@pytest.fixture
def damaged(storage: SqliteStorage) -> SqliteStorage:
    """Return a storage whose file was damaged, as a client has seen."""
    storage.path.write_bytes(b"damaged")
    assert wait_for(storage, "one") == WINDOW
    return storage


def test_reserve_with_a_damaged_file_waits_with_each_key(damaged: SqliteStorage) -> None:
    assert wait_for(damaged, "other") == WINDOW


@pytest.mark.parametrize("token", ["third", "one", "other"])
def test_reserve_one_window_after_a_damage_waits_no_longer(token: str, damaged: SqliteStorage) -> None:
    assert wait_for(later(damaged, 63.0), token) == 0


@pytest.mark.parametrize("content", [b"", bytes(8192), b"SQLite format 3\0" + b"\xff" * 5000, b"SQLite"])
def test_open_sqlite_of_a_file_that_a_crash_damaged_replaces_it(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "limits"
    path.write_bytes(content)
    assert wait_for(open_sqlite(str(path), FakeClock(NOW))) == (WINDOW if content else 0)


def test_open_sqlite_of_another_database_raises_an_error_and_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "limits"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE windows (key TEXT)")
    before = path.read_bytes()
    with pytest.raises(
        ConfigurationError,
        match=r"^rate_limit_storage: .*limits is a database of another program, or of another version of this one$",
    ):
        open_sqlite(str(path), FakeClock(NOW))
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"deploy: [a, b]\n", b"SQLite format 4\0" * 1000, b"S3"])
def test_open_sqlite_of_another_file_raises_an_error_and_leaves_it(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "deploy.yml"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"^rate_limit_storage: .*deploy\.yml is not an SQLite file$"):
        open_sqlite(str(path), FakeClock(NOW))
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == {path: content}


def test_update_with_another_database_in_place_of_the_file_raises_an_error(storage: SqliteStorage) -> None:
    execute(storage, "CREATE TABLE something (else_)")
    message = r"limits is a database of another program, or of another version of this one; the request was not sent"
    with pytest.raises(RateLimitStorageError, match=message) as raised:
        store_window(storage, "key", Window(NOW, NOW))
    assert not raised.value.is_transient


def test_update_with_a_file_that_another_process_locks_raises_a_transient_error(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_WINDOWS", evolve(sqlite._WINDOWS, busy_seconds=0.01))
    with closing(sqlite3.connect(storage.path, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        message = r"limits: database is locked; the request was not sent"
        with pytest.raises(RateLimitStorageError, match=message) as raised:
            store_window(storage, "key", Window(NOW, NOW))
    assert raised.value.is_transient


def test_update_with_a_path_that_became_a_folder_raises_a_transient_error(storage: SqliteStorage) -> None:
    storage.path.mkdir()
    with pytest.raises(RateLimitStorageError, match=r"limits: .*; the request was not sent") as raised:
        store_window(storage, "key", Window(NOW, NOW))
    assert raised.value.is_transient


def test_reset_hint_names_the_file(storage: SqliteStorage) -> None:
    assert storage.reset_hint == f"delete the file {storage.path}"


@pytest.fixture
def used(storage: SqliteStorage) -> SqliteStorage:
    """Return a storage whose file was written with a secret token."""
    one = limiter(storage, "a-token-that-is-secret")
    one.reserve(0.0)
    one.block(5.0, "429")
    return storage


def test_files_do_not_contain_the_token(used: SqliteStorage) -> None:
    assert not any(b"secret" in path.read_bytes() for path in used.path.parent.iterdir())


def test_files_are_readable_by_their_owner_alone(used: SqliteStorage) -> None:
    modes = {path.name: path.stat().st_mode & 0o077 for path in used.path.parent.iterdir()}
    assert modes == {"limits": 0}


def test_update_in_several_threads_runs_one_change_after_the_other(storage: SqliteStorage) -> None:
    def change(stored: Window | None, now: float) -> tuple[Window, None]:
        before = 0 if stored is None else len(stored.permits)
        os.sched_yield()
        window, _ = add_permit(stored, now)
        assert len(window.permits) == before + 1
        return window, None

    with ThreadPoolExecutor(CALLERS) as threads:
        list(threads.map(lambda _: storage.update("key", change), range(CALLERS * ROUNDS)))
    assert count_permits(storage, "key") == CALLERS * ROUNDS


def count_permits(storage: SqliteStorage, key: str = KEY) -> int:
    """Return the number of permits that are stored."""
    window = read_window(storage, key)
    assert window is not None
    return len(window.permits)


PROGRAM = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from omni_drafts._clock import SystemClock
from omni_drafts._rate_limit.limiter import KeyLimiter, Permit
from omni_drafts._rate_limit.sqlite import SqliteStorage
from omni_drafts._rate_limit.window import Limit

clock = SystemClock()
limiter = KeyLimiter({TOKEN!r}, Limit(10**9, 10.0**9, 10.0**9), SqliteStorage(Path(sys.argv[1]), clock), clock)

def reserve(_=None):
    assert isinstance(limiter.reserve(0.0), Permit)
"""

RESERVE_UNTIL_KILLED = (
    PROGRAM
    + """
while True:
    reserve()
    sys.stdout.write("x")
    sys.stdout.flush()
"""
)

RESERVE_IN_THREADS = (
    PROGRAM
    + """
with ThreadPoolExecutor(4) as threads:
    list(threads.map(reserve, range(int(sys.argv[2]))))
"""
)


def reserve_until_killed(path: Path, permits: int) -> int:
    """Run a process that is killed after some permits, and return how many it has reported."""
    command = [sys.executable, "-c", RESERVE_UNTIL_KILLED, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        reported = len(process.stdout.read(permits))
        process.kill()
        return reported + len(process.stdout.read())


def test_reserve_in_processes_that_are_killed_loses_no_permit(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "limits", SystemClock())
    reported, used = [0], [0]
    for permits in (1, 7, 40):
        reported.append(reported[-1] + reserve_until_killed(storage.path, permits))
        used.append(count_permits(storage))
    unreported = [all_ - some for all_, some in zip(used, reported, strict=True)]
    assert {later - earlier for earlier, later in pairwise(unreported)} <= {0, 1}  # killed before its report


def test_reserve_in_threads_of_several_processes_loses_no_permit(tmp_path: Path) -> None:
    storage, permits = SqliteStorage(tmp_path / "limits", SystemClock()), 200
    command = [sys.executable, "-c", RESERVE_IN_THREADS, str(storage.path), str(permits)]
    processes = [subprocess.Popen(command) for _ in range(3)]  # noqa: S603 - our own
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert count_permits(storage) == 3 * permits
    assert list(tmp_path.glob("*.damaged-*")) == []
