"""Sessions: the URL and headers of a request, and the options that a copy of a client changes."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from omni_api_client.api.documents import list_document_drafts
from omni_drafts import AsyncOmni, ConfigurationError, Omni, OmniTimeoutError, ServerError, __version__
from support.clock import FakeClock
from support.scripted import ScriptedClient, ScriptedTransport, failure, no_drafts, result_of

Connect = Callable[..., ScriptedClient]
ListDrafts = Callable[[ScriptedClient], list[object]]

BASE_URLS = (
    "https://blobsrus.omniapp.co/api",
    "http://127.0.0.1:8080/a%2Fb/api/",
    "https://[::1]:8443/api",
    "https://bücher.example/ä b/api",
)
characters = st.text() | st.text("/.:?#%2Ff@[]\\ ü", max_size=12)
parameters = st.none() | st.just({"include": "archived"})

each_base_url = pytest.mark.parametrize("base_url", BASE_URLS)
both_ways = pytest.mark.parametrize(
    "list_drafts",
    [
        pytest.param(ScriptedClient.list_drafts, id="drafts"),
        pytest.param(ScriptedClient.list_drafts_with_api, id="api"),
    ],
)


@each_base_url
def test_generated_client_sends_requests_to_the_url_that_httpx_builds(
    base_url: str, kind: type[Omni | AsyncOmni], clock: FakeClock
) -> None:
    omni = kind(base_url=base_url, token="made-up-token")
    ours = ScriptedClient(omni, ScriptedTransport(clock)).http_client()
    plain = httpx.Client(base_url=base_url)

    @given(path=characters, params=parameters)
    @example(path="//v1//documents/..%2F../x?a=b#c", params={"a": "d"})
    def check(path: str, params: dict[str, str] | None) -> None:
        urls = (f"/{path}", path, f"https://another.example/{path}")
        expected = [describe_url(plain, url, params) for url in urls]
        assert [describe_url(ours, url, params) for url in urls] == expected

    check()


@each_base_url
def test_session_sends_requests_to_the_url_that_httpx_builds(
    base_url: str, kind: type[Omni | AsyncOmni], clock: FakeClock
) -> None:
    urls: list[httpx.URL] = []

    def respond(request: httpx.Request) -> httpx.Response:
        urls.append(request.url)
        return no_drafts()

    omni: Any = kind(
        base_url=base_url,
        token="made-up-token",
        transport=httpx.MockTransport(respond),
        requests_per_minute=None,
        clock=clock,
    )
    for document, include_archived in (("doc", False), ("a b..ü?#%2F", True)):
        result_of(omni.drafts.list(document, include_archived=include_archived))
    plain = httpx.Client(base_url=base_url)
    first = plain.build_request("GET", "/v1/documents/doc/drafts")
    second = plain.build_request(
        "GET", "/v1/documents/a%20b..%C3%BC%3F%23%252F/drafts", params={"include": "archived"}
    )
    assert urls == [first.url, second.url]


def describe_url(client: httpx.Client | httpx.AsyncClient, url: str, params: dict[str, str] | None) -> object:
    """Return the parts of the URL of a request, or the class of the error."""
    try:
        built = client.build_request("GET", url, params=params).url
    except (httpx.InvalidURL, ValueError) as error:
        return type(error)
    return built.scheme, built.userinfo, built.host, built.port, built.raw_path


@both_ways
def test_session_sends_our_user_agent(list_drafts: ListDrafts, connect: Connect) -> None:
    client = connect(no_drafts())
    list_drafts(client)
    user_agent = client.transport.requests[0].headers["User-Agent"]
    assert user_agent.startswith(f"omni-drafts/{__version__} (httpx {httpx.__version__}; Python 3.")


@both_ways
def test_session_sends_the_user_agent_of_the_caller_before_ours(list_drafts: ListDrafts, connect: Connect) -> None:
    client = connect(no_drafts(), user_agent="my-job/1.0 (nightly)")
    list_drafts(client)
    user_agent = client.transport.requests[0].headers["User-Agent"]
    assert user_agent.startswith(f"my-job/1.0 (nightly) omni-drafts/{__version__} ")


@pytest.mark.parametrize("user_agent", ["", " ", " a", "a ", "a\r\nX: b", "ä", 5])
def test_client_with_a_wrong_user_agent_raises(user_agent: Any, connect: Connect) -> None:
    with pytest.raises(ConfigurationError, match=r"^user_agent: .* is not printable ASCII"):
        connect(user_agent=user_agent)


def with_options(client: ScriptedClient, **options: Any) -> ScriptedClient:
    """Return a copy of a client with other options."""
    return ScriptedClient(client.omni.with_options(**options), client.transport)


def sent_timeouts(client: ScriptedClient) -> list[float]:
    """Return the timeout of each request to connect."""
    return [request.extensions["timeout"]["connect"] for request in client.transport.requests]


@both_ways
def test_with_options_timeout_changes_the_copy_alone(list_drafts: ListDrafts, connect: Connect) -> None:
    client = connect(*(no_drafts() for _ in range(3)), timeout=30.0)
    copy = with_options(client, timeout=7.0)
    for one in (client, copy, client):
        list_drafts(one)
    assert sent_timeouts(client) == [30.0, 7.0, 30.0]


@both_ways
def test_with_options_max_attempts_changes_the_copy_alone(
    list_drafts: ListDrafts, connect: Connect, clock: FakeClock
) -> None:
    client = connect(failure(503), failure(503), no_drafts())
    response = result_of(with_options(client, max_attempts=1).http_client().get("/v1/documents/doc/drafts"))
    assert (response.status_code, clock.sleeps) == (503, [])
    assert list_drafts(client) == []
    assert (len(client.transport.requests), clock.sleeps) == (3, [0.5])


def test_with_options_max_attempts_applies_to_drafts(connect: Connect, clock: FakeClock) -> None:
    client = connect(failure(503))
    with pytest.raises(ServerError):
        with_options(client, max_attempts=1).list_drafts()
    assert clock.sleeps == []


def test_with_options_keeps_the_option_that_is_not_passed(connect: Connect) -> None:
    client = connect(failure(503), failure(503), no_drafts(), timeout=7.0, max_attempts=2)
    with pytest.raises(ServerError, match="after 2 attempts"):
        with_options(client, timeout=5.0).list_drafts()
    with_options(client, max_attempts=5).list_drafts()
    assert sent_timeouts(client) == [5.0, 5.0, 7.0]


@both_ways
def test_with_options_shares_the_rate_limit(list_drafts: ListDrafts, connect: Connect, clock: FakeClock) -> None:
    client = connect(no_drafts(), no_drafts(), requests_per_minute=1)
    list_drafts(client)
    list_drafts(with_options(client, timeout=5.0))
    assert sum(clock.sleeps) == pytest.approx(60.05, abs=0.01)


def test_with_options_shares_a_block(connect: Connect) -> None:
    client = connect(failure(429, retry_after="600"), total_timeout=60)
    result_of(with_options(client, max_attempts=1).http_client().get("/v1/documents/doc/drafts"))
    with pytest.raises(OmniTimeoutError, match="the key is blocked"):
        client.list_drafts()


@pytest.mark.parametrize(
    ("options", "message"), [({"timeout": 0}, "timeout: 0"), ({"max_attempts": 0}, "max_attempts: 0")]
)
def test_with_options_of_a_wrong_option_raises(options: dict[str, Any], message: str, connect: Connect) -> None:
    with pytest.raises(ConfigurationError, match=message):
        connect().omni.with_options(**options)


class CountingTransport(httpx.MockTransport):
    """A transport that records when it is opened and closed."""

    def __init__(self, counts: list[str]) -> None:
        super().__init__(lambda _: no_drafts())
        counts.append("opened")
        self._counts = counts

    def close(self) -> None:
        self._counts.append("closed")

    async def aclose(self) -> None:
        self.close()


def test_with_options_shares_the_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[str] = []
    monkeypatch.setattr(httpx, "HTTPTransport", lambda **_: CountingTransport(counts))
    omni = Omni(instance="a", token="made-up-token")
    clients = (omni, omni.with_options(timeout=5.0), omni.with_options(max_attempts=1))
    assert [one.drafts.list("doc") for one in clients] == [[], [], []]
    assert [list_document_drafts.sync("doc", client=one.api) for one in clients] == [[], [], []]
    assert counts == ["opened"]
    omni.close()
    assert counts == ["opened", "closed"]


def test_with_options_shares_the_connections_of_an_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[str] = []
    monkeypatch.setattr(httpx, "AsyncHTTPTransport", lambda **_: CountingTransport(counts))

    async def use() -> None:
        omni = AsyncOmni(instance="a", token="made-up-token")
        clients = (omni, omni.with_options(timeout=5.0), omni.with_options(max_attempts=1))
        assert [await one.drafts.list("doc") for one in clients] == [[], [], []]
        assert [await list_document_drafts.asyncio("doc", client=one.api) for one in clients] == [[], [], []]
        assert counts == ["opened"]
        await omni.close()

    asyncio.run(use())
    assert counts == ["opened", "closed"]


def test_with_options_copy_after_its_with_statement_keeps_the_connections_of_the_client(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts: list[str] = []
    monkeypatch.setattr(httpx, "HTTPTransport", lambda **_: CountingTransport(counts))
    with Omni(instance="a", token="made-up-token") as omni:
        with omni.with_options(timeout=5.0) as copy:
            copy.drafts.list("doc")
        assert counts == ["opened"]
    assert counts == ["opened", "closed"]
