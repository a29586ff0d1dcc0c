"""The clients: the wiring of settings, calls and copies, and the generated client that they share."""

import asyncio
import inspect
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from omni_drafts import AsyncOmni, Omni, OmniTimeoutError
from support.scripted import (
    TOKEN,
    FullBackoffClock,
    ScriptedClient,
    ScriptedStream,
    connect_scripted,
    failure,
    no_drafts,
    result_of,
)

Connect = Callable[..., ScriptedClient]
Kind = type[Omni | AsyncOmni]

both_kinds = pytest.mark.parametrize("kind", [Omni, AsyncOmni])


@pytest.fixture
def clock() -> FullBackoffClock:
    return FullBackoffClock()


@pytest.fixture(params=[Omni, AsyncOmni])
def connect(request: pytest.FixtureRequest, clock: FullBackoffClock) -> Connect:
    """Return a function that creates a client whose requests get scripted results."""

    def connect(*results: httpx.Response, **settings: Any) -> ScriptedClient:
        return connect_scripted(request.param, clock, *results, **settings)

    return connect


# Calls


def test_total_timeout_starts_with_each_call(connect: Connect, clock: FullBackoffClock) -> None:
    client = connect(no_drafts(), no_drafts(), total_timeout=5)
    client.list_drafts()
    clock.now += 6
    assert client.list_drafts() == []


def test_total_timeout_covers_all_requests_of_a_call(connect: Connect) -> None:
    created = httpx.Response(200, stream=ScriptedStream(b'{"identifier": "abc"}'))
    client = connect(no_drafts(), created, total_timeout=3, seconds=2)
    with pytest.raises(OmniTimeoutError):
        result_of(client.omni.drafts.get_or_create("doc"))
    assert len(client.transport.requests) == 2


def test_call_with_a_timeout_applies_it_to_that_call_alone(connect: Connect) -> None:
    client = connect(no_drafts(), no_drafts(), timeout=30.0)
    result_of(client.omni.drafts.list("doc", timeout=7.0))
    client.list_drafts()
    assert [request.extensions["timeout"]["read"] for request in client.transport.requests] == [7.0, 30.0]


def test_client_with_two_tokens_has_a_rate_limit_for_each(connect: Connect, clock: FullBackoffClock) -> None:
    client = connect(no_drafts(), no_drafts(), tokens=["one", "two"], requests_per_minute=1)
    client.list_drafts()
    client.list_drafts()
    assert (sorted(client.transport.tokens), clock.sleeps) == (["one", "two"], [])


def test_client_without_requests_per_minute_has_no_rate_limit(connect: Connect, clock: FullBackoffClock) -> None:
    client = connect(*(no_drafts() for _ in range(200)), requests_per_minute=None)
    assert [client.list_drafts() for _ in range(200)] == [[]] * 200
    assert clock.sleeps == []


@pytest.mark.parametrize("status_code", [429, 503])
@pytest.mark.parametrize("max_block", [10, 40, 8000])
def test_client_with_max_block_cuts_retry_after(
    status_code: int, max_block: int, connect: Connect, clock: FullBackoffClock
) -> None:
    results = failure(status_code, retry_after="9000"), no_drafts()
    client = connect(*results, max_block=max_block, total_timeout=None)
    assert client.list_drafts() == []
    assert sum(clock.sleeps) == pytest.approx(max_block)


# Settings


@both_kinds
@pytest.mark.parametrize(
    ("setting", "default"),
    [
        ("timeout", 30.0),
        ("max_attempts", 6),
        ("total_timeout", 3600.0),
        ("requests_per_minute", 60),
        ("max_block", 3600.0),
        ("verify", True),
        ("allow_insecure_http", False),
    ],
)
def test_setting_of_a_client_has_its_default(setting: str, default: object, kind: Kind) -> None:
    assert inspect.signature(kind).parameters[setting].default == default


def test_client_with_a_rate_limit_storage_uses_it(connect: Connect, tmp_path: Path) -> None:
    file = tmp_path / "limits"
    connect(no_drafts(), rate_limit_storage=f"sqlite:///{file}").list_drafts()
    assert file.exists()


def test_client_with_insecure_http_that_is_allowed_sends_a_request(connect: Connect) -> None:
    client = connect(no_drafts(), base_url="http://omni.test", allow_insecure_http=True, instance=None)
    client.list_drafts()
    (request,) = client.transport.requests
    assert str(request.url) == "http://omni.test/api/v1/documents/doc/drafts"


