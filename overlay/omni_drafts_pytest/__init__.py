"""Pytest plugin with two fixtures: a mock of Omni's API, and a client of it.

It is a package of its own, since pytest imports it in every run. It imports `omni_drafts` when a test uses a fixture.
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
    """Serve a new mock of Omni's API. Its `state` has the documents, the drafts and the faults of the mock."""
    try:
        from omni_drafts.mock import MockServer
    except ModuleNotFoundError as error:
        pytest.fail(f"the fixture omni_mock is not available: {error}", pytrace=False)
    with MockServer() as mock:
        yield mock


@pytest.fixture
def omni(omni_mock: MockServer) -> Iterator[Omni]:
    """Create a client of the mock, with the token of an editor. Its delays take no real time."""
    from omni_drafts import Omni
    from omni_drafts.mock import MockClock

    with Omni(
        base_url=omni_mock.base_url,
        token="editor-token",  # noqa: S106 - a token of the mock
        clock=MockClock(omni_mock.state),
    ) as client:
        yield client
