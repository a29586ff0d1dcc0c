"""How the clients connect: what they open and close, what is handed in, certificates, proxies, redirects."""

import asyncio
import gc
import gzip
import multiprocessing
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from conftest import AT_ONCE, Connect
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
from support.servers import answering, refusing, silent

TOKEN = "editor-token"


def test_a_client_is_usable_again_after_it_was_left(omni: Omni, mock: MockServer) -> None:
    mock.state.add_document("doc")
    for _ in range(3):
        with omni as entered:
            assert entered.drafts.list("doc") == []
    assert omni.drafts.list("doc") == []
    omni.close()
    omni.close()
    assert omni.drafts.list("doc") == []


def test_an_asyncio_client_is_usable_in_one_event_loop_after_another(mock: MockServer) -> None:
    mock.state.add_document("doc")
    omni = AsyncOmni(base_url=mock.base_url, token=TOKEN, **AT_ONCE)

    async def use() -> int:
        async with omni:
            return len(await omni.drafts.list("doc"))

    assert [asyncio.run(use()) for _ in range(3)] == [0, 0, 0]


def test_what_was_opened_is_closed(mock: MockServer) -> None:
    mock.state.add_document("doc")
    with Omni(base_url=mock.base_url, token=TOKEN, **AT_ONCE) as omni:
        omni.drafts.list("doc")
        opened = omni.client.get_httpx_client()
        while_open = opened.is_closed
    assert (while_open, opened.is_closed) == (False, True)
    gc.collect()  # a socket left open would warn here, and warnings are errors


def test_a_client_closed_by_the_generated_one_opens_anew(mock: MockServer) -> None:
    mock.state.add_document("doc")
    with Omni(base_url=mock.base_url, token=TOKEN, **AT_ONCE) as omni:
        with omni.client:
            pass
        assert omni.drafts.list("doc") == []


class _Watched(httpx.HTTPTransport):
    closed = 0

    def close(self) -> None:
        self.closed += 1
        super().close()


class _AsyncWatched(httpx.AsyncHTTPTransport):
    closed = 0

    async def aclose(self) -> None:
        self.closed += 1
        await super().aclose()


def test_a_transport_that_was_handed_in_stays_open(mock: MockServer) -> None:
    mock.state.add_document("doc")
    with _Watched() as transport:
        for _ in range(2):
            with Omni(base_url=mock.base_url, token=TOKEN, **AT_ONCE, transport=transport) as omni:
                assert omni.drafts.list("doc") == []
        assert transport.closed == 0


def test_an_asyncio_transport_that_was_handed_in_stays_open(mock: MockServer) -> None:
    mock.state.add_document("doc")

    async def use() -> None:
        async with _AsyncWatched() as transport:
            for _ in range(2):
                async with AsyncOmni(base_url=mock.base_url, token=TOKEN, **AT_ONCE, transport=transport) as omni:
                    assert await omni.drafts.list("doc") == []
            assert transport.closed == 0

    asyncio.run(use())


def test_a_client_that_was_handed_in_stays_open_and_keeps_its_ways() -> None:
    seen: list[str] = []
    arguments: dict[str, Any] = {
        "headers": {"X-Gateway": "blue", "User-Agent": "mine"},
        "cookies": {"session": "1"},
        "event_hooks": {"request": [lambda request: seen.append(str(request.url))]},
        "auth": ("somebody", "else"),
        "follow_redirects": True,
    }
    with answering(200, []) as server, httpx.Client(**arguments) as client:
        for _ in range(2):
            with Omni(base_url=server.base_url, token=TOKEN, **AT_ONCE, http_client=client) as omni:
                assert omni.drafts.list("doc", include_archived=True) == []
        assert not client.is_closed
        assert "Authorization" not in client.headers
    url = f"{server.base_url}/api/v1/documents/doc/drafts?include=archived"
    assert seen == [url, url]
    headers = server.asked[0].headers
    assert (headers["X-Gateway"], headers["Cookie"]) == ("blue", "session=1")
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["User-Agent"].startswith("omni-drafts/")


def _unchanged(response: httpx.Response) -> None:
    """Check that a hook of the client's owner can read the answer, which is an idiom of httpx."""
    response.read()
    assert response.text == '[{"identifier": 5}]'


