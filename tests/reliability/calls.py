"""The calls of the table: how each is made, which of its requests meets the fault, and what it leaves behind."""

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
    """A call, with either client, on a document that is there.

    Attributes:
        name: In the table.
        make: Makes it.
        meets: The operation whose requests meet the fault.
        before: How many requests of another operation it sends first.
        after: How many it sends then.
        creates: What it creates: "draft", "document", or nothing. A draft is there before where it creates none.
    """

    name: str
    make: Callable[[Omni | AsyncOmni, str], Any]
    meets: str
    before: int = 0
    after: int = 0
    creates: str = ""

    def prepare(self, state: MockState, document: str) -> None:
        """Put there what it asks for."""
        state.add_document(document)
        if not self.creates:
            state.add_draft(document)

    def left(self, state: MockState, document: str) -> int:
        """Count what is there of what it could create."""
        if self.creates == "document":
            return sum(made.name == _name_of_new(document) for made in state.documents.values())
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
    # The server chooses the identifier, so that nothing keeps a second request from making a second document.
    return omni.documents.create(model_id=_MODEL, name=_name_of_new(document))


def _name_of_new(document: str) -> str:
    return f"beside {document}"


CALLS = (
    Call("`list`", _list, LIST),
    Call("`get`", _get, LIST),
    Call("`ensure`", _ensure, CREATE_DRAFT, creates="draft"),
    Call("`get_or_create`, looking", _get_or_create, LIST, after=1, creates="draft"),
    Call("`get_or_create`, creating", _get_or_create, CREATE_DRAFT, before=1, creates="draft"),
    Call("`documents.create`", _create, CREATE_DOCUMENT, creates="document"),
)
