from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _kinds as _k
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
        return _PROPERTIES.write(self)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        made: T = _PROPERTIES.read(cls, src_dict)
        return made

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


_PROPERTIES = _k.Properties(
    _k.Property("id", "id", _k.UUID_TEXT, False),
    _k.Property("createdAt", "created_at", _k.DATE_TIME, False),
    _k.Property("updatedAt", "updated_at", _k.DATE_TIME, False),
    _k.Property("deletedAt", "deleted_at", _k.DATE_TIME, False),
    _k.Property("publishedAt", "published_at", _k.DATE_TIME, False),
    _k.Property("isDraft", "is_draft", _k.BOOLEAN, False),
    _k.Property("identifier", "identifier", _k.TEXT, False),
    _k.Property("name", "name", _k.TEXT, False),
    _k.Property("lastItemIndex", "last_item_index", _k.INTEGER, False),
    _k.Property("ephemeral", "ephemeral", _k.TEXT, False),
    _k.Property("organizationRole", "organization_role", _k.TEXT, False),
    _k.Property(
        "organizationAccessBoost", "organization_access_boost", _k.BOOLEAN, False
    ),
    _k.Property("publicRole", "public_role", _k.TEXT, False),
    _k.Property("publicAccessBoost", "public_access_boost", _k.BOOLEAN, False),
    _k.Property("canAnalyze", "can_analyze", _k.BOOLEAN, False),
    _k.Property("canDownload", "can_download", _k.BOOLEAN, False),
    _k.Property("canDrill", "can_drill", _k.BOOLEAN, False),
    _k.Property("canSchedule", "can_schedule", _k.BOOLEAN, False),
    _k.Property("canUpload", "can_upload", _k.BOOLEAN, False),
    _k.Property("canViewWorkbook", "can_view_workbook", _k.BOOLEAN, False),
    _k.Property(
        "canUseTimezoneOverride", "can_use_timezone_override", _k.BOOLEAN, False
    ),
    _k.Property("organizationId", "organization_id", _k.UUID_TEXT, False),
    _k.Property("ownerId", "owner_id", _k.UUID_TEXT, False),
    _k.Property("updaterId", "updater_id", _k.UUID_TEXT, False),
    _k.Property("folderId", "folder_id", _k.UUID_TEXT, False),
    _k.Property("originDocumentId", "origin_document_id", _k.UUID_TEXT, False),
    _k.Property("documentId", "document_id", _k.UUID_TEXT, False),
    others=_k.ANYTHING,
)
