"""What keeps counts: a count comes back as it was written, and whatever else a file holds costs a window at most."""

import json
import math
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st
from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    NoPermissionError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)

from omni_drafts import PacingError, SettingsError, _file_store
from omni_drafts._count import Allowance, Count
from omni_drafts._file_store import FileStore
from omni_drafts._redis_store import _may_pass
from omni_drafts._stores import OwnStore, Store, open_store
from omni_drafts._turns import Lane
from omni_drafts._written_counts import read_count

WINDOW = 63.0
NOW = 1000.0
seconds = st.floats(-1e9, 1e9)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    sent = sorted(draw(st.lists(seconds, max_size=9)))
    written = max(draw(seconds), *sent, -math.inf)
    since = min(draw(seconds), written)
    return Count(since, written, draw(seconds), deque(sent), name=draw(st.floats(0, 1)))


@contextmanager
def file_store(content: bytes | None = None, now: float = NOW) -> Iterator[FileStore]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "turns"
        if content is not None:
            path.write_bytes(content)
        yield FileStore(path, lambda: now)


def rows(store: FileStore) -> dict[str, str]:
    with closing(sqlite3.connect(store.path)) as database:
        return dict(database.execute("SELECT key, count FROM counts"))


@contextmanager
def file_store_with(text: object) -> Iterator[FileStore]:
    """Give a store that has this in the place of a count."""
    with file_store() as store:
        put(store, KEY, Count(NOW, NOW))
        with closing(sqlite3.connect(store.path)) as database, database:
            database.execute("UPDATE counts SET count = ?", (text,))
        yield store


def put(store: Store, key: str, count: Count) -> None:
    def change(_: Count | None, __: float) -> tuple[Count, None]:
        return count, None

    store.update(key, change)


def got(store: Store, key: str) -> Count | None:
    found: list[Count | None] = []

    def change(count: Count | None, now: float) -> tuple[Count, None]:
        found.append(count)
        return count or Count(now, now), None

    store.update(key, change)
    return found[0]


@given(counts(), counts())
@settings(max_examples=30)
def test_counts_come_back_as_they_were_written(count: Count, other: Count) -> None:
    with file_store(now=-1e9) as store:
        put(store, "one", count)
        put(store, "other", other)
        assert (got(store, "one"), got(store, "other"), got(store, "third")) == (count, other, None)


def test_a_count_that_nobody_used_for_an_hour_is_forgotten(tmp_path: Path) -> None:
    now = [0.0]
    store = FileStore(tmp_path / "turns", lambda: now[0])
    put(store, "used", Count(0.0, 0.0))
    put(store, "held", Count(0.0, 0.0, held_until=100.0))
    now[0] = 3600.0
    put(store, "other", Count(3600.0, 3600.0))
    assert set(rows(store)) == {"held", "other"}


