"""The pytest plugin: a mock of Omni's API and a client of it, as fixtures.

It is a package beside `omni_drafts`, since pytest imports it in every run, whether the tests use it or not. Nothing
else is imported until a fixture is used.
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
    """Serve a mock of Omni's API; `state` is its state, and `state.faults` are the faults that requests meet."""
    try:
        from omni_drafts.mock import MockServer
    except ModuleNotFoundError as error:
        pytest.fail(f"the fixture omni_mock is not available: {error}", pytrace=False)
    with MockServer() as mock:
        yield mock


@pytest.fixture
def omni(omni_mock: MockServer) -> Iterator[Omni]:
    """Create a client of the mock, with the token of an editor and the clock of the mock, on which no wait lasts."""
    from omni_drafts import Omni
    from omni_drafts.mock import MockClock

    with Omni(
        base_url=omni_mock.base_url,
        token="editor-token",  # noqa: S106 - a token of the mock
        clock=MockClock(omni_mock.state),
    ) as client:
        yield client
