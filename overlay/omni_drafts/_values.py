"""The values that the overlay gives: definite types, with `None` for what an answer did not bring.

They are without slots: those of a frozen class take half as long again to fill, in a list of many drafts for each.
"""

from datetime import datetime
from uuid import UUID

from attrs import frozen


@frozen(slots=False)
class DraftBranch:
    """The model branch that a draft is on.

    Attributes:
        id: Of the branch.
        name: Of the branch; `None` if it has none, or if only its id is known.
    """

    id: UUID
    name: str | None


@frozen(kw_only=True, slots=False)
class Draft:
    """A draft of a document.

    All but the first three are details, known from a list of drafts. A draft that was just created, and
    whose details were not asked for, has `None` for each of them.

    Attributes:
        identifier: Of the draft.
        document_identifier: Of the published document.
        branch: Where the draft is; `None` is the draft on no branch.
        status: `"active"`, `"archived"`, or another that the API has since added.
        out_of_date: Whether the document was published since the draft was made.
        workbook_model_id: Of the draft's workbook model.
        created_at: Aware.
        updated_at: Aware.
        created_by: Display name.
        last_edited_by: Display name.
    """

    identifier: str
    document_identifier: str
    branch: DraftBranch | None
    status: str | None = None
    out_of_date: bool | None = None
    workbook_model_id: UUID | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    created_by: str | None = None
    last_edited_by: str | None = None


@frozen(slots=False)
class GotDraft:
    """A draft, and whether it was new.

    Attributes:
        draft: The draft.
        created: Whether it was not among the drafts that the call saw before it asked for one. Of two
            callers that race, both may see `True`, for one and the same draft.
    """

    draft: Draft
    created: bool


@frozen(kw_only=True, slots=False)
class Document:
    """A document that was just created.

    Attributes:
        identifier: As drafts are asked for.
        name: As the server has it.
        workbook_id: Of its workbook.
        dashboard_id: Of its dashboard.
        created_at: Aware.
        updated_at: Aware.
    """

    identifier: str
    name: str | None = None
    workbook_id: UUID | None = None
    dashboard_id: UUID | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
