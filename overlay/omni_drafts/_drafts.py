"""Drafts: the flows, and what a user calls to run them."""

import os
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Generator, Iterable
from functools import partial
from typing import TypeVar
from uuid import UUID

import httpx

from omni_drafts import _binding
from omni_drafts._arguments import (
    DEFAULT_IN_FLIGHT,
    branch_identifier,
    checked_in_flight,
    checked_watch,
    document_identifier,
    document_identifiers,
)
from omni_drafts._errors import draft_not_found, unexpected_response
from omni_drafts._flow import AsyncRun, Flow, Run
from omni_drafts._many import AsyncRunMany, Many, Outcome, RunMany, Watch
from omni_drafts._settings import Timeout, checked_timeout
from omni_drafts._values import Draft, DraftBranch, GotDraft

T = TypeVar("T")
RecordFile = str | os.PathLike[str]


def list_drafts(document_id: str, include_archived: bool) -> Flow[list[Draft]]:
    """List the drafts of a document."""
    listed = yield from _binding.list_document_drafts(document_identifier(document_id), include_archived)
    return list(listed.value)


def get_draft(document_id: str, branch_id: UUID | str | None) -> Flow[Draft]:
    """Find the active draft on a branch, or on none."""
    document, branch = document_identifier(document_id), branch_identifier(branch_id)
    listed = yield from _binding.list_document_drafts(document, include_archived=False)
    draft = _find(listed.value, branch)
    if draft is None:
        where = "on no branch" if branch is None else f"on branch {branch}"
        raise draft_not_found(listed.response, f"document {document} has no active draft {where}")
    return draft


def ensure_draft(document_id: str, branch_id: UUID | str | None) -> Flow[str]:
    """Make sure that there is a draft, and give its identifier."""
    document, branch = document_identifier(document_id), branch_identifier(branch_id)
    return (yield from _binding.create_draft(document, branch)).value


def get_or_create_draft(document_id: str, branch_id: UUID | str | None, details: bool) -> Flow[GotDraft]:
    """Look before asking for a draft: the API answers with the same, be it new or not."""
    document, branch = document_identifier(document_id), branch_identifier(branch_id)
    seen = (yield from _binding.list_document_drafts(document, include_archived=False)).value
    draft = _find(seen, branch)
    if draft is not None:
        return GotDraft(draft, created=False)
    asked = yield from _binding.create_draft(document, branch)
    _check_not_another(asked.value, seen, branch, asked.response)
    created = all(draft.identifier != asked.value for draft in seen)
    if details:
        listed = yield from _binding.list_document_drafts(document, include_archived=False)
        _check_not_another(asked.value, listed.value, branch, listed.response)
        draft = _find(listed.value, branch)
        if draft is not None and draft.identifier == asked.value:
            return GotDraft(draft, created)
    return GotDraft(_known_draft(asked.value, document, branch), created)


def ensure_each(branch_id: UUID | None, record: RecordFile | None) -> Callable[[str], Flow[str]]:
    """Give the flow for each of many documents, which does not ask for what is on record."""
    return _on_record(partial(ensure_draft, branch_id=branch_id), branch_id, record, str, lambda _, draft: draft)


def get_or_create_each(
    branch_id: UUID | None, details: bool, record: RecordFile | None
) -> Callable[[str], Flow[GotDraft]]:
    """Give the flow for each of many documents, which does not ask for what is on record."""

    def remembered(document: str, draft: str) -> GotDraft:
        return GotDraft(_known_draft(draft, document, branch_id), created=False)

    flow = partial(get_or_create_draft, branch_id=branch_id, details=details)
    return _on_record(flow, branch_id, record, lambda got: got.draft.identifier, remembered)


def _many(flow: Callable[[str], Flow[T]], in_flight: int, watch: Watch | None, timeout: Timeout | None) -> Many[T]:
    given = None if timeout is None else checked_timeout(timeout)
    return Many(flow, checked_in_flight(in_flight), checked_watch(watch), given)


def _on_record(
    flow: Callable[[str], Flow[T]],
    branch_id: UUID | None,
    file: RecordFile | None,
    write: Callable[[T], str],
    read: Callable[[str, str], T],
) -> Callable[[str], Flow[T]]:
    if file is None:
        return flow
    from omni_drafts._record import Record  # here, as few keep one

    record = Record(file, branch_id)

    def recorded(document_id: str) -> Flow[T]:
        document = document_identifier(document_id)
        draft = record.find(document)
        if draft is not None:
            return read(document, draft)
        result = yield from flow(document)
        record.keep(document, write(result))
        return result

    return recorded


def _known_draft(identifier: str, document: str, branch: UUID | None) -> Draft:
    return Draft(
        identifier=identifier,
        document_identifier=document,
        branch=None if branch is None else DraftBranch(branch, name=None),
    )


def _check_not_another(
    identifier: str, drafts: Iterable[Draft], branch_id: UUID | None, response: httpx.Response
) -> None:
    """Refuse a draft that a list has on another branch: whoever edits it would edit somebody else's."""
    for draft in drafts:
        if draft.identifier == identifier and _branch_of(draft) != branch_id:
            raise unexpected_response(response, f"draft {identifier}, which is on another branch than was asked for")


