"""Calls of the tables, with the requests that meet the fault and the objects that they create."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from attrs import frozen

from omni_drafts import AsyncOmni, Omni
from omni_drafts.mock import MockState

LIST = "GET /v1/documents/{identifier}/drafts"
CREATE_DRAFT = "POST /v1/documents/{identifier}/draft"
CREATE_DOCUMENT = "POST /v1/documents"

_MODEL = UUID(int=5)


@frozen
class Call:
    """Call of either client for an existing document.

    Attributes:
        name: Name of the call in the tables.
        make: Function that makes the call.
        operation: Operation whose requests meet the fault.
        before: Number of requests to another operation before.
        after: Number of requests to another operation after.
        creates: Kind of the created object, "draft" or "document"; empty for a call that reads an existing draft.
    """

    name: str
    make: Callable[[Omni | AsyncOmni, str], Any]
    operation: str
    before: int = 0
    after: int = 0
    creates: str = ""

    def prepare(self, state: MockState, document: str) -> None:
        """Add the document, and the draft of a call that reads it, to the mock."""
        state.add_document(document)
        if not self.creates:
            state.add_draft(document)

    def count_created(self, state: MockState, document: str) -> int:
        """Return the number of drafts or documents that exist for the call."""
        if self.creates == "document":
            return sum(one.name == _new_name(document) for one in state.documents.values())
        return sum(draft.document_identifier == document for draft in state.drafts)


def _list(omni: Omni | AsyncOmni, document: str) -> Any:
    return omni.drafts.list(document)


def _get(omni: Omni | AsyncOmni, document: str) -> Any:
    return omni.drafts.get(document)


def _ensure(omni: Omni | AsyncOmni, document: str) -> Any:
    return omni.drafts.ensure(document)


def _get_or_create(omni: Omni | AsyncOmni, document: str) -> Any:
    return omni.drafts.get_or_create(document)


def _create(omni: Omni | AsyncOmni, document: str) -> Any:
    # Without an identifier, a second request would create a second document.
    return omni.documents.create(model_id=_MODEL, name=_new_name(document))


def _new_name(document: str) -> str:
    return f"beside {document}"


CALLS = (
    Call("`list`", _list, LIST),
    Call("`get`", _get, LIST),
    Call("`ensure`", _ensure, CREATE_DRAFT, creates="draft"),
    Call("`get_or_create`, listing", _get_or_create, LIST, after=1, creates="draft"),
    Call("`get_or_create`, creating", _get_or_create, CREATE_DRAFT, before=1, creates="draft"),
    Call("`documents.create`", _create, CREATE_DOCUMENT, creates="document"),
)
