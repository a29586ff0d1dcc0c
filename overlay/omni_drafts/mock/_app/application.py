"""The mock as an ASGI application: finds the operation of a request, and sends its answer."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path as FilePath
from typing import Any

from attrs import frozen
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from omni_drafts.mock._app.handler import Answering
from omni_drafts.mock._app.routing import Path, raw_path, read_paths
from omni_drafts.mock._description.examples import Examples
from omni_drafts.mock._description.loading import Description, Operation, load_description
from omni_drafts.mock._description.responses import Answer, http_date, refusal
from omni_drafts.mock._faults.applying import error, spoil, takes_effect
from omni_drafts.mock._faults.kinds import DroppedConnection, SlowAnswer
from omni_drafts.mock._state.state import MockRequest, MockState

Sleep = Callable[[float], Awaitable[None]]
Drop = Callable[[Scope], None]


@frozen
class _Application:
    answering: Answering
    paths: tuple[Path, ...]
    sleep: Sleep
    drop: Drop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and count it."""
        request = Request(scope, receive)
        try:
            content = await request.body()
        except ClientDisconnect:  # whoever asked is gone in the middle of it, and nothing was asked
            return
        found = self._find(request)
        answer = found if isinstance(found, Answer) else await self._answer(*found, request, content)
        status = None if answer is None else answer.status
        self.answering.state.record(MockRequest(request.method, request.url.path, status))
        if answer is None:
            self.drop(scope)
            # Until the server has seen that the connection is closed, it would answer that nothing was answered.
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        headers = dict(answer.headers) | ({} if answer.media_type is None else {"Content-Type": answer.media_type})
        response = Response(answer.content, answer.status, headers)
        response.headers.setdefault("Date", http_date(self.answering.state.moment()))
        await response(scope, receive, send)

    def _find(self, request: Request) -> tuple[Operation, tuple[str, ...]] | Answer:
        """Find an operation, with its path parameters as they were sent; else give the answer that says why not."""
        sent = raw_path(request.scope)
        found = [(path, values) for path in self.paths if (values := path.match(sent)) is not None]
        for path, values in found:
            if request.method in path.operations:
                return path.operations[request.method], values
        if not found:
            return refusal(None, 404, "Not Found", self.answering.examples)
        allowed = sorted({method for path, _ in found for method in path.operations})
        return refusal(None, 405, "Method Not Allowed", self.answering.examples, {"Allow": ", ".join(allowed)})

    async def _answer(
        self, operation: Operation, path: tuple[str, ...], request: Request, content: bytes
    ) -> Answer | None:
        """Answer a request with the fault that it meets; `None` if the connection is to be dropped."""
        fault = self.answering.state.faults.meet(operation.shape)
        examples = self.answering.examples
        answer = self.answering.answer(operation, path, request, content) if takes_effect(fault) else None
        if isinstance(fault, SlowAnswer):
            await self.sleep(fault.wait.total_seconds())
        if isinstance(fault, DroppedConnection):
            return None
        instead = error(fault, operation, examples, self.answering.state.moment())
        if instead is not None or answer is None:
            return instead
        return spoil(fault, answer, operation, examples.schemas)


def create_application(
    state: MockState,
    description: Mapping[str, Any] | FilePath | str | None = None,
    *,
    sleep: Sleep = asyncio.sleep,
) -> Starlette:
    """Make the application of a state; its paths start with the description's prefix, such as `/api`.

    Args:
        state: What it knows.
        description: A repaired description, as a document or as the JSON file that has it; the one that comes
            with the mock if left out.
        sleep: Waits for an answer that is to be slow.
    """
    return serve_description(state, load_description(description), sleep, _break_off)


def serve_description(state: MockState, description: Description, sleep: Sleep, drop: Drop) -> Starlette:
    """Make the application of a state and a description that is loaded.

    Args:
        state: What it knows.
        description: What it keeps.
        sleep: Waits for an answer that is to be slow.
        drop: Closes the connection of an ASGI scope.
    """
    answering = Answering(state, description, Examples(description.schemas))
    application = Starlette()
    # A route for all paths would leave out those with a line's end in them.
    application.router.default = _Application(answering, read_paths(description), sleep, drop)
    return application


def _break_off(_: Scope) -> None:
    """Break off where there is no connection to drop, as in a test client: the error is what the caller gets."""
    raise ConnectionResetError("the mock dropped the connection")
