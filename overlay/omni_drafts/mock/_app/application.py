"""ASGI application of the mock: routes a request, applies its fault, and sends the response."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from omni_drafts.mock._app.handler import RequestHandler
from omni_drafts.mock._app.routing import Route, build_routes, raw_path
from omni_drafts.mock._description.description import Description
from omni_drafts.mock._description.error_responses import error_response
from omni_drafts.mock._description.examples import Examples
from omni_drafts.mock._description.loading import load_description
from omni_drafts.mock._description.operations import Operation
from omni_drafts.mock._description.responses import MockResponse, format_http_date
from omni_drafts.mock._faults.applying import change_response, error_of_fault, has_effect
from omni_drafts.mock._faults.kinds import DroppedConnection, SlowResponse
from omni_drafts.mock._state.requests import MockRequest
from omni_drafts.mock._state.state import MockState

Sleep = Callable[[float], Awaitable[None]]
DropConnection = Callable[[Scope], None]


def create_application(
    state: MockState,
    description: Mapping[str, Any] | Path | str | None = None,
    *,
    sleep: Sleep = asyncio.sleep,
) -> Starlette:
    """Create the ASGI application of a mock. Its paths start with the prefix of the description, such as `/api`.

    Args:
        state: State of the mock.
        description: Repaired description, or path of its JSON file. The default is the description of the package.
        sleep: Function that sleeps before a slow response.
    """
    return build_application(state, load_description(description), sleep, _raise_connection_reset)


def build_application(
    state: MockState, description: Description, sleep: Sleep, drop_connection: DropConnection
) -> Starlette:
    """Build the ASGI application of a loaded description.

    Args:
        state: State of the mock.
        description: Loaded description.
        sleep: Function that sleeps before a slow response.
        drop_connection: Function that closes the connection of an ASGI scope.
    """
    handler = RequestHandler(state, Examples(description.schemas))
    application = Starlette()
    # Starlette's routes for any path do not match paths with a line feed.
    application.router.default = _Application(handler, build_routes(description), sleep, drop_connection)
    return application


def _raise_connection_reset(_: Scope) -> None:
    """Raise `ConnectionResetError`, where a test client has no connection to drop."""
    raise ConnectionResetError("the mock dropped the connection")


@frozen
class _Application:
    handler: RequestHandler
    routes: tuple[Route, ...]
    sleep: Sleep
    drop_connection: DropConnection

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response to a request, and record the request."""
        request = Request(scope, receive)
        try:
            content = await request.body()
        except ClientDisconnect:  # an incomplete request has no effect
            return
        response = await self._respond(request, content)
        status_code = None if response is None else response.status_code
        self.handler.state.record(MockRequest(request.method, request.url.path, status_code))
        if response is None:
            await self._drop(scope, receive)
        else:
            await self._to_starlette(response)(scope, receive, send)

    async def _respond(self, request: Request, content: bytes) -> MockResponse | None:
        """Return the response to a request, or `None` if the connection must be dropped."""
        path = raw_path(request.scope)
        matches = [(route, values) for route in self.routes if (values := route.match(path)) is not None]
        for route, path_values in matches:
            if request.method in route.operations:
                return await self._perform(route.operations[request.method], path_values, request, content)
        if not matches:
            return error_response(None, 404, "Not Found", self.handler.examples)
        allowed = sorted({method for route, _ in matches for method in route.operations})
        headers = {"Allow": ", ".join(allowed)}
        return error_response(None, 405, "Method Not Allowed", self.handler.examples, headers)

    async def _perform(
        self, operation: Operation, path_values: tuple[str, ...], request: Request, content: bytes
    ) -> MockResponse | None:
        """Return the response of an operation with the fault that the request meets."""
        fault = self.handler.state.faults.meet(operation.shape)
        response = self.handler.handle(operation, path_values, request, content) if has_effect(fault) else None
        if isinstance(fault, SlowResponse):
            await self.sleep(fault.delay.total_seconds())
        if isinstance(fault, DroppedConnection):
            return None
        examples = self.handler.examples
        error = error_of_fault(fault, operation, examples, self.handler.state.moment())
        if error is not None or response is None:
            return error
        return change_response(fault, response, operation, examples.schemas)

    async def _drop(self, scope: Scope, receive: Receive) -> None:
        self.drop_connection(scope)
        # Until uvicorn sees the closed connection, it would log a request without a response.
        while (await receive())["type"] != "http.disconnect":
            pass

    def _to_starlette(self, response: MockResponse) -> Response:
        content_type = {} if response.media_type is None else {"Content-Type": response.media_type}
        converted = Response(response.content, response.status_code, dict(response.headers) | content_type)
        converted.headers.setdefault("Date", format_http_date(self.handler.state.moment()))
        return converted
