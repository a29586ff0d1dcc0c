"""What came of each of many documents, and how far they are."""

from collections.abc import AsyncGenerator, AsyncIterable, Callable, Generator, Iterable
from typing import Generic, Protocol, TypeVar, cast

from attrs import evolve, frozen

from omni_drafts._flow import Flow
from omni_drafts._settings import Timeout

T = TypeVar("T")


@frozen(eq=False)
class Outcome(Generic[T]):
    """What came of one document: a result, or an error.

    Attributes:
        document_id: As it was given.
        result: `None` where there is an error.
        error: What the call for this document alone would have raised.
    """

    document_id: str
    result: T | None
    error: Exception | None

    def get(self) -> T:
        """Give the result, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast(T, self.result)  # where there is no error there is one, of whatever type


@frozen
class Progress:
    """How far many documents are.

    Attributes:
        begun: Documents that were taken.
        succeeded: Those that have a result.
        failed: Those that have an error.
    """

    begun: int = 0
    succeeded: int = 0
    failed: int = 0

    @property
    def in_flight(self) -> int:
        """Those that are at work."""
        return self.begun - self.succeeded - self.failed


Watch = Callable[[Progress], None]
"""Is told how far the documents are, whenever one is begun or done."""


@frozen(eq=False)
class Many(Generic[T]):
    """What is done with each of many documents.

    Attributes:
        flow: Of one document.
        in_flight: How many are at work at a time.
        watch: Is told how far they are, if anybody.
        timeout: For each request; `None` is the client's own.
    """

    flow: Callable[[str], Flow[T]]
    in_flight: int
    watch: Watch | None
    timeout: Timeout | None


class RunMany(Protocol):
    """Runs the flow of each of many documents."""

    def __call__(self, documents: Iterable[str], many: Many[T]) -> Generator[Outcome[T], None, None]: ...


class AsyncRunMany(Protocol):
    """As `RunMany`, in an event loop."""

    def __call__(
        self, documents: Iterable[str] | AsyncIterable[str], many: Many[T]
    ) -> AsyncGenerator[Outcome[T], None]: ...


class Tally:
    """Counts documents, and tells whoever watches."""

    def __init__(self, watch: Watch | None) -> None:
        self._watch, self._progress = watch, Progress()

    @property
    def in_flight(self) -> int:
        """Those that are at work."""
        return self._progress.in_flight

    def begin(self) -> None:
        """Count a document that is begun."""
        self._tell(evolve(self._progress, begun=self._progress.begun + 1))

    def end(self, outcome: Outcome[T]) -> Outcome[T]:
        """Count a document by its outcome, and give that."""
        ended = "succeeded" if outcome.error is None else "failed"
        self._tell(evolve(self._progress, **{ended: getattr(self._progress, ended) + 1}))
        return outcome

    def _tell(self, progress: Progress) -> None:
        self._progress = progress
        if self._watch is not None:
            self._watch(progress)
