"""Contains all the data models used in inputs/outputs"""

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

__all__ = (
    "CreatedDocument",
    "CreatedDocumentDashboard",
    "CreatedDocumentWorkbook",
    "CreatedDraft",
    "CreateDocumentBody",
    "CreateDraftBody",
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
