"""Tasks that asyncio cancels while a thread changes the window: their permits are free for others."""

import asyncio
import math
import threading
from collections.abc import Callable
from typing import Any

import anyio.to_thread
import httpx
import pytest

from omni_drafts._http.attempts import Attempts
from omni_drafts._http.permits import Permits
from omni_drafts._http.retry import RetryPolicy
from omni_drafts._http.transports import AsyncAttemptTransport
from omni_drafts._rate_limit.limiter import KeyLimiter, Permit
from omni_drafts._rate_limit.memory import MemoryStorage
from omni_drafts._rate_limit.storage import Change, T
from omni_drafts._rate_limit.window import Limit
from support.clock import FakeClock

RESERVE, RENEW = 0, 1
"""Transactions of a request that waits for its permit, in their order."""


class PausedStorage:
    """A storage that pauses in one transaction, in its thread, after the change.

    Attributes:
        paused: Event of the loop that is set when the transaction pauses.
        resume: Event that ends the pause.
    """

    is_blocking = True
    reset_hint = ""

    def __init__(self, clock: FakeClock) -> None:
        self.paused, self.resume = asyncio.Event(), threading.Event()
        self._memory, self._until_pause = MemoryStorage(clock), -1
        self._loop = asyncio.get_running_loop()

    def pause_in(self, transaction: int) -> None:
        """Pause in a later transaction; 0 is the next."""
        self._until_pause = transaction

    def update(self, key: str, change: Change[T]) -> T:
        """Change the window, and pause if this is the transaction."""
        result = self._memory.update(key, change)
        if self._until_pause == 0:
            self._loop.call_soon_threadsafe(self.paused.set)
            self.resume.wait(10)
        self._until_pause -= 1
        return result


class Sender:
    """A client at its limit of one request, whose storage pauses."""

    def __init__(self, total_timeout: float) -> None:
        self.clock = FakeClock()
        self.storage = PausedStorage(self.clock)
        self.limiter = KeyLimiter("made-up-token", Limit(1), self.storage, self.clock)
        self.requests: list[httpx.Request] = []
        policy = RetryPolicy(1, 3600.0, self.clock.random)
        attempts = Attempts(Permits((self.limiter,), self.clock), policy, total_timeout, self.clock)
        inner = httpx.MockTransport(self._respond)
        self._client = httpx.AsyncClient(transport=AsyncAttemptTransport(attempts, lambda: inner))

    async def send(self) -> httpx.Response:
        """Send a request."""
        return await self._client.get("http://omni.example/")

    async def cancel_in(self, transaction: int, times: int = 1) -> None:
        """Send a request, and cancel it while a transaction pauses."""
        self.storage.pause_in(transaction)
        task = asyncio.create_task(self.send())
        await self.storage.paused.wait()
        for _ in range(times):
            task.cancel()
            await asyncio.sleep(0)
        self.storage.resume.set()
        with pytest.raises(asyncio.CancelledError):
            await task

    def has_free_permit(self) -> bool:
        """Return whether a request may be sent now."""
        return isinstance(self.limiter.reserve(0.0), Permit)

    def _respond(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200)


def run(scenario: Callable[[Sender], Any], total_timeout: float = math.inf) -> None:
    async def main() -> None:
        await scenario(Sender(total_timeout))

    asyncio.run(main())


def test_cancellation_during_a_reservation_frees_the_permit() -> None:
    async def scenario(sender: Sender) -> None:
        await sender.cancel_in(RESERVE)
        assert (sender.requests, sender.has_free_permit()) == ([], True)

    run(scenario)


def test_cancellation_twice_during_a_reservation_frees_the_permit() -> None:
    async def scenario(sender: Sender) -> None:
        await sender.cancel_in(RESERVE, times=2)
        assert (sender.requests, sender.has_free_permit()) == ([], True)

    run(scenario)


def test_cancellation_during_a_renewal_frees_the_permit() -> None:
    async def scenario(sender: Sender) -> None:
        await sender.send()
        await sender.cancel_in(RENEW)
        assert (len(sender.requests), sender.has_free_permit()) == (1, True)

    run(scenario)


def test_cancellation_while_the_permit_comes_too_late_is_raised_in_place_of_that_error() -> None:
    async def scenario(sender: Sender) -> None:
        await sender.send()
        await sender.cancel_in(RESERVE)
        assert len(sender.requests) == 1

    run(scenario, total_timeout=1.0)


def test_cancellation_before_the_thread_starts_reserves_nothing() -> None:
    async def scenario(sender: Sender) -> None:
        limiter = anyio.to_thread.current_default_thread_limiter()
        limiter.total_tokens = 1
        async with limiter:  # all threads are busy
            task = asyncio.create_task(sender.send())
            while not limiter.statistics().tasks_waiting:
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert (sender.requests, sender.has_free_permit()) == ([], True)

    run(scenario)
