"""Compares generated files with the committed ones, and replaces all of them or none."""

import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen


@frozen
class Artifact:
    """A generated file or folder.

    Attributes:
        generated: Path of the new file or folder.
        target: Path that it replaces, on the same file system.
    """

    generated: Path
    target: Path


def find_drift(artifact: Artifact) -> Iterator[str]:
    """Iterate over the files of the target that are changed, missing or stray; bytecode of Python is ignored."""
    generated, target = _files_of(artifact.generated), _files_of(artifact.target)
    for name in sorted(generated.keys() | target.keys()):
        path = os.path.normpath(artifact.target / name)
        if name not in target:
            yield f"{path}: missing"
        elif name not in generated:
            yield f"{path}: stray"
        elif target[name].is_symlink() or generated[name].read_bytes() != target[name].read_bytes():
            yield f"{path}: changed"


def replace_all(artifacts: tuple[Artifact, ...]) -> None:
    """Replace all targets; after an error, the targets before it are restored.

    A target is replaced by a rename, so a process that is killed leaves either the whole old or the whole new one.

    Raises:
        OSError: If a target could not be replaced.
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
    """Exchange the generated file or folder and the target, if that exists."""
    artifact.target.parent.mkdir(parents=True, exist_ok=True)
    if not _exchange(artifact.generated, artifact.target):
        _exchange_in_steps(artifact)


def _files_of(path: Path) -> dict[Path, Path]:
    if path.is_file() or path.is_symlink():
        return {Path(): path}
    return {
        file.relative_to(path): file
        for file in path.rglob("*")
        if (file.is_symlink() or not file.is_dir())
        and not (file.suffix == ".pyc" and file.parent.name == "__pycache__")
    }


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two paths in one step if both exist and the system supports it, and return whether it was done."""
    if not sys.platform.startswith("linux") or not os.path.lexists(second):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    current_folder, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return rename is not None and (
        rename(current_folder, os.fsencode(first), current_folder, os.fsencode(second), exchange) == 0
    )


def _exchange_in_steps(artifact: Artifact) -> None:
    old = artifact.generated.with_name(artifact.generated.name + ".old")
    existed = os.path.lexists(artifact.target)
    if existed:
        os.replace(artifact.target, old)
    try:
        os.replace(artifact.generated, artifact.target)
    except BaseException:
        if existed:
            os.replace(old, artifact.target)
        raise
    if existed:
        os.replace(old, artifact.generated)
