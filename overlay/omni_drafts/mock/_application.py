"""The mock as an ASGI application: what the state answers, over HTTP, for each operation of the description."""

import math
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from attrs import frozen
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from omni_drafts.mock._bodies import document_body, draft_body, error_body
from omni_drafts.mock._description import Description, InvalidRequestError, Operation, load_description
from omni_drafts.mock._state import MockRequest, MockState, RefusalError


@frozen
class _Call:
    """A request that has passed the checks that every operation makes."""

    operation: Operation
    token: str
    path: Mapping[str, str]
    query: list[tuple[str, str]]
    content: bytes
    content_type: str

    def body(self) -> dict[str, Any]:
        return self.operation.read_body(self.content, self.content_type)


@frozen
class _Mock:
    state: MockState
    description: Description

    async def answer(self, operations: Mapping[str, Operation], request: Request) -> Response:
        """Answer a request to one of the operations of a path, and count it."""
        content = await request.body()
        response = self._refuse(request) or self._perform(operations[request.method], request, content)
        self.state.record(MockRequest(request.method, request.url.path, response.status_code))
        return response

    def _refuse(self, request: Request) -> Response | None:
        token = _bearer_token(request)
        if token not in self.state.tokens:
            return _error(401, self.description.words(401))
        wait = self.state.take_turn(token)
        if wait is not None:
            return _error(429, self.description.words(429), {"Retry-After": str(math.ceil(wait))})
        return None

    def _perform(self, operation: Operation, request: Request, content: bytes) -> Response:
        call = _Call(
            operation=operation,
            token=_bearer_token(request),
            path=request.path_params,
            query=request.query_params.multi_items(),
            content=content,
            content_type=request.headers.get("content-type", ""),
        )
        try:
            operation.check_query(call.query)
            return _ANSWERS[operation.method, operation.path](self.state, call)
        except RefusalError as refusal:
            return _error(refusal.status, refusal.message)
        except InvalidRequestError as error:
            return _error(400, _WORDS_FOR_PARAMETERS.get(error.name, f"Bad Request: {error}"))


def create_application(state: MockState) -> Starlette:
    """Make the application of a state; its paths start with the description's prefix, `/api`."""
    mock = _Mock(state, load_description())
    operations: dict[str, dict[str, Operation]] = {}
    for operation in mock.description.operations():
        operations.setdefault(operation.path, {})[operation.method.upper()] = operation
    return Starlette(
        routes=[_route(mock, mock.description.prefix + path, of_path) for path, of_path in operations.items()],
        exception_handlers={HTTPException: _refuse_route},
    )


def _route(mock: _Mock, path: str, operations: Mapping[str, Operation]) -> Route:
    async def endpoint(request: Request) -> Response:
        return await mock.answer(operations, request)

    route = Route(path, endpoint)
    route.methods = set(operations)  # and not HEAD, which Starlette would add to GET
    return route


async def _refuse_route(_: Request, error: Exception) -> Response:
    """Refuse a path or method that no operation has, as the API words its errors."""
    if not isinstance(error, HTTPException):
        raise error
    return _error(error.status_code, error.detail, error.headers)


def _create_draft(state: MockState, call: _Call) -> Response:
    branch = call.body().get("branchId")
    draft = state.create_draft(call.token, call.path["documentId"], None if branch is None else UUID(branch))
    return JSONResponse({"identifier": draft.identifier})


def _list_drafts(state: MockState, call: _Call) -> Response:
    drafts = state.list_drafts(call.token, call.path["identifier"], call.query != [])
    document = state.documents[call.path["identifier"]]
    return JSONResponse([draft_body(draft, document, state.branches) for draft in drafts])


def _create_document(state: MockState, call: _Call) -> Response:
    body = call.body()
    document = state.create_document(
        call.token,
        model_id=UUID(body["modelId"]),
        name=body["name"],
        identifier=body.get("identifier"),
    )
    return JSONResponse(document_body(document), status_code=201)


_WORDS_FOR_PARAMETERS: Mapping[str, str] = {"include": "Invalid include parameter value"}
"""What is answered to a parameter that is not allowed, where the description has words for it."""

_ANSWERS: Mapping[tuple[str, str], Callable[[MockState, _Call], Response]] = {
    ("post", "/v1/documents/{documentId}/draft"): _create_draft,
    ("get", "/v1/documents/{identifier}/drafts"): _list_drafts,
    ("post", "/v1/documents"): _create_document,
}


def _bearer_token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _error(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(error_body(status, message), status_code=status, headers=headers)
