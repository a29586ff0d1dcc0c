from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

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
        layouts: dict[str, Any] | Unset = UNSET
        if not isinstance(self.layouts, Unset):
            layouts = self.layouts.to_dict()

        text_tiles: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.text_tiles, Unset):
            text_tiles = []
            for text_tiles_item_data in self.text_tiles:
                text_tiles_item = text_tiles_item_data.to_dict()
                text_tiles.append(text_tiles_item)

        hidden_tiles: list[str] | Unset = UNSET
        if not isinstance(self.hidden_tiles, Unset):
            hidden_tiles = self.hidden_tiles

        tile_settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.tile_settings, Unset):
            tile_settings = self.tile_settings.to_dict()

        tile_filter_map: dict[str, Any] | Unset = UNSET
        if not isinstance(self.tile_filter_map, Unset):
            tile_filter_map = self.tile_filter_map.to_dict()

        tile_control_map: dict[str, Any] | Unset = UNSET
        if not isinstance(self.tile_control_map, Unset):
            tile_control_map = self.tile_control_map.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if layouts is not UNSET:
            field_dict["layouts"] = layouts
        if text_tiles is not UNSET:
            field_dict["textTiles"] = text_tiles
        if hidden_tiles is not UNSET:
            field_dict["hiddenTiles"] = hidden_tiles
        if tile_settings is not UNSET:
            field_dict["tileSettings"] = tile_settings
        if tile_filter_map is not UNSET:
            field_dict["tileFilterMap"] = tile_filter_map
        if tile_control_map is not UNSET:
            field_dict["tileControlMap"] = tile_control_map

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dashboard_metadata_layouts import DashboardMetadataLayouts  # noqa: PLC0415
        from ..models.dashboard_metadata_text_tile import DashboardMetadataTextTile  # noqa: PLC0415
        from ..models.dashboard_metadata_tile_control_map import (
            DashboardMetadataTileControlMap,  # noqa: PLC0415
        )
        from ..models.dashboard_metadata_tile_filter_map import (
            DashboardMetadataTileFilterMap,  # noqa: PLC0415
        )
        from ..models.dashboard_metadata_tile_settings import (
            DashboardMetadataTileSettings,  # noqa: PLC0415
        )

        d = {**src_dict}
        _layouts = d.pop("layouts", UNSET)
        layouts: DashboardMetadataLayouts | Unset
        if isinstance(_layouts, Unset):
            layouts = UNSET
        else:
            layouts = DashboardMetadataLayouts.from_dict(_layouts)

        _text_tiles = d.pop("textTiles", UNSET)
        text_tiles: list[DashboardMetadataTextTile] | Unset = UNSET
        if _text_tiles is not UNSET:
            text_tiles = []
            for text_tiles_item_data in _text_tiles:
                text_tiles_item = DashboardMetadataTextTile.from_dict(
                    text_tiles_item_data
                )

                text_tiles.append(text_tiles_item)

        hidden_tiles = cast(list[str], d.pop("hiddenTiles", UNSET))

        _tile_settings = d.pop("tileSettings", UNSET)
        tile_settings: DashboardMetadataTileSettings | Unset
        if isinstance(_tile_settings, Unset):
            tile_settings = UNSET
        else:
            tile_settings = DashboardMetadataTileSettings.from_dict(_tile_settings)

        _tile_filter_map = d.pop("tileFilterMap", UNSET)
        tile_filter_map: DashboardMetadataTileFilterMap | Unset
        if isinstance(_tile_filter_map, Unset):
            tile_filter_map = UNSET
        else:
            tile_filter_map = DashboardMetadataTileFilterMap.from_dict(_tile_filter_map)

        _tile_control_map = d.pop("tileControlMap", UNSET)
        tile_control_map: DashboardMetadataTileControlMap | Unset
        if isinstance(_tile_control_map, Unset):
            tile_control_map = UNSET
        else:
            tile_control_map = DashboardMetadataTileControlMap.from_dict(
                _tile_control_map
            )

        dashboard_metadata = cls(
            layouts=layouts,
            text_tiles=text_tiles,
            hidden_tiles=hidden_tiles,
            tile_settings=tile_settings,
            tile_filter_map=tile_filter_map,
            tile_control_map=tile_control_map,
        )

        dashboard_metadata.additional_properties = d
        return dashboard_metadata

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
