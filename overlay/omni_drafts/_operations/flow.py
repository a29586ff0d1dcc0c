"""A flow: a generator that yields requests, is sent their responses, and returns the result of a call."""

from collections.abc import Generator, Mapping
from typing import Any, Protocol, TypeAlias, TypeVar

import httpx

from omni_drafts._types.arguments import Timeout

T = TypeVar("T")


class Request:
    """A request without the settings of a client.

    Attributes:
        arguments: Arguments of `httpx.Client.build_request`; the URL is a path below the base URL.
    """

    __slots__ = ("arguments",)

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self.arguments = arguments


Flow: TypeAlias = Generator[Request, httpx.Response, T]
"""Generator that yields requests, gets each response or `OmniError`, and returns a result."""


class Run(Protocol):
    """Runs a flow; `None` as a timeout is that of the client."""

    def __call__(self, flow: Flow[T], timeout: Timeout | None) -> T: ...


class AsyncRun(Protocol):
    """Runs a flow in an event loop."""

    async def __call__(self, flow: Flow[T], timeout: Timeout | None) -> T: ...
