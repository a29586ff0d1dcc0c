"""Drafts: `omni.drafts`."""

from collections.abc import AsyncGenerator, AsyncIterable, Generator, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from omni_drafts._operations import drafts as operations
from omni_drafts._operations.flow import AsyncRun, Run
from omni_drafts._resources.arguments import (
    DEFAULT_CONCURRENCY,
    check_branch_id,
    check_document_id,
    check_document_ids,
)
from omni_drafts._types.arguments import CheckpointFile, Timeout
from omni_drafts._types.drafts import Draft, DraftResult

if TYPE_CHECKING:
    from omni_drafts._bulk.job import AsyncRunBulk, RunBulk
    from omni_drafts._types.bulk import OnProgress, Outcome


class Drafts:
    """Drafts of documents. Each call raises `ValueError` before it sends anything, and `OmniError` after."""

    def __init__(self, run: Run, run_bulk: "RunBulk") -> None:
        self._run = run
        self._run_bulk = run_bulk

    def list(
        self, document_id: str, *, include_archived: bool = False, timeout: Timeout | None = None
    ) -> list[Draft]:
        """List the drafts of a published document, the last updated first. One request.

        Source: `listDocumentDrafts`. Omni keeps archived drafts for about 7 days.

        Args:
            document_id: Identifier of the published document.
            include_archived: Whether to list archived drafts too.
            timeout: Timeout of each attempt; the client's by default.

        Raises:
            ValueError: If the identifier is empty, or would change the path of the request.
            DocumentNotFoundError: If the document does not exist.
            DocumentNotPublishedError: If the document was never published.
            PermissionDeniedError: If the owner of the token may not view the document.
        """
        return self._run(operations.list_drafts(check_document_id(document_id), include_archived), timeout)

    def get(self, document_id: str, *, branch_id: UUID | str | None = None, timeout: Timeout | None = None) -> Draft:
        """Return the active draft on a branch, or the main draft. One request.

        Source: `listDocumentDrafts`.

        Args:
            document_id: Identifier of the published document.
            branch_id: UUID of the branch; `None` for the main draft.
            timeout: Timeout of each attempt; the client's by default.

        Raises:
            DraftNotFoundError: If the document has no such draft.
            ValueError: If the identifier is empty, or would change the path; or if the branch is not a UUID.
            DocumentNotFoundError: If the document does not exist.
            DocumentNotPublishedError: If the document was never published.
            PermissionDeniedError: If the owner of the token may not view the document.
        """
        flow = operations.get_draft(check_document_id(document_id), check_branch_id(branch_id))
        return self._run(flow, timeout)

    def ensure(self, document_id: str, *, branch_id: UUID | str | None = None, timeout: Timeout | None = None) -> str:
        """Create a draft if it is missing, and return its identifier. One request.

        This is the cheapest way to a draft; the result does not show whether the draft is new. Source: `createDraft`.

        Args:
            document_id: Identifier of the document.
            branch_id: UUID of the branch; `None` for the main draft.
            timeout: Timeout of each attempt; the client's by default.

        Raises:
            ValueError: If the identifier is empty, or would change the path; or if the branch is not a UUID.
            DocumentNotEligibleError: If the document cannot have drafts.
            DocumentNotFoundError: If the document does not exist.
            NotFoundError: If the branch does not exist.
            PermissionDeniedError: If the owner of the token may not edit the document.
        """
        flow = operations.ensure_draft(check_document_id(document_id), check_branch_id(branch_id))
        return self._run(flow, timeout)

    def get_or_create(
        self,
        document_id: str,
        *,
        branch_id: UUID | str | None = None,
        fetch_details: bool = False,
        timeout: Timeout | None = None,
    ) -> DraftResult:
        """Return the active draft on a branch, or the main draft, and create it if it is missing.

        One request if the draft exists, two if it is new, three with `fetch_details`. Source: `listDocumentDrafts`,
        then `createDraft`.

        Args:
            document_id: Identifier of the published document.
            branch_id: UUID of the branch; `None` for the main draft.
            fetch_details: Whether to list again for the details of a new draft. They are `None` without, or if the
                draft is discarded meanwhile.
            timeout: Timeout of each attempt; the client's by default.

        Raises:
            ValueError: If the identifier is empty, or would change the path; or if the branch is not a UUID.
            DocumentNotEligibleError: If the document cannot have drafts.
            DocumentNotFoundError: If the document does not exist.
            DocumentNotPublishedError: If the document was never published.
            NotFoundError: If the branch does not exist.
            PermissionDeniedError: If the owner of the token may not view, or not edit, the document.
        """
        flow = operations.get_or_create_draft(
            check_document_id(document_id), check_branch_id(branch_id), fetch_details
        )
        return self._run(flow, timeout)

    def ensure_many(
        self,
        document_ids: Iterable[str],
        *,
        branch_id: UUID | str | None = None,
        concurrency: int = DEFAULT_CONCURRENCY,
        checkpoint: CheckpointFile | None = None,
        on_progress: "OnProgress | None" = None,
        timeout: Timeout | None = None,
    ) -> Generator["Outcome[str]", None, None]:
        """Create the missing draft of each document, and yield outcomes as they come. One request for each document.

        Nothing is sent before the first outcome is requested. Worker threads make the calls, also while the caller
        handles an outcome, until `concurrency` outcomes wait. A caller that stops (`close`, Ctrl-C) interrupts all
        waits, and waits for the requests in flight. Source: `createDraft`.

        Args:
            document_ids: Identifiers of documents, read a few ahead in the caller's thread. One that is listed again
                is worked on once, and has an outcome for each listing.
            branch_id: UUID of the branch; `None` for main drafts.
            concurrency: Number of documents to work on at once.
            checkpoint: Path of a file that lets a second run resume: a document that it contains costs no request.
                Use one file for each job and instance.
            on_progress: Callback for each document that is started or finished. Its error ends the run.
            timeout: Timeout of each attempt; the client's by default.

        Raises:
            ConfigurationError: If `timeout` is wrong, or `checkpoint` cannot be used.
            ValueError: If `document_ids` is a string or not iterable, `branch_id` is not a UUID, or `concurrency` is
                not a positive integer. A wrong identifier is an outcome, as any other error.
        """
        from omni_drafts._resources.draft_jobs import ensure_job  # imported here, since few programs need it

        documents = check_document_ids(document_ids, Iterable)
        return self._run_bulk(documents, ensure_job(branch_id, concurrency, checkpoint, on_progress, timeout))

    def get_or_create_many(
        self,
        document_ids: Iterable[str],
        *,
        branch_id: UUID | str | None = None,
        fetch_details: bool = False,
        concurrency: int = DEFAULT_CONCURRENCY,
        checkpoint: CheckpointFile | None = None,
        on_progress: "OnProgress | None" = None,
        timeout: Timeout | None = None,
    ) -> Generator["Outcome[DraftResult]", None, None]:
        """Return or create the draft of each document, and yield outcomes as they come.

        One request for a draft that exists, two for a new one, three with `fetch_details`. None for a document in the
        checkpoint; its draft has no details and `created` is false. Everything else is as for `ensure_many`. If a
        document is listed again, `created` is true in its first outcome alone.

        Args:
            document_ids: Identifiers of documents, as for `ensure_many`.
            branch_id: UUID of the branch; `None` for main drafts.
            fetch_details: Whether to list again for the details of new drafts.
            concurrency: Number of documents to work on at once.
            checkpoint: Path of a file that lets a second run resume, as for `ensure_many`.
            on_progress: Callback for each document that is started or finished, as for `ensure_many`.
            timeout: Timeout of each attempt; the client's by default.

        Raises:
            ConfigurationError: If `timeout` is wrong, or `checkpoint` cannot be used.
            ValueError: If an argument is wrong, as for `ensure_many`.
        """
        from omni_drafts._resources.draft_jobs import get_or_create_job  # imported here, since few programs need it

        documents = check_document_ids(document_ids, Iterable)
        job = get_or_create_job(branch_id, fetch_details, concurrency, checkpoint, on_progress, timeout)
        return self._run_bulk(documents, job)


