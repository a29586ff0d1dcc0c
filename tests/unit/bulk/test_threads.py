"""Bulk jobs in threads: outcomes, concurrency, errors, and the end of a run."""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from omni_drafts import Outcome, Progress
from omni_drafts._bulk.job import BulkJob
from omni_drafts._bulk.threads import run_in_threads
from support.waiting import wait_until

WAIT_SECONDS = 60.0
"""Enough for a machine that has other work."""


def fail(*_: object) -> Any:
    raise LookupError("missing")


def create_job(
    concurrency: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    repeat: Callable[[str], str] = "{} again".format,
) -> BulkJob[str]:
    """Create a job whose work is passed to `run_in_threads` in place of a flow."""
    return BulkJob(flow=fail, repeat=repeat, concurrency=concurrency, on_progress=on_progress, timeout=None)


def upper(document: str, _: threading.Event) -> str:
    """Return the result for a document."""
    return document.upper()


def results_of(outcomes: Iterable[Outcome[str]]) -> dict[str, str]:
    """Return the result of each document."""
    return {outcome.document_id: outcome.unwrap() for outcome in outcomes}


def test_run_in_threads_yields_an_outcome_for_each_document() -> None:
    outcomes = list(run_in_threads(["a", "b", "c"], create_job(), upper))
    assert results_of(outcomes) == {"a": "A", "b": "B", "c": "C"}
    assert len(outcomes) == 3


def test_run_in_threads_without_documents_yields_nothing() -> None:
    assert list(run_in_threads([], create_job(), upper)) == []


def test_run_in_threads_with_concurrency_1_keeps_the_order() -> None:
    outcomes = run_in_threads("abcde", create_job(concurrency=1), upper)
    assert [outcome.document_id for outcome in outcomes] == list("abcde")


def test_run_in_threads_before_the_first_outcome_is_requested_reads_nothing() -> None:
    run_in_threads(iter(fail, None), create_job(), upper).close()


def test_run_in_threads_passes_an_event_that_is_not_set() -> None:
    (outcome,) = run_in_threads(["a"], create_job(), lambda _, interrupt: str(interrupt.is_set()))
    assert outcome.result == "False"


def test_run_in_threads_works_in_daemon_threads() -> None:
    threads: list[threading.Thread] = []

    def work(document: str, _: threading.Event) -> str:
        threads.append(threading.current_thread())
        return document

    list(run_in_threads(["a", "b"], create_job(), work))
    assert [(thread.name, thread.daemon) for thread in threads] == [("omni-drafts", True)] * 2


@pytest.mark.parametrize("concurrency", [1, 2, 4])
def test_run_in_threads_works_on_as_many_documents_as_concurrency(concurrency: int) -> None:
    barrier, active, most = threading.Barrier(concurrency), set[str](), list[int]()

    def work(document: str, _: threading.Event) -> str:
        active.add(document)
        most.append(len(active))
        barrier.wait(WAIT_SECONDS)
        active.remove(document)
        barrier.wait(WAIT_SECONDS)
        return document

    documents = [str(number) for number in range(3 * concurrency)]
    assert sorted(results_of(run_in_threads(documents, create_job(concurrency), work))) == sorted(documents)
    assert max(most) == concurrency


def test_run_in_threads_reports_each_start_and_end() -> None:
    reports: list[Progress] = []

    def work(document: str, _: threading.Event) -> str:
        return fail() if document == "b" else document

    list(run_in_threads(["a", "b"], create_job(concurrency=1, on_progress=reports.append), work))
    assert reports == [Progress(1), Progress(1, 1), Progress(2, 1), Progress(2, 1, 1)]


def test_run_in_threads_of_a_document_that_is_listed_again_works_once() -> None:
    worked: list[str] = []

    def work(document: str, _: threading.Event) -> str:
        worked.append(document)
        return document

    outcomes = run_in_threads(["a", "a", "b", "a"], create_job(), work)
    assert sorted(outcome.unwrap() for outcome in outcomes) == ["a", "a again", "a again", "b"]
    assert sorted(worked) == ["a", "b"]


