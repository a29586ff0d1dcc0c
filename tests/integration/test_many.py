"""Many documents: each outcome once, a bounded number at a time, and what was done stays done whoever stops."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import anyio
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import AT_ONCE
from omni_drafts import (
    AsyncOmni,
    DocumentNotFoundError,
    GotDraft,
    Omni,
    OmniTimeoutError,
    Outcome,
    Progress,
    SettingsError,
    _client,
)
from omni_drafts._database import opened
from omni_drafts._file_store import _COUNTS
from omni_drafts._many_async import _asynchronous
from omni_drafts._record import Record
from omni_drafts.mock import MockServer, MockState, SlowAnswer
from support.waiting import wait_until

BRANCH = UUID(int=7)
Many = Callable[..., list[Outcome[Any]]]
"""Calls a method of `drafts` by its name on a mock, and gives all outcomes."""


def blocking(mock: MockServer, method: str, documents: Iterable[str], **arguments: Any) -> list[Outcome[Any]]:
    with Omni(base_url=mock.base_url, token="editor-token", **AT_ONCE) as omni:
        return list(getattr(omni.drafts, method)(documents, **arguments))


def in_a_loop(mock: MockServer, method: str, documents: Iterable[str], **arguments: Any) -> list[Outcome[Any]]:
    async def run() -> list[Outcome[Any]]:
        async with AsyncOmni(base_url=mock.base_url, token="editor-token", **AT_ONCE) as omni:
            return [outcome async for outcome in getattr(omni.drafts, method)(documents, **arguments)]

    return asyncio.run(run())


each_way = pytest.mark.parametrize("many", [blocking, in_a_loop])


@pytest.fixture
def documents(mock: MockServer) -> list[str]:
    return [mock.state.add_document(f"doc-{number}").identifier for number in range(30)]


@each_way
@settings(max_examples=15)
@given(
    chosen=st.lists(st.sampled_from(["a", "b", "c", "gone", "", ".."]), max_size=12),
    in_flight=st.integers(1, 9),
    method=st.sampled_from(["ensure_many", "get_or_create_many"]),
)
def test_each_document_has_one_outcome(many: Many, chosen: list[str], in_flight: int, method: str) -> None:
    with MockServer(MockState(rate_limit=0)) as mock:
        for identifier in "abc":
            mock.state.add_document(identifier)
        outcomes = many(mock, method, iter(chosen), branch_id=BRANCH, in_flight=in_flight)
        assert Counter(outcome.document_id for outcome in outcomes) == Counter(chosen)
        for outcome in outcomes:
            kind = {"gone": DocumentNotFoundError, "": ValueError, "..": ValueError}.get(outcome.document_id)
            assert (outcome.result is None) == (outcome.error is not None) == (kind is not None)
            assert kind is None or isinstance(outcome.error, kind)
        assert {draft.document_identifier for draft in mock.state.drafts} == set("abc") & set(chosen)
        assert len(mock.state.drafts) == len(set("abc") & set(chosen))
        assert {draft.branch_id for draft in mock.state.drafts} <= {BRANCH}


@each_way
@pytest.mark.parametrize("method", ["ensure_many", "get_or_create_many"])
def test_a_timeout_is_for_each_request(many: Many, mock: MockServer, method: str, documents: list[str]) -> None:
    rule = mock.state.faults.add(SlowAnswer(timedelta(seconds=10)))
    outcomes = many(mock, method, documents[:3], in_flight=1, timeout=httpx.Timeout(20, read=0.05))
    assert [type(outcome.error) for outcome in outcomes] == [OmniTimeoutError] * 3
    wait_until(lambda: mock.state.faults.count(rule) == 3)


@each_way
def test_an_outcome_has_what_the_call_for_one_gives(many: Many, mock: MockServer, documents: list[str]) -> None:
    ensured = {outcome.document_id: outcome.get() for outcome in many(mock, "ensure_many", documents)}
    again = {outcome.document_id: outcome.get() for outcome in many(mock, "get_or_create_many", documents)}
    made = {draft.document_identifier: draft.identifier for draft in mock.state.drafts}
    assert ensured == made == {document: got.draft.identifier for document, got in again.items()}
    assert all(isinstance(got, GotDraft) and not got.created for got in again.values())
    (failed,) = many(mock, "ensure_many", ["gone"])
    with pytest.raises(DocumentNotFoundError):
        failed.get()


@each_way
def test_documents_are_taken_when_there_is_room_for_them(many: Many, mock: MockServer, documents: list[str]) -> None:
    told: list[Progress] = []
    taken = []

    def taking() -> Iterator[str]:
        for document in documents:
            taken.append(document)
            yield document
            assert told[-1].begun == len(taken)

    outcomes = many(mock, "ensure_many", taking(), in_flight=3, watch=told.append)
    assert len(outcomes) == len(documents)
    assert max(progress.in_flight for progress in told) == 3
    assert told[-1] == Progress(begun=30, succeeded=30, failed=0)
    assert [progress.begun for progress in told] == sorted(progress.begun for progress in told)


@each_way
def test_what_was_begun_is_not_lost_where_the_documents_end_with_an_error(
    many: Many, mock: MockServer, documents: list[str]
) -> None:
    done = []

    def breaking() -> Iterator[str]:
        yield from documents[:10]
        raise LookupError("no more")

    def watch(progress: Progress) -> None:
        done.append(progress.succeeded)

    with pytest.raises(LookupError, match="no more"):
        many(mock, "ensure_many", breaking(), watch=watch)
    assert done[-1] == len(mock.state.drafts) == 10


@each_way
@pytest.mark.parametrize("counted", ["begun", "succeeded"])
def test_an_error_of_who_watches_ends_it(many: Many, mock: MockServer, documents: list[str], counted: str) -> None:
    told: list[Progress] = []

    def watch(progress: Progress) -> None:
        told.append(progress)
        if getattr(progress, counted) == 2:
            raise LookupError("seen enough")

    with pytest.raises(LookupError, match="seen enough"):
        many(mock, "ensure_many", documents, in_flight=3, watch=watch)
    assert getattr(told[-1], counted) == 2  # nothing was told after it
    assert len(mock.state.drafts) <= 6


@each_way
def test_a_wrong_argument_is_told_before_anything_is_asked(many: Many, mock: MockServer) -> None:
    for wrong in ({"in_flight": 0}, {"in_flight": True}, {"branch_id": "main"}, {"watch": 5}):
        with pytest.raises(ValueError, match=next(iter(wrong)).replace("_id", "")):
            many(mock, "ensure_many", iter(["a"]), **wrong)
    for documents in ("12db1a0a", b"12db1a0a", 5, None):
        with pytest.raises(ValueError, match=r"^document_ids: .* identifiers$"):
            many(mock, "ensure_many", documents)
    if many is blocking:
        with pytest.raises(ValueError, match=r"^document_ids: \w+ is no list"):
            many(mock, "ensure_many", _asynchronous([]))
    assert mock.state.request_count == 0


def test_what_is_done_is_given_before_the_next_document_comes(mock: MockServer, documents: list[str]) -> None:
    async def run() -> list[str]:
        given: list[str] = []
        more = asyncio.Event()

        async def after_each_other() -> AsyncIterator[str]:
            for document in documents[:5]:
                yield document
                await more.wait()  # until the outcome of this one was given
                more.clear()

        async with AsyncOmni(base_url=mock.base_url, token="editor-token", **AT_ONCE) as omni:
            async for outcome in omni.drafts.ensure_many(after_each_other()):
                given.append(outcome.document_id)
                more.set()
        return given

    assert asyncio.run(asyncio.wait_for(run(), 20)) == documents[:5]


def test_documents_that_come_while_it_is_closed_are_not_begun(mock: MockServer, documents: list[str]) -> None:
    async def run() -> None:
        queue: asyncio.Queue[str] = asyncio.Queue()

        async def of_a_queue() -> AsyncIterator[str]:
            yield documents[0]
            while True:
                yield await asyncio.wait_for(queue.get(), 100)  # which lets a document come in place of the end

        async with AsyncOmni(base_url=mock.base_url, token="editor-token", **AT_ONCE) as omni:
            outcomes = omni.drafts.ensure_many(of_a_queue())
            await anext(outcomes)
            queue.put_nowait(documents[1])
            await asyncio.sleep(0)
            await outcomes.aclose()

    asyncio.run(asyncio.wait_for(run(), 20))
    assert [draft.document_identifier for draft in mock.state.drafts] == documents[:1]


def test_whoever_waits_for_a_document_that_others_cancel_knows_it() -> None:
    def cancel(_: httpx.Request) -> httpx.Response:
        raise asyncio.CancelledError

    async def run() -> None:
        async with AsyncOmni(instance="a", token="made-up", transport=httpx.MockTransport(cancel)) as omni:
            async for _ in omni.drafts.ensure_many(["a", "b"]):
                pass

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())


def test_no_document_loses_time_while_its_caller_or_the_next_one_takes_some(
    mock: MockServer, documents: list[str]
) -> None:
    now, caller = 0.0, threading.current_thread()

    def clock() -> float:
        return now if threading.current_thread() is caller else 0.0  # on its way, a request takes no time

    def slowly() -> Iterator[str]:
        nonlocal now
        for document in documents:
            now += 1.1
            yield document

    def watch(_: Progress) -> None:
        nonlocal now
        now += 1.1

    with Omni(base_url=mock.base_url, token="editor-token", total_time=1, clock=clock) as omni:
        for outcome in omni.drafts.get_or_create_many(slowly(), in_flight=3, watch=watch):
            assert outcome.get().created
            now += 1.1


def test_a_record_that_somebody_has_is_not_waited_for_long(mock: MockServer, tmp_path: Path) -> None:
    mock.state.add_document("a")
    file, begun = tmp_path / "drafts.record", 0.0

    def while_it_is_held() -> Iterator[str]:
        nonlocal begun
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            begun = time.monotonic()
            yield "a"

    with Omni(base_url=mock.base_url, token="editor-token", **AT_ONCE) as omni:
        for outcome in omni.drafts.ensure_many(while_it_is_held(), record=file):
            assert outcome.get()
            assert time.monotonic() - begun < 9  # of two accesses


@each_way
def test_a_record_that_somebody_has_when_it_begins_ends_nothing(
    many: Many, mock: MockServer, documents: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "drafts.record"
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        (outcome,) = many(mock, "ensure_many", documents[:1], record=file)
    assert outcome.get() == mock.state.drafts[0].identifier


def test_a_record_does_not_wait_for_the_file_of_turns(tmp_path: Path) -> None:
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with opened(tmp_path / "turns", _COUNTS):
            inside.set()
            done.wait(60)

    holding = threading.Thread(target=hold)
    holding.start()
    inside.wait(60)
    try:
        record = Record(tmp_path / "drafts.record", None)
        record.keep("a", "b")
        assert record.find("a") == "b"
    finally:
        done.set()
        holding.join()


def test_what_is_done_is_given_between_documents_that_are_long_in_coming(
    mock: MockServer, documents: list[str]
) -> None:
    given: list[str] = []
    taken: list[str] = []

    def slowly() -> Iterator[str]:
        while not given and len(taken) < 30:
            taken.append(documents[len(taken)])
            yield taken[-1]
            wait_until(lambda: len(mock.state.drafts) == len(taken))
        assert given  # though there was room for all of them

    with Omni(base_url=mock.base_url, token="editor-token", **AT_ONCE) as omni:
        for outcome in omni.drafts.ensure_many(slowly(), in_flight=31):
            given.append(outcome.document_id)
    assert sorted(given) == sorted(taken)


@pytest.mark.parametrize("kind", [Omni, AsyncOmni])
def test_a_connection_that_cannot_be_set_up_is_told_once(
    kind: type[Omni | AsyncOmni], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks17://nowhere")
    with pytest.raises(SettingsError, match="look at the proxies"):
        kind(instance="a", token="editor-token").drafts.ensure_many(["a", "b"])


@each_way
def test_a_connection_that_cannot_be_set_up_later_stops_no_other_document(
    many: Many, mock: MockServer, documents: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError("no certificates")

    def closing_it() -> Iterator[str]:
        for kind in (Omni, AsyncOmni):
            monkeypatch.setattr(kind, "_http", _client._settings_errors()(refuse))
        yield from documents[:3]

    outcomes = many(mock, "ensure_many", closing_it(), in_flight=1)
    assert [type(outcome.error) for outcome in outcomes] == [SettingsError] * 3


def test_an_asynchronous_iterable_serves_as_well(mock: MockServer, documents: list[str]) -> None:
    async def given_later() -> AsyncIterator[str]:
        for document in documents:
            await asyncio.sleep(0)
            yield document

    assert len(in_a_loop(mock, "ensure_many", given_later())) == len(mock.state.drafts) == 30  # type: ignore[arg-type] # for asyncio alone


def test_whoever_closes_is_not_kept_waiting_and_finds_done_what_was_done(
    mock: MockServer, documents: list[str]
) -> None:
    with Omni(base_url=mock.base_url, token="editor-token", requests_per_minute=10) as omni:
        outcomes = omni.drafts.ensure_many(documents)
        done = [next(outcomes).get() for _ in range(6)]
        started = time.monotonic()
        outcomes.close()  # those that wait have most of a minute to go
        assert time.monotonic() - started < 10
    assert set(done) <= {draft.identifier for draft in mock.state.drafts}
    assert mock.state.request_count <= 10
    assert not any(thread.name.startswith("omni-drafts") for thread in threading.enumerate())
    assert len(blocking(mock, "ensure_many", documents)) == 30
    assert Counter(draft.document_identifier for draft in mock.state.drafts) == Counter(documents)


def test_a_loop_that_is_left_breaks_off_at_once(mock: MockServer, documents: list[str]) -> None:
    async def run() -> None:
        async with AsyncOmni(base_url=mock.base_url, token="editor-token", requests_per_minute=10) as omni:
            outcomes = omni.drafts.ensure_many(documents)
            async for outcome in outcomes:
                assert outcome.get()
                break
            await outcomes.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    started = time.monotonic()
    asyncio.run(run())
    assert time.monotonic() - started < 10
    assert mock.state.request_count <= 10


def test_an_interrupt_while_all_wait_ends_it(mock: MockServer, documents: list[str]) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    done: list[str] = []
    with Omni(base_url=mock.base_url, token="editor-token", requests_per_minute=5, sleep=interrupted) as omni:
        outcomes = map(Outcome.get, omni.drafts.ensure_many(documents))
        with pytest.raises(KeyboardInterrupt):
            done.extend(outcomes)
        assert len(done) == len(mock.state.drafts) == 5
    assert len(blocking(mock, "ensure_many", documents)) == len(mock.state.drafts) == 30


WORKER = """
import sys
from omni_drafts import Omni

