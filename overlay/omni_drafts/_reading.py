"""Reads the generated models into the overlay's values, and lets nothing pass that is not what it should be.

The generated parser takes a property as it comes, or as left out; only what is read here is definite.
"""

from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from omni_api_client.models import (
    CreatedDocument,
    CreatedDocumentDashboard,
    CreatedDocumentWorkbook,
    CreatedDraft,
    DocumentDraft,
    DocumentDraftBranch,
    DocumentDraftCreatedBy,
    DocumentDraftLastEditedBy,
)
from omni_api_client.types import Unset
from omni_drafts._values import Document, Draft, DraftBranch

T = TypeVar("T")


class WrongShapeError(Exception):
    """An answer is JSON, but not as documented; the message says where."""


def read_identifier(answer: object) -> str:
    """Read the identifier that `createDraft` answers."""
    return _identifier(_model(answer, CreatedDraft).identifier, "identifier")


def read_drafts(answer: object) -> tuple[Draft, ...]:
    """Read the drafts that `listDocumentDrafts` answers, in their order."""
    if not isinstance(answer, list):
        raise WrongShapeError(f"{type(answer).__name__} where a list of drafts is documented")
    return tuple(_draft(_model(item, DocumentDraft), f"[{index}]") for index, item in enumerate(answer))


def read_document(answer: object) -> Document:
    """Read the document that `createDocument` answers."""
    created = _model(answer, CreatedDocument)
    workbook = _required(created.workbook, CreatedDocumentWorkbook, "workbook")
    dashboard = _optional(created.dashboard, CreatedDocumentDashboard, "dashboard")
    return Document(
        identifier=_identifier(workbook.identifier, "workbook.identifier"),
        name=_optional(workbook.name, str, "workbook.name"),
        workbook_id=_optional(workbook.id, UUID, "workbook.id"),
        dashboard_id=_optional(dashboard.id, UUID, "dashboard.id") if dashboard else None,
        created_at=_moment(workbook.created_at, "workbook.createdAt"),
        updated_at=_moment(workbook.updated_at, "workbook.updatedAt"),
    )


def _draft(item: DocumentDraft, place: str) -> Draft:
    """Read a draft of a list. Without its branch and status it could be taken for another one."""
    status = _required(item.status, str, f"{place}.status")
    return Draft(
        identifier=_identifier(item.identifier, f"{place}.identifier"),
        document_identifier=_required(item.published_identifier, str, f"{place}.publishedIdentifier"),
        branch=_branch(item.branch, f"{place}.branch"),
        status="archived" if status == "archived" else "active",
        out_of_date=_optional(item.draft_out_of_date, bool, f"{place}.draftOutOfDate"),
        workbook_model_id=_optional(item.workbook_model_id, UUID, f"{place}.workbookModelId"),
        created_at=_moment(item.created_at, f"{place}.createdAt"),
        updated_at=_moment(item.updated_at, f"{place}.updatedAt"),
        created_by=_display_name(item.created_by, f"{place}.createdBy"),
        last_edited_by=_display_name(item.last_edited_by, f"{place}.lastEditedBy"),
    )


def _identifier(value: object, place: str) -> str:
    identifier = _required(value, str, place)
    if not identifier:
        raise WrongShapeError(f"{place} is empty")
    return identifier


def _branch(value: object, place: str) -> DraftBranch | None:
    if value is None:
        return None
    branch = _required(value, DocumentDraftBranch, place)
    return DraftBranch(
        id=_required(branch.id, UUID, f"{place}.id"), name=_optional(branch.name, str, f"{place}.name")
    )


def _display_name(user: DocumentDraftCreatedBy | DocumentDraftLastEditedBy | Unset, place: str) -> str | None:
    return None if isinstance(user, Unset) else _optional(user.name, str, f"{place}.name")


def _moment(value: object, place: str) -> datetime | None:
    """Read a moment; one without an offset is UTC, which is what the API sends."""
    moment = _optional(value, datetime, place)
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _model(value: object, kind: type[T]) -> T:
    return _required(value, kind, "the answer")


def _required(value: object, kind: type[T], place: str) -> T:
    found = _optional(value, kind, place)
    if found is None:
        raise WrongShapeError(f"{place} is missing")
    return found


def _optional(value: object, kind: type[T], place: str) -> T | None:
    if value is None or isinstance(value, Unset):
        return None
    if not isinstance(value, kind):
        raise WrongShapeError(f"{place} is {type(value).__name__}, where {kind.__name__} is documented")
    return value
