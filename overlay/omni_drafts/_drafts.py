"""Drafts: the flows, and what a user calls to run them."""

from collections.abc import Iterable
from uuid import UUID

import httpx

from omni_drafts import _binding
from omni_drafts._arguments import branch_identifier, document_identifier
from omni_drafts._errors import draft_not_found, unexpected_response
from omni_drafts._flow import AsyncRun, Flow, Run
from omni_drafts._settings import Timeout
from omni_drafts._values import Draft, DraftBranch, GotDraft


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
    draft = Draft(
        identifier=asked.value,
        document_identifier=document,
        branch=None if branch is None else DraftBranch(branch, name=None),
    )
    return GotDraft(draft, created)


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

    def __init__(self, run: Run) -> None:
        self._run = run

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


class AsyncDrafts:
    """As `Drafts`, to be awaited."""

    def __init__(self, run: AsyncRun) -> None:
        self._run = run

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
