"""Compares what was made with what is committed, and puts it there: all at once, or not at all."""

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen


@frozen
class Artifact:
    """A file or folder that is made, and where it belongs."""

    made: Path
    home: Path


def find_drift(artifact: Artifact) -> Iterator[str]:
    """Name each file at home that is changed, missing or stray; bytecode that Python left there does not count."""
    made, home = _files(artifact.made), _files(artifact.home)
    for name in sorted(made.keys() | home.keys()):
        path = os.path.normpath(artifact.home / name)
        if name not in home:
            yield f"{path}: missing"
        elif name not in made:
            yield f"{path}: stray"
        elif made[name].read_bytes() != home[name].read_bytes():
            yield f"{path}: changed"


def put_in_place(artifact: Artifact) -> None:
    """Replace what is at home. Made and home stand on one file system, so that a rename is all it takes.

    A process that is killed at any moment leaves the old one whole, or the new one.
    """
    if not artifact.home.exists() or artifact.home.is_file():
        artifact.home.parent.mkdir(parents=True, exist_ok=True)
        os.replace(artifact.made, artifact.home)
    elif not _exchange(artifact.made, artifact.home):
        _move_aside_and_replace(artifact)


def _files(path: Path) -> dict[Path, Path]:
    if path.is_file():
        return {Path(): path}
    return {
        file.relative_to(path): file
        for file in path.rglob("*")
        if not file.is_dir() and "__pycache__" not in file.parts
    }


def _exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step, where the system can (Linux)."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    current_folder, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return rename is not None and (
        rename(current_folder, os.fsencode(first), current_folder, os.fsencode(second), exchange) == 0
    )


def _move_aside_and_replace(artifact: Artifact) -> None:
    aside = artifact.made.with_name(artifact.made.name + ".old")
    os.replace(artifact.home, aside)
    try:
        os.replace(artifact.made, artifact.home)
    except BaseException:
        os.replace(aside, artifact.home)
        raise
    with contextlib.suppress(OSError):
        shutil.rmtree(aside)
