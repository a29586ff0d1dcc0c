"""Fixtures of the tests of the HTTP layer: clients of both kinds whose requests get scripted results."""

from collections.abc import Callable
from functools import partial

import pytest

from omni_drafts import AsyncOmni, Omni
from support.scripted import FullBackoffClock, ScriptedClient, connect_scripted


@pytest.fixture
def clock() -> FullBackoffClock:
    """Return a clock whose time passes only in sleeps and requests, and whose random number is 1."""
    return FullBackoffClock()


@pytest.fixture(params=[Omni, AsyncOmni])
def kind(request: pytest.FixtureRequest) -> type[Omni | AsyncOmni]:
    """Return a kind of client."""
    kind: type[Omni | AsyncOmni] = request.param
    return kind


@pytest.fixture
def connect(kind: type[Omni | AsyncOmni], clock: FullBackoffClock) -> Callable[..., ScriptedClient]:
    """Return a function that creates a client whose requests get scripted results."""
    return partial(connect_scripted, kind, clock)
