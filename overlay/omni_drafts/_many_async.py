"""Works through many documents in an event loop: a task for each that is at work."""

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
    tally = Tally(watch)
    broken: list[Exception] = []
    tasks: set[asyncio.Task[Outcome[T]]] = set()
    try:
        async for document in _until_broken(documents, broken):
            tally.begin()
            tasks.add(asyncio.create_task(_outcome(document, call)))
            while len(tasks) >= in_flight:
                done, tasks = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield tally.end(task.result())
        while tasks:
            done, tasks = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield tally.end(task.result())
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if broken:
        raise broken[0]


async def _outcome(document: str, call: Callable[[str], Awaitable[T]]) -> Outcome[T]:
    try:
        return Outcome(document, await call(document), None)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other documents go on
        return Outcome(document, None, error)


async def _until_broken(documents: Iterable[str] | AsyncIterable[str], broken: list[Exception]) -> AsyncIterator[str]:
    try:
        if isinstance(documents, AsyncIterable):
            async for document in documents:
                yield document
        else:
            for document in documents:
                yield document
    except Exception as error:  # noqa: BLE001 - whatever it is, the outcomes of those before are not lost
        broken.append(error)