def test_run_in_threads_of_a_document_that_is_listed_again_while_it_is_worked_on_repeats_its_result() -> None:
    is_listed_again = threading.Event()

    def documents() -> Iterator[str]:
        yield from ("a", "a")
        is_listed_again.set()

    def work(document: str, _: threading.Event) -> str:
        assert is_listed_again.wait(WAIT_SECONDS)
        return document

    outcomes = run_in_threads(documents(), create_job(concurrency=3), work)
    assert [outcome.unwrap() for outcome in outcomes] == ["a", "a again"]


def test_run_in_threads_yields_an_outcome_that_waits_before_it_reads_the_next_document() -> None:
    threads: dict[str, threading.Thread] = {}
    outcomes: list[str] = []
    outcomes_before_the_last: list[str] = []

    def documents() -> Iterator[str]:
        yield from ("slow", "fast")
        wait_until(lambda: "fast" in threads and not threads["fast"].is_alive())
        yield "slow too"
        outcomes_before_the_last.extend(outcomes)
        yield "last"

    def work(document: str, interrupt: threading.Event) -> str:
        threads[document] = threading.current_thread()
        if document.startswith("slow"):
            assert interrupt.wait(WAIT_SECONDS)
        return document

    run = run_in_threads(documents(), create_job(concurrency=4), work)
    outcomes.append(next(run).document_id)
    next(run)
    run.close()
    assert outcomes_before_the_last == ["fast"]


# Errors


def test_run_in_threads_with_an_error_of_the_work_yields_it() -> None:
    (outcome,) = run_in_threads(["a"], create_job(), fail)
    assert (outcome.document_id, outcome.result, repr(outcome.error)) == ("a", None, "LookupError('missing')")


def test_run_in_threads_with_an_error_of_the_iterable_raises_it_after_the_outcomes_before() -> None:
    def documents() -> Iterator[str]:
        yield from ("a", "b", "c")
        fail()

    run, outcomes = run_in_threads(documents(), create_job(), upper), list[Outcome[str]]()
    with pytest.raises(LookupError, match="missing"):
        outcomes.extend(run)
    assert results_of(outcomes) == {"a": "A", "b": "B", "c": "C"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_run_in_threads_with_an_interrupt_of_the_work_raises_it(error: type[BaseException]) -> None:
    def work(*_: object) -> str:
        raise error

    with pytest.raises(error):
        list(run_in_threads(["a"], create_job(), work))


def test_run_in_threads_with_an_interrupt_of_the_iterable_ends_the_work() -> None:
    interrupts: list[threading.Event] = []

    def work(document: str, interrupt: threading.Event) -> str:
        interrupts.append(interrupt)
        assert interrupt.wait(WAIT_SECONDS)
        return document

    def documents() -> Iterator[str]:
        yield "a"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(run_in_threads(documents(), create_job(), work))
    assert [interrupt.is_set() for interrupt in interrupts] == [True]


def test_run_in_threads_with_a_callback_that_fails_raises_its_error() -> None:
    with pytest.raises(LookupError, match="missing"):
        list(run_in_threads(["a"], create_job(on_progress=fail), upper))


# Close


def test_close_interrupts_the_work_and_waits_for_it() -> None:
    finished: list[str] = []

    def work(document: str, interrupt: threading.Event) -> str:
        if document == "slow":
            assert interrupt.wait(WAIT_SECONDS)
        finished.append(document)
        return document

    run = run_in_threads(["slow", "fast", "unread"], create_job(), work)
    assert next(run).document_id == "fast"
    run.close()
    assert "slow" in finished


def test_close_leaves_the_documents_that_were_not_started_unread() -> None:
    documents = iter(["a", "b", "c", "d"])
    run = run_in_threads(documents, create_job(concurrency=1), upper)
    next(run)
    run.close()
    assert list(documents) == ["c", "d"]


def test_run_in_threads_works_on_another_document_while_the_caller_handles_an_outcome() -> None:
    started: list[str] = []

    def work(document: str, _: threading.Event) -> str:
        started.append(document)
        return document

    run = run_in_threads(["a", "b"], create_job(concurrency=1), work)
    assert next(run).document_id == "a"
    wait_until(lambda: started == ["a", "b"])
    run.close()
