"""A flow is written once, as a generator that yields steps and is sent what came of each; two drivers run it."""

from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import httpx
from attrs import frozen

from omni_drafts._errors import OmniError
from omni_drafts._settings import Timeout

T = TypeVar("T")
Step = TypeVar("Step")
Inner = TypeVar("Inner")
Outcome = TypeVar("Outcome")

_FAILURES = (OmniError, httpx.HTTPError, RuntimeError)
"""What a flow gets thrown, since it may know what to do; anything else ends it. The last is of a closed client."""


@frozen(eq=False, repr=False)
class Request:
    """A request before the client's settings are added.

    Attributes:
        arguments: For `httpx.Client.build_request`; the URL is relative to the base URL.
    """

    arguments: Mapping[str, Any]


class Result(Generic[T]):
    """What a flow ended with."""

    def __init__(self, value: T) -> None:
        self.value = value


class Failure:
    """What was raised where a step was performed."""

    def __init__(self, error: Exception) -> None:
        self.error = error


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
    try:
        step = begin(flow)
        while not isinstance(step, Result):
            try:
                came: Outcome | Failure = perform(step)
            except _FAILURES as error:
                came = Failure(error)
            step = go_on(flow, came)
        return step.value
    finally:
        flow.close()


async def drive_async(flow: Generator[Step, Outcome, T], perform: Callable[[Step], Awaitable[Outcome]]) -> T:
    """Run a flow in an event loop."""
    try:
        step = begin(flow)
        while not isinstance(step, Result):
            try:
                came: Outcome | Failure = await perform(step)
            except _FAILURES as error:
                came = Failure(error)
            step = go_on(flow, came)
        return step.value
    finally:
        flow.close()


def drive_within(
    flow: Generator[Step, Outcome, T], perform: Callable[[Step], Generator[Inner, Any, Outcome]]
) -> Generator[Inner, Any, T]:
    """Run a flow each of whose steps is a flow itself."""
    try:
        step = begin(flow)
        while not isinstance(step, Result):
            try:
                came: Outcome | Failure = yield from perform(step)
            except _FAILURES as error:
                came = Failure(error)
            step = go_on(flow, came)
        return step.value
    finally:
        flow.close()


def begin(flow: Generator[Step, Any, T]) -> Step | Result[T]:
    """Go to the first step of a flow."""
    return go_on(flow, None)


def attempt(perform: Callable[[Step], Outcome], step: Step) -> Outcome | Failure:
    """Perform a step, and give what came of it."""
    try:
        return perform(step)
    except _FAILURES as error:
        return Failure(error)


def go_on(flow: Generator[Step, Any, T], came: object) -> Step | Result[T]:
    """Go on to the next step, with what came of the last one."""
    # Only the flow's own `StopIteration` is its end: another is a transport's.
    try:
        return flow.throw(came.error) if isinstance(came, Failure) else flow.send(came)
    except StopIteration as stop:
        return Result(stop.value)
