"""Requests and responses on the wire, and the functions of a client that exchange them without a connection."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

import httpx
from attrs import Factory, field, frozen

from openapi.conformance.description import Operation
from openapi.conformance.generated_client import Function, GeneratedClient
from openapi.conformance.serialization import Request


@frozen
class SentRequest:
    """A request as it is sent: its method, its target, its headers in order, and its body."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    def values(self, name: str) -> list[str]:
        """Return the values of a header."""
        return [value for header, value in self.headers if header.lower() == name.lower()]


@frozen
class Reply:
    """A response to be sent; without a content type it has no such header."""

    status: int = 204
    content_type: str | None = None
    content: bytes = b""


@frozen
class Attempt:
    """A call of a function.

    Attributes:
        function: Name of the function.
        requests: Requests that it sent.
        error: `ValueError` that it raised.
    """

    function: str
    requests: list[SentRequest]
    error: ValueError | None


class Exchange(Protocol):
    """Calls the functions of an operation."""

    @property
    def prefix(self) -> str:
        """Path before the paths of the description."""
        ...

    def send(self, operation: Operation, request: Request) -> Iterator[Attempt]:
        """Iterate over the calls of functions with the values of a request."""
        ...

    def receive(self, operation: Operation, reply: Reply) -> Iterator[Any]:
        """Iterate over what functions parse of a response."""
        ...


@frozen(eq=False)
class DirectExchange:
    """Calls one function of each operation, with a transport in place of a connection."""

    generated: GeneratedClient
    prefix: str = "/below"
    _sent: list[SentRequest] = field(factory=list, init=False)
    _replies: list[Reply] = field(factory=list, init=False)
    _transport: httpx.MockTransport = field(
        default=Factory(lambda self: httpx.MockTransport(self._respond), takes_self=True), init=False
    )

    def send(self, operation: Operation, request: Request) -> Iterator[Attempt]:
        """Call one function."""
        function = self.generated.functions(operation)[0]
        url = f"http://audit.test{self.prefix}"
        client = self.generated.client(operation, url, raises=False, transport=self._transport)
        self._replies[:] = [accepted_reply(operation)]
        call = partial(function, client, self.generated.arguments(operation, request))
        yield attempt(function, call, self._sent, self.generated.errors.InvalidContentError)

    def receive(self, operation: Operation, reply: Reply) -> Iterator[Any]:
        """Parse a response by the client's own function for it."""
        headers = {"Content-Type": reply.content_type} if reply.content_type else {}
        yield self.generated.parse(operation, httpx.Response(reply.status, content=reply.content, headers=headers))

    def _respond(self, request: httpx.Request) -> httpx.Response:
        headers = [(name.decode(), value.decode("latin-1")) for name, value in request.headers.raw]
        target = request.url.raw_path.decode()
        self._sent.append(SentRequest(request.method, target, headers, request.read()))
        return httpx.Response(self._replies[0].status)


def attempt(
    function: Function, call: Callable[[], Any], sent: list[SentRequest], refusal: type[Exception]
) -> Attempt:
    """Return the requests that a call sent, or its `ValueError`.

    Args:
        function: Function that is called.
        call: Call of it.
        sent: List that requests are recorded in.
        refusal: Error of the client for a response, which is not checked here.
    """
    sent.clear()
    try:
        with suppress(refusal):
            call()
    except ValueError as error:
        return Attempt(function.name, list(sent), error)
    return Attempt(function.name, list(sent), None)


def accepted_reply(operation: Operation) -> Reply:
    """Return a response that no function refuses: an undocumented one, or one without content."""
    if operation.undocumented is not None:
        return Reply(operation.undocumented)
    empty = next((response for response in operation.responses if not response.contents), None)
    return Reply(empty.code if empty else 204)
