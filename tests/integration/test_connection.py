"""Connections: opening and closing, transports and httpx clients of the caller, TLS, proxies, redirects."""

import asyncio
import gc
import gzip
import multiprocessing
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import trustme

from conftest import WITHOUT_WAITS, Connect
from omni_api_client.api.documents import list_document_drafts
from omni_drafts import (
    AsyncOmni,
    DocumentMayExistError,
    DocumentNotFoundError,
    NotFoundError,
    Omni,
    OmniConnectionError,
    OmniStatusError,
    OmniTimeoutError,
    UnexpectedResponseError,
    __version__,
)
from omni_drafts.mock import MockServer
from support.clock import FakeClock
from support.servers import FixedServer, reserve_closed_port, serve_response, serve_silence

TOKEN = "editor-token"
MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
LONGER_SECONDS = 30.0
"""Upper limit for a call with a timeout below one second, on a busy machine."""


@pytest.fixture
def mock(mock: MockServer) -> MockServer:
    """Serve a mock with a document."""
    mock.state.add_document("doc")
    return mock


def test_client_after_its_with_statement_is_usable_again(omni: Omni) -> None:
    with omni as entered:
        assert entered.drafts.list("doc") == []
    with omni as entered:
        assert entered.drafts.list("doc") == []
    assert omni.drafts.list("doc") == []


def test_client_that_was_closed_twice_is_usable_again(omni: Omni) -> None:
    omni.drafts.list("doc")
    omni.close()
    omni.close()
    assert omni.drafts.list("doc") == []


def test_asyncio_client_is_usable_in_one_event_loop_after_another(mock: MockServer) -> None:
    omni = AsyncOmni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS)

    async def use() -> int:
        async with omni:
            return len(await omni.drafts.list("doc"))

    assert [asyncio.run(use()) for _ in range(3)] == [0, 0, 0]


class _WatchedTransport(httpx.HTTPTransport):
    closed = 0

    def close(self) -> None:
        self.closed += 1
        super().close()


class _AsyncWatchedTransport(httpx.AsyncHTTPTransport):
    closed = 0

    async def aclose(self) -> None:
        self.closed += 1
        await super().aclose()


def test_client_after_its_with_statement_closes_its_transport(
    mock: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[_WatchedTransport] = []

    def open_transport(**arguments: Any) -> _WatchedTransport:
        opened.append(_WatchedTransport(**arguments))
        return opened[-1]

    monkeypatch.setattr(httpx, "HTTPTransport", open_transport)
    with Omni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS) as omni:
        omni.drafts.list("doc")
        assert [transport.closed for transport in opened] == [0]
    assert [transport.closed for transport in opened] == [1]
    gc.collect()  # a socket left open would warn here, and warnings are errors


def test_client_whose_generated_client_was_closed_is_usable_again(mock: MockServer) -> None:
    with Omni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS) as omni:
        with omni.api:
            pass
        assert omni.drafts.list("doc") == []


def test_client_does_not_close_a_transport_of_the_caller(mock: MockServer) -> None:
    with _WatchedTransport() as transport:
        omni = Omni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS, transport=transport)
        with omni:
            assert omni.drafts.list("doc") == []
        assert omni.drafts.list("doc") == []
        assert transport.closed == 0


def test_asyncio_client_does_not_close_a_transport_of_the_caller(mock: MockServer) -> None:
    async def use() -> None:
        async with _AsyncWatchedTransport() as transport:
            omni = AsyncOmni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS, transport=transport)
            async with omni:
                assert await omni.drafts.list("doc") == []
            assert await omni.drafts.list("doc") == []
            assert transport.closed == 0

    asyncio.run(use())


@pytest.fixture
def seen_urls() -> list[str]:
    """Return the URLs that a hook of the caller's client has seen."""
    return []


@pytest.fixture
def customized(seen_urls: list[str]) -> Iterator[httpx.Client]:
    """Return a client of the caller with headers, cookies, a hook, authentication and redirects."""
    with httpx.Client(
        headers={"X-Gateway": "blue", "User-Agent": "mine"},
        cookies={"session": "1"},
        event_hooks={"request": [lambda request: seen_urls.append(str(request.url))]},
        auth=("somebody", "else"),
        follow_redirects=True,
    ) as client:
        yield client


