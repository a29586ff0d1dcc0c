from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.document_draft_status import (
    DocumentDraftStatus,
    check_document_draft_status,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.document_draft_branch import DocumentDraftBranch
    from ..models.document_draft_created_by import DocumentDraftCreatedBy
    from ..models.document_draft_last_edited_by import DocumentDraftLastEditedBy


T = TypeVar("T", bound="DocumentDraft")


@_attrs_define
class DocumentDraft:
    identifier: str | Unset = UNSET
    """ Identifier of the draft. """
    published_identifier: str | Unset = UNSET
    """ Identifier of the published document. """
    workbook_model_id: UUID | Unset = UNSET
    """ UUID of the workbook model. """
    branch: DocumentDraftBranch | None | Unset = UNSET
    """ Branch of the draft, `null` for the draft on none. """
    status: DocumentDraftStatus | Unset = UNSET
    """ Status of the draft. """
    draft_out_of_date: bool | Unset = UNSET
    """ Whether the document was published since the draft was made. """
    created_at: datetime.datetime | Unset = UNSET
    """ When the draft was created. """
    updated_at: datetime.datetime | Unset = UNSET
    """ When the draft was last updated. """
    created_by: DocumentDraftCreatedBy | Unset = UNSET
    """ Who created the draft. """
    last_edited_by: DocumentDraftLastEditedBy | Unset = UNSET
    """ Who edited the draft last. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.document_draft_branch import DocumentDraftBranch  # noqa: PLC0415

        identifier = self.identifier

        published_identifier = self.published_identifier

        workbook_model_id: str | Unset = UNSET
        if not isinstance(self.workbook_model_id, Unset):
            workbook_model_id = str(self.workbook_model_id)

        branch: dict[str, Any] | None | Unset
        if isinstance(self.branch, Unset):
            branch = UNSET
        elif isinstance(self.branch, DocumentDraftBranch):
            branch = self.branch.to_dict()
        else:
            branch = self.branch

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status

        draft_out_of_date = self.draft_out_of_date

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        updated_at: str | Unset = UNSET
        if not isinstance(self.updated_at, Unset):
            updated_at = self.updated_at.isoformat()

        created_by: dict[str, Any] | Unset = UNSET
        if not isinstance(self.created_by, Unset):
            created_by = self.created_by.to_dict()

        last_edited_by: dict[str, Any] | Unset = UNSET
        if not isinstance(self.last_edited_by, Unset):
            last_edited_by = self.last_edited_by.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if identifier is not UNSET:
            field_dict["identifier"] = identifier
        if published_identifier is not UNSET:
            field_dict["publishedIdentifier"] = published_identifier
        if workbook_model_id is not UNSET:
            field_dict["workbookModelId"] = workbook_model_id
        if branch is not UNSET:
            field_dict["branch"] = branch
        if status is not UNSET:
            field_dict["status"] = status
        if draft_out_of_date is not UNSET:
            field_dict["draftOutOfDate"] = draft_out_of_date
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if updated_at is not UNSET:
            field_dict["updatedAt"] = updated_at
        if created_by is not UNSET:
            field_dict["createdBy"] = created_by
        if last_edited_by is not UNSET:
            field_dict["lastEditedBy"] = last_edited_by

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.document_draft_branch import DocumentDraftBranch  # noqa: PLC0415
        from ..models.document_draft_created_by import DocumentDraftCreatedBy  # noqa: PLC0415
        from ..models.document_draft_last_edited_by import DocumentDraftLastEditedBy  # noqa: PLC0415

        d = {**src_dict}
        identifier = d.pop("identifier", UNSET)

        published_identifier = d.pop("publishedIdentifier", UNSET)

        _workbook_model_id = d.pop("workbookModelId", UNSET)
        workbook_model_id: UUID | Unset
        if isinstance(_workbook_model_id, Unset):
            workbook_model_id = UNSET
        else:
            workbook_model_id = UUID(_workbook_model_id)

        def _parse_branch(data: object) -> DocumentDraftBranch | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                branch_type_0 = DocumentDraftBranch.from_dict(data)

                return branch_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DocumentDraftBranch | None | Unset, data)

        branch = _parse_branch(d.pop("branch", UNSET))

        _status = d.pop("status", UNSET)
        status: DocumentDraftStatus | Unset
        if isinstance(_status, Unset):
            status = UNSET
        else:
            status = check_document_draft_status(_status)

        draft_out_of_date = d.pop("draftOutOfDate", UNSET)

        _created_at = d.pop("createdAt", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at, Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)

        _updated_at = d.pop("updatedAt", UNSET)
        updated_at: datetime.datetime | Unset
        if isinstance(_updated_at, Unset):
            updated_at = UNSET
        else:
            updated_at = datetime.datetime.fromisoformat(_updated_at)

        _created_by = d.pop("createdBy", UNSET)
        created_by: DocumentDraftCreatedBy | Unset
        if isinstance(_created_by, Unset):
            created_by = UNSET
        else:
            created_by = DocumentDraftCreatedBy.from_dict(_created_by)

        _last_edited_by = d.pop("lastEditedBy", UNSET)
        last_edited_by: DocumentDraftLastEditedBy | Unset
        if isinstance(_last_edited_by, Unset):
            last_edited_by = UNSET
        else:
            last_edited_by = DocumentDraftLastEditedBy.from_dict(_last_edited_by)

        document_draft = cls(
            identifier=identifier,
            published_identifier=published_identifier,
            workbook_model_id=workbook_model_id,
            branch=branch,
            status=status,
            draft_out_of_date=draft_out_of_date,
            created_at=created_at,
            updated_at=updated_at,
            created_by=created_by,
            last_edited_by=last_edited_by,
        )

        document_draft.additional_properties = d
        return document_draft

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