def _branch_of(draft: Draft) -> UUID | None:
    return None if draft.branch is None else draft.branch.id


def _find(drafts: Iterable[Draft], branch_id: UUID | None) -> Draft | None:
    """Find the active draft on exactly this branch; as UUIDs, identifiers that differ in case are equal."""
    for draft in drafts:
        if draft.status == "active" and _branch_of(draft) == branch_id:
            return draft
    return None


class Drafts:
    """The drafts of documents. Each call raises `ValueError` before it sends anything, and `OmniError` after."""

    def __init__(self, run: Run, run_many: RunMany) -> None:
        self._run = run
        self._run_many = run_many

    def list(
        self, document_id: str, *, include_archived: bool = False, timeout: Timeout | None = None
    ) -> list[Draft]:
        """List the drafts of a published document, the one updated last first. One request.

        Source: `listDocumentDrafts`. Archived drafts are kept for about 7 days.

        Args:
            document_id: Identifier of the published document.
            include_archived: Whether to list archived drafts too.
            timeout: For the request; the client's own if left out.

        Raises:
            ValueError: The identifier is empty, or could name another path.
            DocumentNotFoundError: There is no such document.
            DocumentNotPublishedError: The document was never published.
            PermissionDeniedError: The token's owner may not view the document.
        """
        return self._run(list_drafts(document_id, include_archived), timeout)

    def get(self, document_id: str, *, branch_id: UUID | str | None = None, timeout: Timeout | None = None) -> Draft:
        """Get the active draft on a branch or, with no `branch_id`, the one on no branch. One request.

        Source: `listDocumentDrafts`.

        Args:
            document_id: Identifier of the published document.
            branch_id: UUID of the branch, in any case; `None` for no branch.
            timeout: For the request; the client's own if left out.

        Raises:
            DraftNotFoundError: There is no such draft.
            ValueError: An identifier is empty, no UUID, or could name another path.
            DocumentNotFoundError: There is no such document.
            DocumentNotPublishedError: The document was never published.
            PermissionDeniedError: The token's owner may not view the document.
        """
        return self._run(get_draft(document_id, branch_id), timeout)

    def ensure(self, document_id: str, *, branch_id: UUID | str | None = None, timeout: Timeout | None = None) -> str:
        """Make sure that there is a draft, and give its identifier alone. One request.

        The cheapest way to have a draft; it does not tell whether the draft is new. Source: `createDraft`.

        Args:
            document_id: Identifier of the document.
            branch_id: UUID of the branch, in any case; `None` for no branch.
            timeout: For the request; the client's own if left out.

        Raises:
            ValueError: An identifier is empty, no UUID, or could name another path.
            DocumentNotEligibleError: The document cannot have drafts.
            DocumentNotFoundError: There is no such document.
            NotFoundError: There is no such branch.
            PermissionDeniedError: The token's owner may not edit the document.
        """
        return self._run(ensure_draft(document_id, branch_id), timeout)

    def get_or_create(
        self,
        document_id: str,
        *,
        branch_id: UUID | str | None = None,
        details: bool = False,
        timeout: Timeout | None = None,
    ) -> GotDraft:
        """Get the active draft on a branch, or on none, and create it where there is none.

        One request where the draft exists; two where it is new; three where it is new and its details are
        asked for. Source: `listDocumentDrafts`, then `createDraft`.

        Args:
            document_id: Identifier of the published document.
            branch_id: UUID of the branch, in any case; `None` for no branch.
            details: Whether to ask for the details of a draft that is new. Without them, and where the
                draft is discarded before they can be read, they are `None`.
            timeout: For each request; the client's own if left out.

        Raises:
            ValueError: An identifier is empty, no UUID, or could name another path.
            DocumentNotEligibleError: The document cannot have drafts.
            DocumentNotFoundError: There is no such document.
            DocumentNotPublishedError: The document was never published.
            NotFoundError: There is no such branch.
            PermissionDeniedError: The token's owner may not view, or not edit, the document.
        """
        return self._run(get_or_create_draft(document_id, branch_id, details), timeout)

    def ensure_many(
        self,
        document_ids: Iterable[str],
        *,
        branch_id: UUID | str | None = None,
        in_flight: int = DEFAULT_IN_FLIGHT,
        record: RecordFile | None = None,
        watch: Watch | None = None,
        timeout: Timeout | None = None,
    ) -> Generator[Outcome[str], None, None]:
        """Make sure that each of many documents has a draft, and give each outcome as soon as it is there.

        One request for each document. Source: `createDraft`. Nothing is sent before the first outcome is asked for.
        Whoever stops (`close`, Ctrl-C) leaves done what was done; what is on its way is waited for, and no more sent.
        While the caller has an outcome, or the next document is made, only what is on its way goes on; that time is
        no part of `total_time`.

        Args:
            document_ids: Identifiers of documents, of which a few are taken ahead.
            branch_id: UUID of the branch, in any case; `None` for no branch.
            in_flight: How many are at work at a time.
            record: A file that remembers each draft by its document and branch. A document that it has costs no
                request, and its outcome is what it remembers, so that a second run costs what the first had not done.
                Take another for another job or instance.
            watch: Is told how far the documents are. What it raises ends the run.
            timeout: For each request, in place of the client's.

        Raises:
            SettingsError: `timeout` is none.
            ValueError: `document_ids` is one text, or gives none; `branch_id` is no UUID, `in_flight` no whole number
                from 1 on, or `record` cannot be used. A wrong identifier is an outcome, like any other error.
        """
        documents = document_identifiers(document_ids, Iterable)
        flow = ensure_each(branch_identifier(branch_id), record)
        return self._run_many(documents, _many(flow, in_flight, watch, timeout))

    def get_or_create_many(
        self,
        document_ids: Iterable[str],
        *,
        branch_id: UUID | str | None = None,
        details: bool = False,
        in_flight: int = DEFAULT_IN_FLIGHT,
        record: RecordFile | None = None,
        watch: Watch | None = None,
        timeout: Timeout | None = None,
    ) -> Generator[Outcome[GotDraft], None, None]:
        """Get or create the draft of each of many documents, and give each outcome as soon as it is there.

        One request for a draft that exists, two for a new one, three where its details are asked for; none for what
        is on `record`, which has no details and counts as there already. All else is as for `ensure_many`.

        Args:
            document_ids: As for `ensure_many`.
            branch_id: As for `ensure_many`.
            details: As for `get_or_create`.
            in_flight: As for `ensure_many`.
            record: As for `ensure_many`.
            watch: As for `ensure_many`.
            timeout: As for `ensure_many`.

        Raises:
            SettingsError: As for `ensure_many`.
            ValueError: As for `ensure_many`.
        """
        documents = document_identifiers(document_ids, Iterable)
        flow = get_or_create_each(branch_identifier(branch_id), details, record)
        return self._run_many(documents, _many(flow, in_flight, watch, timeout))


