"""Runs commands in fresh processes, each with a time limit, and measures their cost."""

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

TIMEOUT_SECONDS = 600.0
"""Several times the longest workload, so that one that hangs ends."""


class ProcessError(Exception):
    """A process failed or took too long; the message contains the end of its output."""


@frozen
class Cost:
    """The cost of a process and of the processes that it waited for.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of processor time, of the user and the system.
        memory: Peak memory in MiB.
    """

    wall: float
    cpu: float
    memory: float


@frozen
class ProcessResult:
    """The cost and the output of a process that succeeded."""

    cost: Cost
    output: str
    errors: str


def run(command: Sequence[str | Path], environment: Mapping[str, str], folder: Path | None = None) -> ProcessResult:
    """Run a command to its end.

    Raises:
        ProcessError: If it fails, or takes too long.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env=dict(environment),
            cwd=folder,
        )
        timer = threading.Timer(TIMEOUT_SECONDS, process.kill)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            timer.cancel()
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        stdout, stderr = (_read_all(file) for file in (output, errors))
    if process.returncode != 0:
        raise ProcessError(f"{command[0]} ended with {process.returncode}: {(stdout + stderr).strip()[-2000:]}")
    return ProcessResult(Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), stdout, stderr)


def tools_environment() -> dict[str, str]:
    """Return the environment of the tools, in which those of this Python come first."""
    return os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def _read_all(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")
