"""The transports that make the attempts: bodies, streams, elapsed time, and interrupted calls."""

import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

import httpx
import pytest

from omni_drafts import AsyncOmni, DocumentMayExistError, Omni, OmniConnectionError, OmniTimeoutError, RateLimitError
from omni_drafts._http.attempts import Attempts
from omni_drafts._http.deadline import CALL, InterruptedCallError
from omni_drafts._http.permits import Permits
from omni_drafts._http.retry import RetryPolicy
from omni_drafts._http.transports import AttemptTransport
from omni_drafts._rate_limit.limiter import KeyLimiter
from omni_drafts._rate_limit.memory import MemoryStorage
from omni_drafts._rate_limit.window import Limit
from support.clock import FakeClock
from support.scripted import (
    ScriptedClient,
    ScriptedStream,
    ScriptedTransport,
    connect_scripted,
    draft_created,
    failure,
    no_drafts,
    result_of,
)

Connect = Callable[..., ScriptedClient]

MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
URL = "/v1/documents/doc/drafts"
STREAMED = {"omni_stream": True}
IDEMPOTENT = {"idempotent": True}


def broken(status_code: int, **headers: str) -> httpx.Response:
    """Return a response whose body breaks off."""
    stream = ScriptedStream(b'{"mess', error=httpx.ReadError("broke off"))
    return httpx.Response(status_code, headers=failure(status_code, **headers).headers, stream=stream)


def not_decompressible(status_code: int) -> httpx.Response:
    """Return a response whose body cannot be decompressed."""
    return httpx.Response(status_code, headers={"Content-Encoding": "gzip"}, stream=ScriptedStream(b"not gzip"))


unreadable = pytest.mark.parametrize("respond", [broken, not_decompressible])


@unreadable
def test_transport_with_an_unreadable_success_retries_an_idempotent_request(
    respond: Callable[[int], httpx.Response], connect: Connect, clock: FakeClock
) -> None:
    client = connect(respond(200), draft_created())
    assert result_of(client.omni.drafts.ensure("doc")) == "abc"
    assert (len(client.transport.requests), clock.sleeps) == (2, [0.5])


@unreadable
def test_transport_with_an_unreadable_success_retries_an_idempotent_request_of_the_generated_client(
    respond: Callable[[int], httpx.Response], connect: Connect
) -> None:
    client = connect(respond(200), no_drafts())
    assert client.list_drafts_with_api() == []
    assert len(client.transport.requests) == 2


@unreadable
def test_transport_with_an_unreadable_success_does_not_retry_another_request(
    respond: Callable[[int], httpx.Response], connect: Connect
) -> None:
    client = connect(respond(201), no_drafts())
    with pytest.raises(DocumentMayExistError) as caught:
        result_of(client.omni.documents.create(model_id=MODEL, name="n"))
    assert isinstance(caught.value.__cause__, OmniConnectionError)
    assert len(client.transport.requests) == 1


@unreadable
def test_transport_with_an_unreadable_failure_retries_by_its_status(
    respond: Callable[[int], httpx.Response], connect: Connect, clock: FakeClock
) -> None:
    client = connect(respond(503), draft_created())
    assert result_of(client.omni.drafts.ensure("doc")) == "abc"
    assert clock.sleeps == [0.5]


def test_transport_with_a_429_whose_body_breaks_off_waits_for_retry_after(connect: Connect, clock: FakeClock) -> None:
    client = connect(broken(429, retry_after="40"), draft_created())
    assert result_of(client.omni.drafts.ensure("doc")) == "abc"
    assert clock.sleeps == [pytest.approx(40)]


def test_transport_with_an_unreadable_last_failure_returns_its_status(connect: Connect) -> None:
    client = connect(broken(429, retry_after="40"), max_attempts=1)
    with pytest.raises(RateLimitError, match="429: an empty body") as caught:
        client.list_drafts()
    assert caught.value.retry_after == 40


def stream(client: ScriptedClient, check: Callable[[httpx.Response], None], **extensions: bool) -> bytes:
    """Stream a response of the generated client's httpx client, after a check before its body is read."""
    http = client.http_client()
    arguments: dict[str, Any] = {"method": "GET", "url": URL, "extensions": extensions}

    async def stream_async() -> bytes:
        async with http.stream(**arguments) as response:
            check(response)
            return cast(bytes, await response.aread())

    if isinstance(client.omni, AsyncOmni):
        return cast(bytes, result_of(stream_async()))
    with http.stream(**arguments) as response:
        check(response)
        return cast(bytes, response.read())


def test_transport_with_omni_stream_does_not_read_a_success(connect: Connect) -> None:
    body = ScriptedStream(b"[", b"]")
    client = connect(httpx.Response(200, stream=body))

    def check(_: httpx.Response) -> None:
        assert (body.is_started, body.is_closed) == (False, False)

    assert stream(client, check, **STREAMED) == b"[]"
    assert body.is_closed


