"""State of one mock instance: its contents, its clock, and the operations of the API on them."""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from attrs import Factory, define, evolve, field

from omni_drafts.mock._faults.rules import Faults
from omni_drafts.mock._state import refusals
from omni_drafts.mock._state.documents import MockDocument
from omni_drafts.mock._state.drafts import MockDraft, find_active_draft, select_listed_drafts
from omni_drafts.mock._state.identifiers import new_identifier, new_uuid
from omni_drafts.mock._state.permissions import Permission
from omni_drafts.mock._state.rate_limit import RateLimiter
from omni_drafts.mock._state.requests import REQUEST_HISTORY_LENGTH, MockRequest


@define
class MockState:
    """State of one mock instance. Safe to use from any thread.

    While no model is added, every model exists; the same holds for branches.

    Args:
        now: Clock that returns a time with a time zone.
        random: Source of randomness for identifiers and faults.
        rate_limit: Number of requests in any minute for each token; 0 for no limit.
    """

    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    random: Random = field(factory=Random)
    rate_limit: int = 60
    request_count: int = field(default=0, init=False)
    """Number of all requests."""
    requests: deque[MockRequest] = field(factory=lambda: deque(maxlen=REQUEST_HISTORY_LENGTH), init=False)
    """Last 1,000 requests."""
    tokens: dict[str, Permission] = field(
        factory=lambda: {"editor-token": Permission.EDITOR, "viewer-token": Permission.VIEWER},
        init=False,
        repr=False,
    )
    """Permissions by token, on each document without permissions of its own."""
    documents: dict[str, MockDocument] = field(factory=dict, init=False)
    """Documents by identifier."""
    drafts: list[MockDraft] = field(factory=list, init=False)
    """Drafts of all documents, in the order of creation."""
    models: set[UUID] = field(factory=set, init=False)
    """Existing models; while it is empty, every model exists."""
    branches: dict[UUID, str | None] = field(factory=dict, init=False)
    """Names of the existing branches; while it is empty, every branch exists."""
    faults: Faults = field(default=Factory(lambda self: Faults(self.random), takes_self=True), init=False)
    """Faults that requests meet."""
    _clock_offset: timedelta = field(factory=timedelta, init=False, repr=False)
    _rate_limiter: RateLimiter = field(factory=RateLimiter, init=False, repr=False)
    _lock: threading.RLock = field(factory=threading.RLock, init=False, repr=False)

    def moment(self) -> datetime:
        """Return the time of the mock: the time of its clock plus the time that `advance` added."""
        with self._lock:
            return self.now() + self._clock_offset

    def advance(self, by: timedelta) -> None:
        """Advance the time of the mock.

        Raises:
            ValueError: If the duration is negative.
        """
        if by < timedelta():
            raise ValueError(f"by: {by} is negative; pass zero or more")
        with self._lock:
            self._clock_offset += by

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

        Args:
            identifier: Identifier of the document. The default is a random one.
            name: Display name of the document.
            model_id: UUID of its model. The default is a random one.
            published: Whether the document is published.
            eligible: Whether the document may have drafts.
            permissions: Permissions on this document by token, where they differ from those in `tokens`.

        Raises:
            ValueError: If another document has the identifier.
        """
        with self._lock:
            if identifier in self.documents:
                raise ValueError(f"document identifier: {identifier!r} is already used; pass another one")
            now = self.moment()
            document = MockDocument(
                identifier=identifier or self._new_identifier(),
                name=name,
                id=new_uuid(self.random),
                model_id=model_id or new_uuid(self.random),
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
        """Add a draft of a document, by default an active one that is created now.

        Args:
            document_identifier: Identifier of the document.
            branch_id: UUID of the branch; `None` for the main draft.
            identifier: Identifier of the draft. The default is a random one.
            created_at: Time of creation. The default is the first of the other times, or now.
            updated_at: Time of the last edit. The default is the time of archiving or of creation.
            archived_at: Time of archiving; `None` for an active draft.
            out_of_date: Whether the document was published after the draft was created.
            created_by: Display name of the user who created the draft.

        Raises:
            ValueError: If another draft has the identifier, or the document has an active draft on the branch.
        """
        with self._lock:
            active = find_active_draft(self.drafts, document_identifier, branch_id)
            if archived_at is None and active is not None:
                raise ValueError(
                    f"document {document_identifier} already has the active draft {active.identifier} on this branch"
                )
            if any(draft.identifier == identifier for draft in self.drafts):
                raise ValueError(f"draft identifier: {identifier!r} is already used")
            created = created_at or updated_at or archived_at or self.moment()
            draft = MockDraft(
                identifier=identifier or self._new_identifier(),
                document_identifier=document_identifier,
                branch_id=branch_id,
                workbook_model_id=new_uuid(self.random),
                created_at=created,
                updated_at=updated_at or archived_at or created,
                archived_at=archived_at,
                created_by=created_by,
                last_edited_by=created_by,
                out_of_date=out_of_date,
            )
            self.drafts.append(draft)
            return draft

    def add_branch(self, branch_id: UUID, name: str | None = None) -> None:
        """Add a branch. After the first one, only added branches exist."""
        with self._lock:
            self.branches[branch_id] = name

    def add_model(self, model_id: UUID) -> None:
        """Add a model. After the first one, only added models exist."""
        with self._lock:
            self.models.add(model_id)

    def publish(self, identifier: str) -> None:
        """Publish a document, which makes its drafts out of date.

        Raises:
            KeyError: If the document does not exist.
        """
        with self._lock:
            self.documents[identifier] = evolve(self.documents[identifier], published_at=self.moment())
            self.drafts = [
                evolve(draft, out_of_date=True) if draft.document_identifier == identifier else draft
                for draft in self.drafts
            ]

    def edit_draft(self, identifier: str, editor: str | None = None) -> None:
        """Edit an active draft, which makes it the last updated one.

        Args:
            identifier: Identifier of the draft.
            editor: Display name of the editor. The default is the last editor.

        Raises:
            KeyError: If no active draft has the identifier.
        """
        with self._lock:
            index, draft = self._find_active(identifier)
            edited_by = editor or draft.last_edited_by
            self.drafts[index] = evolve(draft, updated_at=self.moment(), last_edited_by=edited_by)

    def archive_draft(self, identifier: str) -> None:
        """Archive (discard) an active draft.

        Raises:
            KeyError: If no active draft has the identifier.
        """
        with self._lock:
            index, draft = self._find_active(identifier)
            now = self.moment()
            self.drafts[index] = evolve(draft, archived_at=now, updated_at=now)

    def create_draft(self, token: str, identifier: str, branch_id: UUID | None) -> MockDraft:
        """Return the active draft on a branch, or the main draft; create it if there is none.

        Args:
            token: Token of the request.
            identifier: Identifier of the document.
            branch_id: UUID of the branch; `None` for the main draft.

        Raises:
            RefusalError: If the document or branch does not exist, or may not have the draft.
        """
        with self._lock:
            document = self.find(identifier)
            refusals.require_editor(self._permission(token, document))
            refusals.require_eligible(document)
            if branch_id is not None and self.branches and branch_id not in self.branches:
                raise refusals.document_branch_not_found()
            active = find_active_draft(self.drafts, document.identifier, branch_id)
            return self.add_draft(document.identifier, branch_id) if active is None else active

    def list_drafts(self, token: str, identifier: str, include_archived: bool) -> list[MockDraft]:
        """Return the drafts of a published document, the last updated one first.

        Args:
            token: Token of the request.
            identifier: Identifier of the document.
            include_archived: Whether archived drafts are listed, for seven days.

        Raises:
            RefusalError: If the document does not exist, is not published, or the token may not view it.
        """
        with self._lock:
            document = self.find(identifier)
            refusals.require_viewer(self._permission(token, document))
            refusals.require_published(document, identifier)
            return select_listed_drafts(self.drafts, document.identifier, include_archived, self.moment())

    def create_document(self, token: str, *, model_id: UUID, name: str, identifier: str | None) -> MockDocument:
        """Create a document that is published and may have drafts.

        Args:
            token: Token of the request.
            model_id: UUID of the model.
            name: Display name of the document.
            identifier: Identifier of the document; `None` for a random one.

        Raises:
            RefusalError: If the token is not an editor, the model does not exist, or a document has the identifier.
        """
        with self._lock:
            refusals.require_editor(self.tokens.get(token, Permission.NONE))
            if self.models and model_id not in self.models:
                raise refusals.model_not_found()
            if identifier is not None and identifier in self.documents:
                raise refusals.document_exists(identifier)
            return self.add_document(identifier, name=name, model_id=model_id)

    def find(self, identifier: str) -> MockDocument:
        """Return the document with an identifier, or with the UUID of its workbook.

        Raises:
            RefusalError: If the document does not exist.
        """
        with self._lock:
            if identifier in self.documents:
                return self.documents[identifier]
            for document in self.documents.values():
                if str(document.id) == identifier:
                    return document
            raise refusals.document_not_found(identifier)

    def acquire_permit(self, token: str) -> float | None:
        """Acquire a permit for one request of a token. Return `None`, or the seconds until the next permit."""
        with self._lock:
            if not self.rate_limit:
                return None
            return self._rate_limiter.acquire(token, self.rate_limit, self.moment())

    def record(self, request: MockRequest) -> None:
        """Add a request to the count and to the last requests."""
        with self._lock:
            self.request_count += 1
            self.requests.append(request)

    def _find_active(self, identifier: str) -> tuple[int, MockDraft]:
        for index, draft in enumerate(self.drafts):
            if draft.identifier == identifier and draft.archived_at is None:
                return index, draft
        raise KeyError(f"no active draft {identifier}")

    def _permission(self, token: str, document: MockDocument) -> Permission:
        return document.permissions.get(token, self.tokens.get(token, Permission.NONE))

    def _new_identifier(self) -> str:
        return new_identifier(self.random, self._is_used)

    def _is_used(self, identifier: str) -> bool:
        return identifier in self.documents or any(draft.identifier == identifier for draft in self.drafts)
