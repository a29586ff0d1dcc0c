"""Outcomes and progress of bulk calls."""

from collections.abc import Callable
from typing import Generic, cast

from attrs import frozen

from omni_drafts._types.arguments import T


@frozen(eq=False)
class Outcome(Generic[T]):
    """The result for one document of a bulk call, or its error.

    Attributes:
        document_id: Identifier of the document, as the caller passed it.
        result: Result of the call; `None` if it failed.
        error: Error that a call for this document alone would have raised.
    """

    document_id: str
    result: T | None
    error: Exception | None

    def unwrap(self) -> T:
        """Return the result, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast(T, self.result)  # without an error there is a result, which may be `None`


@frozen
class Progress:
    """Progress of a bulk call.

    Attributes:
        started: Number of documents that were started.
        succeeded: Number of documents with a result.
        failed: Number of documents with an error.
    """

    started: int = 0
    succeeded: int = 0
    failed: int = 0

    @property
    def active(self) -> int:
        """Number of documents that are being worked on."""
        return self.started - self.succeeded - self.failed


OnProgress = Callable[[Progress], None]
"""A callback for each document that is started or finished."""
