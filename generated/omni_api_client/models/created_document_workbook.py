from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _decoders as _d
from ..errors import InvalidContentError as _InvalidContentError
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

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return _PROPERTIES.values(self) == _PROPERTIES.values(other)

    def __repr__(self) -> str:
        return _PROPERTIES.represent(self)

    def to_dict(self) -> dict[str, Any]:
        return _PROPERTIES.encode(self)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        source = src_dict if src_dict.__class__ is dict else _d.as_object(src_dict)
        model: Any = object.__new__(CreatedDocumentWorkbook)
        absent = 0
        name = ""
        try:
            value = source.get("id", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "id"
                value = _d.UUID_STRING.decode(value)
            model.id = value
            value = source.get("createdAt", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "createdAt"
                value = _d.DATE_TIME.decode(value)
            model.created_at = value
            value = source.get("updatedAt", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "updatedAt"
                value = _d.DATE_TIME.decode(value)
            model.updated_at = value
            value = source.get("deletedAt", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "deletedAt"
                value = _d.DATE_TIME.decode(value)
            model.deleted_at = value
            value = source.get("publishedAt", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "publishedAt"
                value = _d.DATE_TIME.decode(value)
            model.published_at = value
            value = source.get("isDraft", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "isDraft"
                value = _d.BOOLEAN.decode(value)
            model.is_draft = value
            value = source.get("identifier", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not str:
                name = "identifier"
                value = _d.STRING.decode(value)
            model.identifier = value
            value = source.get("name", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not str:
                name = "name"
                value = _d.STRING.decode(value)
            model.name = value
            value = source.get("lastItemIndex", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not int:
                name = "lastItemIndex"
                value = _d.INTEGER.decode(value)
            model.last_item_index = value
            value = source.get("ephemeral", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not str:
                name = "ephemeral"
                value = _d.STRING.decode(value)
            model.ephemeral = value
            value = source.get("organizationRole", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not str:
                name = "organizationRole"
                value = _d.STRING.decode(value)
            model.organization_role = value
            value = source.get("organizationAccessBoost", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "organizationAccessBoost"
                value = _d.BOOLEAN.decode(value)
            model.organization_access_boost = value
            value = source.get("publicRole", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not str:
                name = "publicRole"
                value = _d.STRING.decode(value)
            model.public_role = value
            value = source.get("publicAccessBoost", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "publicAccessBoost"
                value = _d.BOOLEAN.decode(value)
            model.public_access_boost = value
            value = source.get("canAnalyze", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "canAnalyze"
                value = _d.BOOLEAN.decode(value)
            model.can_analyze = value
            value = source.get("canDownload", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "canDownload"
                value = _d.BOOLEAN.decode(value)
            model.can_download = value
            value = source.get("canDrill", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "canDrill"
                value = _d.BOOLEAN.decode(value)
            model.can_drill = value
            value = source.get("canSchedule", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "canSchedule"
                value = _d.BOOLEAN.decode(value)
            model.can_schedule = value
            value = source.get("canUpload", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "canUpload"
                value = _d.BOOLEAN.decode(value)
            model.can_upload = value
            value = source.get("canViewWorkbook", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "canViewWorkbook"
                value = _d.BOOLEAN.decode(value)
            model.can_view_workbook = value
            value = source.get("canUseTimezoneOverride", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "canUseTimezoneOverride"
                value = _d.BOOLEAN.decode(value)
            model.can_use_timezone_override = value
            value = source.get("organizationId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "organizationId"
                value = _d.UUID_STRING.decode(value)
            model.organization_id = value
            value = source.get("ownerId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "ownerId"
                value = _d.UUID_STRING.decode(value)
            model.owner_id = value
            value = source.get("updaterId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "updaterId"
                value = _d.UUID_STRING.decode(value)
            model.updater_id = value
            value = source.get("folderId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "folderId"
                value = _d.UUID_STRING.decode(value)
            model.folder_id = value
            value = source.get("originDocumentId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "originDocumentId"
                value = _d.UUID_STRING.decode(value)
            model.origin_document_id = value
            value = source.get("documentId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "documentId"
                value = _d.UUID_STRING.decode(value)
            model.document_id = value
        except _InvalidContentError as error:
            raise error.within(name) from None
        if len(source) + absent == 27:
            model.additional_properties = {}
        else:
            model.additional_properties = _PROPERTIES.decode_additional(source)
        return (
            model if cls is CreatedDocumentWorkbook else _PROPERTIES.convert(model, cls)
        )

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


_PROPERTIES = _d.Properties(
    _d.Property("id", "id", _d.UUID_STRING),
    _d.Property("createdAt", "created_at", _d.DATE_TIME),
    _d.Property("updatedAt", "updated_at", _d.DATE_TIME),
    _d.Property("deletedAt", "deleted_at", _d.DATE_TIME),
    _d.Property("publishedAt", "published_at", _d.DATE_TIME),
    _d.Property("isDraft", "is_draft", _d.BOOLEAN),
    _d.Property("identifier", "identifier", _d.STRING),
    _d.Property("name", "name", _d.STRING),
    _d.Property("lastItemIndex", "last_item_index", _d.INTEGER),
    _d.Property("ephemeral", "ephemeral", _d.STRING),
    _d.Property("organizationRole", "organization_role", _d.STRING),
    _d.Property("organizationAccessBoost", "organization_access_boost", _d.BOOLEAN),
    _d.Property("publicRole", "public_role", _d.STRING),
    _d.Property("publicAccessBoost", "public_access_boost", _d.BOOLEAN),
    _d.Property("canAnalyze", "can_analyze", _d.BOOLEAN),
    _d.Property("canDownload", "can_download", _d.BOOLEAN),
    _d.Property("canDrill", "can_drill", _d.BOOLEAN),
    _d.Property("canSchedule", "can_schedule", _d.BOOLEAN),
    _d.Property("canUpload", "can_upload", _d.BOOLEAN),
    _d.Property("canViewWorkbook", "can_view_workbook", _d.BOOLEAN),
    _d.Property("canUseTimezoneOverride", "can_use_timezone_override", _d.BOOLEAN),
    _d.Property("organizationId", "organization_id", _d.UUID_STRING),
    _d.Property("ownerId", "owner_id", _d.UUID_STRING),
    _d.Property("updaterId", "updater_id", _d.UUID_STRING),
    _d.Property("folderId", "folder_id", _d.UUID_STRING),
    _d.Property("originDocumentId", "origin_document_id", _d.UUID_STRING),
    _d.Property("documentId", "document_id", _d.UUID_STRING),
    additional=_d.ANYTHING,
)
