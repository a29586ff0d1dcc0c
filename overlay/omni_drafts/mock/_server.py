"""Server of the mock on loopback: in a thread beside the code that uses it, or in the main thread of a command."""

import asyncio
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.types import Scope

from omni_drafts.mock._app.application import Sleep, build_application
from omni_drafts.mock._description.description import Description
from omni_drafts.mock._description.loading import load_description
from omni_drafts.mock._state.state import MockState

_HOST = "127.0.0.1"


class MockServer:
    """Mock on loopback, for the duration of a `with` statement.

        with MockServer() as mock:
            mock.state.add_document("12db1a0a")
            omni = Omni(base_url=mock.base_url, token="editor-token")

    Args:
        state: State of the mock. The default is a new one without documents.
        description: Repaired description, or path of its JSON file. The default is the description of the package.
        port: TCP port; 0 for a free one.
        sleep: Function that sleeps before a slow response.

    Attributes:
        state: State of the mock. It may change while the mock is served.

    Raises:
        DescriptionError: If the description file is invalid.
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
        """URL without a path, as OMNI_BASE_URL has it.

        Raises:
            RuntimeError: If the mock is not served.
        """
        if self._socket is None:
            raise RuntimeError("the mock is not served; use it in a `with` statement")
        return _base_url(self._socket)

    @property
    def api_url(self) -> str:
        """URL with the prefix of the description, as the generated client has it.

        Raises:
            RuntimeError: If the mock is not served.
        """
        return f"{self.base_url}{self._description.prefix}"

    def __enter__(self) -> Self:
        if self._socket is not None:
            raise RuntimeError("the mock is served already; use one `with` statement at a time")
        # The socket listens before the server runs, so that the first request can be sent immediately.
        self._socket = listen(self._port)
        self._server = make_server(self.state, self._description, self._sleep)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="omni-mock", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._server is not None and self._thread is not None and self._socket is not None:
            self._server.should_exit = True
            self._thread.join()
            self._socket.close()
            self._server = self._thread = self._socket = None


def serve(
    state: MockState,
    *,
    description: Mapping[str, Any] | Path | str | None = None,
    port: int,
    on_start: Callable[[str], None],
) -> None:
    """Serve a mock on loopback until the process gets SIGINT or SIGTERM. Call it in the main thread.

    After SIGTERM, the process ends as it does without a mock.

    Args:
        state: State of the mock.
        description: Repaired description, or path of its JSON file. The default is the description of the package.
        port: TCP port; 0 for a free one.
        on_start: Function that is called with the URL of the API, such as `http://127.0.0.1:8787/api`, once the mock
            accepts connections.

    Raises:
        DescriptionError: If the description file is invalid.
        KeyboardInterrupt: If the process got SIGINT; the mock is stopped.
        OSError: If the port cannot be used.
    """
    loaded = load_description(description)
    with listen(port) as listening_socket:
        on_start(f"{_base_url(listening_socket)}{loaded.prefix}")
        make_server(state, loaded).run(sockets=[listening_socket])


def _base_url(listening_socket: socket.socket) -> str:
    """Return the URL of a listening socket, without a path."""
    return f"http://{_HOST}:{listening_socket.getsockname()[1]}"


def listen(port: int) -> socket.socket:
    """Return a socket that listens on loopback.

    Args:
        port: TCP port; 0 for a free one.

    Raises:
        OSError: If the port cannot be used.
    """
    listening_socket = socket.create_server((_HOST, port), backlog=1024)
    # With Nagle's algorithm, the body of a response would wait 40 ms for the acknowledgement of its head.
    listening_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening_socket


def make_server(state: MockState, description: Description, sleep: Sleep = asyncio.sleep) -> uvicorn.Server:
    """Create the server of a mock.

    Args:
        state: State of the mock.
        description: Loaded description.
        sleep: Function that sleeps before a slow response.
    """

    def drop_connection(scope: Scope) -> None:
        """Close the connection of a request without a response."""
        for connection in tuple(server.server_state.connections):
            transport = connection.transport
            if transport is not None and transport.get_extra_info("peername") == tuple(scope["client"]):
                transport.abort()

    application = build_application(state, description, sleep, drop_connection)
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            lifespan="off",
            log_config=None,  # the logging of the program stays as it is
            log_level="warning",
            date_header=False,  # `Date` has the time of the mock
            timeout_keep_alive=60,  # a shorter timeout could close a connection that a client is about to use
            timeout_graceful_shutdown=1,
        )
    )
    return server