async def _unchanged_async(response: httpx.Response) -> None:
    await response.aread()
    assert response.text == '{"identifier": "a"}'


def test_a_hook_may_read_the_answer_first() -> None:
    body = gzip.compress(b'[{"identifier": 5}]')
    with (
        answering(200, body, {"Content-Encoding": "gzip"}) as server,
        httpx.Client(event_hooks={"response": [_unchanged]}) as client,
    ):
        omni = Omni(base_url=server.base_url, token=TOKEN, **AT_ONCE, http_client=client)
        with pytest.raises(UnexpectedResponseError, match="wrong shape"):
            omni.drafts.list("doc")


def _raise_for_status(response: httpx.Response) -> None:
    response.read()
    response.raise_for_status()


def test_a_hook_that_raises_for_a_status_does_not_hide_our_error() -> None:
    body = {"error": "404", "message": "Document with identifier doc not found"}
    hooks: list[Any] = [_raise_for_status, lambda response: response.raise_for_status()]
    for hook, kind in zip(hooks, (DocumentNotFoundError, NotFoundError), strict=True):
        with answering(404, body) as server, httpx.Client(event_hooks={"response": [hook]}) as client:
            omni = Omni(base_url=server.base_url, token=TOKEN, **AT_ONCE, http_client=client)
            with pytest.raises(kind):
                omni.drafts.list("doc")


class _Parts(httpx.SyncByteStream, httpx.AsyncByteStream):
    closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield from (b"[", b"]")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self:
            yield part

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def test_what_a_hook_read_in_part_is_closed() -> None:
    def look(response: httpx.Response) -> None:
        assert next(response.iter_raw()) == b"["

    parts = _Parts()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=parts))
    with httpx.Client(transport=transport, event_hooks={"response": [look]}) as client:
        omni = Omni(instance="a", token=TOKEN, http_client=client)
        with pytest.raises(UnexpectedResponseError, match="an empty body"):
            omni.drafts.list("doc")
    assert parts.closed


def test_what_an_asynchronous_hook_read_in_part_is_closed() -> None:
    async def look(response: httpx.Response) -> None:
        assert await anext(response.aiter_raw()) == b"["

    parts = _Parts()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=parts))

    async def use() -> None:
        async with httpx.AsyncClient(transport=transport, event_hooks={"response": [look]}) as client:
            omni = AsyncOmni(instance="a", token=TOKEN, http_client=client)
            with pytest.raises(UnexpectedResponseError, match="an empty body"):
                await omni.drafts.list("doc")

    asyncio.run(use())
    assert parts.closed


def test_a_client_that_was_handed_in_closed_is_a_connection_error() -> None:
    client = httpx.Client()
    client.close()
    omni = Omni(instance="a", token=TOKEN, http_client=client)
    with pytest.raises(OmniConnectionError, match=r"documents: the http_client is closed$") as caught:
        omni.documents.create(model_id="a1b2c3d4-e5f6-7890-abcd-ef1234567890", name="n")
    assert not caught.value.sent


def test_an_error_of_the_protocol_leaves_open_whether_the_request_was_sent() -> None:
    asked = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        raise httpx.LocalProtocolError("as of HTTP/2, for what the server did wrong", request=request)

    with Omni(instance="a", token=TOKEN, transport=httpx.MockTransport(handle)) as omni:
        with pytest.raises(DocumentMayExistError) as caught:
            omni.documents.create(model_id="a1b2c3d4-e5f6-7890-abcd-ef1234567890", name="n", identifier="mine")
        assert (caught.value.identifier, asked) == ("mine", ["POST"])
        with pytest.raises(OmniConnectionError) as raised:
            omni.drafts.list("doc")
        assert (raised.value.sent, asked) == (True, ["POST", "GET"])


def test_a_hook_that_cannot_reach_another_server_does_not_say_that_nothing_was_sent() -> None:
    def tell(_: httpx.Response) -> None:
        with refusing() as base_url:
            httpx.get(base_url)

    with answering(201, {}) as server, httpx.Client(event_hooks={"response": [tell]}) as client:
        omni = Omni(base_url=server.base_url, token=TOKEN, http_client=client)
        with pytest.raises(DocumentMayExistError, match="a hook of the http_client: ConnectError"):
            omni.documents.create(model_id="a1b2c3d4-e5f6-7890-abcd-ef1234567890", name="n")
        assert len(server.asked) == 1


