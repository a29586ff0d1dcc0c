"""Helpers that read all files of a folder, and edit one."""

from collections.abc import Mapping
from pathlib import Path


def contents(folder: Path) -> Mapping[Path, bytes]:
    """Return the bytes of each file of a folder, except for bytecode."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def replace(path: Path, old: str, new: str) -> None:
    """Replace a text of a file; fail if the file does not have it."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
