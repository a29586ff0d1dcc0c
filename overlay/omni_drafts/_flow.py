"""A flow is written once, as a generator that yields steps and is sent what came of each; two drivers run it."""

from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import closing
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import httpx
from attrs import frozen

from omni_drafts._errors import OmniError
from omni_drafts._settings import Timeout

T = TypeVar("T")
Step = TypeVar("Step")
Outcome = TypeVar("Outcome")

_FAILURES = (OmniError, httpx.HTTPError)
"""What a flow gets thrown, since it may know what to do; anything else ends it."""


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
"""Yields requests, is sent the answer to each or gets the error thrown that came of it, and returns a result."""


class Run(Protocol):
    """Runs a flow to its result; a timeout of `None` is the client's own."""

    def __call__(self, flow: Flow[T], timeout: Timeout | None) -> T: ...


class AsyncRun(Protocol):
    """As `Run`, to be awaited."""

    async def __call__(self, flow: Flow[T], timeout: Timeout | None) -> T: ...


def drive(flow: Generator[Step, Outcome, T], perform: Callable[[Step], Outcome]) -> T:
    """Run a flow, blocking."""
    with closing(flow):
        step = _next(flow.__next__)
        while not isinstance(step, _Result):
            try:
                outcome = perform(step)
            except _FAILURES as error:
                step = _next(flow.throw, error)
            else:
                step = _next(flow.send, outcome)
        result: T = step.value
        return result


async def drive_async(flow: Generator[Step, Outcome, T], perform: Callable[[Step], Awaitable[Outcome]]) -> T:
    """Run a flow in an event loop."""
    with closing(flow):
        step = _next(flow.__next__)
        while not isinstance(step, _Result):
            try:
                outcome = await perform(step)
            except _FAILURES as error:
                step = _next(flow.throw, error)
            else:
                step = _next(flow.send, outcome)
        result: T = step.value
        return result


def _next(go_on: Callable[..., Step], *given: Any) -> Step | _Result[Any]:
    """Go on to the next step. Only the flow's own `StopIteration` is its end: another is a transport's."""
    try:
        return go_on(*given)
    except StopIteration as stop:
        return _Result(stop.value)