def test_a_failure_of_a_client_that_was_handed_in_is_tried_again() -> None:
    client, slept = httpx.Client(), list[float]()
    with client, refusing() as base_url:
        omni = Omni(base_url=base_url, token=TOKEN, http_client=client, tries=3, sleep=slept.append)
        with pytest.raises(OmniConnectionError) as caught:
            omni.documents.create(model_id="a1b2c3d4-e5f6-7890-abcd-ef1234567890", name="n")
    assert (caught.value.sent, caught.value.tries, len(slept)) == (False, 3, 2)


def test_threads_that_enter_and_leave_do_not_close_on_each_other(mock: MockServer) -> None:
    mock.state.add_document("doc")
    omni = Omni(base_url=mock.base_url, token=TOKEN, **AT_ONCE)

    def use(_: int) -> int:
        with omni:
            return len(omni.drafts.list("doc"))

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(use, range(160))) == {0}


def test_tasks_that_enter_and_leave_do_not_close_on_each_other(mock: MockServer) -> None:
    mock.state.add_document("doc")
    omni = AsyncOmni(base_url=mock.base_url, token=TOKEN, **AT_ONCE)

    async def use() -> int:
        async with omni:
            return len(await omni.drafts.list("doc"))

    async def use_often() -> list[int]:
        return await asyncio.gather(*(use() for _ in range(80)))

    assert set(asyncio.run(use_often())) == {0}


def _forked(omni: Omni, number: int, answers: "multiprocessing.SimpleQueue[bool]") -> None:
    answers.put(all(omni.drafts.get(f"doc-{number}").document_identifier == f"doc-{number}" for _ in range(20)))


def test_a_process_that_was_forked_opens_connections_of_its_own(mock: MockServer) -> None:
    fork = multiprocessing.get_context("fork")
    answers = fork.SimpleQueue()
    with Omni(base_url=mock.base_url, token=TOKEN, **AT_ONCE) as omni:
        for number in range(4):
            mock.state.add_document(f"doc-{number}")
            omni.drafts.ensure(f"doc-{number}")
        children = [fork.Process(target=_forked, args=(omni, number, answers)) for number in range(4)]
        for child in children:
            child.start()
        for child in children:
            child.join(60)
    assert [child.exitcode for child in children] == [0] * 4
    assert [answers.get() for _ in children] == [True] * 4


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_asyncio_client_that_was_not_left_is_usable_in_the_next_event_loop(mock: MockServer) -> None:
    mock.state.add_document("doc")
    omni = AsyncOmni(base_url=mock.base_url, token=TOKEN, **AT_ONCE)
    assert [asyncio.run(omni.drafts.list("doc")) for _ in range(3)] == [[], [], []]
    del omni
    gc.collect()  # the connections of a loop that is gone can only be dropped


def test_an_asyncio_client_that_was_handed_in_stays_open() -> None:
    async def use(base_url: str) -> None:
        hooks = {"response": [_unchanged_async]}
        async with httpx.AsyncClient(headers={"X-Gateway": "blue"}, event_hooks=hooks) as client:
            async with AsyncOmni(base_url=base_url, token=TOKEN, **AT_ONCE, http_client=client) as omni:
                assert await omni.drafts.ensure("doc") == "a"
            assert not client.is_closed

    with answering(200, {"identifier": "a"}) as server:
        asyncio.run(use(server.base_url))
    assert server.asked[0].headers["X-Gateway"] == "blue"
    assert server.asked[0].body == b"{}"


def test_redirects_are_not_followed(connect: Connect) -> None:
    with answering(200, []) as elsewhere:
        location = {"Location": f"{elsewhere.base_url}/api/v1/documents/doc/drafts"}
        with answering(301, b"", location) as server:
            omni = connect(base_url=server.base_url, token=TOKEN)
            with pytest.raises(OmniStatusError, match="answered 301"):
                omni.drafts.list("doc")
        assert elsewhere.asked == []


