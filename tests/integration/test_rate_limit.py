"""The rate limit on the wire: each request waits for its permit, which all clients with the key share."""

import asyncio
import re
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import define, field

from conftest import Connect
from omni_drafts import AsyncOmni, Omni, OmniTimeoutError, RateLimitError, ServerError
from omni_drafts._rate_limit.sqlite import _WINDOWS
from omni_drafts._sqlite import open_transaction
from omni_drafts.mock import ErrorStatus, MockServer
from support.clock import FakeClock, ProcessGroup, kill
from support.rate_limited_calls import TOKEN, count_rejected, list_drafts
from support.rate_limits import EPOCH, WINDOW, elapses, reject_once
from support.waiting import wait_until

CALLERS = 8


@define(eq=False)
class EventClock(FakeClock):
    """A clock that calls a function at the start of each sleep, each function once."""

    events: list[Callable[[], object]] = field(factory=list)

    def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
        if self.events:
            self.events.pop(0)()
        super().sleep(seconds, interrupt)


@pytest.fixture
def clock() -> EventClock:
    """Return the clock of the clients and the mock."""
    return EventClock()


@pytest.fixture
def shared(tmp_path: Path) -> str:
    """Return the URL of a storage that several clients share."""
    return f"sqlite:///{tmp_path / 'limits'}"


@pytest.fixture(params=["memory", "sqlite"])
def storage(request: pytest.FixtureRequest, shared: str) -> str | None:
    """Return the URL of a storage, for one client."""
    return None if request.param == "memory" else shared


def test_requests_within_the_limit_do_not_wait(
    connect_limited: Connect, limited: MockServer, clock: EventClock
) -> None:
    with elapses(clock, 0):
        list_drafts(connect_limited(), 60)
    assert limited.state.request_count == 60


def test_requests_above_the_limit_are_as_fast_as_it_permits(
    connect_limited: Connect, limited: MockServer, clock: EventClock
) -> None:
    with elapses(clock, 2 * WINDOW):
        list_drafts(connect_limited(), 121)
    assert count_rejected(limited) == 0


def test_threads_share_the_limit_of_a_client(
    connect_limited: Connect, limited: MockServer, clock: EventClock
) -> None:
    with elapses(clock, 2 * WINDOW):
        clock.run(*[partial(list_drafts, connect_limited(), 20)] * 8)
    assert limited.state.request_count == 160
    assert count_rejected(limited) == 0


def test_tasks_share_the_limit_of_a_client(limited: MockServer, clock: EventClock, storage: str | None) -> None:
    async def use() -> None:
        client = AsyncOmni(base_url=limited.base_url, token=TOKEN, rate_limit_storage=storage, clock=clock)
        with clock.participants(130) as leave:

            async def call() -> None:
                try:
                    await client.drafts.list("doc")
                finally:
                    leave()

            async with client:
                await asyncio.gather(*(call() for _ in range(130)))

    with elapses(clock, 2 * WINDOW):
        asyncio.run(use())
    assert limited.state.request_count == 130
    assert count_rejected(limited) == 0


def test_clients_share_the_limit_of_a_file(
    connect_limited: Connect, limited: MockServer, clock: EventClock, shared: str
) -> None:
    clients = [connect_limited(rate_limit_storage=shared) for _ in range(4)]
    with elapses(clock, WINDOW):
        clock.run(*(partial(list_drafts, client, 25) for client in clients))
    assert count_rejected(limited) == 0


def test_long_wait_is_logged_once_and_not_for_each_request(
    connect_limited: Connect, clock: EventClock, caplog: pytest.LogCaptureFixture
) -> None:
    omni = connect_limited()
    with caplog.at_level("INFO", "omni_drafts"):
        clock.run(*[partial(list_drafts, omni, 4)] * 40)
    messages = [record.getMessage() for record in caplog.records if "permit" in record.getMessage()]
    assert set(messages) == {"rate limit: waiting for a permit, about 60 s"}
    assert 2 <= len(messages) < 20  # two windows; threads may log one at the same moment


def test_clients_with_different_keys_do_not_wait_for_each_other(
    connect_limited: Connect, limited: MockServer, clock: EventClock, shared: str
) -> None:
    with elapses(clock, 0):
        list_drafts(connect_limited(rate_limit_storage=shared), 60)
        list_drafts(connect_limited(rate_limit_storage=shared, token="viewer-token"), 60)
    assert count_rejected(limited) == 0


