"""A flow is written once, as a generator that yields requests and is sent answers; two drivers run it."""

from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import closing
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import httpx
from attrs import frozen

from omni_drafts._settings import Timeout

T = TypeVar("T")


@frozen(eq=False, repr=False)
class Request:
    """A request before the client's settings are added.

    Attributes:
        arguments: For `httpx.Client.build_request`; the URL is relative to the base URL.
    """

    arguments: Mapping[str, Any]


@frozen(eq=False, repr=False)
class _Result(Generic[T]):
    value: T


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
        step = _begin(flow)
        while not isinstance(step, _Result):
            step = _go_on(flow, send(step))
        return step.value


async def drive_async(flow: Flow[T], send: Callable[[Request], Awaitable[httpx.Response]]) -> T:
    """Run a flow in an event loop."""
    with closing(flow):
        step = _begin(flow)
        while not isinstance(step, _Result):
            step = _go_on(flow, await send(step))
        return step.value


# Only the flow's own `StopIteration` is its end: one that a transport raises is the transport's.


def _begin(flow: Flow[T]) -> Request | _Result[T]:
    try:
        return next(flow)
    except StopIteration as stop:
        return _Result(stop.value)


def _go_on(flow: Flow[T], response: httpx.Response) -> Request | _Result[T]:
    try:
        return flow.send(response)
    except StopIteration as stop:
        return _Result(stop.value)
