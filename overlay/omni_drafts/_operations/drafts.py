"""The flows of drafts."""

from collections.abc import Iterable
from uuid import UUID

import httpx

from omni_drafts._http.error_mapping import draft_not_found, unexpected_response
from omni_drafts._operations.binding import drafts as binding
from omni_drafts._operations.flow import Flow
from omni_drafts._types.drafts import Draft, DraftBranch, DraftResult


def list_drafts(document_id: str, include_archived: bool) -> Flow[list[Draft]]:
    """List the drafts of a document."""
    drafts = yield from binding.list_document_drafts(document_id, include_archived)
    return list(drafts.value)


def get_draft(document_id: str, branch_id: UUID | None) -> Flow[Draft]:
    """Return the active draft on a branch, or the main draft."""
    drafts = yield from binding.list_document_drafts(document_id, include_archived=False)
    draft = _find(drafts.value, branch_id)
    if draft is None:
        which = "main draft" if branch_id is None else f"draft on branch {branch_id}"
        raise draft_not_found(drafts.response, f"document {document_id} has no active {which}")
    return draft


def ensure_draft(document_id: str, branch_id: UUID | None) -> Flow[str]:
    """Create a draft if it is missing, and return its identifier."""
    return (yield from binding.create_draft(document_id, branch_id)).value


def get_or_create_draft(document_id: str, branch_id: UUID | None, fetch_details: bool) -> Flow[DraftResult]:
    """List first, then create: `createDraft` does not say whether the draft is new."""
    known = (yield from binding.list_document_drafts(document_id, include_archived=False)).value
    draft = _find(known, branch_id)
    if draft is not None:
        return DraftResult(draft, created=False)
    new = yield from binding.create_draft(document_id, branch_id)
    _check_branch(new.value, known, branch_id, new.response)
    created = all(draft.id != new.value for draft in known)
    if fetch_details:
        drafts = yield from binding.list_document_drafts(document_id, include_archived=False)
        _check_branch(new.value, drafts.value, branch_id, drafts.response)
        draft = _find(drafts.value, branch_id)
        if draft is not None and draft.id == new.value:  # else it was discarded, and perhaps created again
            return DraftResult(draft, created)
    return DraftResult(draft_without_details(new.value, document_id, branch_id), created)


def draft_without_details(draft_id: str, document_id: str, branch_id: UUID | None) -> Draft:
    """Return a draft of which only the identifier is known."""
    branch = None if branch_id is None else DraftBranch(branch_id, name=None)
    return Draft(id=draft_id, document_id=document_id, branch=branch)


def _check_branch(draft_id: str, drafts: Iterable[Draft], branch_id: UUID | None, response: httpx.Response) -> None:
    """Raise an error if a draft is on another branch: its editor would change the draft of another user."""
    for draft in drafts:
        if draft.id == draft_id and _branch_id(draft) != branch_id:
            raise unexpected_response(response, f"draft {draft_id}, which is on another branch")


def _branch_id(draft: Draft) -> UUID | None:
    return None if draft.branch is None else draft.branch.id


def _find(drafts: Iterable[Draft], branch_id: UUID | None) -> Draft | None:
    """Return the active draft on exactly this branch; UUIDs that differ in case are equal."""
    for draft in drafts:
        if draft.status == "active" and _branch_id(draft) == branch_id:
            return draft
    return None
