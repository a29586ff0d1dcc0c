"""Decodes responses about documents."""

from typing import Any
from uuid import UUID

from omni_api_client.types import UNSET, Unset
from omni_drafts._operations.decoding.values import require, to_datetime, to_identifier, to_string, to_uuid
from omni_drafts._types.documents import Document


def decode_document(response: Any) -> Document:
    """Return the document in a response to `createDocument`."""
    workbook, dashboard = require(response.workbook, "/workbook"), response.dashboard
    return Document(
        id=to_identifier(_created_identifier(workbook), "/workbook/identifier"),
        name=to_string(_property(workbook, "name", "name"), "/workbook/name"),
        workbook_id=to_uuid(workbook.id, "/workbook/id"),
        dashboard_id=to_uuid(dashboard.id, "/dashboard/id") if dashboard else None,
        created_at=to_datetime(_property(workbook, "created_at", "createdAt"), "/workbook/createdAt"),
        updated_at=to_datetime(_property(workbook, "updated_at", "updatedAt"), "/workbook/updatedAt"),
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
