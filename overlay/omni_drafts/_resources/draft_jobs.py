"""The bulk jobs of drafts, with or without a checkpoint."""

from collections.abc import Callable
from uuid import UUID

from attrs import evolve

from omni_drafts._bulk.checkpoint import Checkpoint
from omni_drafts._bulk.job import BulkJob
from omni_drafts._config import check_timeout
from omni_drafts._operations import drafts as operations
from omni_drafts._operations.flow import Flow
from omni_drafts._resources.arguments import check_branch_id, check_concurrency, check_document_id, check_on_progress
from omni_drafts._types.arguments import CheckpointFile, T, Timeout
from omni_drafts._types.bulk import OnProgress
from omni_drafts._types.drafts import DraftResult


def ensure_job(
    branch_id: UUID | str | None,
    concurrency: int,
    checkpoint: CheckpointFile | None,
    on_progress: OnProgress | None,
    timeout: Timeout | None,
) -> BulkJob[str]:
    """Return the job of `ensure_many`."""
    branch = check_branch_id(branch_id)

    def ensure(document_id: str) -> Flow[str]:
        return operations.ensure_draft(check_document_id(document_id), branch)

    job = BulkJob(ensure, _same, check_concurrency(concurrency), check_on_progress(on_progress), _checked(timeout))
    return _with_checkpoint(job, branch, checkpoint, dump=str, load=lambda _, draft_id: draft_id)


def get_or_create_job(
    branch_id: UUID | str | None,
    fetch_details: bool,
    concurrency: int,
    checkpoint: CheckpointFile | None,
    on_progress: OnProgress | None,
    timeout: Timeout | None,
) -> BulkJob[DraftResult]:
    """Return the job of `get_or_create_many`."""
    branch = check_branch_id(branch_id)

    def get_or_create(document_id: str) -> Flow[DraftResult]:
        return operations.get_or_create_draft(check_document_id(document_id), branch, fetch_details)

    def load(document_id: str, draft_id: str) -> DraftResult:
        return DraftResult(operations.draft_without_details(draft_id, document_id, branch), created=False)

    job = BulkJob(
        get_or_create, _not_created, check_concurrency(concurrency), check_on_progress(on_progress), _checked(timeout)
    )
    return _with_checkpoint(job, branch, checkpoint, dump=lambda result: result.draft.id, load=load)


def _with_checkpoint(
    job: BulkJob[T],
    branch_id: UUID | None,
    file: CheckpointFile | None,
    *,
    dump: Callable[[T], str],
    load: Callable[[str, str], T],
) -> BulkJob[T]:
    """Return a job that skips the documents in a checkpoint, and adds the others."""
    if file is None:
        return job
    checkpoint = Checkpoint(file, branch_id)

    def resume(document_id: str) -> Flow[T]:
        draft_id = checkpoint.find(check_document_id(document_id))
        if draft_id is not None:
            return load(document_id, draft_id)
        result = yield from job.flow(document_id)
        checkpoint.append(document_id, dump(result))
        return result

    return evolve(job, flow=resume)


def _checked(timeout: Timeout | None) -> Timeout | None:
    return None if timeout is None else check_timeout(timeout)


def _same(draft_id: str) -> str:
    return draft_id


def _not_created(result: DraftResult) -> DraftResult:
    return DraftResult(result.draft, created=False)
