from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _decoders as _d
from ..errors import InvalidContentError as _InvalidContentError
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.dashboard_metadata import DashboardMetadata


T = TypeVar("T", bound="CreatedDocumentDashboard")


@_attrs_define
class CreatedDocumentDashboard:
    id: UUID | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET
    metadata: DashboardMetadata | Unset = UNSET
    metadata_version: int | Unset = UNSET
    refresh_interval: int | Unset = UNSET
    facet_filters: bool | Unset = UNSET
    organization_id: UUID | Unset = UNSET
    workbook_id: UUID | Unset = UNSET
    creator_id: UUID | Unset = UNSET
    updater_id: UUID | Unset = UNSET
    query_presentation_collection_id: UUID | Unset = UNSET
    dashboard_id: UUID | Unset = UNSET
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
        model: Any = object.__new__(CreatedDocumentDashboard)
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
            value = source.get("metadata", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "metadata"
                value = _metadata_decoder.decode(value)
            model.metadata = value
            value = source.get("metadataVersion", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not int:
                name = "metadataVersion"
                value = _d.INTEGER.decode(value)
            model.metadata_version = value
            value = source.get("refreshInterval", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not int:
                name = "refreshInterval"
                value = _d.INTEGER.decode(value)
            model.refresh_interval = value
            value = source.get("facetFilters", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "facetFilters"
                value = _d.BOOLEAN.decode(value)
            model.facet_filters = value
            value = source.get("organizationId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "organizationId"
                value = _d.UUID_STRING.decode(value)
            model.organization_id = value
            value = source.get("workbookId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "workbookId"
                value = _d.UUID_STRING.decode(value)
            model.workbook_id = value
            value = source.get("creatorId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "creatorId"
                value = _d.UUID_STRING.decode(value)
            model.creator_id = value
            value = source.get("updaterId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "updaterId"
                value = _d.UUID_STRING.decode(value)
            model.updater_id = value
            value = source.get("queryPresentationCollectionId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "queryPresentationCollectionId"
                value = _d.UUID_STRING.decode(value)
            model.query_presentation_collection_id = value
            value = source.get("dashboardId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "dashboardId"
                value = _d.UUID_STRING.decode(value)
            model.dashboard_id = value
        except _InvalidContentError as error:
            raise error.within(name) from None
        if len(source) + absent == 13:
            model.additional_properties = {}
        else:
            model.additional_properties = _PROPERTIES.decode_additional(source)
        return (
            model
            if cls is CreatedDocumentDashboard
            else _PROPERTIES.convert(model, cls)
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


_metadata_decoder = _d.Model("dashboard_metadata", "DashboardMetadata")
_PROPERTIES = _d.Properties(
    _d.Property("id", "id", _d.UUID_STRING),
    _d.Property("createdAt", "created_at", _d.DATE_TIME),
    _d.Property("updatedAt", "updated_at", _d.DATE_TIME),
    _d.Property("metadata", "metadata", _metadata_decoder),
    _d.Property("metadataVersion", "metadata_version", _d.INTEGER),
    _d.Property("refreshInterval", "refresh_interval", _d.INTEGER),
    _d.Property("facetFilters", "facet_filters", _d.BOOLEAN),
    _d.Property("organizationId", "organization_id", _d.UUID_STRING),
    _d.Property("workbookId", "workbook_id", _d.UUID_STRING),
    _d.Property("creatorId", "creator_id", _d.UUID_STRING),
    _d.Property("updaterId", "updater_id", _d.UUID_STRING),
    _d.Property(
        "queryPresentationCollectionId",
        "query_presentation_collection_id",
        _d.UUID_STRING,
    ),
    _d.Property("dashboardId", "dashboard_id", _d.UUID_STRING),
    additional=_d.ANYTHING,
)
