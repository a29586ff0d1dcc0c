"""What the mock knows: documents, drafts, models, branches, tokens, and how they change."""

import enum
import threading
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from attrs import Factory, define, evolve, field, frozen

from omni_drafts.mock._faults.kinds import Faults

ARCHIVED_FOR = timedelta(days=7)
_MINUTE = timedelta(minutes=1)
_REQUESTS_KEPT = 1000


class Permission(enum.IntEnum):
    """What a token may do with a document; each includes the one before."""

    NONE = 0
    VIEWER = 1
    EDITOR = 2


@frozen
class MockDocument:
    """A document.

    Attributes:
        identifier: As it is asked for.
        name: Its display name.
        id: Of its workbook.
        model_id: The model it is on.
        created_at: Aware.
        published_at: Aware; `None` without a published version.
        eligible: Whether it may have drafts.
        permissions: By token, where it differs from what the token holds elsewhere.
    """

    identifier: str
    name: str
    id: UUID
    model_id: UUID
    created_at: datetime
    published_at: datetime | None
    eligible: bool
    permissions: Mapping[str, Permission]


@frozen
class MockDraft:
    """A draft.

    Attributes:
        identifier: Of the draft.
        document_identifier: Of its document.
        branch_id: `None` for the draft on no branch.
        workbook_model_id: Of its workbook model.
        created_at: Aware.
        updated_at: Aware.
        archived_at: Aware; `None` while it is active.
        created_by: Display name.
        last_edited_by: Display name.
        out_of_date: Whether its document was published since it was made.
    """

    identifier: str
    document_identifier: str
    branch_id: UUID | None
    workbook_model_id: UUID
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    created_by: str
    last_edited_by: str
    out_of_date: bool = False


@frozen
class MockRequest:
    """A request that the mock answered; its status is `None` where the connection was dropped instead."""

    method: str
    path: str
    status: int | None


