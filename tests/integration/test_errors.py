"""Errors on the wire: the class and message for each response, or for a missing one, without the token."""

import asyncio
import copy
import json
import logging
import pickle
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import WITHOUT_WAITS, Connect
from omni_api_client import AuthenticatedClient
from omni_api_client.api.documents import list_document_drafts
from omni_drafts import (
    AsyncOmni,
    AuthenticationError,
    BadRequestError,
    DocumentMayExistError,
    DocumentNotEligibleError,
    DocumentNotFoundError,
    DocumentNotPublishedError,
    DraftNotFoundError,
    NotFoundError,
    Omni,
    OmniConnectionError,
    OmniError,
    OmniStatusError,
    OmniTimeoutError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
)
from omni_drafts.mock import MockServer
from support.servers import (
    reserve_closed_port,
    serve_disconnect,
    serve_response,
    serve_silence,
    serve_slow_response,
)

TOKEN = "made-up-token"
MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
LONGER_SECONDS = 25.0
"""A call that takes longer ended by the default timeout of 30 s."""
HTML = b"<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>"
HTML_TYPE = {"Content-Type": "text/html"}

CALLS: list[Callable[[Omni], Any]] = [
    lambda omni: omni.drafts.list("doc"),
    lambda omni: omni.drafts.get("doc"),
    lambda omni: omni.drafts.ensure("doc"),
    lambda omni: omni.drafts.get_or_create("doc"),
    lambda omni: omni.documents.create(model_id=MODEL, name="n"),
]
each_call = pytest.mark.parametrize("call", CALLS, ids=["list", "get", "ensure", "get_or_create", "create"])


def error_body(status_code: int, message: str) -> dict[str, str]:
    """Return the body of an error as the API documents it."""
    return {"error": str(status_code), "message": message}


def instance_body(status_code: int, message: str) -> dict[str, Any]:
    """Return the body of an error as instances send it."""
    return {"detail": message, "status": status_code}


NOT_ELIGIBLE = "Document is not eligible for publishing workflow"
NOT_EDITOR = "Permission denied - EDITOR role required"
NOT_FOUND = "Document with identifier doc not found"
NOT_PUBLISHED = "Published document with id doc does not exist"

