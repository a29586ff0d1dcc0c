from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _decoders as _d
from ..errors import InvalidContentError as _InvalidContentError
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
        model: Any = object.__new__(DashboardMetadata)
        absent = 0
        name = ""
        try:
            value = source.get("layouts", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "layouts"
                value = _layouts_decoder.decode(value)
            model.layouts = value
            value = source.get("textTiles", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "textTiles"
                value = _text_tiles_decoder.decode(value)
            model.text_tiles = value
            value = source.get("hiddenTiles", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "hiddenTiles"
                value = _hidden_tiles_decoder.decode(value)
            model.hidden_tiles = value
            value = source.get("tileSettings", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "tileSettings"
                value = _tile_settings_decoder.decode(value)
            model.tile_settings = value
            value = source.get("tileFilterMap", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "tileFilterMap"
                value = _tile_filter_map_decoder.decode(value)
            model.tile_filter_map = value
            value = source.get("tileControlMap", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "tileControlMap"
                value = _tile_control_map_decoder.decode(value)
            model.tile_control_map = value
        except _InvalidContentError as error:
            raise error.within(name) from None
        if len(source) + absent == 6:
            model.additional_properties = {}
        else:
            model.additional_properties = _PROPERTIES.decode_additional(source)
        return model if cls is DashboardMetadata else _PROPERTIES.convert(model, cls)

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


_layouts_decoder = _d.Model("dashboard_metadata_layouts", "DashboardMetadataLayouts")
_text_tiles_decoder = _d.ArrayOf(
    _d.Model("dashboard_metadata_text_tile", "DashboardMetadataTextTile")
)
_hidden_tiles_decoder = _d.ArrayOf(_d.STRING)
_tile_settings_decoder = _d.Model(
    "dashboard_metadata_tile_settings", "DashboardMetadataTileSettings"
)
_tile_filter_map_decoder = _d.Model(
    "dashboard_metadata_tile_filter_map", "DashboardMetadataTileFilterMap"
)
_tile_control_map_decoder = _d.Model(
    "dashboard_metadata_tile_control_map", "DashboardMetadataTileControlMap"
)
_PROPERTIES = _d.Properties(
    _d.Property("layouts", "layouts", _layouts_decoder),
    _d.Property("textTiles", "text_tiles", _text_tiles_decoder),
    _d.Property("hiddenTiles", "hidden_tiles", _hidden_tiles_decoder),
    _d.Property("tileSettings", "tile_settings", _tile_settings_decoder),
    _d.Property("tileFilterMap", "tile_filter_map", _tile_filter_map_decoder),
    _d.Property("tileControlMap", "tile_control_map", _tile_control_map_decoder),
    additional=_d.ANYTHING,
)
