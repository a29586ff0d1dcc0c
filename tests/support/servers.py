"""Small servers on loopback that answer in one fixed way, right or wrong, and keep what they were asked."""

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


@frozen
class Asked:
    """A request that a server was sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@define
class Answering:
    """A server, its address, and what it was asked."""

    base_url: str
    asked: list[Asked] = field(factory=list)


@contextmanager
def answering(
    status: int = 200,
    body: object = b"",
    headers: Mapping[str, str] | None = None,
    context: ssl.SSLContext | None = None,
) -> Iterator[Answering]:
    """Serve one answer to every request: bytes as they are, anything else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"Content-Type": "application/json"} | dict(headers or {})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            known.asked.append(Asked(self.command, self.path, dict(self.headers), asked))
            self.send_response(status)
            for name, value in sent.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_CONNECT = answer  # noqa: N815 - the names that http.server calls

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the method that http.server calls
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if context is None else "https"
    known = Answering(f"{scheme}://localhost:{server.server_port}")
    with server, serving(server):
        yield known


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    """Serve in a thread until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def silent() -> Iterator[str]:
    """Listen, and never answer; gives the address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def hanging_up(last_words: bytes = b"") -> Iterator[str]:
    """Accept one connection, read the request, send what is no answer, and close; gives the address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def hang_up() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(last_words)

        thread = threading.Thread(target=hang_up)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


@contextmanager
def dripping(beginning: bytes, drop: bytes) -> Iterator[str]:
    """Accept one connection, and send a beginning and drop after drop until it is closed, or 30 s are over."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)  # whoever has too little time may not get so far as to connect

        def drip() -> None:
            with suppress(OSError), listening.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(beginning)
                for _ in range(3000):  # of a hundredth of a second
                    connection.sendall(drop)
                    sleep(0.01)

        thread = threading.Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


@contextmanager
def refusing() -> Iterator[str]:
    """Give an address where nobody listens, nor can until the block ends."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
