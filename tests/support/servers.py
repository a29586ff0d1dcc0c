"""Small servers on loopback that respond in one fixed way, right or wrong, and record their requests."""

import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any

from attrs import define, field, frozen

_HOST = "127.0.0.1"
_CHUNK_SECONDS = 0.01
_SLOW_SECONDS = 30.0
_ACCEPT_SECONDS = 20.0
"""A client whose time is over may never connect."""


@frozen
class ReceivedRequest:
    """A request that a server received."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@define
class FixedServer:
    """A server that sends one response to every request.

    Attributes:
        base_url: URL of the server.
        requests: Requests that it received.
    """

    base_url: str
    requests: list[ReceivedRequest] = field(factory=list)


@contextmanager
def serve_response(
    status_code: int = 200,
    body: object = b"",
    headers: Mapping[str, str] | None = None,
    context: ssl.SSLContext | None = None,
) -> Iterator[FixedServer]:
    """Serve one response to every request; a body that is not bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent_headers = {"Content-Type": "application/json"} | dict(headers or {})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            received = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            fixed.requests.append(ReceivedRequest(self.command, self.path, dict(self.headers), received))
            self.send_response(status_code)
            for name, value in sent_headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_CONNECT = respond  # noqa: N815 - the names that http.server calls

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the method that http.server calls
            """Log nothing."""

    server = ThreadingHTTPServer((_HOST, 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if context is None else "https"
    fixed = FixedServer(f"{scheme}://localhost:{server.server_port}")
    with server, run_in_thread(server):
        yield fixed


@contextmanager
def run_in_thread(server: socketserver.BaseServer) -> Iterator[None]:
    """Run a server in a thread until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def serve_silence() -> Iterator[str]:
    """Listen, and never respond; yield the URL."""
    with socket.create_server((_HOST, 0)) as listening:
        yield _url(listening)


@contextmanager
def serve_disconnect(last_bytes: bytes = b"") -> Iterator[str]:
    """Accept one connection, read the request, send some bytes, and close it; yield the URL."""
    with socket.create_server((_HOST, 0)) as listening:

        def disconnect() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(last_bytes)

        thread = threading.Thread(target=disconnect)
        thread.start()
        yield _url(listening)
        thread.join()


@contextmanager
def serve_slow_response(start: bytes, chunk: bytes) -> Iterator[str]:
    """Accept one connection, send a start, and then a chunk every 10 ms until it is closed; yield the URL."""
    with socket.create_server((_HOST, 0)) as listening:
        listening.settimeout(_ACCEPT_SECONDS)

        def send_slowly() -> None:
            with suppress(OSError), listening.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(start)
                for _ in range(int(_SLOW_SECONDS / _CHUNK_SECONDS)):
                    connection.sendall(chunk)
                    sleep(_CHUNK_SECONDS)

        thread = threading.Thread(target=send_slowly)
        thread.start()
        yield _url(listening)
        thread.join()


@contextmanager
def reserve_closed_port() -> Iterator[str]:
    """Yield the URL of a port where nothing listens, nor can until the block ends."""
    with socket.socket() as bound:
        bound.bind((_HOST, 0))
        yield _url(bound)


def _url(listening: socket.socket) -> str:
    return f"http://{_HOST}:{listening.getsockname()[1]}"
