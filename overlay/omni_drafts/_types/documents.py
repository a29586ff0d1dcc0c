"""Documents, as calls return them."""

from datetime import datetime
from uuid import UUID

from attrs import frozen


@frozen(kw_only=True, slots=False)
class Document:
    """A document that was just created.

    Attributes:
        id: Identifier of the document, as drafts take it.
        name: Name of the document, as the server has it.
        workbook_id: UUID of the workbook.
        dashboard_id: UUID of the dashboard.
        created_at: Time of creation, with a time zone.
        updated_at: Time of the last update, with a time zone.
    """

    id: str
    name: str | None = None
    workbook_id: UUID | None = None
    dashboard_id: UUID | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
