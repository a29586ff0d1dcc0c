from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _kinds as _k
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.dashboard_metadata_layouts import DashboardMetadataLayouts
    from ..models.dashboard_metadata_text_tile import DashboardMetadataTextTile
    from ..models.dashboard_metadata_tile_control_map import (
        DashboardMetadataTileControlMap,
    )
    from ..models.dashboard_metadata_tile_filter_map import (
        DashboardMetadataTileFilterMap,
    )
    from ..models.dashboard_metadata_tile_settings import DashboardMetadataTileSettings


T = TypeVar("T", bound="DashboardMetadata")


@_attrs_define
class DashboardMetadata:
    layouts: DashboardMetadataLayouts | Unset = UNSET
    text_tiles: list[DashboardMetadataTextTile] | Unset = UNSET
    hidden_tiles: list[str] | Unset = UNSET
    tile_settings: DashboardMetadataTileSettings | Unset = UNSET
    tile_filter_map: DashboardMetadataTileFilterMap | Unset = UNSET
    tile_control_map: DashboardMetadataTileControlMap | Unset = UNSET
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
    _k.Property(
        "layouts",
        "layouts",
        _k.model("dashboard_metadata_layouts", "DashboardMetadataLayouts"),
        False,
    ),
    _k.Property(
        "textTiles",
        "text_tiles",
        _k.list_of(
            _k.model("dashboard_metadata_text_tile", "DashboardMetadataTextTile")
        ),
        False,
    ),
    _k.Property("hiddenTiles", "hidden_tiles", _k.list_of(_k.TEXT), False),
    _k.Property(
        "tileSettings",
        "tile_settings",
        _k.model("dashboard_metadata_tile_settings", "DashboardMetadataTileSettings"),
        False,
    ),
    _k.Property(
        "tileFilterMap",
        "tile_filter_map",
        _k.model(
            "dashboard_metadata_tile_filter_map", "DashboardMetadataTileFilterMap"
        ),
        False,
    ),
    _k.Property(
        "tileControlMap",
        "tile_control_map",
        _k.model(
            "dashboard_metadata_tile_control_map", "DashboardMetadataTileControlMap"
        ),
        False,
    ),
    others=_k.ANYTHING,
)
