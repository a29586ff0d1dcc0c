"""A Redis server for one measurement or test."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import define, field
from redis import Redis
from redis.exceptions import RedisError

_SECONDS_TO_START = 20


def find_redis() -> str | None:
    """Return the path of `redis-server`; `None` if it is not installed."""
    return shutil.which("redis-server")


@contextmanager
def serve_redis(folder: Path) -> Iterator[str]:
    """Serve until the block ends; yield the URL."""
    server = RedisServer(folder)
    server.start()
    try:
        yield server.address
    finally:
        server.end()


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


@define
class RedisServer:
    """A Redis server on loopback, which persists nothing.

    Attributes:
        folder: Working directory of the server.
        port: Port of the server; a free one by default.
        password: Password of the server; empty for none.
    """

    folder: Path
    port: int = field(factory=_free_port)
    password: str = ""
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def address(self) -> str:
        """URL of the server, for `rate_limit_storage`."""
        secret = f":{self.password}@" if self.password else ""
        return f"redis://{secret}127.0.0.1:{self.port}/0"

    @property
    def client(self) -> "Redis":
        """A new client of the server."""
        return Redis.from_url(self.address, socket_timeout=5)

    def start(self) -> None:
        """Start the server, and wait until it responds.

        Raises:
            RuntimeError: If it is not installed, or exits at once.
            RedisError: If it does not respond in time.
        """
        program = find_redis()
        if program is None:
            raise RuntimeError("redis-server is needed (on Debian: apt-get install redis-server)")
        options = f"--bind 127.0.0.1 --port {self.port} --appendonly no --loglevel warning".split()
        secret = ["--requirepass", self.password] if self.password else []
        command = [program, *options, "--save", "", *secret]
        self._process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)
        try:
            self._wait_until_ready(self._process)
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Kill the server."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Stop the process until `resume`; connections stay open without a response."""
        self._send(signal.SIGSTOP)

    def resume(self) -> None:
        """Continue after `pause`."""
        self._send(signal.SIGCONT)

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + _SECONDS_TO_START
        with self.client as client:
            while True:
                try:
                    client.ping()
                    return
                except RedisError:
                    if process.poll() is not None:
                        raise RuntimeError(f"redis-server exited at once with {process.returncode}") from None
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.02)
