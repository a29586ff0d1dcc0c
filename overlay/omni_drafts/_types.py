"""The values that calls return and the types of their arguments.

`Draft` and the like have no slots: a frozen class with slots takes half as long again to fill.
"""

import os
import ssl
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar, cast
from uuid import UUID

import httpx
from attrs import frozen

T = TypeVar("T")

Timeout = float | httpx.Timeout
"""Seconds to connect and for each read and write; or `httpx.Timeout`, which sets each apart."""

Verify = bool | str | os.PathLike[str] | ssl.SSLContext
"""`True` for the usual authorities; a PEM file, a folder of `.pem` files, or an SSL context."""

CheckpointFile = str | os.PathLike[str]
"""Path of a file that lets a bulk run resume."""


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


@frozen(eq=False)
class Outcome(Generic[T]):
    """The result for one document of a bulk call, or its error.

    Attributes:
        document_id: Identifier of the document, as the caller passed it.
        result: Result of the call; `None` if it failed.
        error: Error that a call for this document alone would have raised.
    """

    document_id: str
    result: T | None
    error: Exception | None

    def unwrap(self) -> T:
        """Return the result, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast(T, self.result)  # without an error there is a result, of whatever type


@frozen
class Progress:
    """Progress of a bulk call.

    Attributes:
        started: Number of documents that were started.
        succeeded: Number of documents with a result.
        failed: Number of documents with an error.
    """

    started: int = 0
    succeeded: int = 0
    failed: int = 0

    @property
    def active(self) -> int:
        """Number of documents that are being worked on."""
        return self.started - self.succeeded - self.failed


OnProgress = Callable[[Progress], None]
"""A callback for each document that is started or finished."""
