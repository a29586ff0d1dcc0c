"""Compares what was made with what is committed, and puts it there: all at once, or not at all."""

import ctypes
import os
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
        elif home[name].is_symlink() or made[name].read_bytes() != home[name].read_bytes():
            yield f"{path}: changed"


def put_all_in_place(artifacts: tuple[Artifact, ...]) -> None:
    """Replace what is at home, all of it; where one cannot be replaced, those before it are brought back.

    Made and home stand on one file system, so that a rename is all it takes. A process that is killed at any
    moment leaves each home whole, the old one or the new one.

    Raises:
        OSError: One could not be replaced, and all are as they were.
    """
    replaced: list[Artifact] = []
    try:
        for artifact in artifacts:
            _swap(artifact)
            replaced.append(artifact)
    except BaseException:
        for artifact in reversed(replaced):
            _swap(artifact)
        raise


def _swap(artifact: Artifact) -> None:
    """Put the made one at home, and the old one, if there is one, where the made one was."""
    artifact.home.parent.mkdir(parents=True, exist_ok=True)
    if not _exchange(artifact.made, artifact.home):
        _exchange_in_steps(artifact)


def _files(path: Path) -> dict[Path, Path]:
    if path.is_file() or path.is_symlink():
        return {Path(): path}
    return {
        file.relative_to(path): file
        for file in path.rglob("*")
        if (file.is_symlink() or not file.is_dir())
        and not (file.suffix == ".pyc" and file.parent.name == "__pycache__")
    }


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two names in one step, where the system can (Linux) and there are two."""
    if not sys.platform.startswith("linux") or not os.path.lexists(second):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    current_folder, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return rename is not None and (
        rename(current_folder, os.fsencode(first), current_folder, os.fsencode(second), exchange) == 0
    )


def _exchange_in_steps(artifact: Artifact) -> None:
    aside = artifact.made.with_name(artifact.made.name + ".old")
    had_one = os.path.lexists(artifact.home)
    if had_one:
        os.replace(artifact.home, aside)
    try:
        os.replace(artifact.made, artifact.home)
    except BaseException:
        if had_one:
            os.replace(aside, artifact.home)
        raise
    if had_one:
        os.replace(aside, artifact.made)