def test_client_with_a_file_writes_no_token_into_it(connect_limited: Connect, shared: str, tmp_path: Path) -> None:
    list_drafts(connect_limited(rate_limit_storage=shared))
    (path,) = tmp_path.iterdir()
    assert b"-token" not in path.read_bytes()


def test_client_with_two_keys_is_twice_as_fast(
    connect_limited: Connect, limited: MockServer, clock: EventClock
) -> None:
    omni = connect_limited(token=None, tokens=[TOKEN, "viewer-token"])
    with elapses(clock, WINDOW):
        clock.run(*[partial(list_drafts, omni, 60)] * 4)
    assert limited.state.request_count == 240
    assert count_rejected(limited) == 0


def test_client_without_a_limit_never_waits(connect_limited: Connect, limited: MockServer, clock: EventClock) -> None:
    limited.state.rate_limit = 0
    with elapses(clock, 0):
        list_drafts(connect_limited(requests_per_minute=None), 130)


@pytest.fixture
def used_up(connect_limited: Connect) -> Omni:
    """Return a client whose calls have 60 s, and whose permits of the minute are used."""
    omni = connect_limited(total_timeout=60)
    list_drafts(omni, 60)
    return omni


def test_call_whose_permit_comes_after_total_timeout_raises_without_a_wait(
    used_up: Omni, limited: MockServer, clock: EventClock
) -> None:
    message = r"drafts: the rate limit permits the request in 60\.\d s, and 60\.0 s of total_timeout are left$"
    with elapses(clock, 0), pytest.raises(OmniTimeoutError, match=message) as raised:
        list_drafts(used_up)
    assert (raised.value.maybe_sent, raised.value.attempts) == (False, 0)
    assert limited.state.request_count == 60


def test_call_whose_permit_comes_in_time_waits_for_it(used_up: Omni, clock: EventClock) -> None:
    with pytest.raises(OmniTimeoutError):
        list_drafts(used_up)
    clock.sleep(1)
    with elapses(clock, WINDOW - 1):
        list_drafts(used_up)


RETRY_AFTER = [(17, False, 17, 17), (17, True, 17, 17), (None, False, 1.5, 3)]


@pytest.mark.parametrize(("seconds", "as_date", "least", "most"), RETRY_AFTER)
def test_429_blocks_all_requests_of_its_key_until_its_retry(
    seconds: int | None,
    as_date: bool,
    least: float,
    most: float,
    connect_limited: Connect,
    limited: MockServer,
    clock: EventClock,
    shared: str,
) -> None:
    one, other, with_another_key = (
        connect_limited(rate_limit_storage=shared, max_attempts=2, token=token)
        for token in (TOKEN, TOKEN, "viewer-token")
    )
    list_drafts(other)
    reject_once(limited, seconds, as_date=as_date)
    start = clock.now
    clock.run(partial(list_drafts, one), partial(list_drafts, with_another_key), partial(list_drafts, other))
    list_drafts(with_another_key)
    assert least - 0.01 <= clock.now - start <= most + 0.01
    assert count_rejected(limited) == 1


@pytest.mark.parametrize(("seconds", "as_date", "least", "most"), RETRY_AFTER)
def test_429_without_a_retry_blocks_the_next_request_of_its_key_and_no_other(
    seconds: int | None,
    as_date: bool,
    least: float,
    most: float,
    connect_limited: Connect,
    limited: MockServer,
    clock: EventClock,
    shared: str,
) -> None:
    one, other, with_another_key = (
        connect_limited(rate_limit_storage=shared, token=token) for token in (TOKEN, TOKEN, "viewer-token")
    )
    list_drafts(other)
    reject_once(limited, seconds, as_date=as_date)
    start = clock.now
    with pytest.raises(RateLimitError):
        list_drafts(one)
    list_drafts(with_another_key)
    assert clock.now == start
    list_drafts(other)
    assert least - 0.01 <= clock.now - start <= most + 0.01
    assert count_rejected(limited) == 1


