"""A Redis of its own for a measurement, that keeps nothing when it ends."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SECONDS_TO_START = 20


def find_redis() -> str | None:
    """Give the command, if it is installed."""
    return shutil.which("redis-server")


@contextmanager
def serving_redis(program: str, folder: Path) -> Iterator[str]:
    """Serve on loopback for as long as the block lasts; gives the address."""
    port = _free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    with subprocess.Popen([program, *options], cwd=folder, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_until_it_listens(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait_until_it_listens(port: int) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
