from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

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
        model_id = str(self.model_id)

        name = self.name

        description = self.description

        identifier = self.identifier

        query_presentations: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.query_presentations, Unset):
            query_presentations = []
            for query_presentations_item_data in self.query_presentations:
                query_presentations_item = query_presentations_item_data.to_dict()
                query_presentations.append(query_presentations_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "modelId": model_id,
                "name": name,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if identifier is not UNSET:
            field_dict["identifier"] = identifier
        if query_presentations is not UNSET:
            field_dict["queryPresentations"] = query_presentations

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.query_presentation import QueryPresentation  # noqa: PLC0415

        d = {**src_dict}
        model_id = UUID(d.pop("modelId"))

        name = d.pop("name")

        description = d.pop("description", UNSET)

        identifier = d.pop("identifier", UNSET)

        _query_presentations = d.pop("queryPresentations", UNSET)
        query_presentations: list[QueryPresentation] | Unset = UNSET
        if _query_presentations is not UNSET:
            query_presentations = []
            for query_presentations_item_data in _query_presentations:
                query_presentations_item = QueryPresentation.from_dict(
                    query_presentations_item_data
                )

                query_presentations.append(query_presentations_item)

        create_document_body = cls(
            model_id=model_id,
            name=name,
            description=description,
            identifier=identifier,
            query_presentations=query_presentations,
        )

        create_document_body.additional_properties = d
        return create_document_body

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