RESPONSES: list[tuple[int, object, Mapping[str, str], type[OmniError], str]] = [
    (400, error_body(400, NOT_ELIGIBLE), {}, DocumentNotEligibleError, ": 400: Document is not eligible"),
    (400, error_body(400, "Invalid include parameter value"), {}, BadRequestError, "include"),
    (401, error_body(401, "Unauthorized - Invalid or missing API key"), {}, AuthenticationError, "API key"),
    (403, error_body(403, NOT_EDITOR), {}, PermissionDeniedError, "EDITOR"),
    (404, error_body(404, NOT_FOUND), {}, DocumentNotFoundError, "doc not found"),
    (404, error_body(404, NOT_PUBLISHED), {}, DocumentNotPublishedError, "not exist"),
    (404, error_body(404, "Document or branch not found"), {}, NotFoundError, "branch"),
    (429, error_body(429, "Too Many Requests"), {"Retry-After": "7"}, RateLimitError, "Too Many"),
    (500, error_body(500, "broken"), {}, ServerError, "broken"),
    (400, instance_body(400, NOT_ELIGIBLE), {}, DocumentNotEligibleError, "eligible"),
    (403, instance_body(403, NOT_EDITOR), {}, PermissionDeniedError, "EDITOR"),
    (404, instance_body(404, NOT_FOUND), {}, DocumentNotFoundError, "doc not found"),
    (404, instance_body(404, NOT_PUBLISHED), {}, DocumentNotPublishedError, "not exist"),
    (400, {"error": NOT_ELIGIBLE}, {}, DocumentNotEligibleError, "eligible"),
    (403, {"error": {"code": 403, "message": "Invalid bearer token"}}, {}, PermissionDeniedError, "Invalid bearer"),
    (404, {"error": {"code": 404, "message": NOT_FOUND}}, {}, DocumentNotFoundError, "doc not found"),
    (400, HTML, HTML_TYPE, BadRequestError, "HTML page: .*Bad gateway"),
    (401, HTML, HTML_TYPE, AuthenticationError, "HTML page"),
    (404, HTML, HTML_TYPE, NotFoundError, "HTML page"),
    (429, HTML, HTML_TYPE, RateLimitError, "HTML page"),
    (502, HTML, HTML_TYPE, ServerError, "HTML page"),
    (520, HTML, HTML_TYPE, ServerError, ": 520: an HTML page"),
    (520, b"", {}, ServerError, ": 520: an empty body"),
    (403, b"\xff\xfe\x00", {}, PermissionDeniedError, "not JSON"),
    (404, b"[" * 100_000, {}, NotFoundError, "not JSON"),
    (404, [1, 2], {}, NotFoundError, "unexpected shape"),
    (404, {"message": 5}, {}, NotFoundError, "unexpected shape"),
    (404, {"message": ""}, {}, NotFoundError, "unexpected shape"),
    (302, b"", {"Location": "https://elsewhere.test/"}, OmniStatusError, ": 302: "),
    (302, b"", {"Location": "https://elsewhere.test/"}, OmniStatusError, "redirect to https://elsewhere"),
    (307, b"x", {"Location": "https://elsewhere.test/"}, OmniStatusError, "elsewhere.test.*not followed"),
    *(
        (500, HTML, {"Content-Type": f"text/html; charset={charset}"}, ServerError, "Bad gateway")
        for charset in ("rot13", "hex", "undefined", "idna", "punycode", "no-such-charset")
    ),
    (200, HTML, {"Content-Type": "text/html; charset=base64"}, UnexpectedResponseError, "Bad gateway"),
    (418, b"short and stout", {"Content-Type": "text/plain"}, OmniStatusError, "short and stout"),
    (600, b"{}", {}, OmniStatusError, ": 600: "),
    (200, HTML, HTML_TYPE, UnexpectedResponseError, "HTML page"),
    (200, b"", {}, UnexpectedResponseError, "an empty body"),
    (200, b'{"identifier": "a', {}, UnexpectedResponseError, "not JSON"),
    (200, b"\xff\xfe\x00", {}, UnexpectedResponseError, "not JSON"),
    (200, b"null", {}, UnexpectedResponseError, "unexpected shape"),
    (200, 5, {}, UnexpectedResponseError, "unexpected shape"),
    (200, "text", {}, UnexpectedResponseError, "unexpected shape"),
    (200, [5], {}, UnexpectedResponseError, "unexpected shape"),
    (200, {"identifier": 5, "workbook": {"identifier": []}}, {}, UnexpectedResponseError, "unexpected shape"),
    (200, {"workbook": "x"}, {}, UnexpectedResponseError, "unexpected shape"),
    (200, {}, {}, UnexpectedResponseError, "unexpected shape"),
    (204, b"", {}, UnexpectedResponseError, "undocumented status"),
    (299, {}, {}, UnexpectedResponseError, "undocumented status"),
]


@each_call
@pytest.mark.parametrize(("status_code", "body", "headers", "error", "message"), RESPONSES)
def test_response_raises_its_error(
    status_code: int,
    body: object,
    headers: Mapping[str, str],
    error: type[OmniError],
    message: str,
    call: Callable[[Omni], Any],
    connect: Connect,
) -> None:
    with (
        serve_response(status_code, body, {**headers, "X-Request-Id": "id-1"}) as server,
        pytest.raises(OmniError, match=message) as caught,
    ):
        call(connect(base_url=server.base_url, token=TOKEN))
    raised = request_error(caught.value)
    assert type(raised) is error
    assert isinstance(raised, OmniStatusError | UnexpectedResponseError)
    (request,) = server.requests
    assert (raised.status_code, raised.request_id, raised.attempts) == (status_code, "id-1", 1)
    assert (raised.method, raised.url) == (request.method, f"{server.base_url}{request.path}")
    copies = (pickle.loads(pickle.dumps(raised)), copy.copy(raised))  # noqa: S301 - our own
    assert [(type(again), str(again), vars(again)) for again in copies] == [(error, str(raised), vars(raised))] * 2


def request_error(error: OmniError) -> BaseException | None:
    """Return the error of the request, which is the cause of that of a document that may exist."""
    return error.__cause__ if isinstance(error, DocumentMayExistError) else error


