"""Paths of files that the client writes: the absolute path, or an error with the setting and the reason."""

import os
from pathlib import Path
from typing import Any

import pytest

from omni_drafts import ConfigurationError
from omni_drafts._paths import check_file_path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Enter an empty folder, which is the home directory too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("path", ["file", Path("file"), "./file", "~/file", Path("~/file")], ids=repr)
def test_check_file_path_returns_the_absolute_path(path: str | Path, folder: Path) -> None:
    assert check_file_path(path, "setting") == folder / "file"


def test_check_file_path_of_an_absolute_path_returns_it(folder: Path) -> None:
    assert check_file_path(folder / "file", "setting") == folder / "file"


def test_check_file_path_accepts_a_file_that_exists(folder: Path) -> None:
    (folder / "file").write_text("content")
    assert check_file_path("file", "setting").read_text() == "content"


def test_check_file_path_does_not_create_the_file(folder: Path) -> None:
    check_file_path("file", "setting")
    assert list(folder.iterdir()) == []


def test_check_file_path_of_a_link_keeps_its_name(folder: Path) -> None:
    (folder / "target").touch()
    (folder / "link").symlink_to("target")
    assert check_file_path("link", "setting") == folder / "link"


@pytest.mark.parametrize("path", ["", ".", "..", "~", "a\0b", "missing/file"], ids=repr)
def test_check_file_path_that_cannot_be_a_file_raises(path: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^setting: .* is not a file in an existing folder \(/.*\)$"):
        check_file_path(path, "setting")


@pytest.mark.parametrize("path", [None, 5, b"file", "~nobody-of-this-name/file", "long" * 100], ids=repr)
def test_check_file_path_that_is_not_a_path_raises_with_the_reason(path: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^setting: .* is not the path of a file: .+") as caught:
        check_file_path(path, "setting")
    assert caught.value.__cause__ is not None


def test_check_file_path_below_a_file_raises(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(ConfigurationError, match="is not a file in an existing folder"):
        check_file_path("file/file", "setting")


@pytest.mark.parametrize(
    ("path", "mode", "message"),
    [
        ("", os.W_OK, "the folder of .*/file is not writable"),
        ("", os.X_OK, "the folder of .*/file is not writable"),
        ("file", os.R_OK, ".*/file is not readable and writable"),
        ("file", os.W_OK, ".*/file is not readable and writable"),
    ],
)
def test_check_file_path_without_a_permission_raises(
    path: str, mode: int, message: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def access(checked: Path, checked_mode: int) -> bool:
        return checked != folder / path or not checked_mode & mode

    (folder / "file").touch()
    monkeypatch.setattr(os, "access", access)  # root may do anything anywhere
    with pytest.raises(ConfigurationError, match=f"^setting: {message}"):
        check_file_path("file", "setting")
