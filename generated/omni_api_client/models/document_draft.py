from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import _kinds as _k
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
    _k.Property("publishedIdentifier", "published_identifier", _k.TEXT, False),
    _k.Property("workbookModelId", "workbook_model_id", _k.UUID_TEXT, False),
    _k.Property(
        "branch",
        "branch",
        _k.one_of(_k.model("document_draft_branch", "DocumentDraftBranch"), _k.NULL),
        False,
    ),
    _k.Property("status", "status", _k.members("active", "archived"), False),
    _k.Property("draftOutOfDate", "draft_out_of_date", _k.BOOLEAN, False),
    _k.Property("createdAt", "created_at", _k.DATE_TIME, False),
    _k.Property("updatedAt", "updated_at", _k.DATE_TIME, False),
    _k.Property(
        "createdBy",
        "created_by",
        _k.model("document_draft_created_by", "DocumentDraftCreatedBy"),
        False,
    ),
    _k.Property(
        "lastEditedBy",
        "last_edited_by",
        _k.model("document_draft_last_edited_by", "DocumentDraftLastEditedBy"),
        False,
    ),
    others=_k.ANYTHING,
)
