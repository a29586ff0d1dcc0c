"""Bulk calls: one outcome for each document, limited concurrency, and no lost work at any end of a run."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import anyio
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import WITHOUT_WAITS
from omni_drafts import (
    AsyncOmni,
    ConfigurationError,
    DocumentNotFoundError,
    DraftResult,
    Omni,
    OmniTimeoutError,
    Outcome,
    Progress,
)
from omni_drafts._http.deadline import CALL
from omni_drafts.mock import MockServer, MockState, SlowResponse
from support.clock import FakeClock
from support.waiting import wait_until

BRANCH = UUID(int=7)
STOP_SECONDS = 10.0
"""Less than the wait for a permit, which takes most of a minute, and enough for a busy machine."""

RunBulk = Callable[..., list[Outcome[Any]]]
"""Calls a method of `drafts` by its name on a mock, and returns all outcomes."""


def connect(mock: MockServer, **arguments: Any) -> Omni:
    """Create a client of a mock."""
    return Omni(base_url=mock.base_url, token="editor-token", **(WITHOUT_WAITS | arguments))


def connect_async(mock: MockServer, **arguments: Any) -> AsyncOmni:
    """Create a client of a mock for event loops."""
    return AsyncOmni(base_url=mock.base_url, token="editor-token", **(WITHOUT_WAITS | arguments))


def run_in_threads(
    mock: MockServer,
    method: str,
    documents: Iterable[str],
    on_outcome: Callable[[Outcome[Any]], None] = lambda _: None,
    **arguments: Any,
) -> list[Outcome[Any]]:
    """Run a bulk call, and call back for each outcome before the next one."""
    outcomes = []
    with connect(mock) as omni:
        for outcome in getattr(omni.drafts, method)(documents, **arguments):
            outcomes.append(outcome)
            on_outcome(outcome)
    return outcomes


def run_in_tasks(
    mock: MockServer,
    method: str,
    documents: Iterable[str] | AsyncIterable[str],
    on_outcome: Callable[[Outcome[Any]], None] = lambda _: None,
    **arguments: Any,
) -> list[Outcome[Any]]:
    """Run a bulk call in an event loop, as `run_in_threads` does; the callback runs beside the loop."""

    async def run() -> list[Outcome[Any]]:
        outcomes = []
        async with connect_async(mock) as omni:
            async for outcome in getattr(omni.drafts, method)(documents, **arguments):
                outcomes.append(outcome)
                await anyio.to_thread.run_sync(on_outcome, outcome)
        return outcomes

    return asyncio.run(run())


both_ways = pytest.mark.parametrize("run_bulk", [run_in_threads, run_in_tasks])
both_methods = pytest.mark.parametrize("method", ["ensure_many", "get_or_create_many"])


@pytest.fixture
def documents(mock: MockServer) -> list[str]:
    return [mock.state.add_document(f"doc-{number}").identifier for number in range(30)]


@contextmanager
def serve_gated(*documents: str) -> Generator[tuple[MockServer, threading.Event]]:
    """Serve a mock that takes effect immediately, and responds when the event is set."""
    state, gate = MockState(rate_limit=0), threading.Event()
    for document in documents:
        state.add_document(document)
    state.faults.add(SlowResponse(timedelta(seconds=1)))

    async def sleep(_: float) -> None:
        await anyio.to_thread.run_sync(gate.wait, 60)

    with MockServer(state, sleep=sleep) as mock:
        yield mock, gate


def draft_id_of(outcome: Outcome[Any]) -> str:
    """Return the identifier of the draft in an outcome of either method."""
    result = outcome.unwrap()
    return result.draft.id if isinstance(result, DraftResult) else str(result)


# Outcomes


@both_ways
@both_methods
@settings(max_examples=15)
@given(
    chosen=st.lists(st.sampled_from(["a", "b", "c", "gone", "", ".."]), max_size=12),
    concurrency=st.integers(1, 9),
)
def test_bulk_call_yields_one_outcome_for_each_listing(
    run_bulk: RunBulk, method: str, chosen: list[str], concurrency: int
) -> None:
    errors = {"gone": "DocumentNotFoundError", "": "ValueError", "..": "ValueError"}
    with MockServer(MockState(rate_limit=0)) as mock:
        for identifier in "abc":
            mock.state.add_document(identifier)
        outcomes = run_bulk(mock, method, iter(chosen), branch_id=BRANCH, concurrency=concurrency)
    listed = Counter(
        (outcome.document_id, outcome.result is None, type(outcome.error).__name__) for outcome in outcomes
    )
    assert listed == Counter((document, document in errors, errors.get(document, "NoneType")) for document in chosen)
    created = Counter((draft.document_identifier, draft.branch_id) for draft in mock.state.drafts)
    assert created == Counter((document, BRANCH) for document in set("abc") & set(chosen))


@both_ways
@both_methods
def test_bulk_call_with_a_timeout_applies_it_to_each_attempt(
    run_bulk: RunBulk, method: str, mock: MockServer, documents: list[str]
) -> None:
    rule = mock.state.faults.add(SlowResponse(timedelta(seconds=10)))
    outcomes = run_bulk(mock, method, documents[:3], concurrency=1, timeout=httpx.Timeout(20, read=0.05))
    assert [type(outcome.error) for outcome in outcomes] == [OmniTimeoutError] * 3
    wait_until(lambda: mock.state.faults.count(rule) == 3)


@both_ways
def test_ensure_many_yields_the_result_of_ensure(run_bulk: RunBulk, mock: MockServer, documents: list[str]) -> None:
    outcomes = run_bulk(mock, "ensure_many", documents)
    created = {draft.document_identifier: draft.identifier for draft in mock.state.drafts}
    assert {outcome.document_id: outcome.unwrap() for outcome in outcomes} == created


@both_ways
def test_get_or_create_many_yields_the_result_of_get_or_create(
    run_bulk: RunBulk, mock: MockServer, documents: list[str]
) -> None:
    created = {document: mock.state.add_draft(document).identifier for document in documents}
    results = {outcome.document_id: outcome.unwrap() for outcome in run_bulk(mock, "get_or_create_many", documents)}
    assert {type(result) for result in results.values()} == {DraftResult}
    assert {document: result.draft.id for document, result in results.items()} == created
    assert {result.created for result in results.values()} == {False}


@both_ways
def test_unwrap_of_an_outcome_with_an_error_raises_it(run_bulk: RunBulk, mock: MockServer) -> None:
    (outcome,) = run_bulk(mock, "ensure_many", ["gone"])
    with pytest.raises(DocumentNotFoundError):
        outcome.unwrap()


# Arguments


@both_ways
@pytest.mark.parametrize(
    ("name", "value"),
    [("concurrency", 0), ("concurrency", True), ("concurrency", 1.0), ("branch_id", "main"), ("on_progress", 5)],
)
def test_bulk_call_with_a_wrong_argument_raises_before_a_request(
    run_bulk: RunBulk, name: str, value: object, mock: MockServer
) -> None:
    with pytest.raises(ValueError, match=f"^{name}: "):
        run_bulk(mock, "ensure_many", iter(["a"]), **{name: value})
    assert mock.state.request_count == 0


@both_ways
@pytest.mark.parametrize("documents", ["12db1a0a", b"12db1a0a", 5, None])
def test_bulk_call_without_a_list_raises_before_a_request(
    run_bulk: RunBulk, documents: object, mock: MockServer
) -> None:
    with pytest.raises(ValueError, match=r"^document_ids: .* identifiers$"):
        run_bulk(mock, "ensure_many", documents)
    assert mock.state.request_count == 0


async def iterate_later(documents: Iterable[str]) -> AsyncIterator[str]:
    """Iterate over documents, with a pause of the event loop before each."""
    for document in documents:
        await asyncio.sleep(0)
        yield document


def test_blocking_bulk_call_with_an_asynchronous_iterable_raises(mock: MockServer) -> None:
    with pytest.raises(ValueError, match=r"^document_ids: async_generator is not a list"):
        run_in_threads(mock, "ensure_many", iterate_later([]))  # type: ignore[arg-type] # for asyncio alone


def test_asyncio_bulk_call_accepts_an_asynchronous_iterable(mock: MockServer, documents: list[str]) -> None:
    assert len(run_in_tasks(mock, "ensure_many", iterate_later(documents))) == 30
    assert len(mock.state.drafts) == 30


# Concurrency


@both_ways
def test_bulk_call_reads_a_document_when_the_one_before_is_started(
    run_bulk: RunBulk, mock: MockServer, documents: list[str]
) -> None:
    reports: list[Progress] = []
    started: list[int] = []

    def read_documents() -> Iterator[str]:
        for document in documents:
            yield document
            started.append(reports[-1].started)

    run_bulk(mock, "ensure_many", read_documents(), concurrency=3, on_progress=reports.append)
    assert started == list(range(1, len(documents) + 1))


@both_ways
def test_bulk_call_reports_its_progress(run_bulk: RunBulk, mock: MockServer, documents: list[str]) -> None:
    reports: list[Progress] = []
    run_bulk(mock, "ensure_many", [*documents, "gone"], concurrency=3, on_progress=reports.append)
    assert max(progress.active for progress in reports) == 3
    assert reports[-1] == Progress(started=31, succeeded=30, failed=1)
    assert [progress.started for progress in reports] == sorted(progress.started for progress in reports)


@both_ways
@pytest.mark.parametrize("concurrency", [1, 2, 8])
def test_bulk_call_works_on_the_next_document_while_the_caller_handles_an_outcome(
    run_bulk: RunBulk, concurrency: int, mock: MockServer, documents: list[str]
) -> None:
    handled: list[str] = []

    def handle(outcome: Outcome[Any]) -> None:
        handled.append(outcome.document_id)
        wait_until(lambda: len(mock.state.drafts) > len(handled) or len(mock.state.drafts) == len(documents))

    assert len(run_bulk(mock, "ensure_many", documents, handle, concurrency=concurrency)) == len(documents)


@both_ways
@pytest.mark.parametrize("concurrency", [1, 3])
def test_bulk_call_works_until_concurrency_outcomes_wait_for_the_caller(run_bulk: RunBulk, concurrency: int) -> None:
    reports: list[Progress] = []
    documents = [f"doc-{number}" for number in range(12)]
    # A thread starts a document only when the caller comes back; the first outcome may come before all are started.
    in_threads = run_bulk is run_in_threads
    with serve_gated(*documents) as (mock, gate):
        handled: list[int] = []

        def open_gate(progress: Progress) -> None:
            reports.append(progress)
            if progress.active == concurrency:
                gate.set()

        def handle(_: Outcome[Any]) -> None:
            handled.append(reports[-1].started)
            if len(handled) == 1:  # the other workers go on, up to the concurrency
                assert reports[-1].started > 1
                wait_until(lambda: len(mock.state.drafts) == (reports[-1].started if in_threads else concurrency + 1))

        run_bulk(mock, "ensure_many", documents, handle, concurrency=concurrency, on_progress=open_gate)
    assert all(started - number <= concurrency for number, started in enumerate(handled, 1))
    assert len(handled) == len(documents)


def test_asyncio_bulk_call_yields_an_outcome_before_it_gets_the_next_document(
    mock: MockServer, documents: list[str]
) -> None:
    async def run() -> list[str]:
        handled: list[str] = []
        more = asyncio.Event()

        async def read_documents() -> AsyncIterator[str]:
            for document in documents[:5]:
                yield document
                await more.wait()  # until the outcome of this one was yielded
                more.clear()

        async with connect_async(mock) as omni:
            async for outcome in omni.drafts.ensure_many(read_documents()):
                handled.append(outcome.document_id)
                more.set()
        return handled

    assert asyncio.run(asyncio.wait_for(run(), 20)) == documents[:5]


def test_blocking_bulk_call_yields_outcomes_between_documents_that_come_slowly(
    mock: MockServer, documents: list[str]
) -> None:
    handled: list[str] = []
    read: list[str] = []

    def read_slowly() -> Iterator[str]:
        while not handled and len(read) < 30:
            read.append(documents[len(read)])
            yield read[-1]
            wait_until(lambda: len(mock.state.drafts) == len(read))
        assert handled  # though there was room for all of them

    run_in_threads(
        mock, "ensure_many", read_slowly(), lambda outcome: handled.append(outcome.document_id), concurrency=31
    )
    assert sorted(handled) == sorted(read)


class CallerClock(FakeClock):
    """A clock whose time passes for the caller; each worker thread keeps the time of its start."""

    def __init__(self) -> None:
        super().__init__(now=0.0)
        self._caller, self._local = threading.current_thread(), threading.local()

    def monotonic(self) -> float:
        if threading.current_thread() is self._caller:
            return self.now
        if not hasattr(self._local, "start"):
            self._local.start = self.now
        return float(self._local.start)


def test_total_timeout_of_a_document_starts_with_its_call(mock: MockServer, documents: list[str]) -> None:
    clock = CallerClock()

    def read_slowly() -> Iterator[str]:
        for document in documents:
            clock.now += 1.1
            yield document

    def on_progress(_: Progress) -> None:
        clock.now += 1.1

    created: list[bool] = []
    with connect(mock, total_timeout=1, clock=clock) as omni:
        for outcome in omni.drafts.get_or_create_many(read_slowly(), concurrency=3, on_progress=on_progress):
            created.append(outcome.unwrap().created)
            clock.now += 1.1
    assert created == [True] * len(documents)


# Documents that are listed again


def run_repeated(
    run_bulk: RunBulk, method: str, document: str, *, is_active: bool
) -> tuple[list[Outcome[Any]], MockState]:
    """Run a bulk call for one document that is listed three times: while it is active, or afterwards."""
    with serve_gated("doc") as (mock, gate):

        def open_gate(progress: Progress) -> None:
            if progress.started == 3 or not is_active:
                gate.set()

        outcomes = run_bulk(mock, method, [document] * 3, concurrency=3 if is_active else 1, on_progress=open_gate)
    return outcomes, mock.state


while_active_and_after = pytest.mark.parametrize("is_active", [True, False])


@both_ways
@while_active_and_after
def test_ensure_many_of_a_document_that_is_listed_again_works_once(run_bulk: RunBulk, *, is_active: bool) -> None:
    outcomes, state = run_repeated(run_bulk, "ensure_many", "doc", is_active=is_active)
    (draft,) = state.drafts
    assert [(outcome.document_id, outcome.unwrap()) for outcome in outcomes] == [("doc", draft.identifier)] * 3
    assert state.request_count == 1


@both_ways
@while_active_and_after
def test_get_or_create_many_of_a_document_that_is_listed_again_counts_it_as_created_once(
    run_bulk: RunBulk, *, is_active: bool
) -> None:
    outcomes, state = run_repeated(run_bulk, "get_or_create_many", "doc", is_active=is_active)
    (draft,) = state.drafts
    results = [outcome.unwrap() for outcome in outcomes]
    assert [result.draft.id for result in results] == [draft.identifier] * 3
    assert [result.created for result in results] == [True, False, False]
    assert state.request_count == 2


@both_ways
@while_active_and_after
@both_methods
@pytest.mark.parametrize(
    ("document", "error", "requests"), [("gone", DocumentNotFoundError, 1), ("..", ValueError, 0)]
)
def test_bulk_call_of_a_document_that_is_listed_again_yields_its_error_again(
    run_bulk: RunBulk, method: str, document: str, error: type[Exception], requests: int, *, is_active: bool
) -> None:
    outcomes, state = run_repeated(run_bulk, method, document, is_active=is_active)
    assert [type(outcome.error) for outcome in outcomes] == [error] * 3
    assert len({str(outcome.error) for outcome in outcomes}) == 1
    assert state.request_count == requests


@both_ways
def test_bulk_call_of_values_that_are_not_hashable_yields_an_error_for_each(
    run_bulk: RunBulk, mock: MockServer
) -> None:
    values: Any = [["doc"], ["doc"], 5, 5, None]
    outcomes = run_bulk(mock, "ensure_many", values, concurrency=2)
    assert [type(outcome.error) for outcome in outcomes] == [ValueError] * 5
    assert sorted(str(outcome.document_id) for outcome in outcomes) == sorted(map(str, values))


# Errors of the caller


@both_ways
def test_bulk_call_with_an_iterable_that_fails_raises_after_the_outcomes_before(
    run_bulk: RunBulk, mock: MockServer, documents: list[str]
) -> None:
    reports: list[Progress] = []

    def read_documents() -> Iterator[str]:
        yield from documents[:10]
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        run_bulk(mock, "ensure_many", read_documents(), on_progress=reports.append)
    assert reports[-1].succeeded == 10
    assert len(mock.state.drafts) == 10


@both_ways
@pytest.mark.parametrize("counted", ["started", "succeeded"])
def test_bulk_call_with_a_callback_that_fails_ends(
    run_bulk: RunBulk, mock: MockServer, documents: list[str], counted: str
) -> None:
    reports: list[Progress] = []

    def on_progress(progress: Progress) -> None:
        reports.append(progress)
        if getattr(progress, counted) == 2:
            raise LookupError("seen enough")

    with pytest.raises(LookupError, match="seen enough"):
        run_bulk(mock, "ensure_many", documents, concurrency=3, on_progress=on_progress)
    assert getattr(reports[-1], counted) == 2  # it is not called again
    assert len(mock.state.drafts) <= 6


# Connections


@pytest.mark.parametrize("client_type", [Omni, AsyncOmni])
def test_bulk_call_with_a_connection_that_cannot_be_opened_raises_once(
    client_type: type[Omni | AsyncOmni], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks17://nowhere")
    with pytest.raises(ConfigurationError, match=r"^HTTPS_PROXY or ALL_PROXY is not the URL of a proxy$"):
        client_type(instance="a", token="editor-token").drafts.ensure_many(["a", "b"])


def refuse(**_: Any) -> None:
    """Open no transport."""
    raise OSError("no certificates")


def test_blocking_bulk_call_with_a_connection_that_cannot_be_opened_again_yields_an_error_for_each_document(
    mock: MockServer, documents: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    omni = connect(mock)

    def read_documents() -> Iterator[str]:
        monkeypatch.setattr(httpx, "HTTPTransport", refuse)
        omni.close()
        yield from documents[:3]

    outcomes = list(omni.drafts.ensure_many(read_documents(), concurrency=1))
    assert [type(outcome.error) for outcome in outcomes] == [ConfigurationError] * 3


def test_asyncio_bulk_call_with_a_connection_that_cannot_be_opened_again_yields_an_error_for_each_document(
    mock: MockServer, documents: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> list[Outcome[str]]:
        omni = connect_async(mock)

        async def read_documents() -> AsyncIterator[str]:
            monkeypatch.setattr(httpx, "AsyncHTTPTransport", refuse)
            await omni.close()
            for document in documents[:3]:
                yield document

        return [outcome async for outcome in omni.drafts.ensure_many(read_documents(), concurrency=1)]

    outcomes = asyncio.run(run())
    assert [type(outcome.error) for outcome in outcomes] == [ConfigurationError] * 3


# Stops


def test_blocking_bulk_call_that_is_closed_ends_its_waits_and_keeps_its_work(
    mock: MockServer, documents: list[str]
) -> None:
    with connect(mock, requests_per_minute=10) as omni:
        outcomes = omni.drafts.ensure_many(documents)
        handled = [next(outcomes).unwrap() for _ in range(6)]
        started = time.monotonic()
        outcomes.close()
        assert time.monotonic() - started < STOP_SECONDS
    assert set(handled) <= {draft.identifier for draft in mock.state.drafts}
    assert mock.state.request_count <= 10
    assert not any(thread.name.startswith("omni-drafts") for thread in threading.enumerate())


def test_blocking_bulk_call_that_is_closed_interrupts_sleeps(mock: MockServer, documents: list[str]) -> None:
    sleeping, interrupts = threading.Event(), list[bool]()

    class SlowClock(FakeClock):
        def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
            sleeping.set()
            assert interrupt is not None
            interrupts.append(interrupt.wait(3600))

    with connect(mock, requests_per_minute=1, clock=SlowClock()) as omni:
        outcomes = omni.drafts.ensure_many(documents, concurrency=2)
        next(outcomes).unwrap()
        assert sleeping.wait(60)
        started = time.monotonic()
        outcomes.close()
        assert time.monotonic() - started < STOP_SECONDS
    assert (set(interrupts), mock.state.request_count) == ({True}, 1)


def test_bulk_call_after_one_that_was_closed_finishes_its_work(mock: MockServer, documents: list[str]) -> None:
    with connect(mock) as omni:
        outcomes = omni.drafts.ensure_many(documents)
        next(outcomes).unwrap()
        outcomes.close()
    assert len(run_in_threads(mock, "ensure_many", documents)) == 30
    assert Counter(draft.document_identifier for draft in mock.state.drafts) == Counter(documents)


def test_asyncio_bulk_call_that_is_closed_cancels_its_tasks(mock: MockServer, documents: list[str]) -> None:
    async def run() -> None:
        async with connect_async(mock, requests_per_minute=10) as omni:
            outcomes = omni.drafts.ensure_many(documents)
            assert (await anext(outcomes)).error is None
            await outcomes.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    started = time.monotonic()
    asyncio.run(run())
    assert time.monotonic() - started < STOP_SECONDS
    assert mock.state.request_count <= 10


def test_asyncio_bulk_call_that_is_closed_starts_no_document_of_a_late_iterable(
    mock: MockServer, documents: list[str]
) -> None:
    async def run() -> None:
        queue: asyncio.Queue[str] = asyncio.Queue()

        async def read_queue() -> AsyncIterator[str]:
            yield documents[0]
            while True:
                yield await asyncio.wait_for(queue.get(), 100)  # which lets a document come in place of the end

        async with connect_async(mock) as omni:
            outcomes = omni.drafts.ensure_many(read_queue())
            await anext(outcomes)
            queue.put_nowait(documents[1])
            await asyncio.sleep(0)
            await outcomes.aclose()

    asyncio.run(asyncio.wait_for(run(), 20))
    assert [draft.document_identifier for draft in mock.state.drafts] == documents[:1]


def test_asyncio_bulk_call_with_a_task_that_is_cancelled_from_outside_raises_the_cancellation() -> None:
    def cancel(_: httpx.Request) -> httpx.Response:
        raise asyncio.CancelledError

    async def run() -> None:
        async with AsyncOmni(instance="a", token="made-up", transport=httpx.MockTransport(cancel)) as omni:
            async for _ in omni.drafts.ensure_many(["a", "b"]):
                pass

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())


def test_blocking_bulk_call_with_an_interrupt_in_a_worker_ends_and_keeps_its_work(
    mock: MockServer, documents: list[str]
) -> None:
    reports = [Progress()]

    class InterruptingClock(FakeClock):
        def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
            wait_until(lambda: reports[-1].succeeded == 5)
            raise KeyboardInterrupt

    handled: list[str] = []
    with connect(mock, requests_per_minute=5, clock=InterruptingClock()) as omni:
        outcomes = map(Outcome.unwrap, omni.drafts.ensure_many(documents, on_progress=reports.append))
        with pytest.raises(KeyboardInterrupt):
            handled.extend(outcomes)
    assert sorted(handled) == sorted(draft.identifier for draft in mock.state.drafts)
    assert len(handled) == 5
    assert len(run_in_threads(mock, "ensure_many", documents)) == len(mock.state.drafts) == 30


WORKER = """
import json
import signal
import sys
from omni_drafts import Omni

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have set it to be ignored
base_url, requests_per_minute, method, documents, arguments = json.loads(sys.argv[1])
with Omni(base_url=base_url, token="editor-token", requests_per_minute=requests_per_minute) as omni:
    for outcome in getattr(omni.drafts, method)(documents, concurrency=4, **arguments):
        result = outcome.unwrap()
        print(outcome.document_id, result if method == "ensure_many" else result.draft.id, flush=True)
