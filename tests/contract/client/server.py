"""A server on loopback that keeps each request as it came, byte for byte, and answers as it was told."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from attrs import Factory, define, field, frozen

from support.servers import run_in_thread


@frozen
class Asked:
    """A request as it came: its first line, its headers in order, and its body."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    def of(self, name: str) -> list[str]:
        """Give the values of a header."""
        return [value for found, value in self.headers if found.lower() == name.lower()]


@frozen
class Answered:
    """An answer to be sent; without a content type none is named."""

    status: int = 204
    content_type: str | None = None
    content: bytes = b""


@define
class Recording:
    """The server: where it is, what it was asked, and what it answers."""

    port: int
    answer: Answered = field(factory=Answered)
    asked: list[Asked] = Factory(list)

    @property
    def base_url(self) -> str:
        """Its address, with a path before those of the description."""
        return f"http://127.0.0.1:{self.port}/below"


@contextmanager
def recording() -> Iterator[Recording]:
    """Serve until the block ends."""

    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

        def handle(self) -> None:
            while line := self.rfile.readline():
                method, target, _ = line.decode("ascii").split(" ")
                headers = list(iter(self._header, None))
                length = sum(int(value) for name, value in headers if name.lower() == "content-length")
                known.asked.append(Asked(method, target, headers, self.rfile.read(length)))
                self.wfile.write(_written(known.answer, method))

        def _header(self) -> tuple[str, str] | None:
            line = self.rfile.readline().decode("latin-1").rstrip("\r\n")
            name, _, value = line.partition(":")
            return (name, value.strip()) if line else None

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        known = Recording(server.server_address[1])
        with run_in_thread(server):
            yield known


def _written(answer: Answered, method: str) -> bytes:
    try:
        reason = HTTPStatus(answer.status).phrase
    except ValueError:
        reason = ""
    content = b"" if answer.status in (204, 304) or method == "HEAD" else answer.content
    head = [f"HTTP/1.1 {answer.status} {reason}"]
    if answer.content_type is not None:
        head.append(f"Content-Type: {answer.content_type}")
    if answer.status not in (204, 304):
        head.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*head, "", ""]).encode() + content
