"""Runs a bulk job in an event loop: one task reads the documents, and each document has a task of its own."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
from typing import Generic

from omni_drafts._bulk.job import BulkJob
from omni_drafts._bulk.progress import ProgressCounter
from omni_drafts._bulk.repeats import Repeats
from omni_drafts._types.arguments import T
from omni_drafts._types.bulk import Outcome

Work = Callable[[str], Awaitable[T]]
"""Makes the call for a document."""


async def run_in_tasks(
    documents: Iterable[str] | AsyncIterable[str], job: BulkJob[T], work: Work[T]
) -> AsyncGenerator[Outcome[T], None]:
    """Yield the outcome of each document.

    The work continues while the caller handles an outcome, until `job.concurrency` outcomes wait for the caller. An
    error of the iterable itself is raised after the outcomes of the documents before it.
    """
    workers = _Workers(job, work)
    reader = asyncio.create_task(workers.read(documents))
    try:
        while (outcome := await workers.next()) is not None:
            yield outcome
        await reader  # raises the error of the iterable
    finally:
        await workers.stop(reader)


class _Workers(Generic[T]):
    """The tasks, and the outcomes that wait for the caller."""

    def __init__(self, job: BulkJob[T], work: Work[T]) -> None:
        self._work = work
        self._progress, self._repeats = ProgressCounter(job.on_progress), Repeats(job.repeat)
        self._slots = asyncio.Semaphore(job.concurrency)
        self._outcomes: asyncio.Queue[Outcome[T] | BaseException | None] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_reading, self._is_stopped = True, False

    async def read(self, documents: Iterable[str] | AsyncIterable[str]) -> None:
        """Start each document as soon as there is a slot for it."""
        try:
            await self._slots.acquire()
            async for document in _iterate(documents):
                if self._is_stopped:  # the iterable has ignored the cancellation
                    break
                self._start(document)
                await self._slots.acquire()
        finally:
            self._outcomes.put_nowait(None)

    async def next(self) -> Outcome[T] | None:
        """Wait for an outcome, and return it; `None` after the last one."""
        while self._is_reading or self._progress.active:
            outcome = await self._outcomes.get()
            if isinstance(outcome, BaseException):
                raise outcome
            if outcome is None:
                self._is_reading = False
                continue
            self._repeats.finish(outcome)
            self._put_repeats(outcome.document_id)
            self._slots.release()
            return self._progress.finish(outcome)
        return None

    async def stop(self, reader: asyncio.Task[None]) -> None:
        """Cancel all tasks."""
        self._is_stopped = True
        tasks = (reader, *self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, document: str) -> None:
        try:
            self._progress.start()
        except BaseException as error:  # of the callback
            self._outcomes.put_nowait(error)
            raise
        if not self._repeats.register(document):
            self._put_repeats(document)
            return
        task = asyncio.create_task(self._run(document))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _put_repeats(self, document: str) -> None:
        for outcome in self._repeats.collect(document):
            self._outcomes.put_nowait(outcome)

    async def _run(self, document: str) -> None:
        try:
            self._outcomes.put_nowait(Outcome(document, await self._work(document), None))
        except Exception as error:  # noqa: BLE001 - any error is an outcome; the other documents continue
            self._outcomes.put_nowait(Outcome(document, None, error))
        except BaseException as error:  # a cancellation from outside, which the caller gets
            self._outcomes.put_nowait(error)
            raise


async def _iterate(documents: Iterable[str] | AsyncIterable[str]) -> AsyncIterator[str]:
    if isinstance(documents, AsyncIterable):
        async for document in documents:
            yield document
    else:
        for document in documents:
            yield document