@pytest.fixture
def empty_list() -> Iterator[FixedServer]:
    """Serve an empty list."""
    with serve_response(200, []) as server:
        yield server


def test_http_client_of_the_caller_stays_open_and_unchanged(
    customized: httpx.Client, empty_list: FixedServer
) -> None:
    omni = Omni(base_url=empty_list.base_url, token=TOKEN, **WITHOUT_WAITS, http_client=customized)
    with omni:
        assert omni.drafts.list("doc") == []
    assert omni.drafts.list("doc") == []
    assert not customized.is_closed
    assert "Authorization" not in customized.headers


def test_http_client_of_the_caller_keeps_its_hooks(
    customized: httpx.Client, empty_list: FixedServer, seen_urls: list[str]
) -> None:
    omni = Omni(base_url=empty_list.base_url, token=TOKEN, **WITHOUT_WAITS, http_client=customized)
    assert omni.drafts.list("doc", include_archived=True) == []
    assert seen_urls == [f"{empty_list.base_url}/api/v1/documents/doc/drafts?include=archived"]


def test_http_client_of_the_caller_keeps_its_headers_and_cookies(
    customized: httpx.Client, empty_list: FixedServer
) -> None:
    Omni(base_url=empty_list.base_url, token=TOKEN, **WITHOUT_WAITS, http_client=customized).drafts.list("doc")
    headers = empty_list.requests[0].headers
    assert (headers["X-Gateway"], headers["Cookie"]) == ("blue", "session=1")


def test_http_client_of_the_caller_sends_our_token_and_user_agent(
    customized: httpx.Client, empty_list: FixedServer
) -> None:
    Omni(base_url=empty_list.base_url, token=TOKEN, **WITHOUT_WAITS, http_client=customized).drafts.list("doc")
    headers = empty_list.requests[0].headers
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["User-Agent"].startswith("omni-drafts/")


def test_asyncio_http_client_of_the_caller_stays_open_and_keeps_its_hooks() -> None:
    async def read(response: httpx.Response) -> None:
        await response.aread()
        assert response.text == '{"identifier": "a"}'

    async def use(base_url: str) -> None:
        async with httpx.AsyncClient(headers={"X-Gateway": "blue"}, event_hooks={"response": [read]}) as client:
            async with AsyncOmni(base_url=base_url, token=TOKEN, **WITHOUT_WAITS, http_client=client) as omni:
                assert await omni.drafts.ensure("doc") == "a"
            assert not client.is_closed

    with serve_response(200, {"identifier": "a"}) as server:
        asyncio.run(use(server.base_url))
    assert server.requests[0].headers["X-Gateway"] == "blue"
    assert server.requests[0].body == b"{}"


def test_http_client_hook_may_read_the_response() -> None:
    def read(response: httpx.Response) -> None:
        response.read()
        assert response.text == '[{"identifier": 5}]'

    body = gzip.compress(b'[{"identifier": 5}]')
    with (
        serve_response(200, body, {"Content-Encoding": "gzip"}) as server,
        httpx.Client(event_hooks={"response": [read]}) as client,
    ):
        omni = Omni(base_url=server.base_url, token=TOKEN, **WITHOUT_WAITS, http_client=client)
        with pytest.raises(UnexpectedResponseError, match="unexpected shape"):
            omni.drafts.list("doc")


def _read_and_raise_for_status(response: httpx.Response) -> None:
    response.read()
    response.raise_for_status()


def _raise_for_status(response: httpx.Response) -> None:
    response.raise_for_status()


@pytest.mark.parametrize(
    ("hook", "error"), [(_read_and_raise_for_status, DocumentNotFoundError), (_raise_for_status, NotFoundError)]
)
def test_http_client_hook_that_raises_for_a_status_does_not_hide_our_error(
    hook: Callable[[httpx.Response], None], error: type[NotFoundError]
) -> None:
    body = {"error": "404", "message": "Document with identifier doc not found"}
    with serve_response(404, body) as server, httpx.Client(event_hooks={"response": [hook]}) as client:
        omni = Omni(base_url=server.base_url, token=TOKEN, **WITHOUT_WAITS, http_client=client)
        with pytest.raises(NotFoundError) as caught:
            omni.drafts.list("doc")
    assert type(caught.value) is error


