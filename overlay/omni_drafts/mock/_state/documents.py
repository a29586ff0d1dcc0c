"""Documents of the mock."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from attrs import frozen

from omni_drafts.mock._state.permissions import Permission


@frozen
class MockDocument:
    """Document of the mock.

    Attributes:
        identifier: Identifier of the document, as requests name it.
        name: Display name of the document.
        id: UUID of its workbook.
        model_id: UUID of its model.
        created_at: Time of creation, with a time zone.
        published_at: Time of the last publication, with a time zone; `None` for an unpublished document.
        eligible: Whether the document may have drafts.
        permissions: Permissions on this document by token, where they differ from those in `MockState.tokens`.
    """

    identifier: str
    name: str
    id: UUID
    model_id: UUID
    created_at: datetime
    published_at: datetime | None
    eligible: bool
    permissions: Mapping[str, Permission]
