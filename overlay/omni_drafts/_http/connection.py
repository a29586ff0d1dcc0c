"""The inner transport of a client, opened when it is first used; it serves one process, or one event loop."""

import sys
from collections.abc import Callable

import httpx

from omni_drafts._forking import CurrentProcess, ProcessLock
from omni_drafts._http.setup import connection_errors


class Connection:
    """The transport that all threads of a process share.

    Args:
        open_transport: Function that opens the transport.
    """

    def __init__(self, open_transport: Callable[[], httpx.BaseTransport]) -> None:
        self._open_transport, self._lock = open_transport, ProcessLock()
        self._transport: httpx.BaseTransport | None = None
        self._process, self._entered = CurrentProcess(), 0

    def enter(self) -> None:
        """Count one more `with` statement of a client that uses the transport."""
        with self._lock.get():
            self._entered += 1

    def leave(self) -> None:
        """Close the transport if the last `with` statement ends."""
        with self._lock.get():
            self._entered -= 1
            transport = self._detach() if self._entered == 0 else None
        if transport is not None:
            transport.close()

    def open(self) -> httpx.BaseTransport:
        """Return the transport of this process; open it if there is none.

        Raises:
            ConfigurationError: If it cannot be opened.
        """
        # The process is read first, as it is set last: another thread of a child may open the transport in between.
        if self._process.is_current() and (transport := self._transport) is not None:
            return transport
        with self._lock.get():
            if self._transport is None or not self._process.is_current():
                with connection_errors():
                    self._transport = self._open_transport()
                self._process = CurrentProcess()
            return self._transport

    def close(self) -> None:
        """Close the transport, if it is open; it opens again when it is used."""
        with self._lock.get():
            transport = self._detach()
        if transport is not None:
            transport.close()

    def _detach(self) -> httpx.BaseTransport | None:
        """Return the transport of this process, and forget it; that of a parent stays open."""
        transport, self._transport = self._transport, None
        return transport if self._process.is_current() else None


class AsyncConnection:
    """The transport of an event loop.

    Args:
        open_transport: Function that opens the transport.
    """

    def __init__(self, open_transport: Callable[[], httpx.AsyncBaseTransport]) -> None:
        self._open_transport = open_transport
        self._transport: httpx.AsyncBaseTransport | None = None
        self._owner: tuple[CurrentProcess, object | None] = (CurrentProcess(), None)
        self._entered = 0

    def enter(self) -> None:
        """Count one more `with` statement of a client that uses the transport."""
        self._entered += 1

    async def leave(self) -> None:
        """Close the transport if the last `with` statement ends."""
        self._entered -= 1
        if self._entered == 0:
            await self.aclose()

    def open(self) -> httpx.AsyncBaseTransport:
        """Return the transport of this event loop; open it if there is none.

        Raises:
            ConfigurationError: If it cannot be opened.
        """
        if self._transport is None or not self._is_owner():
            with connection_errors():
                self._transport = self._open_transport()
            self._owner = (CurrentProcess(), _running_loop())
        elif self._owner[1] is None:  # it was opened before any event loop ran
            self._owner = (self._owner[0], _running_loop())
        return self._transport

    async def aclose(self) -> None:
        """Close the transport, if it is open; it opens again when it is used."""
        transport, self._transport = self._transport, None
        if transport is not None and self._is_owner():
            await transport.aclose()

    def _is_owner(self) -> bool:
        process, loop = self._owner
        current = _running_loop()
        return process.is_current() and (loop is None or current is None or loop is current)


def _running_loop() -> object | None:
    """Return the running event loop; none runs before asyncio is imported, which is slow to import."""
    asyncio = sys.modules.get("asyncio")
    try:
        return asyncio.get_running_loop() if asyncio else None
    except RuntimeError:
        return None