@pytest.mark.parametrize("list_drafts", [ScriptedClient.list_drafts, ScriptedClient.list_drafts_with_api])
def test_client_with_several_tokens_sends_the_first(
    list_drafts: Callable[[ScriptedClient], object], connect: Connect
) -> None:
    client = connect(no_drafts(), tokens=[TOKEN, "another-made-up-token"])
    list_drafts(client)
    assert client.transport.tokens == [TOKEN]


@both_kinds
def test_repr_of_a_client_without_settings_has_its_name(kind: Kind) -> None:
    assert repr(object.__new__(kind)) == f"{kind.__name__}()"


# Copies


class TeamOmni(Omni):
    """A subclass of a user with an attribute."""

    team = ""


class AsyncTeamOmni(AsyncOmni):
    """A subclass of a user with an attribute."""

    team = ""


@pytest.mark.parametrize("kind", [TeamOmni, AsyncTeamOmni])
def test_with_options_of_a_subclass_returns_one_with_its_attributes(kind: type[TeamOmni | AsyncTeamOmni]) -> None:
    omni = kind(instance="a", token=TOKEN)
    omni.team = "blobs"
    copy = omni.with_options(timeout=5.0)
    assert (type(copy), copy.team) == (kind, "blobs")


@both_kinds
@pytest.mark.parametrize("resource", ["drafts", "documents"])
def test_with_options_after_use_of_a_resource_replaces_it(resource: str, kind: Kind) -> None:
    omni = kind(instance="a", token=TOKEN)
    used = getattr(omni, resource)  # the client keeps it from now on
    assert getattr(omni.with_options(), resource) is not used


def test_with_options_timeout_is_that_of_the_generated_client(connect: Connect) -> None:
    copy = connect(timeout=30.0).omni.with_options(timeout=httpx.Timeout(5.0, read=7.0))
    assert copy.api._timeout == httpx.Timeout(5.0, read=7.0)


# The generated client


@pytest.mark.parametrize("timeout", [7.0, httpx.Timeout(7.0)])
def test_api_has_the_settings_of_the_client(timeout: float | httpx.Timeout, connect: Connect) -> None:
    api = connect(timeout=timeout).omni.api
    assert (api._base_url, api.token, api._timeout) == (
        "https://a.omniapp.co/api",
        TOKEN,
        httpx.Timeout(7.0),
    )


def test_api_has_the_same_http_client_each_time(connect: Connect) -> None:
    client = connect()
    assert client.http_client() is client.http_client()


@both_kinds
def test_api_of_a_client_with_several_tokens_has_the_first(kind: Kind) -> None:
    assert kind(instance="a", tokens=[TOKEN, "another-made-up-token"]).api.token == TOKEN


@both_kinds
def test_api_of_a_client_that_is_copied_keeps_the_timeout(kind: Kind) -> None:
    copied = kind(instance="a", token=TOKEN, timeout=2.5).api.with_headers({"A": "b"})
    with copied.get_httpx_client() as sending:
        assert sending.timeout.read == 2.5


# Connections


class CountingTransport(httpx.MockTransport):
    """A transport that counts how often it was closed."""

    def __init__(self) -> None:
        super().__init__(lambda _: no_drafts())
        self.closed = 0

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> CountingTransport:
    """Return the transport that each client opens."""
    transport = CountingTransport()
    monkeypatch.setattr(httpx, "HTTPTransport", lambda **_: transport)
    monkeypatch.setattr(httpx, "AsyncHTTPTransport", lambda **_: transport)
    return transport


def test_omni_after_its_with_statement_with_an_error_closes_its_connections(transport: CountingTransport) -> None:
    with suppress(ZeroDivisionError), Omni(instance="a", token=TOKEN) as omni:
        omni.drafts.list("doc")
        raise ZeroDivisionError
    assert transport.closed == 1


def test_async_omni_after_its_with_statement_with_an_error_closes_its_connections(
    transport: CountingTransport,
) -> None:
    async def use() -> None:
        async with AsyncOmni(instance="a", token=TOKEN) as omni:
            await omni.drafts.list("doc")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(use())
    assert transport.closed == 1


def test_omni_after_its_with_statement_inside_another_stays_open(transport: CountingTransport) -> None:
    with Omni(instance="a", token=TOKEN) as omni:
        with omni:
            omni.drafts.list("doc")
        assert transport.closed == 0
