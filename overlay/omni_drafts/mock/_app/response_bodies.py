"""JSON bodies of the documents and drafts of a state."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from omni_drafts.mock._state.documents import MockDocument
from omni_drafts.mock._state.drafts import MockDraft

_ORGANIZATION_ID = UUID("00000000-0000-4000-8000-00000000000a")
_USER_ID = UUID("00000000-0000-4000-8000-00000000000b")
_FOLDER_ID = UUID("00000000-0000-4000-8000-00000000000c")


def draft_body(draft: MockDraft, branch_names: Mapping[UUID, str | None]) -> dict[str, Any]:
    """Return the body of one draft in a list."""
    branch_id = draft.branch_id
    return {
        "identifier": draft.identifier,
        "publishedIdentifier": draft.document_identifier,
        "workbookModelId": str(draft.workbook_model_id),
        "branch": None if branch_id is None else {"id": str(branch_id), "name": branch_names.get(branch_id)},
        "status": "active" if draft.archived_at is None else "archived",
        "draftOutOfDate": draft.out_of_date,
        "createdAt": _format_time(draft.created_at),
        "updatedAt": _format_time(draft.updated_at),
        "createdBy": {"name": draft.created_by},
        "lastEditedBy": {"name": draft.last_edited_by},
    }


def document_body(document: MockDocument) -> dict[str, Any]:
    """Return the body of a new document, with all documented properties except `deletedAt`."""
    return {"dashboard": _dashboard_body(document), "workbook": _workbook_body(document)}


def _dashboard_body(document: MockDocument) -> dict[str, Any]:
    dashboard_id, created_at = str(uuid5(document.id, "dashboard")), _format_time(document.created_at)
    return {
        "id": dashboard_id,
        "createdAt": created_at,
        "updatedAt": created_at,
        "metadata": {
            "layouts": {},
            "textTiles": [],
            "hiddenTiles": [],
            "tileSettings": {},
            "tileFilterMap": {},
            "tileControlMap": {},
        },
        "metadataVersion": 1,
        "refreshInterval": 0,
        "facetFilters": False,
        "organizationId": str(_ORGANIZATION_ID),
        "workbookId": str(document.id),
        "creatorId": str(_USER_ID),
        "updaterId": str(_USER_ID),
        "queryPresentationCollectionId": str(uuid5(document.id, "queries")),
        "dashboardId": dashboard_id,
    }


def _workbook_body(document: MockDocument) -> dict[str, Any]:
    workbook_id, created_at = str(document.id), _format_time(document.created_at)
    return {
        "id": workbook_id,
        "createdAt": created_at,
        "updatedAt": created_at,
        "publishedAt": created_at,
        "isDraft": False,
        "identifier": document.identifier,
        "name": document.name,
        "lastItemIndex": 0,
        "ephemeral": "",
        "organizationRole": "",
        "organizationAccessBoost": False,
        "publicRole": "",
        "publicAccessBoost": False,
        "canAnalyze": True,
        "canDownload": True,
        "canDrill": True,
        "canSchedule": True,
        "canUpload": True,
        "canViewWorkbook": True,
        "canUseTimezoneOverride": True,
        "organizationId": str(_ORGANIZATION_ID),
        "ownerId": str(_USER_ID),
        "updaterId": str(_USER_ID),
        "folderId": str(_FOLDER_ID),
        "originDocumentId": workbook_id,
        "documentId": workbook_id,
    }


def _format_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
