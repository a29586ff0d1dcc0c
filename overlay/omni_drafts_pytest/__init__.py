"""The pytest plugin: a mock of Omni's API and a client on it, as fixtures.

It stands beside `omni_drafts`, since what is inside would import the client in every run of pytest, whether the
tests use it or not. Nothing is imported until a fixture is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from omni_drafts import Omni
    from omni_drafts.mock import MockServer


@pytest.fixture
def omni_mock() -> Iterator[MockServer]:
    """Serve a mock of Omni's API; `state` is what it knows, and `state.faults` what goes wrong."""
    try:
        from omni_drafts.mock import MockServer
    except ModuleNotFoundError as error:
        pytest.fail(f"the fixture omni_mock cannot be made: {error}", pytrace=False)
    with MockServer() as mock:
        yield mock


@pytest.fixture
def omni(omni_mock: MockServer) -> Iterator[Omni]:
    """Connect a client to the mock, as an editor; what it waits, the mock's time passes at once."""
    from datetime import timedelta

    from omni_drafts import Omni

    state = omni_mock.state
    with Omni(
        base_url=omni_mock.base_url,
        token="editor-token",  # noqa: S106 - the mock's own
        clock=lambda: state.moment().timestamp(),
        sleep=lambda seconds: state.advance(timedelta(seconds=seconds)),
    ) as client:
        yield client
