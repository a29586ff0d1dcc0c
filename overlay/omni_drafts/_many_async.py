"""Works through many documents in an event loop: one task takes them, and one for each is at work."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from attrs import define, field

from omni_drafts._many import Outcome, Tally, Watch

T = TypeVar("T")


async def run_many_async(
    documents: Iterable[str] | AsyncIterable[str],
    call: Callable[[str], Awaitable[T]],
    in_flight: int,
    watch: Watch | None,
) -> AsyncGenerator[Outcome[T], None]:
    """Call for each document, some at a time, and give each outcome when it is there.

    Where the documents themselves end with an error, it is raised after all outcomes of those before.
    """
    work = _Work(call, Tally(watch), asyncio.Semaphore(in_flight))
    taking = asyncio.create_task(work.take(documents))
    try:
        while outcome := await work.next():
            yield outcome
        await taking  # raises what it ended with
    finally:
        await work.stop(taking)


@define(eq=False)
class _Work(Generic[T]):
    """The documents that are at work, each in a task, while another task takes them.

    What is done waits to be given: an outcome; an error that ends it all; `None` once no more documents are taken.
    """

    call: Callable[[str], Awaitable[T]]
    tally: Tally
    room: asyncio.Semaphore
    _done: asyncio.Queue[Outcome[T] | BaseException | None] = field(factory=asyncio.Queue, init=False)
    _tasks: set[asyncio.Task[None]] = field(factory=set, init=False)
    _is_taking: bool = field(default=True, init=False)
    _is_over: bool = field(default=False, init=False)

    async def take(self, documents: Iterable[str] | AsyncIterable[str]) -> None:
        """Begin with each document when there is room for it."""
        try:
            await self.room.acquire()
            async for document in _asynchronous(documents):
                if self._is_over:  # and the documents did not heed it
                    break
                self._begin(document)
                await self.room.acquire()
        finally:
            self._done.put_nowait(None)

    async def next(self) -> Outcome[T] | None:
        """Wait for the next outcome, and give it; `None` if there is none."""
        while self._is_taking or self.tally.in_flight:
            came = await self._done.get()
            if isinstance(came, BaseException):
                raise came
            if came is not None:
                self.room.release()
                return self.tally.end(came)
            self._is_taking = False
        return None

    async def stop(self, taking: asyncio.Task[None]) -> None:
        """Break off what is at work."""
        self._is_over = True
        stopped = (taking, *self._tasks)
        for task in stopped:
            task.cancel()
        await asyncio.gather(*stopped, return_exceptions=True)

    def _begin(self, document: str) -> None:
        try:
            self.tally.begin()
        except BaseException as error:  # of whoever watches
            self._done.put_nowait(error)
            raise
        task = asyncio.create_task(self._work(document))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, document: str) -> None:
        try:
            self._done.put_nowait(await _outcome(document, self.call))
        except BaseException as error:  # it was cancelled, and not by us: whoever waits for it has to know
            self._done.put_nowait(error)
            raise


async def _outcome(document: str, call: Callable[[str], Awaitable[T]]) -> Outcome[T]:
    try:
        return Outcome(document, await call(document), None)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other documents go on
        return Outcome(document, None, error)


async def _asynchronous(documents: Iterable[str] | AsyncIterable[str]) -> AsyncIterator[str]:
    if isinstance(documents, AsyncIterable):
        async for document in documents:
            yield document
    else:
        for document in documents:
            yield document
