"""Decodes the models of the generated client to the values of the overlay.

Descriptions of the API differ: an identifier is a UUID in one and a string in another, and some properties are in one
alone. The generated parser has validated what is documented; this module converts it, and requires what the overlay
needs.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from omni_api_client.types import UNSET, Unset
from omni_drafts._types import Document, Draft, DraftBranch

T = TypeVar("T")


class WrongShapeError(Exception):
    """A response is as documented, and still not what the overlay needs; the message starts with a JSON pointer."""


def decode_identifier(response: Any) -> str:
    """Return the identifier in a response to `createDraft`."""
    return _identifier(response.identifier, "/identifier")


def decode_drafts(response: Any) -> tuple[Draft, ...]:
    """Return the drafts in a response to `listDocumentDrafts`, in their order."""
    drafts: list[Draft] = []
    try:
        for item in response:
            drafts.append(_draft(item))
    except WrongShapeError as error:
        raise WrongShapeError(f"/{len(drafts)}{error}") from None
    return tuple(drafts)


def decode_document(response: Any) -> Document:
    """Return the document in a response to `createDocument`."""
    workbook, dashboard = _required(response.workbook, "/workbook"), response.dashboard
    return Document(
        id=_identifier(_created_identifier(workbook), "/workbook/identifier"),
        name=_string(_property(workbook, "name", "name"), "/workbook/name"),
        workbook_id=_uuid(workbook.id, "/workbook/id"),
        dashboard_id=_uuid(dashboard.id, "/dashboard/id") if dashboard else None,
        created_at=_datetime(_property(workbook, "created_at", "createdAt"), "/workbook/createdAt"),
        updated_at=_datetime(_property(workbook, "updated_at", "updatedAt"), "/workbook/updatedAt"),
    )


def _created_identifier(workbook: Any) -> Any:
    """Return the identifier that drafts take; the id of the document serves as well."""
    identifier = _property(workbook, "identifier", "identifier")
    if not isinstance(identifier, Unset):
        return identifier
    document_id = _property(workbook, "document_id", "documentId")
    return str(document_id) if isinstance(document_id, UUID) else document_id


def _property(model: Any, attribute: str, name: str) -> Any:
    """Return a property, documented or not; `UNSET` if the response lacks it."""
    if hasattr(model, attribute):
        return getattr(model, attribute)
    return getattr(model, "additional_properties", {}).get(name, UNSET)


def _draft(item: Any) -> Draft:
    """Decode a draft of a list. One without branch or status could be mistaken for another."""
    return Draft(
        id=_identifier(item.identifier, "/identifier"),
        document_id=_required(item.published_identifier, "/publishedIdentifier"),
        branch=_branch(item.branch),
        status=_required(item.status, "/status"),
        out_of_date=_optional(item.draft_out_of_date),
        workbook_model_id=_uuid(item.workbook_model_id, "/workbookModelId"),
        created_at=_datetime(item.created_at, "/createdAt"),
        updated_at=_datetime(item.updated_at, "/updatedAt"),
        created_by=_display_name(item.created_by),
        last_edited_by=_display_name(item.last_edited_by),
    )


def _identifier(value: Any, pointer: str) -> str:
    identifier = _required(_string(value, pointer), pointer)
    if not identifier:
        raise WrongShapeError(f"{pointer}: empty")
    return identifier


def _branch(branch: Any) -> DraftBranch | None:
    if isinstance(branch, Unset):
        raise WrongShapeError("/branch: missing")
    if branch is None:
        return None
    return DraftBranch(id=_required(_uuid(branch.id, "/branch/id"), "/branch/id"), name=_optional(branch.name))


def _display_name(user: Any) -> str | None:
    return None if user is None or isinstance(user, Unset) else _optional(user.name)


def _string(value: Any, pointer: str) -> str | None:
    return value if isinstance(value, str) else _convert(value, str, "text", pointer)


def _uuid(value: Any, pointer: str) -> UUID | None:
    return value if isinstance(value, UUID) else _convert(value, UUID, "a UUID", pointer)


def _datetime(value: Any, pointer: str) -> datetime | None:
    """Return a date-time; one without an offset is UTC, which is what the API sends."""
    converted = (
        value if isinstance(value, datetime) else _convert(value, datetime.fromisoformat, "a date and time", pointer)
    )
    return converted.replace(tzinfo=UTC) if converted is not None and converted.tzinfo is None else converted


def _convert(value: Any, convert: Callable[[str], T], expected: str, pointer: str) -> T | None:
    """Convert a string to a type that the description does not state."""
    if value is None or isinstance(value, Unset):
        return None
    try:
        if isinstance(value, str):
            return convert(value)
    except ValueError:
        pass
    actual = "text" if isinstance(value, str) else type(value).__name__
    raise WrongShapeError(f"{pointer}: {actual}, where {expected} is required")


def _required(value: T | Unset | None, pointer: str) -> T:
    if value is None or isinstance(value, Unset):
        raise WrongShapeError(f"{pointer}: missing")
    return value


def _optional(value: T | Unset | None) -> T | None:
    return None if isinstance(value, Unset) else value
