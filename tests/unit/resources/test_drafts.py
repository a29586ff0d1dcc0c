"""The bulk jobs that `Drafts` and `AsyncDrafts` run: each argument arrives in the job."""

from typing import Any
from uuid import UUID

import pytest

from omni_drafts import AsyncDrafts, Draft, DraftBranch, DraftResult, Drafts, Progress
from omni_drafts._bulk.job import BulkJob
from support.flows import listed_draft, run_flow

BRANCH = UUID(int=7)

both_kinds = pytest.mark.parametrize("kind", [Drafts, AsyncDrafts])
both_methods = pytest.mark.parametrize("method", ["ensure_many", "get_or_create_many"])


def job_of(kind: Any, method: str, **arguments: Any) -> BulkJob[Any]:
    """Return the job that a bulk call runs."""
    documents, job = getattr(kind(None, lambda *run: run), method)(["doc"], **arguments)
    assert documents == ["doc"]
    assert isinstance(job, BulkJob)
    return job


def report(progress: Progress) -> None:
    """Accept the progress of a bulk call."""


@both_kinds
@both_methods
def test_bulk_call_with_arguments_runs_a_job_with_them(kind: type, method: str) -> None:
    job = job_of(kind, method, concurrency=3, on_progress=report, timeout=2.5)
    assert (job.concurrency, job.on_progress, job.timeout) == (3, report, 2.5)


@both_kinds
@both_methods
@pytest.mark.parametrize(
    ("name", "value"), [("concurrency", 0), ("concurrency", True), ("on_progress", 5), ("branch_id", "main")]
)
def test_bulk_call_with_a_wrong_argument_raises(kind: type, method: str, name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"^{name}: "):
        job_of(kind, method, **{name: value})


@both_kinds
@both_methods
@pytest.mark.parametrize("document", ["", "..", "a\nb", 5])
def test_job_with_a_wrong_identifier_raises_before_a_request(kind: type, method: str, document: Any) -> None:
    with pytest.raises(ValueError, match=r"^document_id: "):
        next(job_of(kind, method).flow(document))


@both_kinds
@pytest.mark.parametrize(("fetch_details", "status", "requests"), [(False, None, 2), (True, "active", 3)])
def test_get_or_create_many_fetches_details_only_with_fetch_details(
    kind: type, status: str | None, requests: int, *, fetch_details: bool
) -> None:
    job = job_of(kind, "get_or_create_many", branch_id=BRANCH, fetch_details=fetch_details)
    bodies: list[object] = [[], {"identifier": "a"}, [listed_draft("a", BRANCH)]]
    result, _ = run_flow(job.flow("doc"), *bodies[:requests])
    assert (result.draft.status, result.draft.branch, result.created) == (status, DraftBranch(BRANCH, None), True)


@both_kinds
def test_get_or_create_many_of_a_document_that_is_listed_again_counts_it_as_existing(kind: type) -> None:
    draft = Draft(id="a", document_id="doc", branch=None)
    assert job_of(kind, "get_or_create_many").repeat(DraftResult(draft, created=True)) == DraftResult(draft, False)
