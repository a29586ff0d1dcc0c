"""A server on loopback that answers as the API does, in a process of its own, so that only its callers are measured.

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
from benchmarks.workloads.drafts import body

LIMIT = 900
LISTED = 3
DRAFT = "d56b7f56"


@contextmanager
def serving() -> Iterator[str]:
    """Serve for as long as the block lasts, and at most a quarter of an hour; gives the address."""
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
    wbufsize = -1  # head and body leave together
    timeout = LIMIT

    def do_GET(self) -> None:
        self._answer(body(LISTED))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(b'{"identifier": "%s"}' % DRAFT.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the method that http.server calls
        """Keep quiet."""

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def main() -> None:
    """Serve until ended, or until the time is up."""
    signal.alarm(LIMIT)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
