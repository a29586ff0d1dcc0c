from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _decoders as _d
from ..errors import InvalidContentError as _InvalidContentError
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.document_draft_branch import DocumentDraftBranch
    from ..models.document_draft_created_by import DocumentDraftCreatedBy
    from ..models.document_draft_last_edited_by import DocumentDraftLastEditedBy
    from ..models.document_draft_status import (
        DocumentDraftStatus,
    )


T = TypeVar("T", bound="DocumentDraft")


@_attrs_define
class DocumentDraft:
    identifier: str | Unset = UNSET
    """ Identifier of the draft. """
    published_identifier: str | Unset = UNSET
    """ Identifier of the published document. """
    workbook_model_id: UUID | Unset = UNSET
    """ UUID of the workbook model. """
    branch: DocumentDraftBranch | None | Unset = UNSET
    """ Branch of the draft, `null` for the draft on none. """
    status: DocumentDraftStatus | Unset = UNSET
    """ Status of the draft. """
    draft_out_of_date: bool | Unset = UNSET
    """ Whether the document was published since the draft was made. """
    created_at: datetime.datetime | Unset = UNSET
    """ When the draft was created. """
    updated_at: datetime.datetime | Unset = UNSET
    """ When the draft was last updated. """
    created_by: DocumentDraftCreatedBy | Unset = UNSET
    """ Who created the draft. """
    last_edited_by: DocumentDraftLastEditedBy | Unset = UNSET
    """ Who edited the draft last. """
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
        model: Any = object.__new__(DocumentDraft)
        absent = 0
        name = ""
        try:
            value = source.get("identifier", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not str:
                name = "identifier"
                value = _d.STRING.decode(value)
            model.identifier = value
            value = source.get("publishedIdentifier", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not str:
                name = "publishedIdentifier"
                value = _d.STRING.decode(value)
            model.published_identifier = value
            value = source.get("workbookModelId", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "workbookModelId"
                value = _d.UUID_STRING.decode(value)
            model.workbook_model_id = value
            value = source.get("branch", UNSET)
            if value is UNSET:
                absent += 1
            elif value is not None:
                name = "branch"
                value = _branch_decoder.decode(value)
            model.branch = value
            value = source.get("status", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not str:
                name = "status"
                value = _status_decoder.decode(value)
            model.status = value
            value = source.get("draftOutOfDate", UNSET)
            if value is UNSET:
                absent += 1
            elif value.__class__ is not bool:
                name = "draftOutOfDate"
                value = _d.BOOLEAN.decode(value)
            model.draft_out_of_date = value
            value = source.get("createdAt", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "createdAt"
                value = _d.DATE_TIME.decode(value)
            model.created_at = value
            value = source.get("updatedAt", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "updatedAt"
                value = _d.DATE_TIME.decode(value)
            model.updated_at = value
            value = source.get("createdBy", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "createdBy"
                value = _created_by_decoder.decode(value)
            model.created_by = value
            value = source.get("lastEditedBy", UNSET)
            if value is UNSET:
                absent += 1
            else:
                name = "lastEditedBy"
                value = _last_edited_by_decoder.decode(value)
            model.last_edited_by = value
        except _InvalidContentError as error:
            raise error.within(name) from None
        if len(source) + absent == 10:
            model.additional_properties = {}
        else:
            model.additional_properties = _PROPERTIES.decode_additional(source)
        return model if cls is DocumentDraft else _PROPERTIES.convert(model, cls)

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


_branch_decoder = _d.OneOf(
    _d.Model("document_draft_branch", "DocumentDraftBranch"), _d.NULL
)
_status_decoder = _d.Members("active", "archived")
_created_by_decoder = _d.Model("document_draft_created_by", "DocumentDraftCreatedBy")
_last_edited_by_decoder = _d.Model(
    "document_draft_last_edited_by", "DocumentDraftLastEditedBy"
)
_PROPERTIES = _d.Properties(
    _d.Property("identifier", "identifier", _d.STRING),
    _d.Property("publishedIdentifier", "published_identifier", _d.STRING),
    _d.Property("workbookModelId", "workbook_model_id", _d.UUID_STRING),
    _d.Property("branch", "branch", _branch_decoder),
    _d.Property("status", "status", _status_decoder),
    _d.Property("draftOutOfDate", "draft_out_of_date", _d.BOOLEAN),
    _d.Property("createdAt", "created_at", _d.DATE_TIME),
    _d.Property("updatedAt", "updated_at", _d.DATE_TIME),
    _d.Property("createdBy", "created_by", _created_by_decoder),
    _d.Property("lastEditedBy", "last_edited_by", _last_edited_by_decoder),
    additional=_d.ANYTHING,
)
