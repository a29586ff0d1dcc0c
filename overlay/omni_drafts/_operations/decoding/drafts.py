"""Decodes responses about drafts."""

from typing import Any

from omni_api_client.types import Unset
from omni_drafts._operations.decoding.values import (
    WrongShapeError,
    none_if_unset,
    require,
    to_datetime,
    to_identifier,
    to_uuid,
)
from omni_drafts._types.drafts import Draft, DraftBranch


def decode_identifier(response: Any) -> str:
    """Return the identifier in a response to `createDraft`."""
    return to_identifier(response.identifier, "/identifier")


def decode_drafts(response: Any) -> tuple[Draft, ...]:
    """Return the drafts in a response to `listDocumentDrafts`, in their order."""
    drafts: list[Draft] = []
    try:
        for item in response:
            drafts.append(_draft(item))
    except WrongShapeError as error:
        raise WrongShapeError(f"/{len(drafts)}{error}") from None
    return tuple(drafts)


def _draft(item: Any) -> Draft:
    """Decode a draft of a list. One without branch or status could be mistaken for another."""
    return Draft(
        id=to_identifier(item.identifier, "/identifier"),
        document_id=require(item.published_identifier, "/publishedIdentifier"),
        branch=_branch(item.branch),
        status=require(item.status, "/status"),
        out_of_date=none_if_unset(item.draft_out_of_date),
        workbook_model_id=to_uuid(item.workbook_model_id, "/workbookModelId"),
        created_at=to_datetime(item.created_at, "/createdAt"),
        updated_at=to_datetime(item.updated_at, "/updatedAt"),
        created_by=_display_name(item.created_by),
        last_edited_by=_display_name(item.last_edited_by),
    )


def _branch(branch: Any) -> DraftBranch | None:
    if isinstance(branch, Unset):
        raise WrongShapeError("/branch: missing")
    if branch is None:
        return None
    return DraftBranch(id=require(to_uuid(branch.id, "/branch/id"), "/branch/id"), name=none_if_unset(branch.name))


def _display_name(user: Any) -> str | None:
    return None if user is None or isinstance(user, Unset) else none_if_unset(user.name)