"""


@contextmanager
def start_worker(
    mock: MockServer, method: str, documents: list[str], requests_per_minute: int | None = None, **arguments: Any
) -> "Generator[subprocess.Popen[str]]":
    """Start a process that makes a bulk call, and prints each document with its draft."""
    argument = json.dumps([mock.base_url, requests_per_minute, method, documents, arguments])
    command = [sys.executable, "-c", WORKER, argument]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as worker:  # noqa: S603 - our own
        try:
            yield worker
        finally:
            worker.kill()


def test_blocking_bulk_call_with_ctrl_c_ends_its_waits_and_keeps_its_work(
    mock: MockServer, documents: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "drafts.jsonl"
    with start_worker(mock, "ensure_many", documents, requests_per_minute=3, checkpoint=str(file)) as worker:
        assert worker.stdout is not None
        handled = dict(worker.stdout.readline().split() for _ in range(3))  # all others wait for a minute
        started = time.monotonic()
        worker.send_signal(signal.SIGINT)
        rest, errors = worker.communicate(timeout=60)
        assert time.monotonic() - started < STOP_SECONDS
    assert (rest, errors.splitlines()[-1], mock.state.request_count) == ("", "KeyboardInterrupt", 3)
    again = run_in_threads(mock, "ensure_many", list(handled), checkpoint=file)
    assert {outcome.document_id: outcome.unwrap() for outcome in again} == handled
    assert mock.state.request_count == 3


def test_bulk_call_after_a_process_that_was_killed_finishes_its_work(mock: MockServer, documents: list[str]) -> None:
    mock.state.faults.add(SlowResponse(timedelta(seconds=0.02)), times=20)
    mock.state.faults.add(SlowResponse(timedelta(seconds=300)))  # so that it is half way when it is killed
    with start_worker(mock, "get_or_create_many", documents) as worker:
        assert worker.stdout is not None
        lines = [worker.stdout.readline() for _ in range(5)]
        os.kill(worker.pid, signal.SIGKILL)
        lines += worker.stdout.readlines()
    assert worker.returncode == -signal.SIGKILL
    mock.state.faults.clear()
    handled = dict(line.split() for line in lines if line.endswith("\n"))
    outcomes = run_in_threads(mock, "get_or_create_many", documents)
    results = {outcome.document_id: outcome.unwrap() for outcome in outcomes}
    found = {document: (results[document].draft.id, results[document].created) for document in handled}
    assert found == {document: (draft, False) for document, draft in handled.items()}
    assert Counter(draft.document_identifier for draft in mock.state.drafts) == Counter(documents)


# Checkpoints


@both_ways
@both_methods
def test_bulk_call_with_a_checkpoint_sends_no_request_for_its_documents(
    run_bulk: RunBulk, method: str, mock: MockServer, documents: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "drafts.jsonl"
    first = run_bulk(mock, method, [*documents[:20], "gone"], branch_id=BRANCH, checkpoint=file)
    requests = mock.state.request_count
    again = run_bulk(mock, method, documents[:20], branch_id=BRANCH, checkpoint=file)
    assert mock.state.request_count == requests
    ids = {outcome.document_id: draft_id_of(outcome) for outcome in first if outcome.error is None}
    assert {outcome.document_id: draft_id_of(outcome) for outcome in again} == ids
    assert {type(outcome.result) for outcome in again} == {str if method == "ensure_many" else DraftResult}


@both_ways
def test_get_or_create_many_with_a_checkpoint_counts_its_documents_as_existing(
    run_bulk: RunBulk, mock: MockServer, documents: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "drafts.jsonl"
    run_bulk(mock, "ensure_many", documents, branch_id=BRANCH, checkpoint=file)
    outcomes = run_bulk(mock, "get_or_create_many", documents, branch_id=BRANCH, checkpoint=file)
    results = [outcome.unwrap() for outcome in outcomes]
    assert {result.created for result in results} == {False}
    assert {result.draft.branch.id for result in results if result.draft.branch} == {BRANCH}
    assert {result.draft.status for result in results} == {None}


@both_ways
@pytest.mark.parametrize(("method", "requests"), [("ensure_many", 11), ("get_or_create_many", 21)])
def test_bulk_call_with_a_checkpoint_sends_requests_for_all_other_documents(
    run_bulk: RunBulk, method: str, requests: int, mock: MockServer, documents: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "drafts.jsonl"
    run_bulk(mock, method, [*documents[:20], "gone"], branch_id=BRANCH, checkpoint=file)
    before = mock.state.request_count
    outcomes = run_bulk(mock, method, [*documents, "gone", ".."], branch_id=BRANCH, checkpoint=file)
    assert mock.state.request_count - before == requests
    assert {outcome.document_id for outcome in outcomes if outcome.error is not None} == {"gone", ".."}
    assert len(mock.state.drafts) == 30


@both_ways
def test_bulk_call_with_a_checkpoint_of_another_branch_creates_another_draft(
    run_bulk: RunBulk, mock: MockServer, documents: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "drafts.jsonl"
    (on_branch,) = run_bulk(mock, "ensure_many", documents[:1], branch_id=BRANCH, checkpoint=file)
    (main,) = run_bulk(mock, "ensure_many", documents[:1], checkpoint=file)
    assert {draft.branch_id: draft.identifier for draft in mock.state.drafts} == {
        BRANCH: on_branch.unwrap(),
        None: main.unwrap(),
    }


@both_ways
def test_bulk_call_with_a_checkpoint_keeps_the_identifier_of_the_caller(
    run_bulk: RunBulk, mock: MockServer, tmp_path: Path
) -> None:
    """The server has another one for the document with this id, and documents whose identifiers differ in case."""
    document = mock.state.add_document("by-id")
    names = ["Größe-日本", "größe-日本", "A b", str(document.id), str(document.id).upper()]
    for name in names[:3]:
        mock.state.add_document(name)
    file = tmp_path / "drafts.jsonl"
    first = run_bulk(mock, "ensure_many", names[:4], checkpoint=file)
    requests = mock.state.request_count
    again = run_bulk(mock, "ensure_many", names[:4], checkpoint=file)
    assert {outcome.document_id: outcome.unwrap() for outcome in again} == {
        outcome.document_id: outcome.unwrap() for outcome in first
    }
    assert mock.state.request_count == requests
    run_bulk(mock, "ensure_many", names[4:], checkpoint=file)
    assert mock.state.request_count == requests + 1


@both_ways
def test_bulk_call_with_a_checkpoint_of_a_document_that_is_listed_again_yields_two_outcomes(
    run_bulk: RunBulk, mock: MockServer, documents: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "drafts.jsonl"
    (first,) = run_bulk(mock, "ensure_many", documents[:1], checkpoint=file)
    outcomes = run_bulk(mock, "get_or_create_many", documents[:1] * 2, checkpoint=file)
    assert [draft_id_of(outcome) for outcome in outcomes] == [first.unwrap()] * 2
    assert [outcome.unwrap().created for outcome in outcomes] == [False, False]


def test_bulk_call_with_a_checkpoint_in_the_home_directory_finds_it(
    mock: MockServer, documents: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    run_in_threads(mock, "ensure_many", documents[:1], checkpoint="~/drafts.jsonl")
    assert (tmp_path / "drafts.jsonl").exists()


def test_blocking_bulk_call_that_is_closed_adds_the_requests_in_flight_to_the_checkpoint(tmp_path: Path) -> None:
    documents = [f"doc-{number}" for number in range(30)]
    file = tmp_path / "drafts.jsonl"
    with serve_gated(*documents) as (mock, gate):

        def open_gate(progress: Progress) -> None:
            if progress.active == 4:
                gate.set()

        with connect(mock) as omni:
            outcomes = omni.drafts.ensure_many(documents, concurrency=4, checkpoint=file, on_progress=open_gate)
            next(outcomes).unwrap()
            outcomes.close()
        requests = mock.state.request_count
        assert 1 < requests == len(mock.state.drafts) < 30
        assert len(run_in_threads(mock, "ensure_many", documents, checkpoint=file)) == 30
        assert mock.state.request_count == 30


@both_ways
def test_bulk_call_with_a_checkpoint_that_cannot_be_written_any_more_yields_all_outcomes(
    run_bulk: RunBulk,
    mock: MockServer,
    documents: list[str],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file = tmp_path / "drafts.jsonl"

    def replace_file(_: Outcome[Any]) -> None:
        if file.is_file():  # replaced in one step, since a document may be written meanwhile
            link = tmp_path / "link"
            link.symlink_to(tmp_path)
            link.replace(file)

    outcomes = run_bulk(mock, "ensure_many", documents, replace_file, concurrency=2, checkpoint=file)
    created = {draft.document_identifier: draft.identifier for draft in mock.state.drafts}
    assert {outcome.document_id: outcome.unwrap() for outcome in outcomes} == created
    assert len(created) == 30
    assert f"checkpoint: {file}: the draft of doc-29 was not written: " in caplog.text


@both_ways
@pytest.mark.parametrize("file", ["text", "missing/drafts.jsonl", ".", "a\0b", "", 5, True, b"a"])
def test_bulk_call_with_a_checkpoint_that_is_not_a_path_raises_before_a_request(
    run_bulk: RunBulk, file: Any, mock: MockServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text").write_text("not a checkpoint", "utf-8")
    with pytest.raises(ConfigurationError, match=r"^checkpoint: "):
        run_bulk(mock, "ensure_many", ["doc"], checkpoint=file)
    assert mock.state.request_count == 0


def test_blocking_bulk_call_that_stops_sends_no_second_request_of_a_document() -> None:
    methods: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        methods.append(request.method)
        assert request.extensions[CALL].interrupt.wait(60)  # the response comes when the run has stopped
        return httpx.Response(200, json=[] if request.method == "GET" else {"identifier": "new"})

    def interrupted() -> Iterator[str]:
        yield "doc"
        wait_until(lambda: bool(methods))
        raise KeyboardInterrupt

    with (
        Omni(instance="a", token="made-up", transport=httpx.MockTransport(respond)) as omni,
        pytest.raises(KeyboardInterrupt),
    ):
        list(omni.drafts.get_or_create_many(interrupted()))
    assert methods == ["GET"]


FORGOTTEN = """
import threading
import httpx
from omni_drafts import Omni

sleeping = threading.Event()

class Clock:
    def monotonic(self): return 0.0
    def sleep(self, seconds, interrupt=None):
        sleeping.set()
        threading.Event().wait(300)
    async def sleep_async(self, seconds): ...
    def random(self): return 1.0

transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"identifier": "new"}))
omni = Omni(instance="a", token="made-up", transport=transport, requests_per_minute=1, clock=Clock())
outcomes = omni.drafts.ensure_many(["a", "b"])
next(outcomes)
sleeping.wait(60)
print("end", flush=True)
"""


def test_blocking_bulk_call_that_is_never_closed_does_not_keep_the_process_alive() -> None:
    command = [sys.executable, "-c", FORGOTTEN]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - our own
    assert done.stdout == "end\n"


def test_bulk_call_with_a_checkpoint_of_a_value_that_is_not_a_str_yields_its_error(
    mock: MockServer, tmp_path: Path
) -> None:
    values: Any = [["doc"]]
    (outcome,) = run_in_threads(mock, "ensure_many", values, checkpoint=tmp_path / "drafts.checkpoint")
    assert type(outcome.error) is ValueError
