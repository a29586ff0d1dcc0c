"""A server on loopback that responds as the API, in a process of its own, so that only its clients are measured.

python -m benchmarks.server
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from benchmarks.descriptions import ROOT
from benchmarks.workloads.drafts import build_body

TIMEOUT_SECONDS = 900
"""Longer than any row needs it, so that a server that is left behind ends."""

LISTED = 3
DRAFT = "d56b7f56"


@contextmanager
def serve_api() -> Iterator[str]:
    """Serve until the block ends, for a quarter of an hour at most; yield the URL."""
    command = [sys.executable, "-m", "benchmarks.server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None or not (port := process.stdout.readline().strip()):
                raise RuntimeError("the server did not start")
            yield f"http://127.0.0.1:{port}/api"
        finally:
            process.terminate()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # sends headers and body together
    timeout = TIMEOUT_SECONDS

    def do_GET(self) -> None:
        self._respond(build_body(LISTED))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._respond(b'{"identifier": "%s"}' % DRAFT.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the method that http.server calls
        """Log nothing."""

    def _respond(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def main() -> None:
    """Serve until the process is terminated or times out."""
    signal.alarm(TIMEOUT_SECONDS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