def test_transport_without_omni_stream_reads_a_success(connect: Connect) -> None:
    body = ScriptedStream(b"[", b"]")
    client = connect(httpx.Response(200, stream=body))

    def check(response: httpx.Response) -> None:
        assert (body.is_started, body.is_closed, response.content) == (True, True, b"[]")

    assert stream(client, check) == b"[]"


def test_transport_with_omni_stream_closes_and_retries_a_failure(connect: Connect, clock: FakeClock) -> None:
    failed, body = ScriptedStream(b"{}"), ScriptedStream(b"[]")
    client = connect(httpx.Response(503, stream=failed), httpx.Response(200, stream=body))

    def check(_: httpx.Response) -> None:
        assert (failed.is_closed, body.is_started) == (True, False)

    assert stream(client, check, **STREAMED, **IDEMPOTENT) == b"[]"
    assert clock.sleeps == [0.5]


def test_transport_with_omni_stream_closes_and_retries_a_429(connect: Connect) -> None:
    rejected, body = ScriptedStream(b"{}"), ScriptedStream(b"[]")
    client = connect(httpx.Response(429, stream=rejected), httpx.Response(200, stream=body))

    def check(_: httpx.Response) -> None:
        assert (rejected.is_closed, body.is_closed) == (True, False)

    assert stream(client, check, **STREAMED) == b"[]"


def test_transport_with_omni_stream_reads_the_last_failure(connect: Connect) -> None:
    client = connect(httpx.Response(404, stream=ScriptedStream(b"no")))

    def check(response: httpx.Response) -> None:
        assert response.content == b"no"

    assert stream(client, check, **STREAMED) == b"no"


def get(client: ScriptedClient) -> httpx.Response:
    """Send a request with the generated client's httpx client."""
    return cast(httpx.Response, result_of(client.http_client().get(URL, extensions=IDEMPOTENT)))


@pytest.mark.parametrize(
    "results", [lambda: [no_drafts()], lambda: [broken(404)], lambda: [failure(503), no_drafts()]]
)
def test_transport_response_has_elapsed(results: Callable[[], list[httpx.Response]], connect: Connect) -> None:
    assert 0 < get(connect(*results())).elapsed.total_seconds() < 60


def test_transport_streamed_response_has_elapsed_after_it_is_read(connect: Connect) -> None:
    responses: list[httpx.Response] = []
    body = httpx.Response(200, stream=ScriptedStream(b"[]"))
    stream(connect(body), responses.append, **STREAMED)
    assert 0 < responses[0].elapsed.total_seconds() < 60


def test_transport_response_has_its_request(connect: Connect) -> None:
    response = get(connect(failure(503), no_drafts()))
    assert response.request.url.path == f"/api{URL}"
    assert response.request.extensions["omni_attempts"] == 2


def test_transport_with_an_endless_body_stops_at_total_timeout(
    kind: type[Omni | AsyncOmni], clock: FakeClock
) -> None:
    class EndlessStream(ScriptedStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                clock.now += 1
                yield b" "

    start = clock.now
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=EndlessStream()))
    client = connect_scripted(kind, clock, transport=transport, total_timeout=9)
    with pytest.raises(OmniTimeoutError):
        client.list_drafts()
    assert clock.now <= start + 10


@pytest.mark.parametrize(("content", "attempts"), [(lambda: iter([b"a"]), 1), (lambda: b"a", 6)])
def test_transport_sends_a_body_that_is_an_iterator_once(
    content: Callable[[], Any], attempts: int, clock: FakeClock
) -> None:
    bodies: list[bytes] = []

    class RefusingTransport(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            bodies.append(b"".join(cast(httpx.SyncByteStream, request.stream)))
            raise httpx.ConnectError("-")

    omni = Omni(instance="a", token="made-up-token", transport=RefusingTransport(), clock=clock)
    with pytest.raises(httpx.ConnectError):
        omni.api.get_httpx_client().post("/a", content=content())
    assert bodies == [b"a"] * attempts


def test_transport_interrupts_a_wait(clock: FakeClock) -> None:
    limiter = KeyLimiter("made-up-token", Limit(60), MemoryStorage(clock), clock)
    policy = RetryPolicy(max_attempts=6, max_wait=60.0, random=lambda: 1.0)
    attempts = Attempts(Permits((limiter,), clock), policy, 3600.0, clock)
    inner = ScriptedTransport(clock, failure(503), no_drafts())
    interrupt = threading.Event()

    def interrupt_and_open() -> httpx.BaseTransport:
        interrupt.set()
        return inner

    request = httpx.Request(
        "GET",
        "https://a.test",
        headers={"Authorization": "Bearer made-up-token"},
        extensions={CALL: attempts.start_call(interrupt), **IDEMPOTENT},
    )
    with pytest.raises(InterruptedCallError):
        AttemptTransport(attempts, interrupt_and_open).handle_request(request)
    assert len(inner.requests) == 1
