"""Logging to standard error at the level of OMNI_LOG."""

import logging
from collections.abc import Iterator

import httpx
import pytest

from omni_drafts import AsyncOmni, ConfigurationError, Omni

LOGGER = logging.getLogger("omni_drafts")


@pytest.fixture(autouse=True)
def logger() -> Iterator[logging.Logger]:
    """Return the logger without handlers, and restore it."""
    handlers, level, propagate = LOGGER.handlers, LOGGER.level, LOGGER.propagate
    LOGGER.handlers = []
    yield LOGGER
    LOGGER.handlers = handlers
    LOGGER.setLevel(level)
    LOGGER.propagate = propagate


def create_clients() -> Omni:
    """Create clients of both kinds, and return the last."""
    AsyncOmni(instance="a", token="made-up-token")
    Omni(instance="a", token="made-up-token")
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=[]))
    return Omni(instance="a", token="made-up-token", transport=transport)


def test_omni_log_debug_logs_each_request_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OMNI_LOG", "debug")
    create_clients().drafts.list("doc")
    (line,) = capsys.readouterr().err.splitlines()
    assert " DEBUG omni_drafts: GET https://a.omniapp.co/api/v1/documents/doc/drafts: 200 in " in line


def test_omni_log_debug_does_not_log_the_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OMNI_LOG", "debug")
    create_clients().drafts.list("doc")
    assert "made-up-token" not in capsys.readouterr().err


@pytest.mark.parametrize("level", ["info", "INFO", " info "])
def test_omni_log_info_logs_info_once(
    level: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OMNI_LOG", level)
    create_clients()
    LOGGER.info("for a test")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(" INFO omni_drafts: for a test")


def test_omni_log_info_does_not_log_debug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OMNI_LOG", "info")
    create_clients().drafts.list("doc")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("level", ["", " "])
def test_omni_log_that_is_empty_changes_nothing(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMNI_LOG", level)
    before = LOGGER.level
    create_clients()
    assert (LOGGER.handlers, LOGGER.level) == ([], before)


@pytest.mark.parametrize("kind", [Omni, AsyncOmni])
@pytest.mark.parametrize("level", ["warning", "1", "debug,info"])
def test_omni_log_that_is_wrong_raises(
    level: str, kind: type[Omni | AsyncOmni], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMNI_LOG", level)
    with pytest.raises(ConfigurationError, match=f"^OMNI_LOG: '{level}' is not a level; use debug or info$"):
        kind(instance="a", token="made-up-token")
    assert LOGGER.handlers == []