DRAFT: dict[str, Any] = {"identifier": "a", "publishedIdentifier": "doc", "branch": None, "status": "active"}
WRONG_DRAFTS: list[tuple[dict[str, Any], str]] = [
    ({"identifier": None}, "/0/identifier: missing"),
    ({"identifier": ""}, "/0/identifier: empty"),
    ({"identifier": 7}, "/0/identifier: an integer, where a string is documented"),
    ({"branch": "main"}, "/0/branch: a string, where an object or null is documented"),
    ({"branch": {"id": "no-uuid", "name": None}}, "/0/branch/id: a string, where a UUID is"),
    ({"branch": {}}, "/0/branch/id: missing"),
    ({"draftOutOfDate": "no"}, "/0/draftOutOfDate: a string, where a boolean is documented"),
    ({"createdBy": {"name": 1}}, "/0/createdBy/name: an integer, where a string is documented"),
    ({"createdBy": []}, "/0/createdBy: an array, where an object is documented"),
    ({"createdAt": "yesterday"}, "/0/createdAt: a string, where a date-time is"),
    ({"workbookModelId": 1}, "/0/workbookModelId: an integer, where (a UUID|a string) is documented"),
    ({"status": 5}, "/0/status: an integer, where a string is documented"),
]


@pytest.mark.parametrize(("wrong", "message"), WRONG_DRAFTS)
def test_list_with_a_draft_of_a_wrong_shape_raises(wrong: dict[str, Any], message: str, connect: Connect) -> None:
    with (
        serve_response(200, [DRAFT | wrong]) as server,
        pytest.raises(UnexpectedResponseError, match=f"JSON of an unexpected shape: {message}"),
    ):
        connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")


@pytest.mark.parametrize("missing", ["branch", "status"])
def test_get_or_create_with_a_draft_that_could_be_any_raises(missing: str, connect: Connect) -> None:
    draft = {name: value for name, value in DRAFT.items() if name != missing}
    with (
        serve_response(200, [draft]) as server,
        pytest.raises(UnexpectedResponseError, match=f"/0/{missing}: missing"),
    ):
        connect(base_url=server.base_url, token=TOKEN).drafts.get_or_create("doc")


def test_list_with_a_draft_whose_details_are_null_returns_it(connect: Connect) -> None:
    nulls: dict[str, Any] = {
        "createdBy": None,
        "lastEditedBy": {"name": None},
        "updatedAt": None,
        "draftOutOfDate": None,
    }
    with serve_response(200, [DRAFT | nulls]) as server:
        (draft,) = connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")
    assert (draft.created_by, draft.last_edited_by, draft.updated_at, draft.out_of_date) == (None,) * 4


PROPERTIES = ["identifier", "message", "detail", "error", "branch", "workbook", "status"]


@given(
    body=st.binary()
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(PROPERTIES), inner),
    )
)
@pytest.mark.parametrize("status_code", [200, 404])
@each_call
def test_response_with_any_body_is_a_result_or_an_omni_error(
    body: object, status_code: int, call: Callable[[Omni], Any]
) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    transport = httpx.MockTransport(lambda _: httpx.Response(status_code, content=content))
    omni = Omni(instance="a", token=TOKEN, **WITHOUT_WAITS, transport=transport)
    with suppress(OmniError):
        call(omni)


@each_call
def test_server_that_does_not_respond_raises_a_timeout_error(call: Callable[[Omni], Any], connect: Connect) -> None:
    started = time.monotonic()
    with serve_silence() as base_url, pytest.raises(OmniError, match="no response in time") as caught:
        call(connect(base_url=base_url, token=TOKEN, timeout=0.05))
    assert time.monotonic() - started < LONGER_SECONDS
    raised = request_error(caught.value)
    assert isinstance(raised, OmniTimeoutError)
    assert raised.url.startswith(base_url)
    assert pickle.loads(pickle.dumps(raised)).reason == raised.reason  # noqa: S301 - our own


@pytest.mark.parametrize(
    "call",
    [
        lambda omni: omni.drafts.list("doc", timeout=0.05),
        lambda omni: omni.drafts.get("doc", timeout=0.05),
        lambda omni: omni.drafts.ensure("doc", timeout=0.05),
        lambda omni: omni.drafts.get_or_create("doc", timeout=httpx.Timeout(0.05)),
        lambda omni: omni.documents.create(model_id=MODEL, name="n", timeout=0.05),
    ],
)
def test_call_with_its_own_timeout_raises_a_timeout_error(call: Callable[[Omni], Any], connect: Connect) -> None:
    started = time.monotonic()
    with serve_silence() as base_url, pytest.raises(OmniError) as caught:
        call(connect(base_url=base_url, token=TOKEN))
    assert isinstance(request_error(caught.value), OmniTimeoutError)
    assert time.monotonic() - started < LONGER_SECONDS