KEY = Lane("made-up", Allowance(1), OwnStore())._key
numbers = st.floats() | st.integers() | st.sampled_from([NOW, 0, 1e308, 10**400])
properties = ("since", "written", "held_until", "name")
likely = st.fixed_dictionaries({}, optional={name: numbers | st.text() for name in properties}).flatmap(
    lambda found: st.lists(numbers).map(lambda sent: found | {"sent": sent})
)
values = st.recursive(
    numbers | st.text() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
texts = st.text().filter(lambda text: "\0" not in text)  # where SQLite ends it
contents = (likely | values).map(json.dumps) | texts | st.binary() | st.floats(allow_nan=False)
lost = json.dumps(dict.fromkeys(properties, 10**400) | {"sent": []})


@given(contents)
@example("[" * 100_000)
@example("")
@example(lost)
@example(json.dumps({"since": NOW, "written": NOW, "held_until": NOW + 1, "name": 0, "sent": []}))
@settings(max_examples=100)
def test_whatever_is_written_as_a_count_costs_a_window_at_most(content: object) -> None:
    with file_store_with(content) as store:
        if read_count(content).written == math.inf:  # else it is one that could have been written here
            costs_a_window(store)
        else:
            Lane("made-up", Allowance(1), store).take()


def costs_a_window(store: FileStore) -> None:
    wait = Lane("made-up", Allowance(1), store).take().wait
    assert wait == pytest.approx(WINDOW)
    after = FileStore(store.path, lambda: NOW + wait)
    assert Lane("made-up", Allowance(1), after).take().wait == 0


@given(st.binary(min_size=2))  # of one byte is an empty one for SQLite
@settings(max_examples=100)
def test_what_is_no_database_was_lost_and_is_kept(content: bytes) -> None:
    with file_store(content) as store:
        costs_a_window(store)
        (kept,) = store.path.parent.glob("turns.spoilt-*")
        assert kept.read_bytes() == content


@pytest.mark.parametrize(
    "spoilt",
    [
        {"sent": [NOW, math.nan]},
        {"sent": [math.inf]},
        {"sent": [2.0, 1.0]},
        {"sent": [NOW + 1]},
        {"since": NOW + 1},
        {"held_until": math.inf},
        {"name": math.nan},
        {"written": math.nan},
    ],
)
def test_a_count_that_nobody_writes_was_lost(spoilt: dict[str, Any]) -> None:
    whole = {"since": 0.0, "written": NOW, "held_until": 0.0, "name": 0.5, "sent": [1.0, 2.0]}
    with file_store_with(json.dumps(whole)) as store:
        assert Lane("made-up", Allowance(1), store).take().wait == 0
    with file_store_with(json.dumps(whole | spoilt)) as store:
        assert Lane("made-up", Allowance(1), store).take().wait == pytest.approx(WINDOW)


@pytest.mark.parametrize("is_cut", [True, False])
def test_a_file_that_was_cut_or_has_a_hole_was_lost(*, is_cut: bool) -> None:
    with file_store() as store:
        Lane("made-up", Allowance(1), store).take()
        whole = store.path.read_bytes()
        row = whole.index(KEY.encode())
        ends = (*range(2, len(whole), 500), *range(row, len(whole))) if is_cut else (50, 5_000, row - 10)
        for end in ends:
            store.path.write_bytes(whole[:end] + (b"" if is_cut else bytes(len(whole) - end)))
            assert Lane("made-up", Allowance(2), store).take().wait == pytest.approx(WINDOW), end


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE counts SET count = CAST(x'ff' AS TEXT)",
        "DROP TABLE counts",
        "ALTER TABLE counts RENAME COLUMN count TO another",
    ],
)
def test_a_file_that_somebody_changed_was_lost(damage: str) -> None:
    with file_store() as store:
        Lane("made-up", Allowance(1), store).take()
        with closing(sqlite3.connect(store.path)) as database, database:
            database.execute(damage)
        assert Lane("made-up", Allowance(2), store).take().wait == pytest.approx(WINDOW)


def test_a_format_of_the_future_was_lost() -> None:
    with file_store() as store:
        Lane("made-up", Allowance(1), store).take()
        whole = bytearray(store.path.read_bytes())
        whole[47] = 99
        store.path.write_bytes(whole)
        assert Lane("made-up", Allowance(2), store).take().wait == pytest.approx(WINDOW)


def test_with_a_file_the_counts_of_all_keys_are_lost() -> None:
    with file_store(b"spoilt") as store:
        lanes = [Lane(token, Allowance(1), store) for token in ("one", "other")]
        assert [lane.take().wait for lane in lanes] == [pytest.approx(WINDOW)] * 2
        after = FileStore(store.path, lambda: NOW + WINDOW)
        assert [Lane(token, Allowance(1), after).take().wait for token in ("third", "one", "other")] == [0, 0, 0]


def test_another_kind_of_file_in_its_place_is_an_error_that_says_so(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "turns", lambda: NOW)
    with closing(sqlite3.connect(store.path)) as database, database:
        database.execute("CREATE TABLE something (else_)")
    with pytest.raises(PacingError, match="turns is another kind of file; the request was not sent"):
        put(store, "key", Count(NOW, NOW))


