from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="CreatedDocumentWorkbook")


@_attrs_define
class CreatedDocumentWorkbook:
    id: UUID | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET
    deleted_at: datetime.datetime | Unset = UNSET
    published_at: datetime.datetime | Unset = UNSET
    is_draft: bool | Unset = UNSET
    identifier: str | Unset = UNSET
    name: str | Unset = UNSET
    last_item_index: int | Unset = UNSET
    ephemeral: str | Unset = UNSET
    organization_role: str | Unset = UNSET
    organization_access_boost: bool | Unset = UNSET
    public_role: str | Unset = UNSET
    public_access_boost: bool | Unset = UNSET
    can_analyze: bool | Unset = UNSET
    can_download: bool | Unset = UNSET
    can_drill: bool | Unset = UNSET
    can_schedule: bool | Unset = UNSET
    can_upload: bool | Unset = UNSET
    can_view_workbook: bool | Unset = UNSET
    can_use_timezone_override: bool | Unset = UNSET
    organization_id: UUID | Unset = UNSET
    owner_id: UUID | Unset = UNSET
    updater_id: UUID | Unset = UNSET
    folder_id: UUID | Unset = UNSET
    origin_document_id: UUID | Unset = UNSET
    document_id: UUID | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id: str | Unset = UNSET
        if not isinstance(self.id, Unset):
            id = str(self.id)

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        updated_at: str | Unset = UNSET
        if not isinstance(self.updated_at, Unset):
            updated_at = self.updated_at.isoformat()

        deleted_at: str | Unset = UNSET
        if not isinstance(self.deleted_at, Unset):
            deleted_at = self.deleted_at.isoformat()

        published_at: str | Unset = UNSET
        if not isinstance(self.published_at, Unset):
            published_at = self.published_at.isoformat()

        is_draft = self.is_draft

        identifier = self.identifier

        name = self.name

        last_item_index = self.last_item_index

        ephemeral = self.ephemeral

        organization_role = self.organization_role

        organization_access_boost = self.organization_access_boost

        public_role = self.public_role

        public_access_boost = self.public_access_boost

        can_analyze = self.can_analyze

        can_download = self.can_download

        can_drill = self.can_drill

        can_schedule = self.can_schedule

        can_upload = self.can_upload

        can_view_workbook = self.can_view_workbook

        can_use_timezone_override = self.can_use_timezone_override

        organization_id: str | Unset = UNSET
        if not isinstance(self.organization_id, Unset):
            organization_id = str(self.organization_id)

        owner_id: str | Unset = UNSET
        if not isinstance(self.owner_id, Unset):
            owner_id = str(self.owner_id)

        updater_id: str | Unset = UNSET
        if not isinstance(self.updater_id, Unset):
            updater_id = str(self.updater_id)

        folder_id: str | Unset = UNSET
        if not isinstance(self.folder_id, Unset):
            folder_id = str(self.folder_id)

        origin_document_id: str | Unset = UNSET
        if not isinstance(self.origin_document_id, Unset):
            origin_document_id = str(self.origin_document_id)

        document_id: str | Unset = UNSET
        if not isinstance(self.document_id, Unset):
            document_id = str(self.document_id)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if updated_at is not UNSET:
            field_dict["updatedAt"] = updated_at
        if deleted_at is not UNSET:
            field_dict["deletedAt"] = deleted_at
        if published_at is not UNSET:
            field_dict["publishedAt"] = published_at
        if is_draft is not UNSET:
            field_dict["isDraft"] = is_draft
        if identifier is not UNSET:
            field_dict["identifier"] = identifier
        if name is not UNSET:
            field_dict["name"] = name
        if last_item_index is not UNSET:
            field_dict["lastItemIndex"] = last_item_index
        if ephemeral is not UNSET:
            field_dict["ephemeral"] = ephemeral
        if organization_role is not UNSET:
            field_dict["organizationRole"] = organization_role
        if organization_access_boost is not UNSET:
            field_dict["organizationAccessBoost"] = organization_access_boost
        if public_role is not UNSET:
            field_dict["publicRole"] = public_role
        if public_access_boost is not UNSET:
            field_dict["publicAccessBoost"] = public_access_boost
        if can_analyze is not UNSET:
            field_dict["canAnalyze"] = can_analyze
        if can_download is not UNSET:
            field_dict["canDownload"] = can_download
        if can_drill is not UNSET:
            field_dict["canDrill"] = can_drill
        if can_schedule is not UNSET:
            field_dict["canSchedule"] = can_schedule
        if can_upload is not UNSET:
            field_dict["canUpload"] = can_upload
        if can_view_workbook is not UNSET:
            field_dict["canViewWorkbook"] = can_view_workbook
        if can_use_timezone_override is not UNSET:
            field_dict["canUseTimezoneOverride"] = can_use_timezone_override
        if organization_id is not UNSET:
            field_dict["organizationId"] = organization_id
        if owner_id is not UNSET:
            field_dict["ownerId"] = owner_id
        if updater_id is not UNSET:
            field_dict["updaterId"] = updater_id
        if folder_id is not UNSET:
            field_dict["folderId"] = folder_id
        if origin_document_id is not UNSET:
            field_dict["originDocumentId"] = origin_document_id
        if document_id is not UNSET:
            field_dict["documentId"] = document_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        _id = d.pop("id", UNSET)
        id: UUID | Unset
        if isinstance(_id, Unset):
            id = UNSET
        else:
            id = UUID(_id)

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

        _deleted_at = d.pop("deletedAt", UNSET)
        deleted_at: datetime.datetime | Unset
        if isinstance(_deleted_at, Unset):
            deleted_at = UNSET
        else:
            deleted_at = datetime.datetime.fromisoformat(_deleted_at)

        _published_at = d.pop("publishedAt", UNSET)
        published_at: datetime.datetime | Unset
        if isinstance(_published_at, Unset):
            published_at = UNSET
        else:
            published_at = datetime.datetime.fromisoformat(_published_at)

        is_draft = d.pop("isDraft", UNSET)

        identifier = d.pop("identifier", UNSET)

        name = d.pop("name", UNSET)

        last_item_index = d.pop("lastItemIndex", UNSET)

        ephemeral = d.pop("ephemeral", UNSET)

        organization_role = d.pop("organizationRole", UNSET)

        organization_access_boost = d.pop("organizationAccessBoost", UNSET)

        public_role = d.pop("publicRole", UNSET)

        public_access_boost = d.pop("publicAccessBoost", UNSET)

        can_analyze = d.pop("canAnalyze", UNSET)

        can_download = d.pop("canDownload", UNSET)

        can_drill = d.pop("canDrill", UNSET)

        can_schedule = d.pop("canSchedule", UNSET)

        can_upload = d.pop("canUpload", UNSET)

        can_view_workbook = d.pop("canViewWorkbook", UNSET)

        can_use_timezone_override = d.pop("canUseTimezoneOverride", UNSET)

        _organization_id = d.pop("organizationId", UNSET)
        organization_id: UUID | Unset
        if isinstance(_organization_id, Unset):
            organization_id = UNSET
        else:
            organization_id = UUID(_organization_id)

        _owner_id = d.pop("ownerId", UNSET)
        owner_id: UUID | Unset
        if isinstance(_owner_id, Unset):
            owner_id = UNSET
        else:
            owner_id = UUID(_owner_id)

        _updater_id = d.pop("updaterId", UNSET)
        updater_id: UUID | Unset
        if isinstance(_updater_id, Unset):
            updater_id = UNSET
        else:
            updater_id = UUID(_updater_id)

        _folder_id = d.pop("folderId", UNSET)
        folder_id: UUID | Unset
        if isinstance(_folder_id, Unset):
            folder_id = UNSET
        else:
            folder_id = UUID(_folder_id)

        _origin_document_id = d.pop("originDocumentId", UNSET)
        origin_document_id: UUID | Unset
        if isinstance(_origin_document_id, Unset):
            origin_document_id = UNSET
        else:
            origin_document_id = UUID(_origin_document_id)

        _document_id = d.pop("documentId", UNSET)
        document_id: UUID | Unset
        if isinstance(_document_id, Unset):
            document_id = UNSET
        else:
            document_id = UUID(_document_id)

        created_document_workbook = cls(
            id=id,
            created_at=created_at,
            updated_at=updated_at,
            deleted_at=deleted_at,
            published_at=published_at,
            is_draft=is_draft,
            identifier=identifier,
            name=name,
            last_item_index=last_item_index,
            ephemeral=ephemeral,
            organization_role=organization_role,
            organization_access_boost=organization_access_boost,
            public_role=public_role,
            public_access_boost=public_access_boost,
            can_analyze=can_analyze,
            can_download=can_download,
            can_drill=can_drill,
            can_schedule=can_schedule,
            can_upload=can_upload,
            can_view_workbook=can_view_workbook,
            can_use_timezone_override=can_use_timezone_override,
            organization_id=organization_id,
            owner_id=owner_id,
            updater_id=updater_id,
            folder_id=folder_id,
            origin_document_id=origin_document_id,
            document_id=document_id,
        )

        created_document_workbook.additional_properties = d
        return created_document_workbook

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