class AsyncDrafts:
    """Drafts of documents, as `Drafts` in an event loop."""

    def __init__(self, run: AsyncRun, run_bulk: "AsyncRunBulk") -> None:
        self._run = run
        self._run_bulk = run_bulk

    async def list(
        self, document_id: str, *, include_archived: bool = False, timeout: Timeout | None = None
    ) -> list[Draft]:
        """List the drafts of a document, as `Drafts.list` does. One request."""
        return await self._run(operations.list_drafts(check_document_id(document_id), include_archived), timeout)

    async def get(
        self, document_id: str, *, branch_id: UUID | str | None = None, timeout: Timeout | None = None
    ) -> Draft:
        """Return an active draft, as `Drafts.get` does. One request."""
        flow = operations.get_draft(check_document_id(document_id), check_branch_id(branch_id))
        return await self._run(flow, timeout)

    async def ensure(
        self, document_id: str, *, branch_id: UUID | str | None = None, timeout: Timeout | None = None
    ) -> str:
        """Create a draft if it is missing, as `Drafts.ensure` does. One request."""
        flow = operations.ensure_draft(check_document_id(document_id), check_branch_id(branch_id))
        return await self._run(flow, timeout)

    async def get_or_create(
        self,
        document_id: str,
        *,
        branch_id: UUID | str | None = None,
        fetch_details: bool = False,
        timeout: Timeout | None = None,
    ) -> DraftResult:
        """Return or create a draft, as `Drafts.get_or_create` does. One request if it exists, else two or three."""
        flow = operations.get_or_create_draft(
            check_document_id(document_id), check_branch_id(branch_id), fetch_details
        )
        return await self._run(flow, timeout)

    def ensure_many(
        self,
        document_ids: Iterable[str] | AsyncIterable[str],
        *,
        branch_id: UUID | str | None = None,
        concurrency: int = DEFAULT_CONCURRENCY,
        checkpoint: CheckpointFile | None = None,
        on_progress: "OnProgress | None" = None,
        timeout: Timeout | None = None,
    ) -> AsyncGenerator["Outcome[str]", None]:
        """Create missing drafts, as `Drafts.ensure_many` does, in asyncio. One request for each document.

        A caller that stops cancels the requests in flight. `document_ids` may be asynchronous; otherwise it must not
        be slow, since the event loop waits for it.
        """
        from omni_drafts._resources.draft_jobs import ensure_job

        documents = check_document_ids(document_ids, Iterable, AsyncIterable)
        return self._run_bulk(documents, ensure_job(branch_id, concurrency, checkpoint, on_progress, timeout))

    def get_or_create_many(
        self,
        document_ids: Iterable[str] | AsyncIterable[str],
        *,
        branch_id: UUID | str | None = None,
        fetch_details: bool = False,
        concurrency: int = DEFAULT_CONCURRENCY,
        checkpoint: CheckpointFile | None = None,
        on_progress: "OnProgress | None" = None,
        timeout: Timeout | None = None,
    ) -> AsyncGenerator["Outcome[DraftResult]", None]:
        """Return or create drafts, as `Drafts.get_or_create_many` does, in asyncio. One to three requests for each.

        A caller that stops cancels the requests in flight.
        """
        from omni_drafts._resources.draft_jobs import get_or_create_job

        documents = check_document_ids(document_ids, Iterable, AsyncIterable)
        job = get_or_create_job(branch_id, fetch_details, concurrency, checkpoint, on_progress, timeout)
        return self._run_bulk(documents, job)