def test_no_token_is_in_a_file_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    lane = Lane("a-token-that-is-secret", Allowance(1), FileStore(tmp_path / "turns", lambda: NOW))
    lane.take()
    lane.hold(5.0)
    assert "secret" not in repr(lane)
    for path in tmp_path.iterdir():
        assert b"secret" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", [OwnStore, FileStore])
def test_threads_change_a_count_one_after_the_other(kind: type[Any], tmp_path: Path) -> None:
    store: Store = OwnStore() if kind is OwnStore else FileStore(tmp_path / "turns")
    rounds, callers = 25, 4

    def change(count: Count | None, now: float) -> tuple[Count, None]:
        count = count or Count(0.0, now)
        started = len(count.sent)
        os.sched_yield()
        count.sent.append(count.written)
        assert len(count.sent) == started + 1
        return count, None

    def work() -> None:
        for _ in range(rounds):
            store.update("key", change)

    threads = [threading.Thread(target=work) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    count = got(store, "key")
    assert count is not None
    assert len(count.sent) == rounds * callers


@pytest.mark.parametrize(
    ("pacing", "said"),
    [
        ("file:", "give a file"),
        ("file:a\0b", "give a file"),
        (f"file:{'long' * 100}", "too long"),
        ("file:.", "give a file"),
        ("file:/nowhere/at/all/turns", "in a folder that is there"),
        ("file:~nobody-of-this-name/turns", "home"),
        ("turns", "give file:PATH"),
        ("", "give file:PATH"),
        (5, "give file:PATH"),
        ("redis://host:a-word-that-is-secret", "not the address of a Redis"),
        ("redis://:a-word-that-is-secret@host/main", "not the address of a Redis"),
    ],
)
def test_what_cannot_keep_turns_is_told_at_once(pacing: Any, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as raised:
        open_store(pacing, lambda: NOW)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("pacing", "where"),
    [
        ("redis:///0", "localhost:6379"),
        ("redis://:a-word-that-is-secret@host", "host:6379"),
        ("rediss://host:1/2", "host:1"),
        ("unix:///run/redis.sock?db=1", "/run/redis.sock"),
    ],
)
def test_a_redis_is_told_by_where_it_is(pacing: str, where: str) -> None:
    assert getattr(open_store(pacing, lambda: NOW), "_where", None) == f"Redis at {where}"


@pytest.mark.parametrize(
    ("error", "may_pass"),
    [
        (redis.ConnectionError("Connection refused"), True),
        (BusyLoadingError("Redis is loading the dataset in memory"), True),
        (ReadOnlyError("You can't write against a read only replica."), True),
        (ResponseError("BUSY Redis is busy running a script."), True),
        (ResponseError("MISCONF Redis is configured to save RDB snapshots"), True),
        (ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value"), False),
        (ResponseError("DB index is out of range"), False),
        (AuthenticationError("invalid username-password pair"), False),
        (NoPermissionError("this user has no permissions to run the 'eval' command"), False),
    ],
)
def test_what_redis_refuses_for_good_is_not_asked_again(error: RedisError, may_pass: bool) -> None:
    assert _may_pass(error) is may_pass


def test_a_file_that_may_not_be_written_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "turns"
    path.touch()
    for refused, said in [(tmp_path, "its folder cannot be written"), (path, "cannot be read and written")]:

        def access(which: Path, _: int, refused: Path = refused) -> bool:
            return which != refused

        monkeypatch.setattr(os, "access", access)  # root may do anything anywhere
        with pytest.raises(SettingsError, match=said):
            open_store(f"file:{path}", lambda: NOW)


def test_a_database_of_another_kind_is_told_at_once_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "turns"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE counts (key TEXT)")
    before = path.read_bytes()
    with pytest.raises(SettingsError, match=r"pacing: .*turns is another kind of file"):
        open_store(f"file:{path}", lambda: NOW)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"deploy: [a, b]\n", b"SQLite format 4\0" * 1000, b"S3"])
