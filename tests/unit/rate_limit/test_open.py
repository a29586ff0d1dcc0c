"""The setting `rate_limit_storage`: the storages that it opens, and the errors of wrong values."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from omni_drafts import ConfigurationError
from omni_drafts._rate_limit.memory import MemoryStorage
from omni_drafts._rate_limit.open import open_storage
from omni_drafts._rate_limit.sqlite import SqliteStorage
from support.clock import FakeClock

NEITHER = "rate_limit_storage: neither sqlite:///PATH nor the URL of a Redis server"
NOT_REDIS = "rate_limit_storage: not the URL of a Redis server"


def test_open_storage_without_a_url_opens_memory(clock: FakeClock) -> None:
    assert isinstance(open_storage(None, clock, is_system_clock=False), MemoryStorage)


def test_open_storage_of_sqlite_opens_the_file_of_an_absolute_path(tmp_path: Path, clock: FakeClock) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'limits'}", clock, is_system_clock=False)
    assert isinstance(storage, SqliteStorage)
    assert storage.path == tmp_path / "limits"


def test_open_storage_of_sqlite_opens_the_file_of_a_relative_path(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    storage = open_storage("sqlite:///limits", clock, is_system_clock=False)
    assert isinstance(storage, SqliteStorage)
    assert storage.path == tmp_path / "limits"


def test_open_storage_of_sqlite_does_not_create_the_file(tmp_path: Path, clock: FakeClock) -> None:
    open_storage(f"sqlite:///{tmp_path / 'limits'}", clock, is_system_clock=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:///", "'' is not a file in an existing folder"),
        ("sqlite:///a\0b", "is not a file in an existing folder"),
        (f"sqlite:///{'long' * 100}", "too long"),
        ("sqlite:///.", "is not a file in an existing folder"),
        ("sqlite:////nowhere/at/all/limits", "is not a file in an existing folder"),
        ("sqlite:///nowhere/limits", f"({Path.cwd()}/nowhere/limits)"),
        ("sqlite:///~nobody-of-this-name/limits", "home"),
        ("sqlite://limits", NEITHER),
        ("file:limits", NEITHER),
        ("limits", NEITHER),
        ("", NEITHER),
        (5, NEITHER),
        (b"sqlite:///limits", NEITHER),
        ("redis://host:a-word-that-is-secret", NOT_REDIS),
        ("redis://:a-word-that-is-secret@host/main", NOT_REDIS),
        ("redis://:a-word-that-is-secret@host?unheard_of=1", NOT_REDIS),
    ],
)
def test_open_storage_of_a_wrong_url_raises_an_error_without_its_password(
    url: Any, message: str, clock: FakeClock
) -> None:
    with pytest.raises(ConfigurationError, match=message) as raised:
        open_storage(url, clock, is_system_clock=False)
    assert "secret" not in str(raised.value)


def test_open_storage_of_redis_without_the_extra_raises_an_error_with_the_command(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "omni_drafts._rate_limit.redis", raising=False)
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'omni-drafts\[redis\]'"):
        open_storage("redis://localhost", clock, is_system_clock=False)


@pytest.mark.parametrize(
    ("refused", "message"),
    [(".", "the folder of .*limits is not writable"), ("limits", ".*limits is not readable and writable")],
)
def test_open_storage_of_a_file_that_is_not_writable_raises_an_error(
    refused: str, message: str, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "limits"
    path.touch()

    def access(checked: Path, _: int) -> bool:
        return checked != tmp_path / refused

    monkeypatch.setattr(os, "access", access)  # root may do anything anywhere
    with pytest.raises(ConfigurationError, match=f"rate_limit_storage: {message}"):
        open_storage(f"sqlite:///{path}", clock, is_system_clock=False)