@each_call
def test_port_without_a_server_raises_a_connection_error(call: Callable[[Omni], Any], connect: Connect) -> None:
    with reserve_closed_port() as base_url, pytest.raises(OmniConnectionError, match=r"^(GET|POST) http") as caught:
        call(connect(base_url=base_url, token=TOKEN))
    assert not caught.value.maybe_sent
    assert pickle.loads(pickle.dumps(caught.value)).reason == caught.value.reason  # noqa: S301 - our own


def test_server_that_disconnects_raises_a_connection_error(connect: Connect) -> None:
    with serve_disconnect() as base_url, pytest.raises(OmniConnectionError, match="disconnected"):
        connect(base_url=base_url, token=TOKEN).drafts.list("doc")


def test_body_that_breaks_off_raises_a_connection_error(connect: Connect) -> None:
    start = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n["
    with serve_disconnect(start) as base_url, pytest.raises(OmniConnectionError, match="peer closed") as caught:
        connect(base_url=base_url, token=TOKEN).drafts.list("doc")
    assert caught.value.maybe_sent


UNREADABLE = {"Content-Encoding": "gzip", "Retry-After": "40", "X-Proxy": "Käse"}


@pytest.mark.parametrize(
    ("status_code", "error"),
    [(429, RateLimitError), (503, ServerError), (404, NotFoundError), (302, OmniStatusError)],
)
def test_failure_whose_body_cannot_be_decompressed_raises_its_error(
    status_code: int, error: type[OmniStatusError], connect: Connect
) -> None:
    with (
        serve_response(status_code, b"not gzip", UNREADABLE) as server,
        pytest.raises(error, match=f": {status_code}: an empty body") as caught,
    ):
        connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")
    assert (caught.value.status_code, caught.value.body) == (status_code, "")
    assert caught.value.headers["Retry-After"] == "40"


def test_rate_limit_whose_body_cannot_be_decompressed_has_retry_after(connect: Connect) -> None:
    with serve_response(429, b"not gzip", UNREADABLE) as server, pytest.raises(RateLimitError) as caught:
        connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")
    assert caught.value.retry_after == 40


def test_rate_limit_whose_body_cannot_be_decompressed_has_not_created_a_document(connect: Connect) -> None:
    with serve_response(429, b"not gzip", UNREADABLE) as server, pytest.raises(RateLimitError):
        connect(base_url=server.base_url, token=TOKEN).documents.create(model_id=MODEL, name="n")


def test_success_whose_body_cannot_be_decompressed_raises_a_connection_error(connect: Connect) -> None:
    with (
        serve_response(200, b"not gzip", {"Content-Encoding": "gzip"}) as server,
        pytest.raises(OmniConnectionError, match="decompress"),
    ):
        connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")


SLOW_HEADERS = (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n")
SLOW_BODY = (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b" ")
with_and_without_http_client = pytest.mark.parametrize("has_http_client", [True, False])


@pytest.mark.parametrize(("start", "chunk"), [SLOW_HEADERS, SLOW_BODY], ids=["headers", "body"])
@with_and_without_http_client
def test_asyncio_response_that_comes_slowly_ends_with_total_timeout(
    start: bytes, chunk: bytes, has_http_client: bool
) -> None:
    async def use(base_url: str) -> None:
        async with httpx.AsyncClient() as client:
            more: dict[str, Any] = {"http_client": client} if has_http_client else {}
            async with AsyncOmni(base_url=base_url, token=TOKEN, total_timeout=0.2, **more) as omni:
                await omni.drafts.list("doc")

    with serve_slow_response(start, chunk) as base_url:
        started = time.monotonic()
        with pytest.raises(OmniTimeoutError):
            asyncio.run(use(base_url))
        assert time.monotonic() - started < LONGER_SECONDS


@with_and_without_http_client
def test_body_that_comes_slowly_ends_with_total_timeout(has_http_client: bool) -> None:
    with serve_slow_response(*SLOW_BODY) as base_url, httpx.Client() as client:
        more: dict[str, Any] = {"http_client": client} if has_http_client else {}
        started = time.monotonic()
        with (
            Omni(base_url=base_url, token=TOKEN, total_timeout=0.2, **more) as omni,
            pytest.raises(OmniTimeoutError),
        ):
            omni.drafts.list("doc")
        assert time.monotonic() - started < LONGER_SECONDS


ECHOES = [
    f'{{"message": "Bearer {TOKEN} is not known", "{TOKEN}": 1}}'.encode(),
    f'{{"detail": "Bearer {TOKEN} is not known", "status": 401}}'.encode(),
    b"<html>" + b"x" * (192 - len(TOKEN)) + TOKEN.encode(),
    f'[{{"status": "{TOKEN}"}}]'.encode(),
    f'[{{"createdAt": "{TOKEN}"}}]'.encode(),
    f'[{{"identifier": 1, "{TOKEN}": 1}}]'.encode(),
]


@pytest.mark.parametrize("status_code", [200, 401, 502])
@pytest.mark.parametrize("echo", ECHOES)
def test_token_that_a_server_echoes_is_shown_nowhere(
    echo: bytes, status_code: int, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serve_response(status_code, echo) as server:
        omni = connect(base_url=server.base_url, token=TOKEN)
        with pytest.raises(OmniError) as caught:
            omni.drafts.list("doc")
        assert server.requests[0].headers["Authorization"] == f"Bearer {TOKEN}"
    raised = caught.value
    shown = [repr(raised), str(raised), repr(vars(raised)), repr(omni), repr(omni.api), repr(omni.drafts)]
    shown += traceback.format_exception(raised)
    shown += [record.getMessage() for record in caplog.records]
    assert [text for text in shown if TOKEN[:-1] in text] == []
    assert any(record.name == "omni_drafts" for record in caplog.records)


@pytest.mark.parametrize("status_code", [200, 302, 401])
@pytest.mark.parametrize("name", ["Location", "X-Echo", "X-Request-Id"])
def test_token_that_a_server_echoes_in_a_header_is_not_in_the_error(
    name: str, status_code: int, connect: Connect
) -> None:
    headers = {name: f"https://a.test/{TOKEN}"}
    with serve_response(status_code, b"{}", headers) as server, pytest.raises(OmniError) as caught:
        connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")
    raised = caught.value
    shown = [repr(raised), str(raised), repr(vars(raised)), *traceback.format_exception(raised)]
    assert [text for text in shown if TOKEN in text] == []
    assert "https://a.test/[token]" in repr(vars(raised))


def test_token_in_the_content_type_of_a_response_that_is_not_json_is_not_shown(connect: Connect) -> None:
    with (
        serve_response(200, b"<", {"Content-Type": f"text/{TOKEN}"}) as server,
        pytest.raises(UnexpectedResponseError) as caught,
    ):
        connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_token_in_a_list_of_drafts_without_the_draft_is_not_shown(connect: Connect) -> None:
    draft = {"identifier": TOKEN, "publishedIdentifier": "doc", "branch": None, "status": "archived"}
    with serve_response(200, [draft], {"X-Echo": TOKEN}) as server, pytest.raises(DraftNotFoundError) as caught:
        connect(base_url=server.base_url, token=TOKEN).drafts.get("doc")
    assert TOKEN not in repr(vars(caught.value))


def test_token_in_a_response_that_is_not_http_is_not_shown(connect: Connect) -> None:
    last_bytes = f"HTTP/1.1 200 OK\r\nAuthorization Bearer {TOKEN}\r\n\r\n".encode()
    with (
        serve_disconnect(last_bytes) as base_url,
        pytest.raises(OmniConnectionError, match="illegal header line") as caught,
    ):
        connect(base_url=base_url, token=TOKEN).drafts.list("doc")
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_token_shorter_than_8_characters_is_not_redacted(connect: Connect) -> None:
    with (
        serve_response(401, {"message": "short-7 is not known"}) as server,
        pytest.raises(AuthenticationError, match="401: short-7 is not known"),
    ):
        connect(base_url=server.base_url, token="short-7").drafts.list("doc")


def test_token_of_the_generated_client_is_not_in_its_repr_after_use(mock: MockServer) -> None:
    with AuthenticatedClient(base_url=mock.api_url, token=TOKEN, headers={"X-Key": TOKEN}) as client:
        list_document_drafts.sync("doc", client=client)
        assert TOKEN not in repr(client)
