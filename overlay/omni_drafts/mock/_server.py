"""Serves the mock on loopback, beside the code that uses it."""

import asyncio
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.types import Scope

from omni_drafts.mock._app.application import Sleep, serve_description
from omni_drafts.mock._description.loading import Description, load_description
from omni_drafts.mock._state.state import MockState

HOST = "127.0.0.1"


class MockServer:
    """A mock on loopback, from `with` to the end of the block.

        with MockServer() as mock:
            mock.state.add_document("12db1a0a")
            omni = Omni(base_url=mock.base_url, token="editor-token")

    Args:
        state: What it knows; a new one, without documents, if left out.
        description: The repaired description that it keeps, as a document or as the JSON file that has it; the
            one that comes with the mock if left out.
        port: 0 for a free one.
        sleep: Waits for an answer that is to be slow.

    Attributes:
        state: What it knows. It may be changed while the mock is served.
    """

    def __init__(
        self,
        state: MockState | None = None,
        *,
        description: Mapping[str, Any] | Path | str | None = None,
        port: int = 0,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.state = MockState() if state is None else state
        self._description = load_description(description)
        self._port = port
        self._sleep = sleep
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """Its address, without a path, as OMNI_BASE_URL has it.

        Raises:
            RuntimeError: It is not served.
        """
        if self._socket is None:
            raise RuntimeError("the mock has an address while it is served: use it in a `with` statement")
        return f"http://{HOST}:{self._socket.getsockname()[1]}"

    @property
    def api_url(self) -> str:
        """The address that the paths of the description follow, as the generated client takes it.

        Raises:
            RuntimeError: It is not served.
        """
        return f"{self.base_url}{self._description.prefix}"

    def __enter__(self) -> Self:
        if self._socket is not None:
            raise RuntimeError("the mock is served already: one `with` statement at a time")
        # The socket listens before the server runs, so that nobody has to wait until it does.
        self._socket = listen(self._port)
        self._server = make_server(self.state, self._description, self._sleep)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="omni-mock", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._server is not None and self._thread is not None and self._socket is not None:
            self._server.should_exit = True
            self._thread.join()
            self._socket.close()
            self._server = self._thread = self._socket = None


def listen(port: int) -> socket.socket:
    """Listen on loopback; port 0 is a free one.

    Raises:
        OSError: The port is taken.
    """
    listening = socket.create_server((HOST, port), backlog=1024)
    # Else the second part of each answer waits until the first one is acknowledged, which takes 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def make_server(state: MockState, description: Description, sleep: Sleep = asyncio.sleep) -> uvicorn.Server:
    """Make the server of a state and a description."""

    def drop(scope: Scope) -> None:
        """Close the connection that a request came on, with no word more."""
        for connection in tuple(server.server_state.connections):
            transport = connection.transport
            if transport is not None and transport.get_extra_info("peername") == tuple(scope["client"]):
                transport.abort()

    application = serve_description(state, description, sleep, drop)
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            lifespan="off",
            log_config=None,  # what it has to say goes where the program's own messages go
            log_level="warning",
            date_header=False,  # the mock has a time of its own
            timeout_keep_alive=60,  # longer than clients keep connections, or one may be closed as it is used
            timeout_graceful_shutdown=1,
        )
    )
    return server
