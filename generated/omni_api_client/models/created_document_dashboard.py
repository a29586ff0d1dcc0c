from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

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
        id: str | Unset = UNSET
        if not isinstance(self.id, Unset):
            id = str(self.id)

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        updated_at: str | Unset = UNSET
        if not isinstance(self.updated_at, Unset):
            updated_at = self.updated_at.isoformat()

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        metadata_version = self.metadata_version

        refresh_interval = self.refresh_interval

        facet_filters = self.facet_filters

        organization_id: str | Unset = UNSET
        if not isinstance(self.organization_id, Unset):
            organization_id = str(self.organization_id)

        workbook_id: str | Unset = UNSET
        if not isinstance(self.workbook_id, Unset):
            workbook_id = str(self.workbook_id)

        creator_id: str | Unset = UNSET
        if not isinstance(self.creator_id, Unset):
            creator_id = str(self.creator_id)

        updater_id: str | Unset = UNSET
        if not isinstance(self.updater_id, Unset):
            updater_id = str(self.updater_id)

        query_presentation_collection_id: str | Unset = UNSET
        if not isinstance(self.query_presentation_collection_id, Unset):
            query_presentation_collection_id = str(
                self.query_presentation_collection_id
            )

        dashboard_id: str | Unset = UNSET
        if not isinstance(self.dashboard_id, Unset):
            dashboard_id = str(self.dashboard_id)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if updated_at is not UNSET:
            field_dict["updatedAt"] = updated_at
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if metadata_version is not UNSET:
            field_dict["metadataVersion"] = metadata_version
        if refresh_interval is not UNSET:
            field_dict["refreshInterval"] = refresh_interval
        if facet_filters is not UNSET:
            field_dict["facetFilters"] = facet_filters
        if organization_id is not UNSET:
            field_dict["organizationId"] = organization_id
        if workbook_id is not UNSET:
            field_dict["workbookId"] = workbook_id
        if creator_id is not UNSET:
            field_dict["creatorId"] = creator_id
        if updater_id is not UNSET:
            field_dict["updaterId"] = updater_id
        if query_presentation_collection_id is not UNSET:
            field_dict["queryPresentationCollectionId"] = (
                query_presentation_collection_id
            )
        if dashboard_id is not UNSET:
            field_dict["dashboardId"] = dashboard_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dashboard_metadata import DashboardMetadata  # noqa: PLC0415

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

        _metadata = d.pop("metadata", UNSET)
        metadata: DashboardMetadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = DashboardMetadata.from_dict(_metadata)

        metadata_version = d.pop("metadataVersion", UNSET)

        refresh_interval = d.pop("refreshInterval", UNSET)

        facet_filters = d.pop("facetFilters", UNSET)

        _organization_id = d.pop("organizationId", UNSET)
        organization_id: UUID | Unset
        if isinstance(_organization_id, Unset):
            organization_id = UNSET
        else:
            organization_id = UUID(_organization_id)

        _workbook_id = d.pop("workbookId", UNSET)
        workbook_id: UUID | Unset
        if isinstance(_workbook_id, Unset):
            workbook_id = UNSET
        else:
            workbook_id = UUID(_workbook_id)

        _creator_id = d.pop("creatorId", UNSET)
        creator_id: UUID | Unset
        if isinstance(_creator_id, Unset):
            creator_id = UNSET
        else:
            creator_id = UUID(_creator_id)

        _updater_id = d.pop("updaterId", UNSET)
        updater_id: UUID | Unset
        if isinstance(_updater_id, Unset):
            updater_id = UNSET
        else:
            updater_id = UUID(_updater_id)

        _query_presentation_collection_id = d.pop(
            "queryPresentationCollectionId", UNSET
        )
        query_presentation_collection_id: UUID | Unset
        if isinstance(_query_presentation_collection_id, Unset):
            query_presentation_collection_id = UNSET
        else:
            query_presentation_collection_id = UUID(_query_presentation_collection_id)

        _dashboard_id = d.pop("dashboardId", UNSET)
        dashboard_id: UUID | Unset
        if isinstance(_dashboard_id, Unset):
            dashboard_id = UNSET
        else:
            dashboard_id = UUID(_dashboard_id)

        created_document_dashboard = cls(
            id=id,
            created_at=created_at,
            updated_at=updated_at,
            metadata=metadata,
            metadata_version=metadata_version,
            refresh_interval=refresh_interval,
            facet_filters=facet_filters,
            organization_id=organization_id,
            workbook_id=workbook_id,
            creator_id=creator_id,
            updater_id=updater_id,
            query_presentation_collection_id=query_presentation_collection_id,
            dashboard_id=dashboard_id,
        )

        created_document_dashboard.additional_properties = d
        return created_document_dashboard

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
