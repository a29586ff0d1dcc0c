"""Connections: when a transport is opened and closed, in one process or event loop after another."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from omni_drafts import ConfigurationError
from omni_drafts._forking import CurrentProcess
from omni_drafts._http.connection import AsyncConnection, Connection


class CountingTransport(httpx.MockTransport):
    """A transport that counts how often it was closed."""

    def __init__(self) -> None:
        super().__init__(lambda _: httpx.Response(204))
        self.closed = 0

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


class Opener:
    """Opens transports, and fails as often as it is set to.

    Attributes:
        opened: Transports that were opened.
        error: Error of the next call, if any.
    """

    def __init__(self) -> None:
        self.opened: list[CountingTransport] = []
        self.error: Exception | None = None

    def __call__(self) -> CountingTransport:
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        self.opened.append(CountingTransport())
        return self.opened[-1]

    def closed(self) -> list[int]:
        """Return how often each transport was closed."""
        return [transport.closed for transport in self.opened]


class HookedLock:
    """A lock that calls a function once, right after it is released."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.after_release: Callable[[], object] | None = None

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        call, self.after_release = self.after_release, None
        if call is not None:
            call()


@pytest.fixture
def opener() -> Opener:
    return Opener()


@pytest.fixture
def connection(opener: Opener) -> Connection:
    return Connection(opener)


@pytest.fixture
def async_connection(opener: Opener) -> AsyncConnection:
    return AsyncConnection(opener)


