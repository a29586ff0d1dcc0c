"""A real Redis of its own, for a measurement or a test."""

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
    """Give the command, if it is installed."""
    return shutil.which("redis-server")


@contextmanager
def serving_redis(folder: Path) -> Iterator[str]:
    """Serve for as long as the block lasts; gives the address."""
    server = RedisServer(folder)
    server.start()
    try:
        yield server.address
    finally:
        server.end()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@define
class RedisServer:
    """A Redis on loopback, that keeps nothing when it ends.

    Attributes:
        folder: Where it may write.
        port: A free one if left out.
        password: Empty for none.
    """

    folder: Path
    port: int = field(factory=_free_port)
    password: str = ""
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def address(self) -> str:
        """Where it is, as `pacing` is told."""
        secret = f":{self.password}@" if self.password else ""
        return f"redis://{secret}127.0.0.1:{self.port}/0"

    @property
    def client(self) -> "Redis":
        """Make a client of it."""
        return Redis.from_url(self.address, socket_timeout=5)

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises:
            RuntimeError: It is not installed, or ends at once.
            RedisError: It does not answer.
        """
        program = find_redis()
        if program is None:
            raise RuntimeError("redis-server is needed (on Debian: apt-get install redis-server)")
        options = f"--bind 127.0.0.1 --port {self.port} --appendonly no --loglevel warning".split()
        secret = ["--requirepass", self.password] if self.password else []
        command = [program, *options, "--save", "", *secret]
        self._process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)
        try:
            self._wait_until_it_answers(self._process)
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Let it stand still: it answers nothing until it goes on."""
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        """End a pause."""
        self._send(signal.SIGCONT)

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _wait_until_it_answers(self, process: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + _SECONDS_TO_START
        with self.client as client:
            while True:
                try:
                    client.ping()
                    return
                except RedisError:
                    if process.poll() is not None:
                        raise RuntimeError(f"redis-server ended at once, with {process.returncode}") from None
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.02)
