"""Gives a request to the mock in process, byte for byte as a server would, and what is answered."""

import asyncio
from typing import Any
from urllib.parse import unquote

from attrs import field, frozen
from starlette.types import ASGIApp


@frozen
class Sent:
    """A request as it is written.

    Attributes:
        path: Escaped.
        query: Likewise.
        headers: Their names in small letters, with their values.
    """

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@frozen
class Came:
    """An answer as it came."""

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes

    def header(self, name: str) -> str:
        """Give the value of a header, whose name is in small letters; nothing where it has none."""
        return dict(self.headers).get(name, "")


@frozen
class Exchange:
    """The mock, and an event loop to run it in."""

    application: ASGIApp
    runner: asyncio.Runner = field(repr=False)

    def ask(self, sent: Sent) -> Came:
        """Give the answer to a request."""
        return self.runner.run(self._ask(sent))

    async def _ask(self, sent: Sent) -> Came:
        messages: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": sent.body, "more_body": False}

        async def send(message: Any) -> None:
            messages.append(message)

        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": sent.method,
            "scheme": "http",
            "path": unquote(sent.path),
            "raw_path": sent.path.encode("ascii"),
            "query_string": sent.query.encode("ascii"),
            "headers": [(name.encode("ascii"), value.encode("latin-1")) for name, value in sent.headers],
        }
        await self.application(scope, receive, send)
        start = messages[0]
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
        return Came(start["status"], headers, b"".join(message.get("body", b"") for message in messages[1:]))
