from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _kinds as _k
from ..types import UNSET, Unset

T = TypeVar("T", bound="CreatedDraft")


@_attrs_define
class CreatedDraft:
    identifier: str | Unset = UNSET
    """ Identifier of the draft, new or existing. """
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
    _k.Property("identifier", "identifier", _k.TEXT, False),
    others=_k.ANYTHING,
)
