"""The mock as an ASGI application: what the state answers, over HTTP, for each operation of the description."""

import math
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from attrs import frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from omni_drafts.mock._answers import Answer, described, known, refusal
from omni_drafts.mock._description import Description, Operation, load_description
from omni_drafts.mock._examples import Examples, NoExampleError
from omni_drafts.mock._operations import KNOWN_OPERATIONS
from omni_drafts.mock._refused import InvalidRequestError, UnsupportedContentError
from omni_drafts.mock._requests import Call, bearer_token, read_call
from omni_drafts.mock._routes import Path, raw_path, read_paths
from omni_drafts.mock._state import MockRequest, MockState, RefusalError

_WORDS_FOR_PARAMETERS: Mapping[str, str] = {"include": "Invalid include parameter value"}
"""What is answered to a parameter that is not allowed, where the description has words for it."""


@frozen
class _Mock:
    state: MockState
    description: Description
    paths: tuple[Path, ...]
    examples: Examples

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and count it."""
        request = Request(scope, receive)
        content = await request.body()
        answer = self._answer(request, content)
        self.state.record(MockRequest(request.method, request.url.path, answer.status))
        headers = dict(answer.headers) | ({} if answer.media_type is None else {"Content-Type": answer.media_type})
        response = Response(answer.content, answer.status, headers)
        await response(scope, receive, send)

    def _answer(self, request: Request, content: bytes) -> Answer:
        sent = raw_path(request.scope)
        found = [(path, values) for path in self.paths if (values := path.match(sent)) is not None]
        for path, values in found:
            if request.method in path.operations:
                return self._answer_operation(path.operations[request.method], values, request, content)
        if not found:
            return refusal(None, 404, "Not Found", self.examples)
        allowed = sorted({method for path, _ in found for method in path.operations})
        return refusal(None, 405, "Method Not Allowed", self.examples, {"Allow": ", ".join(allowed)})

    def _answer_operation(
        self, operation: Operation, path: tuple[str, ...], request: Request, content: bytes
    ) -> Answer:
        token = bearer_token(request)
        if token not in self.state.tokens and not operation.is_open:
            return refusal(operation, 401, operation.words(401), self.examples)
        wait = self.state.take_turn(token)
        if wait is not None:
            return refusal(operation, 429, operation.words(429), self.examples, {"Retry-After": str(math.ceil(wait))})
        try:
            return self._perform(read_call(operation, path, request, content, self.description.schemas))
        except NoExampleError as error:
            message = f"The description of {request.method} {operation.path} needs an example: {error}"
            return refusal(None, 500, message, self.examples)
        except RefusalError as error:
            return refusal(operation, error.status, error.message, self.examples)
        except UnsupportedContentError as error:
            return refusal(
                operation, operation.refusing_status(415, 400, 422), f"Bad Request: {error}", self.examples
            )
        except InvalidRequestError as error:
            message = _WORDS_FOR_PARAMETERS.get(error.name, f"Bad Request: {error}")
            return refusal(operation, operation.refusing_status(400, 422, 404), message, self.examples)

    def _perform(self, call: Call) -> Answer:
        if call.operation.shape not in KNOWN_OPERATIONS:
            return described(call.operation, self.examples)
        status, answer = KNOWN_OPERATIONS[call.operation.shape]
        return known(call.operation, status, answer(self.state, call), self.examples)


def create_application(state: MockState, description: Mapping[str, Any] | FilePath | str | None = None) -> Starlette:
    """Make the application of a state; its paths start with the description's prefix, such as `/api`.

    Args:
        state: What it knows.
        description: A repaired description, as a document or as the JSON file that has it; the one that comes
            with the mock if left out.
    """
    return serve_description(state, load_description(description))


def serve_description(state: MockState, description: Description) -> Starlette:
    """Make the application of a state and a description that is loaded."""
    mock = _Mock(state, description, read_paths(description), Examples(description.schemas))
    return Starlette(routes=[Route("/{path:path}", mock)])
