"""Counts the documents of a bulk call, and calls back."""

from attrs import evolve

from omni_drafts._types.arguments import T
from omni_drafts._types.bulk import OnProgress, Outcome, Progress


class ProgressCounter:
    """Counts documents that are started and finished.

    Args:
        on_progress: Callback for each of them, if any.
    """

    def __init__(self, on_progress: OnProgress | None) -> None:
        self._on_progress, self._progress = on_progress, Progress()

    @property
    def active(self) -> int:
        """Number of documents that are being worked on."""
        return self._progress.active

    def start(self) -> None:
        """Count a document that is started."""
        self._report(evolve(self._progress, started=self._progress.started + 1))

    def finish(self, outcome: Outcome[T]) -> Outcome[T]:
        """Count a document that is finished, and return its outcome."""
        name = "succeeded" if outcome.error is None else "failed"
        self._report(evolve(self._progress, **{name: getattr(self._progress, name) + 1}))
        return outcome

    def _report(self, progress: Progress) -> None:
        self._progress = progress
        if self._on_progress is not None:
            self._on_progress(progress)
