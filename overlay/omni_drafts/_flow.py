"""A flow is written once, as a generator that yields requests and is sent answers; two drivers run it."""

from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import closing
from typing import Any, Protocol, TypeAlias, TypeVar

import httpx
from attrs import frozen

from omni_drafts._settings import Timeout

T = TypeVar("T")


@frozen
class Request:
    """A request before the client's settings are added.

    Attributes:
        arguments: For `httpx.Client.build_request`; the URL is relative to the base URL.
    """

    arguments: Mapping[str, Any]


Flow: TypeAlias = Generator[Request, httpx.Response, T]
"""Yields requests, is sent the answer to each, and returns a result."""


class Run(Protocol):
    """Runs a flow to its result; a timeout of `None` is the client's own."""

    def __call__(self, flow: Flow[T], timeout: Timeout | None) -> T: ...


class AsyncRun(Protocol):
    """As `Run`, to be awaited."""

    async def __call__(self, flow: Flow[T], timeout: Timeout | None) -> T: ...


def drive(flow: Flow[T], send: Callable[[Request], httpx.Response]) -> T:
    """Run a flow, blocking."""
    with closing(flow):
        try:
            request = next(flow)
            while True:
                request = flow.send(send(request))
        except StopIteration as stop:
            result: T = stop.value
            return result


async def drive_async(flow: Flow[T], send: Callable[[Request], Awaitable[httpx.Response]]) -> T:
    """Run a flow in an event loop."""
    with closing(flow):
        try:
            request = next(flow)
            while True:
                request = flow.send(await send(request))
        except StopIteration as stop:
            result: T = stop.value
            return result
