"""Bulk jobs in an event loop: outcomes, concurrency, errors, and the end of a run."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator
from typing import Any

import pytest

from omni_drafts import Outcome, Progress
from omni_drafts._bulk.job import BulkJob
from omni_drafts._bulk.tasks import run_in_tasks

Documents = Iterable[str] | AsyncIterable[str]
Work = Callable[[str], Awaitable[str]]


def fail(*_: object) -> Any:
    raise LookupError("missing")


def create_job(concurrency: int = 2, on_progress: Callable[[Progress], None] | None = None) -> BulkJob[str]:
    """Create a job whose work is passed to `run_in_tasks` in place of a flow."""
    return BulkJob(
        flow=fail, repeat="{} again".format, concurrency=concurrency, on_progress=on_progress, timeout=None
    )


async def upper(document: str) -> str:
    """Return the result for a document."""
    return document.upper()


async def iterate(documents: str, error: BaseException | None = None) -> AsyncIterator[str]:
    """Yield each letter as a document, and raise an error at the end, if any."""
    for document in documents:
        yield document
    if error is not None:
        raise error


def run(
    documents: Documents,
    work: Work = upper,
    job: BulkJob[str] | None = None,
    outcomes: list[Outcome[str]] | None = None,
) -> list[Outcome[str]]:
    """Run a job in a new event loop, which it leaves without a task, and return its outcomes.

    Args:
        documents: Documents of the job.
        work: Work for a document.
        job: Settings of the job.
        outcomes: List that gets the outcomes, for a run that ends with an error.
    """
    collected = [] if outcomes is None else outcomes

    async def collect() -> None:
        try:
            async for outcome in run_in_tasks(documents, job or create_job(), work):
                collected.append(outcome)
        finally:
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(collect())
    return collected


def results_of(outcomes: Iterable[Outcome[str]]) -> dict[str, str]:
    """Return the result of each document."""
    return {outcome.document_id: outcome.unwrap() for outcome in outcomes}


@pytest.mark.parametrize("create", [lambda: "abc", lambda: iterate("abc")], ids=["iterable", "asynchronous"])
def test_run_in_tasks_yields_an_outcome_for_each_document(create: Callable[[], Documents]) -> None:
    outcomes = run(create())
    assert results_of(outcomes) == {"a": "A", "b": "B", "c": "C"}
    assert len(outcomes) == 3


def test_run_in_tasks_without_documents_yields_nothing() -> None:
    assert run([]) == []


def test_run_in_tasks_with_concurrency_1_keeps_the_order() -> None:
    outcomes = run("abcde", job=create_job(concurrency=1))
    assert [outcome.document_id for outcome in outcomes] == list("abcde")


@pytest.mark.parametrize("concurrency", [1, 2, 4])
def test_run_in_tasks_works_on_as_many_documents_as_concurrency(concurrency: int) -> None:
    active, most = set[str](), list[int]()

    async def work(document: str) -> str:
        active.add(document)
        most.append(len(active))
        for _ in range(10):  # rounds of the event loop, in which another task may start
            await asyncio.sleep(0)
        active.remove(document)
        return document

    documents = [str(number) for number in range(3 * concurrency)]
    assert sorted(results_of(run(documents, work, create_job(concurrency)))) == sorted(documents)
    assert max(most) == concurrency


def test_run_in_tasks_with_outcomes_that_wait_for_the_caller_starts_no_document() -> None:
    started: list[str] = []

    async def work(document: str) -> str:
        started.append(document)
        return document

    async def handle_one_outcome() -> list[str]:
        outcomes = run_in_tasks("abcdef", create_job(concurrency=2), work)
        await anext(outcomes)
        for _ in range(20):
            await asyncio.sleep(0)
        await outcomes.aclose()
        return sorted(started)

    assert asyncio.run(handle_one_outcome()) == ["a", "b", "c"]


def test_run_in_tasks_reports_each_start_and_end() -> None:
    reports: list[Progress] = []

    async def work(document: str) -> str:
        return fail() if document == "b" else document

    run("ab", work, create_job(concurrency=1, on_progress=reports.append))
    assert reports == [Progress(1), Progress(1, 1), Progress(2, 1), Progress(2, 1, 1)]


def test_run_in_tasks_of_a_document_that_is_listed_again_works_once() -> None:
    worked: list[str] = []

    async def work(document: str) -> str:
        worked.append(document)
        return document

    outcomes = run("aaba", work)
    assert sorted(outcome.unwrap() for outcome in outcomes) == ["a", "a again", "a again", "b"]
    assert sorted(worked) == ["a", "b"]


def test_run_in_tasks_of_a_document_that_is_listed_again_while_it_is_worked_on_repeats_its_result() -> None:
    async def list_again() -> list[str]:
        is_listed_again = asyncio.Event()

        async def documents() -> AsyncIterator[str]:
            yield "a"
            yield "a"
            is_listed_again.set()

        async def work(document: str) -> str:
            await is_listed_again.wait()
            return document

        run = run_in_tasks(documents(), create_job(concurrency=3), work)
        return [outcome.unwrap() async for outcome in run]

    assert asyncio.run(list_again()) == ["a", "a again"]


# Errors


def test_run_in_tasks_with_an_error_of_the_work_yields_it() -> None:
    async def work(_: str) -> str:
        raise LookupError("missing")

    (outcome,) = run("a", work)
    assert (outcome.document_id, outcome.result, repr(outcome.error)) == ("a", None, "LookupError('missing')")


def fail_after(documents: str) -> Iterator[str]:
    """Yield each letter as a document, and raise an error at the end."""
    yield from documents
    fail()


@pytest.mark.parametrize(
    "create", [lambda: fail_after("abc"), lambda: iterate("abc", LookupError("missing"))], ids=["iterable", "async"]
)
def test_run_in_tasks_with_an_error_of_the_iterable_raises_it_after_the_outcomes_before(
    create: Callable[[], Documents],
) -> None:
    outcomes: list[Outcome[str]] = []
    with pytest.raises(LookupError, match="missing"):
        run(create(), outcomes=outcomes)
    assert results_of(outcomes) == {"a": "A", "b": "B", "c": "C"}


def test_run_in_tasks_with_a_cancellation_of_the_work_raises_it() -> None:
    async def work(_: str) -> str:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        run("a", work)


def test_run_in_tasks_with_a_callback_that_fails_at_a_start_raises_its_error() -> None:
    with pytest.raises(LookupError, match="missing"):
        run("a", job=create_job(on_progress=fail))


def test_run_in_tasks_with_a_callback_that_fails_at_an_end_raises_its_error() -> None:
    def fail_at_the_end(progress: Progress) -> None:
        if progress.succeeded:
            fail()

    with pytest.raises(LookupError, match="missing"):
        run("ab", job=create_job(on_progress=fail_at_the_end))


# Close


def test_aclose_cancels_the_work_and_waits_for_it() -> None:
    ends: list[str] = []

    async def work(document: str) -> str:
        if document == "slow":
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                await asyncio.sleep(0)
                ends.append(document)
                raise
        return document

    async def close() -> list[str]:
        outcomes = run_in_tasks(["slow", "fast"], create_job(), work)
        await anext(outcomes)
        await outcomes.aclose()
        return list(ends)  # before `asyncio.run` cancels all tasks itself

    assert asyncio.run(close()) == ["slow"]


def test_aclose_cancels_the_reading_of_documents() -> None:
    ends: list[str] = []

    async def documents() -> AsyncIterator[str]:
        yield "a"
        try:
            await asyncio.Event().wait()
        finally:
            ends.append("reading")

    async def close() -> list[str]:
        outcomes = run_in_tasks(documents(), create_job(), upper)
        await anext(outcomes)
        await outcomes.aclose()
        return list(ends)  # before `asyncio.run` cancels all tasks itself

    assert asyncio.run(close()) == ["reading"]


def test_aclose_of_an_iterable_that_ignores_the_cancellation_starts_no_document() -> None:
    started: list[str] = []

    async def work(document: str) -> str:
        started.append(document)
        return document

    async def documents() -> AsyncIterator[str]:
        yield "a"
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            yield "late"

    async def close() -> None:
        outcomes = run_in_tasks(documents(), create_job(), work)
        await anext(outcomes)
        await outcomes.aclose()

    asyncio.run(close())
    assert started == ["a"]
