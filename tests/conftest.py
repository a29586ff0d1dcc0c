"""What all tests share: a mock that is served, and each client, blocking and asyncio, behind the same calls."""

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
from support.clock import MadeUpTime

Connect = Callable[..., Omni]

settings.register_profile("busy", deadline=None)  # a machine that does something else too takes its time
settings.load_profile("busy")

AT_ONCE: dict[str, Any] = {"requests_per_minute": None, "tries": 1}
"""What a client is given that is to send each request at once, and once."""

ROOT = Path(__file__).parent.parent


class _Blocking:
    """Calls a coroutine method as if it were a blocking one, in an event loop of another thread."""

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
    """Make a client: `Omni`, or `AsyncOmni` behind the same calls. What is left open is closed.

    It sends each request at once, and once; a test that is about more says so.
    """
    with start_blocking_portal() as portal:
        made: list[Omni] = []

        def make(**given: Any) -> Omni:
            arguments = AT_ONCE | given
            if request.param == "blocking":
                made.append(Omni(**arguments))
            else:
                made.append(cast(Omni, _Blocking(portal, AsyncOmni(**arguments))))
            return made[-1]

        yield make
        for client in made:
            client.close()


@pytest.fixture
def mock() -> Iterator[MockServer]:
    """Serve a mock without a rate limit."""
    with MockServer(MockState(rate_limit=0)) as server:
        yield server


@pytest.fixture
def omni(connect: Connect, mock: MockServer) -> Omni:
    """Connect to the mock, as an editor."""
    return connect(base_url=mock.base_url, token="editor-token")


@pytest.fixture
def time() -> MadeUpTime:
    """Make up a time."""
    return MadeUpTime()


@pytest.fixture
def limited(time: MadeUpTime) -> Iterator[MockServer]:
    """Serve a mock that allows 60 requests in any minute of the time that is made up."""
    with MockServer(MockState(now=time.moment, rate_limit=60)) as server:
        server.state.add_document("doc")
        yield server


@pytest.fixture
def paced(connect: Connect, limited: MockServer, time: MadeUpTime) -> Connect:
    """Make a client that waits for its turns."""
    given = {"base_url": limited.base_url, "token": "editor-token", "clock": time.clock, "sleep": time.sleep}
    return partial(connect, requests_per_minute=60, **given)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(autouse=True)
def _environment_without_omni(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OMNI_API_TOKEN", "OMNI_API_KEY", "OMNI_BASE_URL", "OMNI_INSTANCE"):
        monkeypatch.delenv(name, raising=False)
