from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.created_document_dashboard import CreatedDocumentDashboard
    from ..models.created_document_workbook import CreatedDocumentWorkbook


T = TypeVar("T", bound="CreatedDocument")


@_attrs_define
class CreatedDocument:
    dashboard: CreatedDocumentDashboard | Unset = UNSET
    workbook: CreatedDocumentWorkbook | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        dashboard: dict[str, Any] | Unset = UNSET
        if not isinstance(self.dashboard, Unset):
            dashboard = self.dashboard.to_dict()

        workbook: dict[str, Any] | Unset = UNSET
        if not isinstance(self.workbook, Unset):
            workbook = self.workbook.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if dashboard is not UNSET:
            field_dict["dashboard"] = dashboard
        if workbook is not UNSET:
            field_dict["workbook"] = workbook

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.created_document_dashboard import CreatedDocumentDashboard  # noqa: PLC0415
        from ..models.created_document_workbook import CreatedDocumentWorkbook  # noqa: PLC0415

        d = {**src_dict}
        _dashboard = d.pop("dashboard", UNSET)
        dashboard: CreatedDocumentDashboard | Unset
        if isinstance(_dashboard, Unset):
            dashboard = UNSET
        else:
            dashboard = CreatedDocumentDashboard.from_dict(_dashboard)

        _workbook = d.pop("workbook", UNSET)
        workbook: CreatedDocumentWorkbook | Unset
        if isinstance(_workbook, Unset):
            workbook = UNSET
        else:
            workbook = CreatedDocumentWorkbook.from_dict(_workbook)

        created_document = cls(
            dashboard=dashboard,
            workbook=workbook,
        )

        created_document.additional_properties = d
        return created_document

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
