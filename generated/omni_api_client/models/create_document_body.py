from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _kinds as _k
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.query_presentation import QueryPresentation


T = TypeVar("T", bound="CreateDocumentBody")


@_attrs_define
class CreateDocumentBody:
    model_id: UUID
    """ UUID of the model. """
    name: str
    """ Name of the document. """
    description: str | Unset = UNSET
    """ Description of the document. """
    identifier: str | Unset = UNSET
    """ Identifier of the document, unique in the organization; made by the server if left out. Lowercase letters,
    numbers, hyphens and underscores, with no hyphen or underscore at either end. """
    query_presentations: list[QueryPresentation] | Unset = UNSET
    """ The queries of the document's workbook. """
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
    _k.Property("modelId", "model_id", _k.UUID_TEXT, True),
    _k.Property("name", "name", _k.TEXT, True),
    _k.Property("description", "description", _k.TEXT, False),
    _k.Property("identifier", "identifier", _k.TEXT, False),
    _k.Property(
        "queryPresentations",
        "query_presentations",
        _k.list_of(_k.model("query_presentation", "QueryPresentation")),
        False,
    ),
    others=_k.ANYTHING,
)
