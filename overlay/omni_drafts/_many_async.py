"""Works through many documents in an event loop: one task takes them, and one for each is at work."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

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
    tally, room = Tally(watch), asyncio.Semaphore(in_flight)
    done: asyncio.Queue[Outcome[T] | None] = asyncio.Queue()
    tasks: set[asyncio.Task[None]] = set()

    async def work(document: str) -> None:
        done.put_nowait(await _outcome(document, call))

    async def take() -> None:
        try:
            await room.acquire()
            async for document in _asynchronous(documents):
                task = asyncio.create_task(work(document))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                tally.begin()
                await room.acquire()
        finally:
            done.put_nowait(None)

    taking = asyncio.create_task(take())
    try:
        is_taking = True
        while is_taking or tally.in_flight:
            outcome = await done.get()
            if outcome is None:
                is_taking = False
            else:
                room.release()
                yield tally.end(outcome)
        await taking  # raises what it ended with
    finally:
        stopped = (taking, *tasks)
        for task in stopped:
            task.cancel()
        await asyncio.gather(*stopped, return_exceptions=True)


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