def test_a_file_of_another_program_is_told_at_once_and_left_as_it_is(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "deploy.yml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"pacing: .*deploy.yml is another kind of file"):
        open_store(f"file:{path}", lambda: NOW)
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (content, [path])


@pytest.mark.parametrize("content", [b"", bytes(8192), b"SQLite format 3\0" + b"\xff" * 5000, b"SQLite"])
def test_a_file_that_a_crash_left_spoilt_is_begun_anew(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "turns"
    path.write_bytes(content)
    store = open_store(f"file:{path}", lambda: NOW)
    assert Lane("made-up", Allowance(1), store).take().wait == (pytest.approx(WINDOW) if content else 0)


def test_a_file_that_another_process_does_not_let_go_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_file_store, "_COUNTS", evolve(_file_store._COUNTS, busy_seconds=0.01))
    store = FileStore(tmp_path / "turns", lambda: NOW)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        with pytest.raises(PacingError, match=r"turns: database is locked; the request was not sent"):
            put(store, "key", Count(NOW, NOW))


def test_a_path_that_becomes_a_folder_is_an_error_that_says_so(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "turns", lambda: NOW)
    store.path.mkdir()
    with pytest.raises(PacingError, match=r"turns: .*; the request was not sent"):
        put(store, "key", Count(NOW, NOW))


# Takes turns as fast as it can, and tells of each once it has it.
HAMMER = """
import sys
from pathlib import Path
from omni_drafts._count import Allowance
from omni_drafts._file_store import FileStore
from omni_drafts._turns import Lane, Place

lane = Lane("made-up", Allowance(10**9, 10.0**9), FileStore(Path(sys.argv[1])))
while True:
    assert lane.take().wait == 0
    sys.stdout.write("x")
    sys.stdout.flush()
"""


def test_a_process_that_is_killed_at_any_moment_leaves_a_count_that_is_right(tmp_path: Path) -> None:
    path, told = tmp_path / "turns", 0
    for turns in (1, 7, 40):
        with subprocess.Popen([sys.executable, "-c", HAMMER, path], stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
            assert process.stdout is not None
            told += len(process.stdout.read(turns))
            process.kill()
            told += len(process.stdout.read())
        count = got(FileStore(path), KEY)
        assert count is not None
        assert len(count.sent) - told in (0, 1)  # it may have had no time to tell of the last one
        told = len(count.sent)


# Takes so many turns in each of some threads.
THREADS = (
    HAMMER.partition("while True")[0]
    + """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as threads:
    assert not any(turn.wait for turn in threads.map(lambda _: lane.take(), range(int(sys.argv[2]))))
"""
)


def test_threads_of_several_processes_lose_no_turn(tmp_path: Path) -> None:
    path, turns = tmp_path / "turns", 200
    command = [sys.executable, "-c", THREADS, str(path), str(turns)]
    processes = [subprocess.Popen(command) for _ in range(3)]  # noqa: S603 - our own
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    count = got(FileStore(path), KEY)
    assert count is not None
    assert len(count.sent) == 3 * turns
    assert not list(tmp_path.glob("*.spoilt-*"))


def test_a_fork_is_not_held_up_by_a_thread_that_it_does_not_have(tmp_path: Path) -> None:
    program = f"""
import os, threading
from pathlib import Path
from omni_drafts._count import Allowance
from omni_drafts._file_store import FileStore
from omni_drafts._stores import OwnStore
from omni_drafts._turns import Lane, Place

for store in OwnStore(), FileStore(Path({str(tmp_path / "turns")!r})):
    inside, done = threading.Event(), threading.Event()

    def change(count, now):
        inside.set()
        done.wait(0.2 if store.blocks else None)
        return Count(now, now), None

    from omni_drafts._count import Count
    thread = threading.Thread(target=store.update, args=("other", change))
    thread.start()
    inside.wait()
    child = os.fork()
    if not child:
        print(Lane("made-up", Allowance(1), store).take().wait, flush=True)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    done.set()
    thread.join()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)  # noqa: S603 - our own
    assert (done.stdout, done.stderr) == ("0.0\n0.0\n", "")
