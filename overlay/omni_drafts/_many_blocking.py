"""Works through many documents, blocking: flows go on in the thread that asks, and only sending is done in others.

So whoever stops, stops at once what waits for its turn, and waits only for what is on its way to the server. While
that thread does something else, nothing goes on, and no call loses any of its total time.
"""

import heapq
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from typing import Any, Generic, TypeVar

from attrs import define, field, frozen

from omni_drafts._flow import Result, attempt, begin, go_on
from omni_drafts._many import Many, Outcome, Tally
from omni_drafts._sending import Deadline, Sending, Step, Wait
from omni_drafts._sending_client import Sleep

T = TypeVar("T")
Call = Callable[[str, Deadline], Generator[Step, Any, T]]


def run_many(
    documents: Iterable[str],
    call: Call[T],
    perform: Callable[[Step], Any],
    many: Many[T],
    sending: Sending,
    sleep: Sleep,
) -> Generator[Outcome[T], None, None]:
    """Call for each document, some at a time, and give each outcome when it is there.

    Where the documents themselves end with an error, it is raised after all outcomes of those before.
    """
    tally = Tally(many.watch)
    broken: list[Exception] = []
    with ThreadPoolExecutor(many.in_flight, "omni-drafts") as threads:
        work = _Work(call, perform, sending, sleep, threads)
        try:
            for outcome in work.outcomes(_until_broken(documents, broken), many.in_flight, tally):
                with work.standing_still():
                    yield tally.end(outcome)
        finally:
            work.stop()
    if broken:
        raise broken[0]


def _until_broken(documents: Iterable[str], broken: list[Exception]) -> Iterator[str]:
    try:
        yield from documents
    except Exception as error:  # noqa: BLE001 - whatever it is, the outcomes of those before are not lost
        broken.append(error)


@frozen(eq=False)
class _Task(Generic[T]):
    document: str
    deadline: Deadline
    call: Generator[Step, Any, T]


@define(eq=False)
class _Work(Generic[T]):
    """The calls that are at work: each either has a step in another thread, or waits for a moment to come."""

    call: Call[T]
    perform: Callable[[Step], Any]
    sending: Sending
    sleep: Sleep
    threads: ThreadPoolExecutor
    _performed: dict[Future[Any], _Task[T]] = field(factory=dict, init=False)
    _waiting: list[tuple[float, int, _Task[T]]] = field(factory=list, init=False)
    _number: Iterator[int] = field(factory=count, init=False)

    @property
    def size(self) -> int:
        return len(self._performed) + len(self._waiting)

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let no call lose time by what is done meanwhile."""
        began = self.sending.clock()
        try:
            yield
        finally:
            gone = self.sending.clock() - began
            for task in (*self._performed.values(), *(task for _, _, task in self._waiting)):
                task.deadline.at += gone

    def outcomes(self, documents: Iterator[str], in_flight: int, tally: Tally) -> Iterator[Outcome[T]]:
        """Begin with each document when there is room for it, and give the outcomes."""
        for document in self._taken(documents):
            with self.standing_still():  # of whoever watches
                tally.begin()
            yield from self._begin(document)
            yield from self._go_on(waits=False)  # the next document may be long in coming
            while self.size >= in_flight:
                yield from self._go_on()
        while self.size:
            yield from self._go_on()

    def _taken(self, documents: Iterator[str]) -> Iterator[str]:
        while True:
            with self.standing_still():
                try:
                    document = next(documents)
                except StopIteration:
                    return
            yield document

    def _begin(self, document: str) -> Iterator[Outcome[T]]:
        """Begin with a document, and give its outcome if that is all."""
        deadline = self.sending.deadline()
        task = _Task(document, deadline, self.call(document, deadline))
        yield from self._go(task, partial(begin, task.call))

    def _go_on(self, *, waits: bool = True) -> Iterator[Outcome[T]]:
        """Wait until something can go on, and give the outcome of what has come to its end."""
        left = max(0.0, self._waiting[0][0] - self.sending.clock()) if self._waiting else None
        if self._performed:
            for future in wait(self._performed, left if waits else 0.0, FIRST_COMPLETED).done:
                task = self._performed.pop(future)
                yield from self._go(task, partial(_go_on_with, task.call, future))
        elif waits and left is not None:
            self.sleep(left)
        while self._waiting and self._waiting[0][0] <= self.sending.clock():
            _, _, task = heapq.heappop(self._waiting)
            yield from self._go(task, partial(go_on, task.call, None))

    def stop(self) -> None:
        """End what is at work; what is on its way to the server is waited for, so that it can be put on record."""
        self.threads.shutdown(cancel_futures=True)
        for future, task in self._performed.items():
            if not future.cancelled():
                with suppress(Exception):  # nobody asks any more
                    _go_on_with(task.call, future)
            task.call.close()
        for _, _, task in self._waiting:
            task.call.close()

    def _go(self, task: _Task[T], go: Callable[[], Step | Result[T]]) -> Iterator[Outcome[T]]:
        try:
            step = go()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other documents go on
            yield Outcome(task.document, None, error)
            return
        if isinstance(step, Result):
            yield Outcome(task.document, step.value, None)
        elif isinstance(step, Wait):
            heapq.heappush(self._waiting, (self.sending.clock() + step.seconds, next(self._number), task))
        else:
            self._performed[self.threads.submit(attempt, self.perform, step)] = task


def _go_on_with(call: Generator[Step, Any, T], came: Future[Any]) -> Step | Result[T]:
    return go_on(call, came.result())
