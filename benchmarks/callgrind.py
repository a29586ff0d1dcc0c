"""Counts the instructions of a command, with valgrind's callgrind."""

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.processes import run

_COUNT = re.compile(r"Collected : (\d+)")


class NoValgrindError(Exception):
    """Valgrind is not installed; the message has the command that installs it."""


def find_valgrind() -> str:
    """Return the path of valgrind.

    Raises:
        NoValgrindError: If it is not installed.
    """
    path = shutil.which("valgrind")
    if path is None:
        raise NoValgrindError("valgrind is needed to count instructions; on Debian: apt-get install valgrind")
    return path


def count(command: Sequence[str | Path], environment: Mapping[str, str]) -> int:
    """Run a command, and return the number of instructions of its process, without those of child processes.

    Raises:
        NoValgrindError: If valgrind is not installed.
        ProcessError: If the command fails.
    """
    valgrind = [find_valgrind(), "--tool=callgrind", f"--callgrind-out-file={os.devnull}"]
    match = _COUNT.search(run([*valgrind, *command], environment).errors)
    if match is None:
        raise ValueError("the output of callgrind has no count")
    return int(match[1])
