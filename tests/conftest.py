"""Fixtures of all tests: a mock that is served, and both clients, blocking and asyncio, behind the same calls."""

import inspect
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import settings

from omni_drafts import AsyncOmni, Omni
from omni_drafts.mock import MockServer, MockState
from support.clock import FakeClock

Connect = Callable[..., Omni]

settings.register_profile("busy", deadline=None)  # the machine may have other work
settings.load_profile("busy")

WITHOUT_WAITS: dict[str, Any] = {"requests_per_minute": None, "max_attempts": 1}
"""Settings of a client that sends each request once, without a wait."""

ROOT = Path(__file__).parent.parent


class _Blocking:
    """Calls coroutine methods as blocking ones, in an event loop of another thread."""

    def __init__(self, portal: BlockingPortal, target: Any) -> None:
        self._portal = portal
        self._target = target

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if inspect.iscoroutinefunction(value):
            return lambda *args, **kwargs: self._portal.call(partial(value, *args, **kwargs))
        return _Blocking(self._portal, value) if name in ("drafts", "documents") else value

    def __enter__(self) -> "_Blocking":
        self._portal.call(self._target.__aenter__)
        return self

    def __exit__(self, *error: Any) -> None:
        self._portal.call(self._target.__aexit__, *error)

    def __repr__(self) -> str:
        return repr(self._target)


@pytest.fixture(params=["blocking", "asyncio"])
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Return a function that creates `Omni`, or `AsyncOmni` behind the same calls; each client is closed at the end.

    The client sends each request once, without a wait, unless the test sets another value.
    """
    with start_blocking_portal() as portal:
        clients: list[Omni] = []

        def create(**settings: Any) -> Omni:
            settings = WITHOUT_WAITS | settings
            if request.param == "blocking":
                clients.append(Omni(**settings))
            else:
                clients.append(cast(Omni, _Blocking(portal, AsyncOmni(**settings))))
            return clients[-1]

        yield create
        for client in clients:
            client.close()


@pytest.fixture
def mock() -> Iterator[MockServer]:
    """Serve a mock without a rate limit."""
    with MockServer(MockState(rate_limit=0)) as server:
        yield server


@pytest.fixture
def omni(connect: Connect, mock: MockServer) -> Omni:
    """Return a client of the mock, with the token of an editor."""
    return connect(base_url=mock.base_url, token="editor-token")


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock whose time passes only in sleeps."""
    return FakeClock()


@pytest.fixture
def limited(clock: FakeClock) -> Iterator[MockServer]:
    """Serve a mock that allows 60 requests in any minute of the fake clock."""
    with MockServer(MockState(now=clock.moment, rate_limit=60)) as server:
        server.state.add_document("doc")
        yield server


@pytest.fixture
def connect_limited(connect: Connect, limited: MockServer, clock: FakeClock) -> Connect:
    """Return a function that creates a client of `limited` with a rate limit, on the fake clock."""
    return partial(connect, base_url=limited.base_url, token="editor-token", requests_per_minute=60, clock=clock)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture(autouse=True)
def _environment_without_omni(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OMNI_API_TOKEN", "OMNI_API_KEY", "OMNI_BASE_URL", "OMNI_INSTANCE", "OMNI_LOG"):
        monkeypatch.delenv(name, raising=False)
