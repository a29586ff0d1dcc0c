from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _kinds as _k
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
    _k.Property(
        "metadata",
        "metadata",
        _k.model("dashboard_metadata", "DashboardMetadata"),
        False,
    ),
    _k.Property("metadataVersion", "metadata_version", _k.INTEGER, False),
    _k.Property("refreshInterval", "refresh_interval", _k.INTEGER, False),
    _k.Property("facetFilters", "facet_filters", _k.BOOLEAN, False),
    _k.Property("organizationId", "organization_id", _k.UUID_TEXT, False),
    _k.Property("workbookId", "workbook_id", _k.UUID_TEXT, False),
    _k.Property("creatorId", "creator_id", _k.UUID_TEXT, False),
    _k.Property("updaterId", "updater_id", _k.UUID_TEXT, False),
    _k.Property(
        "queryPresentationCollectionId",
        "query_presentation_collection_id",
        _k.UUID_TEXT,
        False,
    ),
    _k.Property("dashboardId", "dashboard_id", _k.UUID_TEXT, False),
    others=_k.ANYTHING,
)