class AsyncDrafts:
    """As `Drafts`, to be awaited."""

    def __init__(self, run: AsyncRun, run_many: AsyncRunMany) -> None:
        self._run = run
        self._run_many = run_many

    async def list(
        self, document_id: str, *, include_archived: bool = False, timeout: Timeout | None = None
    ) -> list[Draft]:
        """As `Drafts.list`. One request."""
        return await self._run(list_drafts(document_id, include_archived), timeout)

    async def get(
        self, document_id: str, *, branch_id: UUID | str | None = None, timeout: Timeout | None = None
    ) -> Draft:
        """As `Drafts.get`. One request."""
        return await self._run(get_draft(document_id, branch_id), timeout)

    async def ensure(
        self, document_id: str, *, branch_id: UUID | str | None = None, timeout: Timeout | None = None
    ) -> str:
        """As `Drafts.ensure`. One request."""
        return await self._run(ensure_draft(document_id, branch_id), timeout)

    async def get_or_create(
        self,
        document_id: str,
        *,
        branch_id: UUID | str | None = None,
        details: bool = False,
        timeout: Timeout | None = None,
    ) -> GotDraft:
        """As `Drafts.get_or_create`. One request where the draft exists; two, or with details three, else."""
        return await self._run(get_or_create_draft(document_id, branch_id, details), timeout)

    def ensure_many(
        self,
        document_ids: Iterable[str] | AsyncIterable[str],
        *,
        branch_id: UUID | str | None = None,
        in_flight: int = DEFAULT_IN_FLIGHT,
        record: RecordFile | None = None,
        watch: Watch | None = None,
        timeout: Timeout | None = None,
    ) -> AsyncGenerator[Outcome[str], None]:
        """As `Drafts.ensure_many`, for asyncio. One request for each. Whoever stops breaks off what is on its way.

        All goes on while the caller has an outcome. `document_ids` may be asynchronous; else they must not be slow,
        since the event loop waits for them.
        """
        documents = document_identifiers(document_ids, Iterable, AsyncIterable)
        flow = ensure_each(branch_identifier(branch_id), record)
        return self._run_many(documents, _many(flow, in_flight, watch, timeout))

    def get_or_create_many(
        self,
        document_ids: Iterable[str] | AsyncIterable[str],
        *,
        branch_id: UUID | str | None = None,
        details: bool = False,
        in_flight: int = DEFAULT_IN_FLIGHT,
        record: RecordFile | None = None,
        watch: Watch | None = None,
        timeout: Timeout | None = None,
    ) -> AsyncGenerator[Outcome[GotDraft], None]:
        """As `Drafts.get_or_create_many`, for asyncio. One request for a draft that exists, else two or three.

        Whoever stops breaks off what is on its way.
        """
        documents = document_identifiers(document_ids, Iterable, AsyncIterable)
        flow = get_or_create_each(branch_identifier(branch_id), details, record)
        return self._run_many(documents, _many(flow, in_flight, watch, timeout))
