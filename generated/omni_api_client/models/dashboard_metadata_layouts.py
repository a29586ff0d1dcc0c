from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _decoders as _d

T = TypeVar("T", bound="DashboardMetadataLayouts")


@_attrs_define
class DashboardMetadataLayouts:
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
        model: Any = object.__new__(DashboardMetadataLayouts)
        if len(source) == 0:
            model.additional_properties = {}
        else:
            model.additional_properties = _PROPERTIES.decode_additional(source)
        return (
            model
            if cls is DashboardMetadataLayouts
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


_PROPERTIES = _d.Properties(
    additional=_d.ANYTHING,
)
