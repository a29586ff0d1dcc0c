"""Drafts of the mock, and the rules that select them from a list."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from attrs import frozen

ARCHIVED_DRAFT_RETENTION = timedelta(days=7)
"""Time for which the API lists an archived draft, as its description documents."""


@frozen
class MockDraft:
    """Draft of the mock.

    Attributes:
        identifier: Identifier of the draft.
        document_identifier: Identifier of its document.
        branch_id: UUID of its branch; `None` for the main draft.
        workbook_model_id: UUID of its workbook model.
        created_at: Time of creation, with a time zone.
        updated_at: Time of the last edit, with a time zone.
        archived_at: Time of archiving, with a time zone; `None` for an active draft.
        created_by: Display name of the user who created the draft.
        last_edited_by: Display name of the user who edited the draft last.
        out_of_date: Whether its document was published after the draft was created.
    """

    identifier: str
    document_identifier: str
    branch_id: UUID | None
    workbook_model_id: UUID
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    created_by: str
    last_edited_by: str
    out_of_date: bool = False


def find_active_draft(
    drafts: Iterable[MockDraft], document_identifier: str, branch_id: UUID | None
) -> MockDraft | None:
    """Return the active draft of a document on a branch, or its main draft, if there is one.

    Args:
        drafts: Drafts of all documents.
        document_identifier: Identifier of the document.
        branch_id: UUID of the branch; `None` for the main draft.
    """
    key = (document_identifier, branch_id, None)
    matches = (draft for draft in drafts if (draft.document_identifier, draft.branch_id, draft.archived_at) == key)
    return next(matches, None)


def select_listed_drafts(
    drafts: Iterable[MockDraft], document_identifier: str, include_archived: bool, now: datetime
) -> list[MockDraft]:
    """Return the drafts that the API lists for a document, the last updated one first.

    Args:
        drafts: Drafts of all documents.
        document_identifier: Identifier of the document.
        include_archived: Whether archived drafts are listed, until their retention ends.
        now: Time of the mock.
    """
    retained_after = now - ARCHIVED_DRAFT_RETENTION
    listed = [
        draft
        for draft in drafts
        if draft.document_identifier == document_identifier
        and (draft.archived_at is None or (include_archived and draft.archived_at > retained_after))
    ]
    return sorted(listed, key=lambda draft: draft.updated_at, reverse=True)
