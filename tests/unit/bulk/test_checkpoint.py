"""The checkpoint: its records, torn and foreign files, and several writers."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omni_drafts import ConfigurationError
from omni_drafts._bulk.checkpoint import Checkpoint
from omni_drafts._rate_limit.sqlite import _WINDOWS
from omni_drafts._sqlite import open_transaction
from support.pipes import read_line, write_line

BRANCH = UUID("a9bc51d2-1234-5678-9abc-def012345678")
OTHER = UUID("3c90c3cc-0d44-4b50-8888-8dd25736052a")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "drafts.jsonl"


def record(document: str, draft: str, branch: UUID | None = None) -> bytes:
    """Return the record of a draft."""
    values = {"document": document, "branch": None if branch is None else str(branch), "draft": draft}
    return f"\n{json.dumps(values)}\n".encode()


def test_find_in_a_missing_file_returns_none(file: Path) -> None:
    assert Checkpoint(file, None).find("doc") is None
    assert not file.exists()


def test_append_creates_a_file_that_its_owner_alone_may_read(file: Path) -> None:
    Checkpoint(file, None).append("doc", "draft")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("branch_id", [None, BRANCH])
def test_find_after_append_returns_the_draft_in_the_next_run(branch_id: UUID | None, file: Path) -> None:
    Checkpoint(file, branch_id).append("doc", "draft")
    assert Checkpoint(file, branch_id).find("doc") == "draft"


@pytest.mark.parametrize("branch_id", [None, OTHER])
def test_find_of_another_branch_returns_none(branch_id: UUID | None, file: Path) -> None:
    Checkpoint(file, BRANCH).append("doc", "draft")
    assert Checkpoint(file, branch_id).find("doc") is None


def test_find_of_a_document_that_was_appended_twice_returns_the_last_draft(file: Path) -> None:
    for draft in ("first", "last"):
        Checkpoint(file, None).append("doc", draft)
    assert Checkpoint(file, None).find("doc") == "last"


@pytest.mark.parametrize(
    "document",
    ["Doc", "Größe-日本", "\N{GRINNING FACE}", "e\N{COMBINING ACUTE ACCENT}", " a b ", '"\\', "a\u2028b", "a\u0085b"],
)
def test_append_keeps_the_identifier_exactly(document: str, file: Path) -> None:
    Checkpoint(file, None).append(document, "draft")
    assert json.loads(file.read_bytes())["document"] == document
    assert Checkpoint(file, None).find(document) == "draft"


@pytest.mark.parametrize(
    ("appended", "document"),
    [("Doc", "doc"), ("é", "e\N{COMBINING ACUTE ACCENT}"), ("a", "a "), ("Straße", "STRASSE")],
)
def test_find_of_another_spelling_returns_none(appended: str, document: str, file: Path) -> None:
    Checkpoint(file, None).append(appended, "draft")
    assert Checkpoint(file, None).find(document) is None


# Records


def test_append_writes_one_record_with_a_newline_before_and_after(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes: list[bytes] = []

    def write(_: int, content: bytes) -> int:
        writes.append(content)
        return len(content)

    monkeypatch.setattr(os, "write", write)
    checkpoint = Checkpoint(file, BRANCH)
    checkpoint.append("a", "draft-a")
    checkpoint.append("b\nc", "draft-b")
    assert writes == [record("a", "draft-a", BRANCH), record("b\nc", "draft-b", BRANCH)]


@given(st.integers(1, len(record("torn", "draft")) - 1), st.sampled_from([0, 1, 2]))
def test_record_that_is_torn_is_the_only_one_lost(
    tmp_path_factory: pytest.TempPathFactory, length: int, at: int
) -> None:
    file = tmp_path_factory.mktemp("torn") / "drafts.jsonl"
    records = [record("a", "draft-a"), record("b", "draft-b")]
    records.insert(at, record("torn", "draft")[:length])
    file.write_bytes(b"".join(records))
    checkpoint = Checkpoint(file, None)
    assert (checkpoint.find("a"), checkpoint.find("b")) == ("draft-a", "draft-b")
    checkpoint.append("c", "draft-c")
    assert Checkpoint(file, None).find("c") == "draft-c"


UNREADABLE = [
    b'{"document": "torn", "branch": nu',
    b"spoilt",
    b"[]",
    b"5",
    b"null",
    b"\xff\xfe",
    b'{"document": "doc", "branch": null}',
    b'{"document": 5, "branch": null, "draft": "draft"}',
    b'{"document": "doc", "branch": 5, "draft": "draft"}',
    b'{"document": "doc", "branch": null, "draft": null}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("line", UNREADABLE, ids=range(len(UNREADABLE)))
def test_line_that_cannot_be_read_is_skipped_and_counted_in_a_warning(
    line: bytes, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file.write_bytes(record("a", "draft-a") + line + record("b", "draft-b") + line + record("c", "draft-c"))
    checkpoint = Checkpoint(file, None)
    assert [checkpoint.find(document) for document in ("a", "b", "c", "doc")] == [
        "draft-a",
        "draft-b",
        "draft-c",
        None,
    ]
    (logged,) = caplog.records
    assert logged.levelname == "WARNING"
    assert logged.getMessage() == f"checkpoint: {file}: 2 unreadable lines are skipped"


def test_file_without_unreadable_lines_logs_nothing(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    Checkpoint(file, None).append("doc", "draft")
    Checkpoint(file, BRANCH)
    assert caplog.records == []


def test_append_that_fails_logs_the_document(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    checkpoint = Checkpoint(file, None)
    file.mkdir()
    checkpoint.append("doc", "draft")
    (logged,) = caplog.records
    assert logged.levelname == "WARNING"
    assert logged.getMessage().startswith(f"checkpoint: {file}: the draft of doc was not written: ")


def test_append_to_a_full_disk_logs_the_document(
    file: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", lambda _, content: len(content) - 1)
    Checkpoint(file, None).append("doc", "draft")
    assert f"{file}: the draft of doc was not written: the disk is full" in caplog.text


# Other files


def create_record_of_0_1(file: Path) -> None:
    """Create a record as omni-drafts 0.1 did."""
    database = sqlite3.connect(file)
    database.execute("PRAGMA application_id = 1869833330")
    database.execute("CREATE TABLE drafts (document TEXT, branch TEXT, draft TEXT)")
    database.commit()
    database.close()


@pytest.mark.parametrize(
    ("create", "message"),
    [
        (create_record_of_0_1, "is an SQLite record of omni-drafts 0.1; pass the path of a new file"),
        (lambda file: file.write_bytes(b"SQLite format 3\0"), "is an SQLite record of omni-drafts 0.1"),
        (lambda file: file.write_text("some text"), "is not a checkpoint; pass the path of a new file"),
        (lambda file: file.write_text("\nsome text"), "is not a checkpoint"),
        (lambda file: file.write_text("[1, 2]\n"), "is not a checkpoint"),
        (lambda file: file.write_bytes(b"\0" * 100), "is not a checkpoint"),
    ],
)
def test_file_of_another_kind_raises_and_is_unchanged(
    create: Callable[[Path], Any], message: str, file: Path
) -> None:
    create(file)
    before = file.read_bytes()
    with pytest.raises(ConfigurationError) as caught:
        Checkpoint(file, None)
    assert str(caught.value).startswith(f"checkpoint: {file} {message}")
    assert file.read_bytes() == before


def test_file_with_a_torn_first_record_alone_is_a_checkpoint(file: Path) -> None:
    file.write_bytes(b'\n{"document": "a", "br')
    checkpoint = Checkpoint(file, None)
    checkpoint.append("b", "draft-b")
    reopened = Checkpoint(file, None)
    assert (reopened.find("a"), reopened.find("b")) == (None, "draft-b")


def test_file_that_another_program_has_rewritten_is_a_checkpoint(file: Path) -> None:
    file.write_text('{"document": "doc", "branch": null, "draft": "a"}\n')
    assert Checkpoint(file, None).find("doc") == "a"


@pytest.mark.parametrize("content", [b"", b"\n", b"\n\n"])
def test_file_without_content_is_a_checkpoint(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    Checkpoint(file, None).append("doc", "draft")
    assert Checkpoint(file, None).find("doc") == "draft"


@pytest.mark.parametrize("path", ["missing/drafts.jsonl", ".", "", "a\0b", 5, True, b"a", None])
def test_path_that_cannot_be_a_file_raises(path: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match=r"^checkpoint: "):
        Checkpoint(path, None)


# Several writers


WRITER = """
import sys
import threading
from omni_drafts._bulk.checkpoint import Checkpoint

