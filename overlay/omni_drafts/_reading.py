"""Reads the generated models into the overlay's values.

The generated parser has looked at every type. What is read here is that nothing is left out which the overlay
cannot do without, though the description would let it be.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar, cast

from omni_api_client.types import Unset
from omni_drafts._values import Document, Draft, DraftBranch

if TYPE_CHECKING:
    from omni_api_client.models import (
        CreatedDocument,
        CreatedDraft,
        DocumentDraft,
        DocumentDraftBranch,
        DocumentDraftCreatedBy,
        DocumentDraftLastEditedBy,
    )

T = TypeVar("T")


class WrongShapeError(Exception):
    """An answer is as documented, and still lacks what the overlay needs; the message says where."""


def read_identifier(answer: object) -> str:
    """Read the identifier that `createDraft` answers."""
    return _identifier(cast("CreatedDraft", answer).identifier, "/identifier")


def read_drafts(answer: object) -> tuple[Draft, ...]:
    """Read the drafts that `listDocumentDrafts` answers, in their order."""
    drafts: list[Draft] = []
    try:
        for item in cast("list[DocumentDraft]", answer):
            drafts.append(_draft(item))
    except WrongShapeError as error:
        raise WrongShapeError(f"/{len(drafts)}{error}") from None
    return tuple(drafts)


def read_document(answer: object) -> Document:
    """Read the document that `createDocument` answers."""
    created = cast("CreatedDocument", answer)
    workbook = _required(created.workbook, "/workbook")
    dashboard = _given(created.dashboard)
    return Document(
        identifier=_identifier(workbook.identifier, "/workbook/identifier"),
        name=_given(workbook.name),
        workbook_id=_given(workbook.id),
        dashboard_id=_given(dashboard.id) if dashboard else None,
        created_at=_moment(workbook.created_at),
        updated_at=_moment(workbook.updated_at),
    )


def _draft(item: "DocumentDraft") -> Draft:
    """Read a draft of a list. Without its branch and status it could be taken for another one."""
    return Draft(
        identifier=_identifier(item.identifier, "/identifier"),
        document_identifier=_required(item.published_identifier, "/publishedIdentifier"),
        branch=_branch(item.branch),
        status=_required(item.status, "/status"),
        out_of_date=_given(item.draft_out_of_date),
        workbook_model_id=_given(item.workbook_model_id),
        created_at=_moment(item.created_at),
        updated_at=_moment(item.updated_at),
        created_by=_display_name(item.created_by),
        last_edited_by=_display_name(item.last_edited_by),
    )


def _identifier(value: str | Unset, place: str) -> str:
    identifier = _required(value, place)
    if not identifier:
        raise WrongShapeError(f"{place} is empty")
    return identifier


def _branch(branch: "DocumentDraftBranch | Unset | None") -> DraftBranch | None:
    if isinstance(branch, Unset):
        raise WrongShapeError("/branch is missing")
    if branch is None:
        return None
    return DraftBranch(id=_required(branch.id, "/branch/id"), name=_given(branch.name))


def _display_name(user: "DocumentDraftCreatedBy | DocumentDraftLastEditedBy | Unset") -> str | None:
    return None if isinstance(user, Unset) else _given(user.name)


def _moment(value: datetime | Unset) -> datetime | None:
    """Read a moment; one without an offset is UTC, which is what the API sends."""
    if isinstance(value, Unset):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _required(value: T | Unset | None, place: str) -> T:
    if value is None or isinstance(value, Unset):
        raise WrongShapeError(f"{place} is missing")
    return value


def _given(value: T | Unset | None) -> T | None:
    return None if isinstance(value, Unset) else value
