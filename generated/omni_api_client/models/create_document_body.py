from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _decoders as _d
from ..errors import InvalidContentError as _InvalidContentError
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
        model: Any = object.__new__(CreateDocumentBody)
        absent = 0
        name = ""
        try:
            value = source["modelId"]
            name = "modelId"
            value = _d.UUID_STRING.decode(value)
            model.model_id = value
            value = source["name"]
            if value.__class__ is not str:
                name = "name"
                value = _d.STRING.decode(value)
            model.name = value
            value = source.get("description", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not str:
                name = "description"
                value = _d.STRING.decode(value)
            model.description = value
            value = source.get("identifier", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not str:
                name = "identifier"
                value = _d.STRING.decode(value)
            model.identifier = value
            value = source.get("queryPresentations", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "queryPresentations"
                value = _query_presentations_decoder.decode(value)
            model.query_presentations = value
        except KeyError as error:
            raise _d.missing(error) from None
        except _InvalidContentError as error:
            raise error.within(name) from None
        if len(source) + absent == 5:
            model.additional_properties = {}
        else:
            model.additional_properties = _PROPERTIES.decode_additional(source)
        return model if cls is CreateDocumentBody else _PROPERTIES.convert(model, cls)

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


_query_presentations_decoder = _d.ArrayOf(
    _d.Model("query_presentation", "QueryPresentation")
)
_PROPERTIES = _d.Properties(
    _d.Property("modelId", "model_id", _d.UUID_STRING),
    _d.Property("name", "name", _d.STRING),
    _d.Property("description", "description", _d.STRING),
    _d.Property("identifier", "identifier", _d.STRING),
    _d.Property(
        "queryPresentations", "query_presentations", _query_presentations_decoder
    ),
    additional=_d.ANYTHING,
)
