"""Reads the generated models into the overlay's values.

Descriptions of the API differ in what they say of an answer: an identifier is a UUID in one and text in another, and
some properties are documented in one alone. The generated parser has looked at all that is documented; what is read
here comes to the overlay's own types, and nothing is missing which it cannot do without.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from omni_api_client.types import UNSET, Unset
from omni_drafts._values import Document, Draft, DraftBranch

T = TypeVar("T")


class WrongShapeError(Exception):
    """An answer is as documented, and still is not what the overlay needs; the message says where."""


def read_identifier(answer: Any) -> str:
    """Read the identifier that `createDraft` answers."""
    return _identifier(answer.identifier, "/identifier")


def read_drafts(answer: Any) -> tuple[Draft, ...]:
    """Read the drafts that `listDocumentDrafts` answers, in their order."""
    drafts: list[Draft] = []
    try:
        for item in answer:
            drafts.append(_draft(item))
    except WrongShapeError as error:
        raise WrongShapeError(f"/{len(drafts)}{error}") from None
    return tuple(drafts)


def read_document(answer: Any) -> Document:
    """Read the document that `createDocument` answers."""
    workbook, dashboard = _required(answer.workbook, "/workbook"), answer.dashboard
    return Document(
        identifier=_identifier(_new_identifier(workbook), "/workbook/identifier"),
        name=_text(_property(workbook, "name", "name"), "/workbook/name"),
        workbook_id=_uuid(workbook.id, "/workbook/id"),
        dashboard_id=_uuid(dashboard.id, "/dashboard/id") if dashboard else None,
        created_at=_moment(_property(workbook, "created_at", "createdAt"), "/workbook/createdAt"),
        updated_at=_moment(_property(workbook, "updated_at", "updatedAt"), "/workbook/updatedAt"),
    )


def _new_identifier(workbook: Any) -> Any:
    """Find what drafts are asked for with: the identifier, or the id, which serves as well."""
    identifier = _property(workbook, "identifier", "identifier")
    if not isinstance(identifier, Unset):
        return identifier
    document_id = _property(workbook, "document_id", "documentId")
    return str(document_id) if isinstance(document_id, UUID) else document_id


def _property(model: Any, attribute: str, name: str) -> Any:
    """Give a property, also one that came without being documented; what is neither is unset."""
    if hasattr(model, attribute):
        return getattr(model, attribute)
    return getattr(model, "additional_properties", {}).get(name, UNSET)


def _draft(item: Any) -> Draft:
    """Read a draft of a list. Without its branch and status it could be taken for another one."""
    return Draft(
        identifier=_identifier(item.identifier, "/identifier"),
        document_identifier=_required(item.published_identifier, "/publishedIdentifier"),
        branch=_branch(item.branch),
        status=_required(item.status, "/status"),
        out_of_date=_given(item.draft_out_of_date),
        workbook_model_id=_uuid(item.workbook_model_id, "/workbookModelId"),
        created_at=_moment(item.created_at, "/createdAt"),
        updated_at=_moment(item.updated_at, "/updatedAt"),
        created_by=_display_name(item.created_by),
        last_edited_by=_display_name(item.last_edited_by),
    )


def _identifier(value: Any, place: str) -> str:
    identifier = _required(_text(value, place), place)
    if not identifier:
        raise WrongShapeError(f"{place}: empty, where an identifier is needed")
    return identifier


def _branch(branch: Any) -> DraftBranch | None:
    if isinstance(branch, Unset):
        raise WrongShapeError("/branch: missing, and needed")
    if branch is None:
        return None
    return DraftBranch(id=_required(_uuid(branch.id, "/branch/id"), "/branch/id"), name=_given(branch.name))


def _display_name(user: Any) -> str | None:
    return None if user is None or isinstance(user, Unset) else _given(user.name)


def _text(value: Any, place: str) -> str | None:
    return value if isinstance(value, str) else _converted(value, str, "text", place)


def _uuid(value: Any, place: str) -> UUID | None:
    return value if isinstance(value, UUID) else _converted(value, UUID, "a UUID", place)


def _moment(value: Any, place: str) -> datetime | None:
    """Read a moment; one without an offset is UTC, which is what the API sends."""
    moment = (
        value if isinstance(value, datetime) else _converted(value, datetime.fromisoformat, "a date and time", place)
    )
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _converted(value: Any, convert: Callable[[str], T], wanted: str, place: str) -> T | None:
    """Make of text what a description did not say that it is."""
    if value is None or isinstance(value, Unset):
        return None
    try:
        if isinstance(value, str):
            return convert(value)
    except ValueError:
        pass
    found = "text" if isinstance(value, str) else type(value).__name__
    raise WrongShapeError(f"{place}: {found}, where {wanted} is needed")


def _required(value: T | Unset | None, place: str) -> T:
    if value is None or isinstance(value, Unset):
        raise WrongShapeError(f"{place}: missing, and needed")
    return value


def _given(value: T | Unset | None) -> T | None:
    return None if isinstance(value, Unset) else value
