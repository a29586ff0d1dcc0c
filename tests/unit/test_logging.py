"""Logging at the level of OMNI_LOG, in processes without the handlers of pytest."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from omni_drafts import AsyncOmni, ConfigurationError, Omni

LOGGER = logging.getLogger("omni_drafts")

CREATE_CLIENTS = """
import httpx, logging
from omni_drafts import AsyncOmni, Omni
AsyncOmni(instance="a", token="made-up-token")
Omni(instance="a", token="made-up-token")
transport = httpx.MockTransport(lambda _: httpx.Response(200, json=[]))
omni = Omni(instance="a", token="made-up-token", transport=transport)
"""
LIST_DRAFTS = "omni.drafts.list('doc')\n"
LOG_INFO = "logging.getLogger('omni_drafts').info('for a test')\n"
CONFIGURE_ROOT = "import logging; logging.basicConfig(format='root: %(name)s')\n"
ADD_HANDLER = "import logging; logging.getLogger('omni_drafts').addHandler(logging.StreamHandler())\n"
STOP_PROPAGATION = "logging.getLogger('omni_drafts').propagate = False\n"


@pytest.fixture(autouse=True)
def logger() -> Iterator[logging.Logger]:
    """Return the logger, and restore it."""
    handlers, level = list(LOGGER.handlers), LOGGER.level
    yield LOGGER
    LOGGER.handlers = handlers
    LOGGER.setLevel(level)


def run(level: str, program: str) -> list[str]:
    """Run a program with OMNI_LOG, and return the lines of its standard error."""
    finished = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", program],
        env=os.environ | {"OMNI_LOG": level},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return finished.stderr.splitlines()


def test_omni_log_debug_logs_each_request_once() -> None:
    (line,) = run("debug", CREATE_CLIENTS + LIST_DRAFTS)
    assert " DEBUG omni_drafts: GET https://a.omniapp.co/api/v1/documents/doc/drafts: 200 in " in line


def test_omni_log_debug_does_not_log_the_token() -> None:
    assert "made-up-token" not in "".join(run("debug", CREATE_CLIENTS + LIST_DRAFTS))


@pytest.mark.parametrize("level", ["info", "INFO", " info "])
def test_omni_log_info_logs_info_once(level: str) -> None:
    (line,) = run(level, CREATE_CLIENTS + LOG_INFO)
    assert line.endswith(" INFO omni_drafts: for a test")


def test_omni_log_info_does_not_log_debug() -> None:
    assert run("info", CREATE_CLIENTS + LIST_DRAFTS) == []


@pytest.mark.parametrize(
    "program",
    [CONFIGURE_ROOT + CREATE_CLIENTS + LIST_DRAFTS, CREATE_CLIENTS + CONFIGURE_ROOT + LIST_DRAFTS],
    ids=["before the client", "after the client"],
)
def test_omni_log_with_a_root_handler_logs_through_it_alone(program: str) -> None:
    assert run("debug", program) == ["root: omni_drafts"]


@pytest.mark.parametrize(
    "program",
    [ADD_HANDLER + CREATE_CLIENTS + LIST_DRAFTS, CREATE_CLIENTS + ADD_HANDLER + LIST_DRAFTS],
    ids=["before the client", "after the client"],
)
def test_omni_log_with_a_handler_of_the_logger_logs_through_it_alone(program: str) -> None:
    (line,) = run("debug", program)
    assert line.startswith("GET https://a.omniapp.co/")


def test_omni_log_with_a_root_handler_that_gets_no_records_logs_to_standard_error() -> None:
    (line,) = run("info", CREATE_CLIENTS + CONFIGURE_ROOT + STOP_PROPAGATION + LOG_INFO)
    assert line.endswith(" INFO omni_drafts: for a test")


@pytest.mark.parametrize("level", ["", " "])
def test_omni_log_that_is_empty_changes_nothing(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMNI_LOG", level)
    before = list(LOGGER.handlers), LOGGER.level
    Omni(instance="a", token="made-up-token")
    assert (LOGGER.handlers, LOGGER.level) == before


@pytest.mark.parametrize("kind", [Omni, AsyncOmni])
@pytest.mark.parametrize("level", ["warning", "1", "debug,info"])
def test_omni_log_that_is_wrong_raises(
    level: str, kind: type[Omni | AsyncOmni], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMNI_LOG", level)
    before = LOGGER.level
    with pytest.raises(ConfigurationError, match=f"^OMNI_LOG: '{level}' is not a level; use debug or info$"):
        kind(instance="a", token="made-up-token")
    assert LOGGER.level == before
