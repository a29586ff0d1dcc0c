"""A server on loopback that records each request, byte for byte, and sends a chosen response."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from attrs import Factory, define, field

from openapi.conformance.exchange import Reply, SentRequest
from support.servers import run_in_thread


@define
class RecordingServer:
    """The server: its port, the response that it sends, and the requests that it recorded."""

    port: int
    reply: Reply = field(factory=Reply)
    requests: list[SentRequest] = Factory(list)
    prefix: str = "/below"

    @property
    def base_url(self) -> str:
        """URL before the paths of the description."""
        return f"http://127.0.0.1:{self.port}{self.prefix}"


@contextmanager
def record_requests() -> Iterator[RecordingServer]:
    """Serve until the block ends."""

    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

        def handle(self) -> None:
            while line := self.rfile.readline():
                method, target, _ = line.decode("ascii").split(" ")
                headers = list(iter(self._header, None))
                length = sum(int(value) for name, value in headers if name.lower() == "content-length")
                recorder.requests.append(SentRequest(method, target, headers, self.rfile.read(length)))
                self.wfile.write(_serialize(recorder.reply, method))

        def _header(self) -> tuple[str, str] | None:
            line = self.rfile.readline().decode("latin-1").rstrip("\r\n")
            name, _, value = line.partition(":")
            return (name, value.strip()) if line else None

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        recorder = RecordingServer(server.server_address[1])
        with run_in_thread(server):
            yield recorder


def _serialize(reply: Reply, method: str) -> bytes:
    try:
        reason = HTTPStatus(reply.status).phrase
    except ValueError:
        reason = ""
    content = b"" if reply.status in (204, 304) or method == "HEAD" else reply.content
    head = [f"HTTP/1.1 {reply.status} {reason}"]
    if reply.content_type is not None:
        head.append(f"Content-Type: {reply.content_type}")
    if reply.status not in (204, 304):
        head.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*head, "", ""]).encode() + content