@pytest.fixture
def become_child(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function after which this process looks like a child of a fork."""
    pid = os.getpid()
    return lambda: monkeypatch.setattr(os, "getpid", lambda: pid + 1)


both_kinds = pytest.mark.parametrize("kind", [Connection, AsyncConnection])


# Both kinds


@both_kinds
def test_connection_opens_nothing_before_it_is_used(kind: type[Connection | AsyncConnection], opener: Opener) -> None:
    kind(opener).enter()
    assert opener.opened == []


@both_kinds
def test_open_again_returns_the_same_transport(kind: type[Connection | AsyncConnection], opener: Opener) -> None:
    connection = kind(opener)
    assert [connection.open(), connection.open()] == opener.opened * 2


@both_kinds
@pytest.mark.parametrize("error", [OSError("no file"), ImportError("no socksio"), ValueError("a proxy")])
def test_open_that_fails_raises_a_configuration_error(
    error: Exception, kind: type[Connection | AsyncConnection], opener: Opener
) -> None:
    opener.error = error
    with pytest.raises(ConfigurationError, match="the connection cannot be set up"):
        kind(opener).open()


@both_kinds
def test_open_after_one_that_failed_opens_a_transport(
    kind: type[Connection | AsyncConnection], opener: Opener
) -> None:
    connection, opener.error = kind(opener), OSError("no file")
    with pytest.raises(ConfigurationError):
        connection.open()
    assert [connection.open()] == opener.opened


@both_kinds
def test_open_in_a_child_opens_another_transport_once(
    kind: type[Connection | AsyncConnection], opener: Opener, become_child: Callable[[], None]
) -> None:
    connection = kind(opener)
    parents = connection.open()
    become_child()
    assert connection.open() is connection.open()
    assert connection.open() is not parents
    assert opener.closed() == [0, 0]


# Threads


def test_close_before_open_closes_nothing(connection: Connection, opener: Opener) -> None:
    connection.close()
    assert opener.opened == []


def test_close_again_closes_the_transport_once(connection: Connection, opener: Opener) -> None:
    connection.open()
    connection.close()
    connection.close()
    assert opener.closed() == [1]


def test_open_after_close_opens_another_transport(connection: Connection, opener: Opener) -> None:
    connection.open()
    connection.close()
    connection.open()
    assert opener.closed() == [1, 0]


def test_leave_closes_the_transport_after_the_last_enter(connection: Connection, opener: Opener) -> None:
    connection.enter()
    connection.enter()
    connection.open()
    connection.leave()
    assert opener.closed() == [0]
    connection.leave()
    assert opener.closed() == [1]


def test_leave_in_a_child_leaves_the_transport_of_the_parent_open(
    connection: Connection, opener: Opener, become_child: Callable[[], None]
) -> None:
    connection.enter()
    connection.open()
    become_child()
    connection.leave()
    assert opener.closed() == [0]


def test_close_in_a_child_closes_its_own_transport(
    connection: Connection, opener: Opener, become_child: Callable[[], None]
) -> None:
    connection.open()
    become_child()
    connection.open()
    connection.close()
    assert opener.closed() == [0, 1]


def test_open_in_a_thread_while_another_opens_returns_its_transport(opener: Opener) -> None:
    is_opening, is_asked = threading.Event(), threading.Event()

    def open_slowly() -> CountingTransport:
        is_opening.set()
        assert is_asked.wait(60)
        return opener()

    connection = Connection(open_slowly)

    def open_too() -> httpx.BaseTransport:
        assert is_opening.wait(60)
        is_asked.set()
        return connection.open()

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.submit(connection.open), threads.submit(open_too)
        assert [first.result(), second.result()] == opener.opened * 2


# Event loops


def test_aclose_closes_the_transport_once(async_connection: AsyncConnection, opener: Opener) -> None:
    async def use() -> None:
        async_connection.open()
        await async_connection.aclose()
        await async_connection.aclose()

    asyncio.run(use())
    assert opener.closed() == [1]


def test_async_leave_closes_the_transport_after_the_last_enter(
    async_connection: AsyncConnection, opener: Opener
) -> None:
    async def use() -> list[list[int]]:
        async_connection.enter()
        async_connection.enter()
        async_connection.open()
        await async_connection.leave()
        after_first = opener.closed()
        await async_connection.leave()
        return [after_first, opener.closed()]

    assert asyncio.run(use()) == [[0], [1]]


async def open_in_loop(connection: AsyncConnection) -> httpx.AsyncBaseTransport:
    """Open the transport in a running event loop."""
    return connection.open()


def test_open_in_another_event_loop_opens_another_transport(
    async_connection: AsyncConnection, opener: Opener
) -> None:
    transports = [asyncio.run(open_in_loop(async_connection)) for _ in range(2)]
    assert transports == opener.opened
    assert len(opener.opened) == 2


def test_aclose_in_another_event_loop_leaves_the_transport_to_its_loop(
    async_connection: AsyncConnection, opener: Opener
) -> None:
    asyncio.run(open_in_loop(async_connection))
    asyncio.run(async_connection.aclose())
    assert opener.closed() == [0]


def test_open_before_any_event_loop_serves_the_first_loop_alone(async_connection: AsyncConnection) -> None:
    first = async_connection.open()
    assert asyncio.run(open_in_loop(async_connection)) is first
    assert asyncio.run(open_in_loop(async_connection)) is not first


def test_aclose_in_a_child_leaves_the_transport_of_the_parent_open(
    async_connection: AsyncConnection, opener: Opener, become_child: Callable[[], None]
) -> None:
    async_connection.open()
    become_child()
    asyncio.run(async_connection.aclose())
    assert opener.closed() == [0]


def test_leave_keeps_the_transport_of_a_caller_that_enters_after_it(
    connection: Connection, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = HookedLock()
    monkeypatch.setattr(connection._lock, "get", lambda: lock)
    connection.enter()
    connection.open()

    def enter_and_open() -> None:
        connection.enter()
        connection.open()

    lock.after_release = enter_and_open
    connection.leave()
    assert opener.closed() == [1, 0]


class RacingConnection(Connection):
    """A connection that another thread of a child opens right after its transport is read.

    Attributes:
        other: Transport that the other thread opens; `None` once it has.
    """

    other: httpx.BaseTransport | None = None

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name == "_transport" and self.other is not None:
            other, self.other = self.other, None
            self._transport, self._process = other, CurrentProcess()
        return value


def test_open_in_a_child_beside_another_thread_does_not_return_the_transport_of_the_parent(
    opener: Opener, become_child: Callable[[], None]
) -> None:
    connection = RacingConnection(opener)
    connection.open()
    become_child()
    connection.other = CountingTransport()
    assert connection.open() is not opener.opened[0]
