"""Runs commands in fresh processes, each with a limit of time, and tells what they took."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import IO

from attrs import frozen

LIMIT = 600.0


class ProcessError(Exception):
    """A process failed, or took too long; the message holds the end of what it said."""


@frozen
class Cost:
    """What a process took, with the processes that it waited for.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of processor time, its own and the system's.
        memory: The most that it held at once, in MiB.
    """

    wall: float
    cpu: float
    memory: float


@frozen
class Finished:
    """A process that ended well: what it took, and what it said."""

    cost: Cost
    output: str
    errors: str


def run(command: Sequence[str | Path], environment: Mapping[str, str], folder: Path | None = None) -> Finished:
    """Run a command to its end.

    Raises:
        ProcessError: It ended with another code than 0, or not in time.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env=dict(environment),
            cwd=folder,
        )
        limit = threading.Timer(LIMIT, process.kill)
        limit.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            limit.cancel()
        wall = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said, complained = (_whole(file) for file in (output, errors))
    if process.returncode != 0:
        raise ProcessError(f"{command[0]} ended with {process.returncode}: {(said + complained).strip()[-2000:]}")
    return Finished(Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), said, complained)


def tools_environment() -> dict[str, str]:
    """Give the environment of the tools, with those of this Python first."""
    return os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def _whole(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")
