"""Counts the instructions that a command takes, with valgrind's callgrind."""

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.processes import run

_COUNTED = re.compile(r"Collected : (\d+)")


class NoValgrindError(Exception):
    """Valgrind is not installed; the message says how to have it."""


def find_valgrind() -> str:
    """Give the command.

    Raises:
        NoValgrindError: It is not there.
    """
    found = shutil.which("valgrind")
    if found is None:
        raise NoValgrindError("valgrind is needed to count instructions; on Debian: apt-get install valgrind")
    return found


def count(command: Sequence[str | Path], environment: Mapping[str, str]) -> int:
    """Run a command to its end, and count the instructions of its process, not of others that it starts.

    Raises:
        NoValgrindError: Valgrind is not there.
        ProcessError: The command failed.
    """
    valgrind = [find_valgrind(), "--tool=callgrind", f"--callgrind-out-file={os.devnull}"]
    counted = _COUNTED.search(run([*valgrind, *command], environment).errors)
    if counted is None:
        raise ValueError("callgrind did not say what it counted")
    return int(counted[1])
