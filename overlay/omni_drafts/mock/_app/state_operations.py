"""What the state answers to the operations that it knows, whatever a description calls their parts."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from omni_drafts.mock._app.requests import Call
from omni_drafts.mock._app.response_bodies import document_body, draft_body
from omni_drafts.mock._state.state import MockState, RefusalError


def _create_draft(state: MockState, call: Call) -> Any:
    branch = _named(call.body).get("branchId")
    draft = state.create_draft(call.token, call.path[0], None if branch is None else _uuid(branch, "Document"))
    return {"identifier": draft.identifier}


def _list_drafts(state: MockState, call: Call) -> Any:
    drafts = state.list_drafts(call.token, call.path[0], ("include", "archived") in call.query)
    return [draft_body(draft, state.branches) for draft in drafts]


def _create_document(state: MockState, call: Call) -> Any:
    body = _named(call.body)
    for name in ("modelId", "name"):  # without them there is no document, even where a body may be left out
        if name not in body:
            raise RefusalError(400, f"Bad Request: {name}: is missing")
    document = state.create_document(
        call.token,
        model_id=_uuid(body["modelId"], "Model"),
        name=str(body["name"]),
        identifier=None if body.get("identifier") is None else str(body["identifier"]),
    )
    return document_body(document)


def _named(body: Any) -> Mapping[str, Any]:
    """Read a body by name, whatever else a description may allow."""
    return body if isinstance(body, Mapping) else {}


def _uuid(identifier: Any, whose: str) -> UUID:
    """Read the identifier of a model or branch. A description may allow one that is no UUID, and nothing has it."""
    try:
        return UUID(str(identifier))
    except ValueError:
        raise RefusalError(404, f"{whose} or branch not found") from None


KNOWN_OPERATIONS: Mapping[str, tuple[int, Callable[[MockState, Call], Any]]] = {
    "post /v1/documents/{}/draft": (200, _create_draft),
    "get /v1/documents/{}/drafts": (200, _list_drafts),
    "post /v1/documents": (201, _create_document),
}
"""By the shape of an operation: the status of a success, where it is documented, and what answers."""
