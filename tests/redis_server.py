"""A real Redis, in a folder of its own."""

import shutil
import socket
import subprocess
import time
from pathlib import Path

from attrs import define, field
from redis import Redis
from redis.exceptions import RedisError


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@define
class RedisServer:
    """A Redis that keeps nothing when it ends."""

    folder: Path
    port: int = field(factory=_free_port)
    password: str = ""
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def address(self) -> str:
        """Where it is, as `pacing` is told."""
        return (
            f"redis://:{self.password}@127.0.0.1:{self.port}/0" if self.password else f"redis://127.0.0.1:{self.port}"
        )

    @property
    def client(self) -> "Redis":
        """Make a client of it."""
        return Redis.from_url(self.address, socket_timeout=5)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        program = shutil.which("redis-server")
        assert program is not None, "redis-server is needed (on Debian: apt-get install redis-server)"
        options = f"--bind 127.0.0.1 --port {self.port} --appendonly no --loglevel warning".split()
        secret = ["--requirepass", self.password] if self.password else []
        command = [program, *options, "--save", "", *secret]
        self._process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)  # noqa: S603 - the system's
        until = time.monotonic() + 20
        with self.client as client:
            while True:
                try:
                    client.ping()
                    return
                except RedisError:
                    assert time.monotonic() < until, "redis-server does not answer"
                    time.sleep(0.02)

    def end(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