def test_http_client_hook_that_fails_for_another_request_does_not_retry_ours() -> None:
    """A retry after the 429 of the hook's server would create a second document."""
    with serve_response(429) as audit, serve_response(200, {"identifier": "new"}) as server:

        def report(_: httpx.Response) -> None:
            httpx.post(audit.base_url).raise_for_status()

        with httpx.Client(event_hooks={"response": [report]}) as client:
            omni = Omni(base_url=server.base_url, token=TOKEN, requests_per_minute=None, http_client=client)
            with pytest.raises(DocumentMayExistError):
                omni.documents.create(model_id=UUID(int=1), name="Sales")
    assert len(server.requests) == 1


class _Chunks(httpx.SyncByteStream, httpx.AsyncByteStream):
    closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield from (b"[", b"]")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def test_http_client_hook_that_reads_a_part_leaves_the_response_closed() -> None:
    def read_a_part(response: httpx.Response) -> None:
        assert next(response.iter_raw()) == b"["

    chunks = _Chunks()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=chunks))
    with httpx.Client(transport=transport, event_hooks={"response": [read_a_part]}) as client:
        omni = Omni(instance="a", token=TOKEN, http_client=client)
        with pytest.raises(UnexpectedResponseError, match="an empty body"):
            omni.drafts.list("doc")
    assert chunks.closed


def test_asyncio_http_client_hook_that_reads_a_part_leaves_the_response_closed() -> None:
    async def read_a_part(response: httpx.Response) -> None:
        assert await anext(response.aiter_raw()) == b"["

    chunks = _Chunks()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=chunks))

    async def use() -> None:
        async with httpx.AsyncClient(transport=transport, event_hooks={"response": [read_a_part]}) as client:
            omni = AsyncOmni(instance="a", token=TOKEN, http_client=client)
            with pytest.raises(UnexpectedResponseError, match="an empty body"):
                await omni.drafts.list("doc")

    asyncio.run(use())
    assert chunks.closed


def test_http_client_that_is_closed_raises_a_connection_error() -> None:
    client = httpx.Client()
    client.close()
    omni = Omni(instance="a", token=TOKEN, http_client=client)
    with pytest.raises(OmniConnectionError, match=r"documents: the http_client is closed$") as caught:
        omni.documents.create(model_id=MODEL, name="n")
    assert not caught.value.maybe_sent


def _raise_protocol_error(request: httpx.Request) -> httpx.Response:
    raise httpx.LocalProtocolError("as of HTTP/2, for what the server did wrong", request=request)


@pytest.fixture
def with_protocol_errors() -> Iterator[Omni]:
    """Return a client whose requests end with an error of the protocol."""
    with Omni(instance="a", token=TOKEN, transport=httpx.MockTransport(_raise_protocol_error)) as omni:
        yield omni


def test_protocol_error_of_a_creation_leaves_open_whether_the_document_exists(with_protocol_errors: Omni) -> None:
    with pytest.raises(DocumentMayExistError) as caught:
        with_protocol_errors.documents.create(model_id=MODEL, name="n", identifier="mine")
    assert (caught.value.identifier, caught.value.attempts) == ("mine", 1)


def test_protocol_error_of_a_list_is_a_connection_error(with_protocol_errors: Omni) -> None:
    with pytest.raises(OmniConnectionError) as caught:
        with_protocol_errors.drafts.list("doc")
    assert (caught.value.maybe_sent, caught.value.attempts) == (True, 1)


def test_http_client_hook_that_cannot_reach_another_server_leaves_open_whether_the_document_exists() -> None:
    def request_another_server(_: httpx.Response) -> None:
        with reserve_closed_port() as base_url:
            httpx.get(base_url)

    hooks = {"response": [request_another_server]}
    with serve_response(201, {}) as server, httpx.Client(event_hooks=hooks) as client:
        omni = Omni(base_url=server.base_url, token=TOKEN, http_client=client)
        with pytest.raises(DocumentMayExistError, match="a hook of the http_client: ConnectError"):
            omni.documents.create(model_id=MODEL, name="n")
        assert len(server.requests) == 1


def test_http_client_that_cannot_connect_is_used_again(clock: FakeClock) -> None:
    with httpx.Client() as client, reserve_closed_port() as base_url:
        omni = Omni(base_url=base_url, token=TOKEN, http_client=client, max_attempts=3, clock=clock)
        with pytest.raises(OmniConnectionError) as caught:
            omni.documents.create(model_id=MODEL, name="n")
    assert (caught.value.maybe_sent, caught.value.attempts, len(clock.sleeps)) == (False, 3, 2)


