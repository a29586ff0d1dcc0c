"""Documents that are listed again in a bulk call: each is worked on once, and has an outcome for each listing."""

from collections.abc import Callable
from contextlib import suppress
from copy import copy
from typing import Generic, TypeVar

from omni_drafts._types.arguments import T
from omni_drafts._types.bulk import Outcome

E = TypeVar("E", bound=BaseException)


class Repeats(Generic[T]):
    """The outcomes so far, for documents that are listed again.

    Args:
        repeat: Function that returns the result for another listing, from the first result.
    """

    def __init__(self, repeat: Callable[[T], T]) -> None:
        self._repeat = repeat
        self._finished: dict[str, Outcome[T]] = {}
        self._waiting: dict[str, int] = {}

    def register(self, document: str) -> bool:
        """Count a listing of a document, and return whether it is the first."""
        if not _is_hashable(document):
            return True
        if document in self._waiting:
            self._waiting[document] += 1
            return False
        if document in self._finished:
            self._waiting[document] = 1
            return False
        self._waiting[document] = 0
        return True

    def finish(self, outcome: Outcome[T]) -> None:
        """Record the first outcome of a document."""
        if _is_hashable(outcome.document_id):
            self._finished.setdefault(outcome.document_id, _without_frames(outcome))

    def collect(self, document: str) -> list[Outcome[T]]:
        """Return the outcomes of the other listings so far; none before the first outcome."""
        first = self._finished.get(document) if _is_hashable(document) else None
        if first is None:
            return []
        return [self._copy(first) for _ in range(self._waiting.pop(document, 0))]

    def _copy(self, first: Outcome[T]) -> Outcome[T]:
        if first.error is not None:
            return first
        return Outcome(first.document_id, self._repeat(first.unwrap()), None)


def _without_frames(outcome: Outcome[T]) -> Outcome[T]:
    """Return an outcome whose error keeps no frames alive, and with them the whole exchange."""
    if outcome.error is None:
        return outcome
    error = _copy(outcome.error)
    if outcome.error.__cause__ is not None:
        error.__cause__ = _copy(outcome.error.__cause__)
    return Outcome(outcome.document_id, None, error)


def _copy(error: E) -> E:
    with suppress(Exception):  # the constructor of a caller's error may take other arguments
        return copy(error)
    return error


def _is_hashable(document: object) -> bool:
    """Return whether a value can be a key; a wrong identifier may be of any type."""
    return isinstance(document, str)