@pytest.mark.parametrize("settings", [{}, {"max_block": 100.0}], ids=["default", "100 s"])
def test_429_with_a_time_since_the_epoch_blocks_at_most_for_max_block(
    settings: dict[str, Any], connect_limited: Connect, limited: MockServer, clock: EventClock, storage: str | None
) -> None:
    omni = connect_limited(rate_limit_storage=storage, total_timeout=None, **settings)
    reject_once(limited, EPOCH)
    with pytest.raises(RateLimitError) as raised:
        list_drafts(omni)
    assert raised.value.retry_after == EPOCH
    with elapses(clock, settings.get("max_block", 3600.0)):
        list_drafts(omni)


def test_429_with_a_time_since_the_epoch_logs_a_warning_with_its_value(
    connect_limited: Connect, limited: MockServer, storage: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    reject_once(limited, EPOCH)
    with pytest.raises(RateLimitError):
        list_drafts(connect_limited(rate_limit_storage=storage))
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert record.getMessage() == (
        "rate limit: GET /api/v1/documents/doc/drafts got 429 with Retry-After: 1790000000, cut to 3600 s; "
        "the key is blocked for 3600.0 s"
    )


def test_call_that_cannot_wait_for_the_end_of_a_block_raises_an_error_that_describes_the_block(
    connect_limited: Connect, limited: MockServer, storage: str | None, tmp_path: Path
) -> None:
    omni = connect_limited(rate_limit_storage=storage, total_timeout=60)
    reject_once(limited, EPOCH)
    with pytest.raises(RateLimitError):
        list_drafts(omni)
    hint = "create a new client" if storage is None else f"delete the file {tmp_path / 'limits'}"
    message = (
        r"the rate limit permits the request in 3600\.0 s, and 60\.0 s of total_timeout are left; "
        r"the key is blocked from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: "
        r"GET /api/v1/documents/doc/drafts got 429 with Retry-After: 1790000000, cut to 3600 s; "
        rf"to clear the block, {re.escape(hint)}$"
    )
    with pytest.raises(OmniTimeoutError, match=message) as raised:
        list_drafts(omni)
    assert (raised.value.maybe_sent, raised.value.attempts) == (False, 0)
    assert limited.state.request_count == 1


def test_block_is_cleared_by_the_command_of_its_error(
    connect_limited: Connect, limited: MockServer, tmp_path: Path
) -> None:
    path = tmp_path / "limits"
    reject_once(limited, EPOCH)
    with pytest.raises(RateLimitError):
        list_drafts(connect_limited(rate_limit_storage=f"sqlite:///{path}"))
    path.unlink()
    list_drafts(connect_limited(rate_limit_storage=f"sqlite:///{path}", total_timeout=60))


@define(eq=False)
class LastPermitRejected:
    """A server that gets 59 requests, and rejects the 60th once all other callers sleep.

    Attributes:
        clock: Clock of the client.
        in_flight: Event that the 60th request is in flight.
        times: Time of each request.
    """

    clock: FakeClock
    in_flight: threading.Event = field(factory=threading.Event)
    times: list[float] = field(factory=list)

    def is_last(self) -> bool:
        """Return whether the request is the 60th."""
        self.times.append(self.clock.now)
        return len(self.times) == 60

    def has_sleepers(self) -> bool:
        """Return whether all other callers sleep."""
        return len(self.clock.sleeps) == CALLERS

    def handle(self, _: httpx.Request) -> httpx.Response:
        """Respond to a request."""
        if not self.is_last():
            return httpx.Response(200, json=[])
        self.in_flight.set()
        wait_until(self.has_sleepers)
        return httpx.Response(429, headers={"Retry-After": "100"})

    async def handle_async(self, _: httpx.Request) -> httpx.Response:
        """Respond to a request in an event loop."""
        if not self.is_last():
            return httpx.Response(200, json=[])
        self.in_flight.set()
        while not self.has_sleepers():
            await asyncio.sleep(0.001)
        return httpx.Response(429, headers={"Retry-After": "100"})


def test_429_while_threads_sleep_makes_all_of_them_wait_for_the_end_of_the_block(
    clock: EventClock, storage: str | None
) -> None:
    server = LastPermitRejected(clock)
    with connect_without_server(Omni, httpx.MockTransport(server.handle), clock, storage) as omni:
        list_drafts(omni, 59)

        def be_rejected() -> None:
            with pytest.raises(RateLimitError):
                list_drafts(omni)

        def call() -> None:
            assert server.in_flight.wait(60)
            list_drafts(omni)

        start = clock.now
        clock.run(be_rejected, *[call] * CALLERS)
    assert [time - start for time in server.times[60:]] == pytest.approx([100.0] * CALLERS, abs=0.02)


def test_429_while_tasks_sleep_makes_all_of_them_wait_for_the_end_of_the_block(
    clock: EventClock, storage: str | None
) -> None:
    server, start = LastPermitRejected(clock), clock.now

    async def use() -> None:
        transport = httpx.MockTransport(server.handle_async)
        async with connect_without_server(AsyncOmni, transport, clock, storage) as omni:
            for _ in range(59):
                await omni.drafts.list("doc")
            with clock.participants(CALLERS + 1) as leave:
                rejected = asyncio.create_task(call(omni, leave))
                while not server.in_flight.is_set():
                    await asyncio.sleep(0.001)
                await asyncio.gather(*(call(omni, leave) for _ in range(CALLERS)))
                with pytest.raises(RateLimitError):
                    await rejected

    async def call(omni: AsyncOmni, leave: Callable[[], None]) -> None:
        try:
            await omni.drafts.list("doc")
        finally:
            leave()

    asyncio.run(use())
    assert [time - start for time in server.times[60:]] == pytest.approx([100.0] * CALLERS, abs=0.02)


def connect_without_server(kind: Any, transport: httpx.MockTransport, clock: FakeClock, storage: str | None) -> Any:
    """Create a client that sends with a transport, each request once."""
    return kind(
        instance="blobsrus",
        token=TOKEN,
        transport=transport,
        clock=clock,
        rate_limit_storage=storage,
        max_attempts=1,
    )


def test_call_that_ends_by_total_timeout_frees_its_permit(
    connect_limited: Connect, limited: MockServer, clock: EventClock, shared: str
) -> None:
    settings = {"rate_limit_storage": shared, "requests_per_minute": 1}
    first = connect_limited(**settings, total_timeout=70)
    list_drafts(first)

    def block() -> None:
        """Block the key while the next call sleeps, as a client without a limit can."""
        reject_once(limited, 120)
        with pytest.raises(RateLimitError):
            list_drafts(connect_limited(rate_limit_storage=shared, requests_per_minute=None))

    start = clock.now
    clock.events.append(block)
    with pytest.raises(OmniTimeoutError, match="got 429 with Retry-After: 120"):
        list_drafts(first)
    assert clock.now - start == pytest.approx(WINDOW)
    list_drafts(connect_limited(**settings))
    assert clock.now - start == pytest.approx(120.0, abs=0.02)


@define(eq=False)
class WaitingClock(FakeClock):
    """A clock whose time never changes: a sleep ends when it is interrupted or cancelled."""

    async def sleep_async(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        await asyncio.Event().wait()

    def sleep(self, seconds: float, interrupt: threading.Event | None = None) -> None:
        self.sleeps.append(seconds)
        if interrupt is None:
            raise KeyboardInterrupt
        assert interrupt.wait(60)

    async def wait_for_sleep(self, number: int) -> float:
        """Wait until a number of callers have slept, and return the seconds of the last."""
        while len(self.sleeps) < number:
            await asyncio.sleep(0.001)
        return self.sleeps[number - 1]


@pytest.fixture
def settings(mock: MockServer, storage: str | None) -> dict[str, Any]:
    """Return the settings of a client with one request a minute, whose time never changes."""
    for number in range(3):
        mock.state.add_document(f"doc-{number}")
    return {
        "base_url": mock.base_url,
        "token": TOKEN,
        "rate_limit_storage": storage,
        "requests_per_minute": 1,
        "clock": WaitingClock(),
    }


def test_task_that_is_cancelled_frees_its_permit(settings: dict[str, Any]) -> None:
    clock: WaitingClock = settings["clock"]

    async def use() -> None:
        async with AsyncOmni(**settings) as omni:
            await omni.drafts.list("doc-0")
            tasks = []
            for number in range(1, 3):
                tasks.append(asyncio.create_task(omni.drafts.list("doc-0")))
                await clock.wait_for_sleep(number)
                tasks[-1].cancel()
                await asyncio.wait(tasks)
            assert [task.cancelled() for task in tasks] == [True, True]

    asyncio.run(use())
    assert clock.sleeps == pytest.approx([WINDOW, WINDOW], abs=0.02)


def test_call_that_is_interrupted_frees_its_permit(settings: dict[str, Any]) -> None:
    clock: WaitingClock = settings["clock"]
    with Omni(**settings) as omni:
        omni.drafts.list("doc-0")
        with pytest.raises(KeyboardInterrupt):
            omni.drafts.list("doc-0")
        with pytest.raises(KeyboardInterrupt):
            omni.drafts.list("doc-0")
    assert clock.sleeps == pytest.approx([WINDOW, WINDOW], abs=0.02)


def test_bulk_run_that_stops_frees_its_permits(settings: dict[str, Any]) -> None:
    clock: WaitingClock = settings["clock"]
    with Omni(**settings) as omni:
        outcomes = omni.drafts.ensure_many(["doc-0", "doc-1"])
        assert next(outcomes).error is None
        wait_until(lambda: len(clock.sleeps) == 1)
        outcomes.close()
        with pytest.raises(KeyboardInterrupt):
            omni.drafts.list("doc-0")
    assert clock.sleeps == pytest.approx([WINDOW, WINDOW], abs=0.02)


def test_bulk_run_of_tasks_that_stops_frees_its_permits(settings: dict[str, Any]) -> None:
    clock: WaitingClock = settings["clock"]

    async def use() -> None:
        async with AsyncOmni(**settings) as omni:
            outcomes = omni.drafts.ensure_many(["doc-0", "doc-1", "doc-2"])
            assert (await anext(outcomes)).error is None
            await clock.wait_for_sleep(2)
            await outcomes.aclose()
            task = asyncio.create_task(omni.drafts.list("doc-0"))
            await clock.wait_for_sleep(3)
            task.cancel()

    asyncio.run(use())
    assert clock.sleeps == pytest.approx([WINDOW, 2 * WINDOW, WINDOW], abs=0.02)


def test_failure_is_final_without_a_usable_storage(
    connect_limited: Connect, limited: MockServer, clock: EventClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "limits"

    def replace_by_folder() -> None:
        path.unlink()
        path.mkdir()

    clock.events.append(replace_by_folder)
    limited.state.faults.add(ErrorStatus(503))
    with pytest.raises(ServerError) as raised:
        list_drafts(connect_limited(rate_limit_storage=f"sqlite:///{path}", max_attempts=3))
    assert (raised.value.attempts, limited.state.request_count) == (1, 1)
    assert len(clock.sleeps) > 1
    assert re.search(r"drafts: no retry: rate-limit storage \S+limits: ", caplog.text)


@pytest.fixture
def process_group(limited: MockServer, clock: EventClock, shared: str) -> ProcessGroup:
    """Return processes that share a file."""
    return ProcessGroup(clock, limited.base_url, shared)


def test_processes_share_the_limit_of_a_file_and_continue_without_one_that_is_killed(
    process_group: ProcessGroup, limited: MockServer, clock: EventClock
) -> None:
    start = clock.now
    assert process_group.run(50, 50, 40, events={20: kill}) == [20, 50, 40]
    assert count_rejected(limited) == 0
    assert WINDOW - 0.01 <= clock.now - start <= WINDOW + 1.01


def test_processes_whose_file_is_lost_wait_for_one_window(
    process_group: ProcessGroup, limited: MockServer, clock: EventClock, tmp_path: Path
) -> None:
    start, path = clock.now, tmp_path / "limits"

    def lose(_: Any) -> None:
        with open_transaction(path, _WINDOWS):  # or a process that writes would find its journal alone
            path.unlink()

    def damage(_: Any) -> None:
        with open_transaction(path, _WINDOWS):  # or a process that writes might repair it
            path.write_bytes(b"{")

    assert process_group.run(40, 40, 40, events={5: lose, 25: damage}) == [40, 40, 40]
    assert count_rejected(limited) == 0
    assert 2 * WINDOW - 0.01 <= clock.now - start <= 4 * WINDOW + 1.01
