"""Operations whose responses come from the state, in any description that has them."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from attrs import frozen

from omni_drafts.mock._app.requests import OperationRequest
from omni_drafts.mock._app.response_bodies import document_body, draft_body
from omni_drafts.mock._state.refusals import RefusalError
from omni_drafts.mock._state.state import MockState


@frozen
class StateOperation:
    """Operation whose response comes from the state.

    Attributes:
        status_code: HTTP status code of a success, where the description documents it.
        perform: Function that performs a request on the state and returns the body of the response.
    """

    status_code: int
    perform: Callable[[MockState, OperationRequest], Any]


def _create_draft(state: MockState, request: OperationRequest) -> Any:
    branch_id = _properties(request.body).get("branchId")
    draft = state.create_draft(
        request.token, request.path_values[0], None if branch_id is None else _parse_uuid(branch_id, "Document")
    )
    return {"identifier": draft.identifier}


def _list_drafts(state: MockState, request: OperationRequest) -> Any:
    include_archived = ("include", "archived") in request.query
    drafts = state.list_drafts(request.token, request.path_values[0], include_archived)
    return [draft_body(draft, state.branches) for draft in drafts]


def _create_document(state: MockState, request: OperationRequest) -> Any:
    body = _properties(request.body)
    # A document needs both, even where the description makes the body optional.
    for name in ("modelId", "name"):
        if name not in body:
            raise RefusalError(400, f"Bad Request: {name}: is missing")
    document = state.create_document(
        request.token,
        model_id=_parse_uuid(body["modelId"], "Model"),
        name=str(body["name"]),
        identifier=None if body.get("identifier") is None else str(body["identifier"]),
    )
    return document_body(document)


def _properties(body: Any) -> Mapping[str, Any]:
    """Return the properties of a body; none for a body that is not an object."""
    return body if isinstance(body, Mapping) else {}


def _parse_uuid(identifier: Any, subject: str) -> UUID:
    """Return the UUID of a model or branch. A description may allow other identifiers, which do not exist."""
    try:
        return UUID(str(identifier))
    except ValueError:
        raise RefusalError(404, f"{subject} or branch not found") from None


STATE_OPERATIONS: Mapping[str, StateOperation] = {
    "post /v1/documents/{}/draft": StateOperation(200, _create_draft),
    "get /v1/documents/{}/drafts": StateOperation(200, _list_drafts),
    "post /v1/documents": StateOperation(201, _create_document),
}
"""Operations whose responses come from the state, by shape."""
