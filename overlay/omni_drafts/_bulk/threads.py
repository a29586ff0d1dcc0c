"""Runs a bulk job in threads: each document has one while it is worked on, which makes ordinary calls."""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from queue import SimpleQueue
from typing import Generic

from omni_drafts._bulk.job import BulkJob
from omni_drafts._bulk.progress import ProgressCounter
from omni_drafts._bulk.repeats import Repeats
from omni_drafts._types.arguments import T
from omni_drafts._types.bulk import Outcome

Work = Callable[[str, threading.Event], T]
"""Makes the call for a document; the event interrupts its waits."""


def run_in_threads(documents: Iterable[str], job: BulkJob[T], work: Work[T]) -> Generator[Outcome[T], None, None]:
    """Yield the outcome of each document.

    While the caller handles one, another document is being worked on, as long as there is one. At most
    `job.concurrency` outcomes wait for the caller. An error of the iterable itself is raised after the outcomes of
    the documents before it.
    """
    progress, errors = ProgressCounter(job.on_progress), list[Exception]()
    workers = _Workers(job, work)
    try:
        for document in _until_error(documents, errors):
            finished = [progress.finish(workers.next())] if workers.active == job.concurrency else []
            progress.start()
            workers.start(document)
            yield from finished
            while workers.has_outcome() and workers.is_working():
                yield progress.finish(workers.next())
        while workers.active:
            yield progress.finish(workers.next())
    finally:
        workers.stop()
    if errors:
        raise errors[0]


def _until_error(documents: Iterable[str], errors: list[Exception]) -> Iterator[str]:
    try:
        yield from documents
    except Exception as error:  # noqa: BLE001 - any error is raised after the outcomes
        errors.append(error)


class _Workers(Generic[T]):
    """The threads, and the outcomes that wait for the caller.

    Only the caller's thread calls the methods. The threads are daemons, so that a program that forgets to close the
    generator still ends.
    """

    def __init__(self, job: BulkJob[T], work: Work[T]) -> None:
        self.active = 0
        self._work, self._interrupt = work, threading.Event()
        self._repeats = Repeats(job.repeat)
        self._outcomes: SimpleQueue[Outcome[T] | BaseException] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def start(self, document: str) -> None:
        """Start to work on a document."""
        self.active += 1
        if not self._repeats.register(document):
            self._put_repeats(document)
            return
        thread = threading.Thread(target=self._run, args=(document,), name="omni-drafts", daemon=True)
        thread.start()
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]

    def has_outcome(self) -> bool:
        """Return whether an outcome waits for the caller."""
        return not self._outcomes.empty()

    def is_working(self) -> bool:
        """Return whether a document is still being worked on."""
        return self.active > self._outcomes.qsize()

    def next(self) -> Outcome[T]:
        """Wait for an outcome, and return it."""
        outcome = self._outcomes.get()
        self.active -= 1
        if isinstance(outcome, BaseException):
            raise outcome
        self._repeats.finish(outcome)
        self._put_repeats(outcome.document_id)
        return outcome

    def stop(self) -> None:
        """Interrupt all waits, and wait for the requests in flight, so that the checkpoint gets their drafts."""
        self._interrupt.set()
        for thread in self._threads:
            thread.join()

    def _put_repeats(self, document: str) -> None:
        for outcome in self._repeats.collect(document):
            self._outcomes.put(outcome)

    def _run(self, document: str) -> None:
        try:
            self._outcomes.put(Outcome(document, self._work(document, self._interrupt), None))
        except BaseException as error:  # noqa: BLE001 - any error is an outcome; the other documents continue
            self._outcomes.put(Outcome(document, None, error) if isinstance(error, Exception) else error)