with Omni(base_url=sys.argv[1], token="editor-token", requests_per_minute=None) as omni:
    for outcome in omni.drafts.get_or_create_many(sys.argv[2:], in_flight=4):
        print(outcome.document_id, outcome.get().draft.identifier, flush=True)
"""


def test_a_process_that_is_killed_leaves_done_what_was_done(mock: MockServer, documents: list[str]) -> None:
    mock.state.faults.add(SlowAnswer(timedelta(seconds=0.02)), times=20)
    mock.state.faults.add(SlowAnswer(timedelta(seconds=300)))  # so that it is half way when it is killed
    call = [sys.executable, "-c", WORKER, mock.base_url, *documents]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as worker:  # noqa: S603 - our own
        assert worker.stdout is not None
        said = [worker.stdout.readline() for _ in range(5)]
        os.kill(worker.pid, signal.SIGKILL)
        said += worker.stdout.readlines()
    assert worker.returncode == -signal.SIGKILL
    mock.state.faults.clear()
    told = dict(line.split() for line in said if line.endswith("\n"))
    finished = {outcome.document_id: outcome.get() for outcome in blocking(mock, "get_or_create_many", documents)}
    assert {document: finished[document].draft.identifier for document in told} == told
    assert not any(finished[document].created for document in told)
    assert Counter(draft.document_identifier for draft in mock.state.drafts) == Counter(documents)


@each_way
@pytest.mark.parametrize("method", ["ensure_many", "get_or_create_many"])
def test_what_is_on_record_is_not_asked_for_again(
    many: Many, method: str, mock: MockServer, documents: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "drafts.record"
    first = many(mock, method, [*documents[:20], "gone"], branch_id=BRANCH, record=file)
    asked = mock.state.request_count
    again = many(mock, method, documents[:20], branch_id=BRANCH, record=file)
    assert mock.state.request_count == asked

    def identifiers(outcomes: list[Outcome[Any]]) -> dict[str, str]:
        got = {outcome.document_id: outcome.get() for outcome in outcomes if outcome.error is None}
        return got if method == "ensure_many" else {document: one.draft.identifier for document, one in got.items()}

    assert identifiers(again) == identifiers(first)
    assert {type(outcome.result) for outcome in again} == {str if method == "ensure_many" else GotDraft}
    whole = many(mock, method, [*documents, "gone", ".."], branch_id=BRANCH, record=file)
    assert mock.state.request_count - asked == (11 if method == "ensure_many" else 21)
    assert {outcome.document_id for outcome in whole if outcome.error is not None} == {"gone", ".."}
    many(mock, method, documents[:1], record=file)  # on no branch, which is another draft
    assert len(mock.state.drafts) == 31


def test_a_record_may_be_at_home(
    mock: MockServer, documents: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    blocking(mock, "ensure_many", documents[:1], record="~/drafts.record")
    assert (tmp_path / "drafts.record").exists()


def test_what_is_on_its_way_when_it_is_closed_is_on_record(tmp_path: Path) -> None:
    state = MockState(rate_limit=0)
    documents = [state.add_document(f"doc-{number}").identifier for number in range(30)]
    state.faults.add(SlowAnswer(timedelta(seconds=1)))

    async def sleep(_: float) -> None:
        await anyio.to_thread.run_sync(wait_until, lambda: len(state.drafts) > 1)

    file = tmp_path / "drafts.record"
    with MockServer(state, sleep=sleep) as mock:
        with Omni(base_url=mock.base_url, token="editor-token", **AT_ONCE) as omni:
            outcomes = omni.drafts.ensure_many(documents, record=file)
            next(outcomes).get()
            outcomes.close()
        assert 1 < state.request_count == len(state.drafts) < 30
        assert len(blocking(mock, "ensure_many", documents, record=file)) == 30
        assert state.request_count == 30


@each_way
def test_another_kind_of_file_is_no_record(many: Many, mock: MockServer, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a record, and long enough to be a database" * 100, "utf-8")
    with sqlite3.connect(tmp_path / "other") as other:
        other.execute("CREATE TABLE other (a)")
    other.close()
    before = (tmp_path / "other").read_bytes()
    for file in (*(tmp_path / name for name in ("text", "other", "missing/record", ".", "a\0b")), "", 5, True, b"a"):
        with pytest.raises(ValueError, match="record: "):
            many(mock, "ensure_many", ["doc"], record=file)
    assert (tmp_path / "other").read_bytes() == before
    assert mock.state.request_count == 0


def test_a_record_that_is_spoilt_meanwhile_loses_no_outcome(
    mock: MockServer, documents: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "drafts.record"
    with Omni(base_url=mock.base_url, token="editor-token", **AT_ONCE) as omni:
        outcomes = omni.drafts.ensure_many(documents, record=file)
        first = next(outcomes).get()
        file.write_bytes(b"spoilt" * 1000)
        rest = [outcome.get() for outcome in outcomes]
    assert {first, *rest} == {draft.identifier for draft in mock.state.drafts}
    assert "does not remember" in caplog.text
