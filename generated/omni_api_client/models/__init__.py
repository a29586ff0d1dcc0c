"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .create_document_body import CreateDocumentBody
    from .create_draft_body import CreateDraftBody
    from .created_document import CreatedDocument
    from .created_document_dashboard import CreatedDocumentDashboard
    from .created_document_workbook import CreatedDocumentWorkbook
    from .created_draft import CreatedDraft
    from .dashboard_metadata import DashboardMetadata
    from .dashboard_metadata_layouts import DashboardMetadataLayouts
    from .dashboard_metadata_text_tile import DashboardMetadataTextTile
    from .dashboard_metadata_tile_control_map import DashboardMetadataTileControlMap
    from .dashboard_metadata_tile_filter_map import DashboardMetadataTileFilterMap
    from .dashboard_metadata_tile_settings import DashboardMetadataTileSettings
    from .document_draft import DocumentDraft
    from .document_draft_branch import DocumentDraftBranch
    from .document_draft_created_by import DocumentDraftCreatedBy
    from .document_draft_last_edited_by import DocumentDraftLastEditedBy
    from .document_draft_status import DocumentDraftStatus
    from .error import Error
    from .list_document_drafts_include import ListDocumentDraftsInclude
    from .query_presentation import QueryPresentation
else:
    _MODULES = {
        "CreateDocumentBody": ".create_document_body",
        "CreateDraftBody": ".create_draft_body",
        "CreatedDocument": ".created_document",
        "CreatedDocumentDashboard": ".created_document_dashboard",
        "CreatedDocumentWorkbook": ".created_document_workbook",
        "CreatedDraft": ".created_draft",
        "DashboardMetadata": ".dashboard_metadata",
        "DashboardMetadataLayouts": ".dashboard_metadata_layouts",
        "DashboardMetadataTextTile": ".dashboard_metadata_text_tile",
        "DashboardMetadataTileControlMap": ".dashboard_metadata_tile_control_map",
        "DashboardMetadataTileFilterMap": ".dashboard_metadata_tile_filter_map",
        "DashboardMetadataTileSettings": ".dashboard_metadata_tile_settings",
        "DocumentDraft": ".document_draft",
        "DocumentDraftBranch": ".document_draft_branch",
        "DocumentDraftCreatedBy": ".document_draft_created_by",
        "DocumentDraftLastEditedBy": ".document_draft_last_edited_by",
        "DocumentDraftStatus": ".document_draft_status",
        "Error": ".error",
        "ListDocumentDraftsInclude": ".list_document_drafts_include",
        "QueryPresentation": ".query_presentation",
    }

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(
            name, getattr(import_module(_MODULES[name], __name__), name)
        )

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES})


__all__ = (
    "CreateDocumentBody",
    "CreateDraftBody",
    "CreatedDocument",
    "CreatedDocumentDashboard",
    "CreatedDocumentWorkbook",
    "CreatedDraft",
    "DashboardMetadata",
    "DashboardMetadataLayouts",
    "DashboardMetadataTextTile",
    "DashboardMetadataTileControlMap",
    "DashboardMetadataTileFilterMap",
    "DashboardMetadataTileSettings",
    "DocumentDraft",
    "DocumentDraftBranch",
    "DocumentDraftCreatedBy",
    "DocumentDraftLastEditedBy",
    "DocumentDraftStatus",
    "Error",
    "ListDocumentDraftsInclude",
    "QueryPresentation",
)