process, file = sys.argv[1:]
checkpoint = Checkpoint(file, None)
print("ready", flush=True)
sys.stdin.readline()


def write(thread):
    for number in range(50):
        checkpoint.append(f"doc-{process}-{thread}-{number}" + "x" * 500, f"draft-{process}-{thread}-{number}")


threads = [threading.Thread(target=write, args=(thread,)) for thread in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_append_in_threads_of_several_processes_keeps_each_record(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    command = [sys.executable, "-c", WRITER]
    writers = [
        subprocess.Popen([*command, str(number), str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
        for number in range(3)
    ]
    lines = [read_line(writer) for writer in writers]
    for writer in writers:
        write_line(writer, "go")
    for writer in writers:
        writer.communicate(timeout=60)
    assert lines == ["ready\n"] * 3
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    checkpoint = Checkpoint(file, None)
    names = [f"{process}-{thread}-{number}" for process in range(3) for thread in range(4) for number in range(50)]
    assert [checkpoint.find(f"doc-{name}" + "x" * 500) for name in names] == [f"draft-{name}" for name in names]
    assert caplog.records == []


def test_append_does_not_wait_for_the_rate_limit_storage(file: Path, tmp_path: Path) -> None:
    is_locked, is_done = threading.Event(), threading.Event()

    def use_rate_limit_storage() -> None:
        with open_transaction(tmp_path / "limits", _WINDOWS):
            is_locked.set()
            is_done.wait(60)

    user = threading.Thread(target=use_rate_limit_storage)
    user.start()
    try:
        assert is_locked.wait(60)
        Checkpoint(file, None).append("doc", "draft")
        assert Checkpoint(file, None).find("doc") == "draft"
    finally:
        is_done.set()
        user.join()
