"""The JSON bodies that the API answers with, made of what the state knows."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from omni_drafts.mock._state.state import MockDocument, MockDraft

_ORGANIZATION = UUID("00000000-0000-4000-8000-00000000000a")
_USER = UUID("00000000-0000-4000-8000-00000000000b")
_FOLDER = UUID("00000000-0000-4000-8000-00000000000c")


def draft_body(draft: MockDraft, branches: Mapping[UUID, str | None]) -> dict[str, Any]:
    """Write a draft of a list."""
    branch = None if draft.branch_id is None else {"id": str(draft.branch_id), "name": branches.get(draft.branch_id)}
    return {
        "identifier": draft.identifier,
        "publishedIdentifier": draft.document_identifier,
        "workbookModelId": str(draft.workbook_model_id),
        "branch": branch,
        "status": "active" if draft.archived_at is None else "archived",
        "draftOutOfDate": draft.out_of_date,
        "createdAt": _moment(draft.created_at),
        "updatedAt": _moment(draft.updated_at),
        "createdBy": {"name": draft.created_by},
        "lastEditedBy": {"name": draft.last_edited_by},
    }


def document_body(document: MockDocument) -> dict[str, Any]:
    """Write a document that was just created: all that is documented but for the moment it was deleted."""
    dashboard, collection = (str(uuid5(document.id, part)) for part in ("dashboard", "queries"))
    workbook, moment = str(document.id), _moment(document.created_at)
    return {
        "dashboard": {
            "id": dashboard,
            "createdAt": moment,
            "updatedAt": moment,
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
            "organizationId": str(_ORGANIZATION),
            "workbookId": workbook,
            "creatorId": str(_USER),
            "updaterId": str(_USER),
            "queryPresentationCollectionId": collection,
            "dashboardId": dashboard,
        },
        "workbook": {
            "id": workbook,
            "createdAt": moment,
            "updatedAt": moment,
            "publishedAt": moment,
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
            "organizationId": str(_ORGANIZATION),
            "ownerId": str(_USER),
            "updaterId": str(_USER),
            "folderId": str(_FOLDER),
            "originDocumentId": workbook,
            "documentId": workbook,
        },
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