def test_client_that_threads_enter_and_leave_stays_usable(mock: MockServer) -> None:
    omni = Omni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS)

    def use(_: int) -> int:
        with omni:
            return len(omni.drafts.list("doc"))

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(use, range(160))) == {0}


def test_asyncio_client_that_tasks_enter_and_leave_stays_usable(mock: MockServer) -> None:
    omni = AsyncOmni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS)

    async def use() -> int:
        async with omni:
            return len(await omni.drafts.list("doc"))

    async def use_often() -> list[int]:
        return await asyncio.gather(*(use() for _ in range(80)))

    assert set(asyncio.run(use_often())) == {0}


def _get_often(omni: Omni, number: int, results: "multiprocessing.SimpleQueue[bool]") -> None:
    results.put(all(omni.drafts.get(f"doc-{number}").document_id == f"doc-{number}" for _ in range(20)))


def test_client_in_a_forked_process_opens_its_own_connections(mock: MockServer) -> None:
    fork = multiprocessing.get_context("fork")
    results = fork.SimpleQueue()
    with Omni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS) as omni:
        for number in range(4):
            mock.state.add_document(f"doc-{number}")
            omni.drafts.ensure(f"doc-{number}")
        children = [fork.Process(target=_get_often, args=(omni, number, results)) for number in range(4)]
        for child in children:
            child.start()
        for child in children:
            child.join(60)
    assert [child.exitcode for child in children] == [0] * 4
    assert [results.get() for _ in children] == [True] * 4


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_asyncio_client_that_was_not_left_is_usable_in_the_next_event_loop(mock: MockServer) -> None:
    omni = AsyncOmni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS)
    assert [asyncio.run(omni.drafts.list("doc")) for _ in range(3)] == [[], [], []]
    del omni
    gc.collect()  # the connections of a loop that is gone can only be dropped


@pytest.fixture
def redirect(empty_list: FixedServer) -> Iterator[FixedServer]:
    """Serve a redirect to another server."""
    location = {"Location": f"{empty_list.base_url}/api/v1/documents/doc/drafts"}
    with serve_response(301, b"", location) as server:
        yield server


def test_redirect_is_not_followed(connect: Connect, redirect: FixedServer, empty_list: FixedServer) -> None:
    with pytest.raises(OmniStatusError, match=r": 301: a redirect to .*, which is not followed"):
        connect(base_url=redirect.base_url, token=TOKEN).drafts.list("doc")
    assert empty_list.requests == []


def test_redirect_is_not_followed_by_an_http_client_of_the_caller(
    redirect: FixedServer, empty_list: FixedServer
) -> None:
    with httpx.Client(follow_redirects=True) as client, pytest.raises(OmniStatusError, match=": 301: "):
        Omni(base_url=redirect.base_url, token=TOKEN, **WITHOUT_WAITS, http_client=client).drafts.list("doc")
    assert empty_list.requests == []
    assert [request.headers["Authorization"] for request in redirect.requests] == [f"Bearer {TOKEN}"]


def test_redirect_is_not_followed_by_an_asyncio_http_client_of_the_caller(
    redirect: FixedServer, empty_list: FixedServer
) -> None:
    async def use() -> None:
        async with httpx.AsyncClient(follow_redirects=True, auth=("somebody", "else")) as client:
            omni = AsyncOmni(base_url=redirect.base_url, token=TOKEN, **WITHOUT_WAITS, http_client=client)
            with pytest.raises(OmniStatusError, match=": 301: "):
                await omni.drafts.list("doc")
            await omni.close()

    asyncio.run(use())
    assert empty_list.requests == []
    assert [request.headers["Authorization"] for request in redirect.requests] == [f"Bearer {TOKEN}"]


def test_http_client_of_the_caller_has_our_timeout() -> None:
    with serve_silence() as base_url, httpx.Client(timeout=60) as client:
        omni = Omni(base_url=base_url, token=TOKEN, **WITHOUT_WAITS, http_client=client, timeout=0.05)
        started = time.monotonic()
        with pytest.raises(OmniTimeoutError):
            omni.drafts.list("doc")
        assert time.monotonic() - started < LONGER_SECONDS


