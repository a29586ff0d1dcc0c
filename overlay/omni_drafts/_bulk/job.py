"""The job of a bulk call: the work for each document, and its settings."""

from collections.abc import AsyncGenerator, AsyncIterable, Callable, Generator, Iterable
from typing import Generic, Protocol

from attrs import frozen

from omni_drafts._operations.flow import Flow
from omni_drafts._types.arguments import T, Timeout
from omni_drafts._types.bulk import OnProgress, Outcome


@frozen(eq=False)
class BulkJob(Generic[T]):
    """The work for each document, and its settings.

    Attributes:
        flow: Function that returns the flow for a document.
        repeat: Function that returns the result for a document that is listed again, from its first result.
        concurrency: Number of documents to work on at once.
        on_progress: Callback of progress, if any.
        timeout: Timeout of each attempt; `None` for the client's own.
    """

    flow: Callable[[str], Flow[T]]
    repeat: Callable[[T], T]
    concurrency: int
    on_progress: OnProgress | None
    timeout: Timeout | None


class RunBulk(Protocol):
    """Runs a job for each document."""

    def __call__(self, documents: Iterable[str], job: BulkJob[T]) -> Generator[Outcome[T], None, None]: ...


class AsyncRunBulk(Protocol):
    """Runs a job for each document in an event loop."""

    def __call__(
        self, documents: Iterable[str] | AsyncIterable[str], job: BulkJob[T]
    ) -> AsyncGenerator[Outcome[T], None]: ...