class RefusalError(Exception):
    """The state does not allow what was asked; status and message are the answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message


@define
class MockState:
    """The documents of one mock instance, and what may be done with them. Safe to use from any thread.

    With no models, or no branches, listed, any UUID is one.

    Args:
        now: The clock, aware.
        random: Where new identifiers come from.
        rate_limit: Requests in any minute for each token; 0 for no limit.
    """

    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    random: Random = field(factory=Random)
    rate_limit: int = 60
    request_count: int = field(default=0, init=False)
    requests: deque[MockRequest] = field(factory=lambda: deque(maxlen=_REQUESTS_KEPT), init=False)
    """The last 1,000 requests that were answered; `request_count` counts them all."""
    tokens: dict[str, Permission] = field(
        factory=lambda: {"editor-token": Permission.EDITOR, "viewer-token": Permission.VIEWER},
        init=False,
        repr=False,
    )
    documents: dict[str, MockDocument] = field(factory=dict, init=False)
    drafts: list[MockDraft] = field(factory=list, init=False)
    models: set[UUID] = field(factory=set, init=False)
    branches: dict[UUID, str | None] = field(factory=dict, init=False)
    faults: Faults = field(default=Factory(lambda self: Faults(self.random), takes_self=True), init=False)
    """What goes wrong on purpose."""
    _ahead: timedelta = field(factory=timedelta, init=False, repr=False)
    _taken: dict[str, deque[datetime]] = field(factory=dict, init=False, repr=False)
    _lock: threading.RLock = field(factory=threading.RLock, init=False, repr=False)

    def add_document(
        self,
        identifier: str | None = None,
        *,
        name: str = "Document",
        model_id: UUID | None = None,
        published: bool = True,
        eligible: bool = True,
        permissions: Mapping[str, Permission] | None = None,
    ) -> MockDocument:
        """Add a document, by default one that is published and may have drafts.

        Raises:
            ValueError: The identifier is taken.
        """
        with self._lock:
            if identifier in self.documents:
                raise ValueError(f"document identifier: {identifier!r} is taken")
            now = self.moment()
            document = MockDocument(
                identifier=identifier or self._new_identifier(),
                name=name,
                id=self._new_uuid(),
                model_id=model_id or self._new_uuid(),
                created_at=now,
                published_at=now if published else None,
                eligible=eligible,
                permissions=dict(permissions or {}),
            )
            self.documents[document.identifier] = document
            return document

    def add_draft(
        self,
        document_identifier: str,
        branch_id: UUID | None = None,
        *,
        identifier: str | None = None,
        created_at: datetime | None = None,
        updated_at: datetime | None = None,
        archived_at: datetime | None = None,
        out_of_date: bool = False,
        created_by: str = "Blob Ross",
    ) -> MockDraft:
        """Add a draft of a document, by default an active one that is made now.

        Raises:
            ValueError: The identifier is taken, or the document has an active draft on the branch.
        """
        with self._lock:
            there = self._active_on(document_identifier, branch_id)
            if archived_at is None and there is not None:
                raise ValueError(f"document {document_identifier} has an active draft there, {there.identifier}")
            if any(draft.identifier == identifier for draft in self.drafts):
                raise ValueError(f"draft identifier: {identifier!r} is taken")
            made = created_at or updated_at or archived_at or self.moment()
            draft = MockDraft(
                identifier=identifier or self._new_identifier(),
                document_identifier=document_identifier,
                branch_id=branch_id,
                workbook_model_id=self._new_uuid(),
                created_at=made,
                updated_at=updated_at or archived_at or made,
                archived_at=archived_at,
                created_by=created_by,
                last_edited_by=created_by,
                out_of_date=out_of_date,
            )
            self.drafts.append(draft)
            return draft

    def add_branch(self, branch_id: UUID, name: str | None = None) -> None:
        """List a branch; from the first on, only those that are listed are there."""
        with self._lock:
            self.branches[branch_id] = name

    def add_model(self, model_id: UUID) -> None:
        """List a model; from the first on, only those that are listed are there."""
        with self._lock:
            self.models.add(model_id)

    def publish(self, identifier: str) -> None:
        """Publish a document anew, so that its drafts are out of date.

        Raises:
            KeyError: It is not there.
        """
        with self._lock:
            self.documents[identifier] = evolve(self.documents[identifier], published_at=self.moment())
            self.drafts = [
                evolve(draft, out_of_date=True) if draft.document_identifier == identifier else draft
                for draft in self.drafts
            ]

    def edit_draft(self, identifier: str, editor: str | None = None) -> None:
        """Edit an active draft, so that it is the one updated last.

        Raises:
            KeyError: It is not there, or not active.
        """
        with self._lock:
            index, draft = self._active(identifier)
            edited_by = editor or draft.last_edited_by
            self.drafts[index] = evolve(draft, updated_at=self.moment(), last_edited_by=edited_by)

    def archive_draft(self, identifier: str) -> None:
        """Archive (discard) an active draft.

        Raises:
            KeyError: It is not there, or not active.
        """
        with self._lock:
            index, draft = self._active(identifier)
            now = self.moment()
            self.drafts[index] = evolve(draft, archived_at=now, updated_at=now)

    def create_draft(self, token: str, identifier: str, branch_id: UUID | None) -> MockDraft:
        """Give the active draft on a branch, or on none; make it where there is none.

        Raises:
            RefusalError: The document or branch is not there, or the draft is not allowed.
        """
        with self._lock:
            document = self.find(identifier)
            if self._permission(token, document) < Permission.EDITOR:
                raise RefusalError(403, "Permission denied - EDITOR role required")
            if not document.eligible or document.published_at is None:
                raise RefusalError(400, "Document is not eligible for publishing workflow")
            if branch_id is not None and self.branches and branch_id not in self.branches:
                raise RefusalError(404, "Document or branch not found")
            there = self._active_on(document.identifier, branch_id)
            if there is not None:
                return there
            return self.add_draft(document.identifier, branch_id)

    def list_drafts(self, token: str, identifier: str, include_archived: bool) -> list[MockDraft]:
        """List the drafts of a published document, the one updated last first.

        Raises:
            RefusalError: The document is not there, not published, or not to be seen.
        """
        with self._lock:
            document = self.find(identifier)
            if self._permission(token, document) < Permission.VIEWER:
                raise RefusalError(403, "You do not have permission to view this document.")
            if document.published_at is None:
                raise RefusalError(404, f"Published document with id {identifier} does not exist")
            kept_since = self.moment() - ARCHIVED_FOR
            listed = [
                draft
                for draft in self.drafts
                if draft.document_identifier == document.identifier
                and (draft.archived_at is None or (include_archived and draft.archived_at > kept_since))
            ]
            return sorted(listed, key=lambda draft: draft.updated_at, reverse=True)

    def create_document(self, token: str, *, model_id: UUID, name: str, identifier: str | None) -> MockDocument:
        """Create a document, published and eligible.

        Raises:
            RefusalError: The token may not, the model is not there, or the identifier is taken.
        """
        with self._lock:
            if self.tokens.get(token, Permission.NONE) < Permission.EDITOR:
                raise RefusalError(403, "Permission denied - EDITOR role required")
            if self.models and model_id not in self.models:
                raise RefusalError(404, "Model or branch not found")
            if identifier in self.documents:
                raise RefusalError(400, f"Document with identifier {identifier} already exists")
            return self.add_document(identifier, name=name, model_id=model_id)

    def moment(self) -> datetime:
        """Give the time: what the clock says, and what `advance` added."""
        with self._lock:
            return self.now() + self._ahead

    def advance(self, by: timedelta) -> None:
        """Let time pass at once.

        Raises:
            ValueError: Time would go back.
        """
        if by < timedelta():
            raise ValueError(f"by: {by} is before now, and time goes on only")
        with self._lock:
            self._ahead += by

    def find(self, identifier: str) -> MockDocument:
        """Find a document by its identifier, or by its id, which some descriptions answer alone.

        Raises:
            RefusalError: It is not there.
        """
        with self._lock:
            if identifier in self.documents:
                return self.documents[identifier]
            for document in self.documents.values():
                if str(document.id) == identifier:
                    return document
            raise RefusalError(404, f"Document with identifier {identifier} not found")

    def take_turn(self, token: str) -> float | None:
        """Count a request against its token's limit; where it is over, give the seconds to wait."""
        with self._lock:
            if not self.rate_limit:
                return None
            now, taken = self.moment(), self._taken.setdefault(token, deque())
            while taken and taken[0] <= now - _MINUTE:
                taken.popleft()
            if len(taken) >= self.rate_limit:
                return (taken[0] + _MINUTE - now).total_seconds()
            taken.append(now)
            return None

    def record(self, request: MockRequest) -> None:
        """Count a request that was answered."""
        with self._lock:
            self.request_count += 1
            self.requests.append(request)

    def _active_on(self, document_identifier: str, branch_id: UUID | None) -> MockDraft | None:
        for draft in self.drafts:
            place = (draft.document_identifier, draft.branch_id, draft.archived_at)
            if place == (document_identifier, branch_id, None):
                return draft
        return None

    def _active(self, identifier: str) -> tuple[int, MockDraft]:
        for index, draft in enumerate(self.drafts):
            if draft.identifier == identifier and draft.archived_at is None:
                return index, draft
        raise KeyError(f"no active draft {identifier}")

    def _permission(self, token: str, document: MockDocument) -> Permission:
        return document.permissions.get(token, self.tokens.get(token, Permission.NONE))

    def _new_identifier(self) -> str:
        while True:
            identifier = f"{self.random.getrandbits(32):08x}"
            if identifier not in self.documents and all(draft.identifier != identifier for draft in self.drafts):
                return identifier

    def _new_uuid(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)
