"""Drafts, as calls return them.

The classes have no slots: a frozen class with slots takes half as long again to fill.
"""

from datetime import datetime
from uuid import UUID

from attrs import frozen


@frozen(slots=False)
class DraftBranch:
    """The model branch of a draft.

    Attributes:
        id: UUID of the branch.
        name: Name of the branch; `None` if it has none, or if only its id is known.
    """

    id: UUID
    name: str | None


@frozen(kw_only=True, slots=False)
class Draft:
    """A draft of a document.

    All fields but the first three come from the list of drafts. They are `None` for a draft that was just created
    without `fetch_details=True`.

    Attributes:
        id: Identifier of the draft.
        document_id: Identifier of the published document.
        branch: Branch of the draft; `None` for the main draft.
        status: `"active"`, `"archived"`, or a newer value of the API.
        out_of_date: Whether the document was published after the draft was created.
        workbook_model_id: UUID of the draft's workbook model.
        created_at: Time of creation, with a time zone.
        updated_at: Time of the last update, with a time zone.
        created_by: Display name of the author.
        last_edited_by: Display name of the last editor.
    """

    id: str
    document_id: str
    branch: DraftBranch | None
    status: str | None = None
    out_of_date: bool | None = None
    workbook_model_id: UUID | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    created_by: str | None = None
    last_edited_by: str | None = None


@frozen(slots=False)
class DraftResult:
    """A draft, and whether the call created it.

    Attributes:
        draft: The draft.
        created: Whether the draft was missing in the list that the call read first. Two callers that race for the
            same draft may both see `True`.
    """

    draft: Draft
    created: bool