def test_generated_client_of_an_asyncio_client_uses_its_connection(mock: MockServer) -> None:
    async def use() -> None:
        async with AsyncOmni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS) as omni:
            assert await list_document_drafts.asyncio("doc", client=omni.api) == []
            http_client = omni.api.get_async_httpx_client()
            assert http_client is omni.api.get_async_httpx_client()
            assert await omni.drafts.list("doc") == []

    asyncio.run(use())
    assert [request.status_code for request in mock.state.requests] == [200, 200]


def test_asyncio_client_whose_generated_client_was_closed_is_usable_again(mock: MockServer) -> None:
    async def use() -> None:
        async with AsyncOmni(base_url=mock.base_url, token=TOKEN, **WITHOUT_WAITS) as omni:
            await omni.api.get_async_httpx_client().aclose()
            assert await omni.drafts.list("doc") == []
            assert not omni.api.get_async_httpx_client().is_closed

    asyncio.run(use())


def test_request_names_the_client_and_its_version(connect: Connect, empty_list: FixedServer) -> None:
    connect(base_url=empty_list.base_url, token=TOKEN).drafts.list("doc")
    assert empty_list.requests[0].headers["User-Agent"].startswith(f"omni-drafts/{__version__} ")


def test_request_names_the_program_of_the_caller_first(connect: Connect, empty_list: FixedServer) -> None:
    connect(base_url=empty_list.base_url, token=TOKEN, user_agent="my-job/1.0").drafts.list("doc")
    assert empty_list.requests[0].headers["User-Agent"].startswith(f"my-job/1.0 omni-drafts/{__version__} ")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Return an authority that no machine trusts."""
    return trustme.CA()


@pytest.fixture
def authority_file(authority: trustme.CA, tmp_path: Path) -> Path:
    """Return the file with the certificate of the authority."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def tls_server(authority: trustme.CA) -> Iterator[FixedServer]:
    """Serve an empty list with a certificate of the authority for localhost."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with serve_response(200, [], context=context) as server:
        yield server


def test_certificate_of_an_unknown_authority_raises(connect: Connect, tls_server: FixedServer) -> None:
    with pytest.raises(OmniConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
        connect(base_url=tls_server.base_url, token=TOKEN).drafts.list("doc")
    assert tls_server.requests == []


def test_certificate_of_an_unknown_authority_is_one_attempt(connect: Connect, tls_server: FixedServer) -> None:
    with pytest.raises(OmniConnectionError, match="CERTIFICATE_VERIFY_FAILED") as caught:
        connect(base_url=tls_server.base_url, token=TOKEN, max_attempts=6).drafts.list("doc")
    assert caught.value.attempts == 1


@pytest.mark.parametrize(
    "as_argument",
    [
        lambda path: path,
        str,
        lambda path: path.parent,
        lambda path: ssl.create_default_context(cafile=path),
    ],
    ids=["path", "str", "folder", "context"],
)
def test_certificate_of_the_authority_of_verify_is_accepted(
    as_argument: Callable[[Path], Any], connect: Connect, tls_server: FixedServer, authority_file: Path
) -> None:
    omni = connect(base_url=tls_server.base_url, token=TOKEN, verify=as_argument(authority_file))
    assert omni.drafts.list("doc") == []


def test_proxy_of_an_argument_is_used(connect: Connect, empty_list: FixedServer) -> None:
    omni = connect(base_url="http://omni.test", token=TOKEN, proxy=empty_list.base_url, allow_insecure_http=True)
    assert omni.drafts.list("doc") == []
    assert empty_list.requests[0].path == "http://omni.test/api/v1/documents/doc/drafts"


@pytest.fixture
def environment_proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[FixedServer]:
    """Serve a proxy that the environment names."""
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with serve_response(200, []) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url)
        yield proxy


def test_proxy_of_the_environment_is_used(connect: Connect, environment_proxy: FixedServer) -> None:
    connect(base_url="http://omni.test", token=TOKEN, allow_insecure_http=True).drafts.list("doc")
    assert len(environment_proxy.requests) == 1


def test_proxy_of_the_environment_is_not_used_for_this_machine(
    connect: Connect, environment_proxy: FixedServer, empty_list: FixedServer
) -> None:
    connect(base_url=empty_list.base_url, token=TOKEN).drafts.list("doc")
    assert (len(empty_list.requests), len(environment_proxy.requests)) == (1, 0)