def test_redirects_are_not_followed_by_a_client_that_was_handed_in_either() -> None:
    async def use(base_url: str) -> None:
        async with httpx.AsyncClient(follow_redirects=True, auth=("somebody", "else")) as client:
            omni = AsyncOmni(base_url=base_url, token=TOKEN, **AT_ONCE, http_client=client)
            with pytest.raises(OmniStatusError, match="answered 301"):
                await omni.drafts.list("doc")
            await omni.close()

    with answering(200, []) as elsewhere:
        location = {"Location": f"{elsewhere.base_url}/api/v1/documents/doc/drafts"}
        with answering(301, b"", location) as server:
            with httpx.Client(follow_redirects=True) as client, pytest.raises(OmniStatusError, match="answered 301"):
                Omni(base_url=server.base_url, token=TOKEN, **AT_ONCE, http_client=client).drafts.list("doc")
            asyncio.run(use(server.base_url))
        assert elsewhere.asked == []
    assert [asked.headers["Authorization"] for asked in server.asked] == [f"Bearer {TOKEN}"] * 2


def test_our_timeouts_hold_through_a_client_that_was_handed_in() -> None:
    with silent() as base_url, httpx.Client(timeout=60) as client:
        omni = Omni(base_url=base_url, token=TOKEN, **AT_ONCE, http_client=client, timeout=0.05)
        begun = time.monotonic()
        with pytest.raises(OmniTimeoutError):
            omni.drafts.list("doc")
        assert time.monotonic() - begun < 30


def test_the_generated_client_of_an_asyncio_client_uses_its_connection(mock: MockServer) -> None:
    mock.state.add_document("doc")

    async def use() -> None:
        async with AsyncOmni(base_url=mock.base_url, token=TOKEN, **AT_ONCE) as omni:
            assert await list_document_drafts.asyncio("doc", client=omni.client) == []
            opened = omni.client.get_async_httpx_client()
            assert opened is omni.client.get_async_httpx_client()
            await opened.aclose()
            assert await omni.drafts.list("doc") == []
            assert not omni.client.get_async_httpx_client().is_closed

    asyncio.run(use())
    assert [request.status for request in mock.state.requests] == [200, 200]


def test_each_request_names_the_client_and_its_version(connect: Connect) -> None:
    with answering(200, []) as server:
        connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")
    assert server.asked[0].headers["User-Agent"].startswith(f"omni-drafts/{__version__} ")


@pytest.fixture
def authority(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for localhost; give the server's context, and the file of who vouches for it."""
    made = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert("localhost").configure_cert(context)
    path = tmp_path / "authority.pem"
    made.cert_pem.write_to_path(str(path))
    return context, path


def test_certificates_are_verified(connect: Connect, authority: tuple[ssl.SSLContext, Path]) -> None:
    with answering(200, [], context=authority[0]) as server:
        with pytest.raises(OmniConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
            connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")
        assert server.asked == []
        for ca in (authority[1], str(authority[1]), authority[1].parent):
            assert connect(base_url=server.base_url, token=TOKEN, ca=ca).drafts.list("doc") == []


def test_an_authority_may_be_a_context(connect: Connect, authority: tuple[ssl.SSLContext, Path]) -> None:
    with answering(200, [], context=authority[0]) as server:
        context = ssl.create_default_context(cafile=authority[1])
        assert connect(base_url=server.base_url, token=TOKEN, ca=context).drafts.list("doc") == []


def test_a_proxy_that_was_given_is_used(connect: Connect) -> None:
    with answering(200, []) as proxy:
        omni = connect(base_url="http://omni.test", token=TOKEN, proxy=proxy.base_url, allow_plain_http=True)
        assert omni.drafts.list("doc") == []
    assert proxy.asked[0].path == "http://omni.test/api/v1/documents/doc/drafts"


def test_the_proxy_of_the_environment_is_used_but_not_for_this_machine(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with answering(200, []) as server, answering(200, []) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url)
        connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")
        assert (len(server.asked), len(proxy.asked)) == (1, 0)
        connect(base_url="http://omni.test", token=TOKEN, allow_plain_http=True).drafts.list("doc")
        assert (len(server.asked), len(proxy.asked)) == (1, 1)
