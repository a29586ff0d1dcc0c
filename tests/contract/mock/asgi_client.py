"""Client of an ASGI application that sends each byte of a request unchanged, as a server would."""

import asyncio
from typing import Any
from urllib.parse import unquote

from attrs import field, frozen
from starlette.types import ASGIApp


@frozen
class RawRequest:
    """Request as it is on the wire.

    Attributes:
        method: Method in upper case.
        path: Percent-encoded path.
        query: Percent-encoded query.
        headers: Names in lower case, and values.
        content: Content of the request.
    """

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes = b""


@frozen
class RawResponse:
    """Response as it is on the wire.

    Attributes:
        status_code: HTTP status code.
        headers: Names in lower case, and values.
        content: Content of the response.
    """

    status_code: int
    headers: tuple[tuple[str, str], ...]
    content: bytes

    def header(self, name: str) -> str:
        """Return the value of a header by its name in lower case; empty without one."""
        return dict(self.headers).get(name, "")


@frozen
class AsgiClient:
    """Client of an ASGI application.

    Attributes:
        application: ASGI application.
        runner: Event loop that runs the application.
    """

    application: ASGIApp
    runner: asyncio.Runner = field(repr=False)

    def send(self, request: RawRequest) -> RawResponse:
        """Send a request and return the response."""
        return self.runner.run(self._send(request))

    async def _send(self, request: RawRequest) -> RawResponse:
        messages: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": request.content, "more_body": False}

        async def send(message: Any) -> None:
            messages.append(message)

        await self.application(_scope(request), receive, send)
        start = messages[0]
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
        content = b"".join(message.get("body", b"") for message in messages[1:])
        return RawResponse(start["status"], headers, content)


def _scope(request: RawRequest) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(request.path),
        "raw_path": request.path.encode("ascii"),
        "query_string": request.query.encode("ascii"),
        "headers": [(name.encode("ascii"), value.encode("latin-1")) for name, value in request.headers],
    }
