"""Borrowed transports and clients: the settings of the caller that apply to a request, responses, and errors."""

import asyncio
import gzip
import inspect
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from omni_drafts._http.borrowed import (
    AsyncBorrowedClient,
    AsyncBorrowedTransport,
    BorrowedClient,
    BorrowedTransport,
)
from omni_drafts._http.retry import NotSentError
from omni_drafts._http.transports import without_stream
from support.scripted import ScriptedStream

Hook = Callable[[httpx.Response], Any]
Respond = Callable[[httpx.Request], httpx.Response]

URL = "https://omni.test/api/a?b=c"


def build_request(**arguments: Any) -> httpx.Request:
    """Return a request of our client."""
    return httpx.Request("POST", URL, **arguments)


def send(transport: httpx.BaseTransport | httpx.AsyncBaseTransport, request: httpx.Request) -> httpx.Response:
    """Send a request with a transport of either kind, and return the response before it is read."""
    if isinstance(transport, httpx.AsyncBaseTransport):
        return asyncio.run(transport.handle_async_request(request))
    return transport.handle_request(request)


class Caller:
    """A client of the caller, blocking or asyncio, which records the requests that it sends.

    Attributes:
        client: The client.
        sent: Requests that it sent.
    """

    def __init__(self, *, is_async: bool, respond: Respond, hook: Hook | None = None, **settings: Any) -> None:
        self.sent: list[httpx.Request] = []
        self._respond, self._is_async = respond, is_async
        hooks = {"response": [] if hook is None else [_as_coroutine(hook) if is_async else hook]}
        self.client: Any = (httpx.AsyncClient if is_async else httpx.Client)(
            transport=httpx.MockTransport(self._send), event_hooks=hooks, **settings
        )

    def borrow(self) -> httpx.BaseTransport | httpx.AsyncBaseTransport:
        """Return the transport that sends with the client."""
        return AsyncBorrowedClient(self.client) if self._is_async else BorrowedClient(self.client)

    def close(self) -> None:
        """Close the client, as its owner."""
        if self._is_async:
            asyncio.run(self.client.aclose())
        else:
            self.client.close()

    def _send(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        return self._respond(request)


def _as_coroutine(hook: Hook) -> Callable[[httpx.Response], Any]:
    async def call(response: httpx.Response) -> None:
        result = hook(response)
        if inspect.isawaitable(result):
            await result

    return call


def read(response: httpx.Response) -> Any:
    """Read a response in a hook of either kind."""
    return response.read() if isinstance(response.stream, httpx.SyncByteStream) else response.aread()


def read_first_chunk(response: httpx.Response) -> Any:
    """Read the first chunk of a response in a hook of either kind."""
    is_blocking = isinstance(response.stream, httpx.SyncByteStream)
    return next(response.iter_raw()) if is_blocking else anext(response.aiter_raw())


def succeed(_: httpx.Request) -> httpx.Response:
    """Return a response without a body."""
    return httpx.Response(204)


@pytest.fixture(params=[False, True], ids=["blocking", "asyncio"])
def create(request: pytest.FixtureRequest) -> Callable[..., Caller]:
    """Return a function that creates a client of the caller."""

    def create(respond: Respond = succeed, hook: Hook | None = None, **settings: Any) -> Caller:
        return Caller(is_async=request.param, respond=respond, hook=hook, **settings)

    return create


Create = Callable[..., Caller]


# Transports


@pytest.mark.parametrize("kind", [BorrowedTransport, AsyncBorrowedTransport])
def test_borrowed_transport_passes_request_and_response_as_they_are(kind: Any) -> None:
    request, response, sent = build_request(), httpx.Response(204), list[httpx.Request]()

    def respond(received: httpx.Request) -> httpx.Response:
        sent.append(received)
        return response

    assert send(kind(httpx.MockTransport(respond)), request) is response
    assert sent == [request]


class OwnTransport(httpx.MockTransport):
    """A transport of the caller that must not be closed."""

    def __init__(self) -> None:
        super().__init__(lambda _: httpx.Response(204))

    def close(self) -> None:
        raise AssertionError

    async def aclose(self) -> None:
        raise AssertionError


def test_borrowed_transport_close_does_not_close_the_callers() -> None:
    BorrowedTransport(OwnTransport()).close()


def test_async_borrowed_transport_aclose_does_not_close_the_callers() -> None:
    asyncio.run(AsyncBorrowedTransport(OwnTransport()).aclose())


# Requests of a client


def test_borrowed_client_sends_method_url_and_body(create: Create) -> None:
    caller = create(base_url="https://other.test")
    send(caller.borrow(), build_request(content=b"body"))
    (sent,) = caller.sent
    assert (sent.method, str(sent.url), sent.content) == ("POST", URL, b"body")


def test_borrowed_client_adds_headers_and_cookies_of_the_caller(create: Create) -> None:
    caller = create(headers={"X-Gateway": "blue"}, cookies={"session": "1"})
    send(caller.borrow(), build_request())
    assert (caller.sent[0].headers["X-Gateway"], caller.sent[0].headers["Cookie"]) == ("blue", "session=1")


def test_borrowed_client_with_the_same_header_sends_ours(create: Create) -> None:
    caller = create(headers={"Authorization": "theirs"})
    send(caller.borrow(), build_request(headers={"Authorization": "ours"}))
    assert caller.sent[0].headers.get_list("Authorization") == ["ours"]


def test_borrowed_client_with_parameters_adds_them_to_our_query(create: Create) -> None:
    caller = create(params={"user": "u", "b": "theirs"})
    send(caller.borrow(), build_request())
    assert dict(caller.sent[0].url.params) == {"user": "u", "b": "c"}


def test_borrowed_client_with_auth_sends_our_token(create: Create) -> None:
    caller = create(auth=("somebody", "else"))
    send(caller.borrow(), build_request(headers={"Authorization": "Bearer ours"}))
    assert caller.sent[0].headers["Authorization"] == "Bearer ours"


def test_borrowed_client_sends_our_timeout(create: Create) -> None:
    caller, timeout = create(timeout=60), {"connect": 1.0, "read": 2.0, "write": 3.0, "pool": 4.0}
    send(caller.borrow(), build_request(extensions={"timeout": timeout}))
    assert caller.sent[0].extensions["timeout"] == timeout


def test_borrowed_client_does_not_follow_a_redirect(create: Create) -> None:
    caller = create(lambda _: httpx.Response(307, headers={"Location": "https://other.test"}), follow_redirects=True)
    assert send(caller.borrow(), build_request()).status_code == 307
    assert len(caller.sent) == 1


def test_borrowed_client_that_is_closed_raises_before_it_sends(create: Create) -> None:
    caller = create()
    caller.close()
    with pytest.raises(NotSentError, match=r"^the http_client is closed$"):
        send(caller.borrow(), build_request())
    assert caller.sent == []


def test_borrowed_client_stays_open(create: Create) -> None:
    caller = create()
    send(caller.borrow(), build_request())
    assert not caller.client.is_closed


# Responses of a client


def test_borrowed_client_returns_a_response_that_is_not_read(create: Create) -> None:
    body = ScriptedStream(b"a", b"b")
    response = send(
        create(lambda _: httpx.Response(201, stream=body, headers={"X-Own": "1"})).borrow(), build_request()
    )
    assert (response.status_code, response.headers["X-Own"]) == (201, "1")
    assert (response.is_stream_consumed, body.is_started, body.is_closed) == (False, False, False)


def test_borrowed_client_with_a_hook_that_reads_returns_the_decoded_body(create: Create) -> None:
    def respond(_: httpx.Request) -> httpx.Response:
        stream = ScriptedStream(gzip.compress(b"body"))
        return httpx.Response(200, stream=stream, headers={"Content-Encoding": "gzip"})

    response = send(create(respond, hook=read).borrow(), build_request())
    assert (response.content, "Content-Encoding" in response.headers) == (b"body", False)


def test_borrowed_client_with_a_hook_that_reads_a_part_closes_the_response(create: Create) -> None:
    body = ScriptedStream(b"a", b"b")
    caller = create(lambda _: httpx.Response(200, stream=body), hook=read_first_chunk)
    assert send(caller.borrow(), build_request()).content == b""
    assert body.is_closed


@pytest.mark.parametrize("status_code", [404, 500, 301])
def test_borrowed_client_with_a_hook_that_raises_for_a_status_returns_the_response(
    status_code: int, create: Create
) -> None:
    def raise_for_status(response: httpx.Response) -> None:
        response.raise_for_status()

    caller = create(lambda _: httpx.Response(status_code, headers={"Retry-After": "5"}), hook=raise_for_status)
    response = send(caller.borrow(), build_request())
    assert (response.status_code, response.headers["Retry-After"]) == (status_code, "5")


# Errors of a client


def test_borrowed_client_raises_a_transport_error_of_our_request_as_it_is(create: Create) -> None:
    error = httpx.ConnectError("refused")

    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(httpx.ConnectError) as caught:
        send(create(fail).borrow(), build_request())
    assert caught.value is error


def status_error_of_another_request() -> Exception:
    """Return the error that a hook gets if it sends a request that is rejected."""
    other = httpx.Request("GET", "https://other.test")
    return httpx.HTTPStatusError("429", request=other, response=httpx.Response(429, request=other))


@pytest.mark.parametrize(
    "create_error",
    [
        lambda: httpx.ConnectError("refused", request=httpx.Request("GET", "https://other.test")),
        lambda: httpx.ConnectError("refused"),
        status_error_of_another_request,
    ],
    ids=["of another request", "of no request", "status of another request"],
)
def test_borrowed_client_with_an_http_error_of_a_hook_raises_a_read_error(
    create_error: Callable[[], Exception], create: Create
) -> None:
    """Our request was sent, so no error may claim that it was not, or has another status."""
    error = create_error()

    def fail(_: httpx.Response) -> None:
        raise error

    with pytest.raises(httpx.ReadError, match=f"^a hook of the http_client: {type(error).__name__}: ") as caught:
        send(create(hook=fail).borrow(), build_request())
    assert caught.value.__cause__ is error


def test_borrowed_client_with_another_error_of_a_hook_raises_it(create: Create) -> None:
    def fail(_: httpx.Response) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        send(create(hook=fail).borrow(), build_request())


# `without_stream`


def test_without_stream_of_a_read_response_keeps_status_headers_and_body() -> None:
    response = without_stream(httpx.Response(404, headers={"Retry-After": "5"}, content=b"body"))
    assert (response.status_code, response.headers["Retry-After"], response.content) == (404, "5", b"body")


def test_without_stream_of_an_unread_response_has_an_empty_body() -> None:
    response = without_stream(httpx.Response(503, stream=ScriptedStream(b"body")))
    assert (response.status_code, response.content) == (503, b"")


def test_without_stream_drops_the_headers_of_the_wire() -> None:
    compressed = gzip.compress(b"body")
    headers = {"content-encoding": "gzip", "CONTENT-LENGTH": str(len(compressed)), "Transfer-Encoding": "chunked"}
    response = without_stream(httpx.Response(200, headers=headers, content=compressed))
    assert (response.content, dict(response.headers)) == (b"body", {"content-length": "4"})


def test_without_stream_keeps_each_value_of_a_header() -> None:
    response = without_stream(httpx.Response(200, headers=[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]))
    assert response.headers.get_list("Set-Cookie") == ["a=1", "b=2"]
