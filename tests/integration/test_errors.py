"""Whatever an answer is, or if none comes: one of our errors, which says what came, and never the token."""

import asyncio
import json
import logging
import pickle
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import omni_drafts
from conftest import AT_ONCE, Connect
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
from omni_drafts._errors import status_error
from support.servers import answering, dripping, hanging_up, refusing, silent

TOKEN = "made-up-token"
MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
LONGER = 25.0
"""Seconds: what ends later was not ended by the time that was given, but by the 30 that a request has without."""
HTML = b"<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>"

CALLS: list[Callable[[Omni], Any]] = [
    lambda omni: omni.drafts.list("doc"),
    lambda omni: omni.drafts.get("doc"),
    lambda omni: omni.drafts.ensure("doc"),
    lambda omni: omni.drafts.get_or_create("doc"),
    lambda omni: omni.documents.create(model_id=MODEL, name="n"),
]
call_each = pytest.mark.parametrize("call", CALLS, ids=["list", "get", "ensure", "get_or_create", "create"])


def error_of(call: Callable[[Omni], Any], omni: Omni) -> OmniError | None:
    """Give the error of a call, if it is one of ours; any other is raised."""
    try:
        call(omni)
    except OmniError as raised:
        return raised
    return None


def error(status: int, message: str) -> dict[str, str]:
    """An error as the API documents it."""
    return {"error": str(status), "message": message}


ANSWERS: list[tuple[int, object, Mapping[str, str], type[OmniError], str]] = [
    (400, error(400, "Document is not eligible for publishing workflow"), {}, DocumentNotEligibleError, "eligible"),
    (400, error(400, "Invalid include parameter value"), {}, BadRequestError, "include"),
    (401, error(401, "Unauthorized - Invalid or missing API key"), {}, AuthenticationError, "API key"),
    (403, error(403, "Permission denied - EDITOR role required"), {}, PermissionDeniedError, "EDITOR"),
    (404, error(404, "Document with identifier doc not found"), {}, DocumentNotFoundError, "doc not found"),
    (404, error(404, "Published document with id doc does not exist"), {}, DocumentNotPublishedError, "not exist"),
    (404, error(404, "Document or branch not found"), {}, NotFoundError, "branch"),
    (429, error(429, "Too Many Requests"), {"Retry-After": "7"}, RateLimitError, "Too Many"),
    (500, error(500, "broken"), {}, ServerError, "broken"),
    (400, HTML, {"Content-Type": "text/html"}, BadRequestError, "HTML page: .*Bad gateway"),
    (401, HTML, {"Content-Type": "text/html"}, AuthenticationError, "HTML page"),
    (404, HTML, {"Content-Type": "text/html"}, NotFoundError, "HTML page"),
    (429, HTML, {"Content-Type": "text/html"}, RateLimitError, "HTML page"),
    (502, HTML, {"Content-Type": "text/html"}, ServerError, "HTML page"),
    (520, HTML, {"Content-Type": "text/html"}, ServerError, "answered 520: an HTML page"),
    (520, b"", {}, ServerError, "answered 520: an empty body"),
    (403, b"\xff\xfe\x00", {}, PermissionDeniedError, "not JSON"),
    (404, b"[" * 100_000, {}, NotFoundError, "not JSON"),
    (404, [1, 2], {}, NotFoundError, "wrong shape"),
    (404, {"message": 5}, {}, NotFoundError, "wrong shape"),
    (404, {"message": ""}, {}, NotFoundError, "wrong shape"),
    (302, b"", {"Location": "https://elsewhere.test/"}, OmniStatusError, "answered 302"),
    (302, b"", {"Location": "https://elsewhere.test/"}, OmniStatusError, "redirect to https://elsewhere"),
    (307, b"x", {"Location": "https://elsewhere.test/"}, OmniStatusError, "elsewhere.test.*not followed"),
    *(
        (500, HTML, {"Content-Type": f"text/html; charset={charset}"}, ServerError, "Bad gateway")
        for charset in ("rot13", "hex", "undefined", "idna", "punycode", "no-such-charset")
    ),
    (200, HTML, {"Content-Type": "text/html; charset=base64"}, UnexpectedResponseError, "Bad gateway"),
    (418, b"short and stout", {"Content-Type": "text/plain"}, OmniStatusError, "short and stout"),
    (600, b"{}", {}, OmniStatusError, "answered 600"),
    (200, HTML, {"Content-Type": "text/html"}, UnexpectedResponseError, "HTML page"),
    (200, b"", {}, UnexpectedResponseError, "an empty body"),
    (200, b'{"identifier": "a', {}, UnexpectedResponseError, "not JSON"),
    (200, b"\xff\xfe\x00", {}, UnexpectedResponseError, "not JSON"),
    (200, b"null", {}, UnexpectedResponseError, "wrong shape"),
    (200, 5, {}, UnexpectedResponseError, "wrong shape"),
    (200, "text", {}, UnexpectedResponseError, "wrong shape"),
    (200, [5], {}, UnexpectedResponseError, "wrong shape"),
    (200, {"identifier": 5, "workbook": {"identifier": []}}, {}, UnexpectedResponseError, "wrong shape"),
    (200, {"workbook": "x"}, {}, UnexpectedResponseError, "wrong shape"),
    (200, {}, {}, UnexpectedResponseError, "wrong shape"),
    (204, b"", {}, UnexpectedResponseError, "not documented"),
    (299, {}, {}, UnexpectedResponseError, "not documented"),
]


@call_each
@pytest.mark.parametrize(("status", "body", "headers", "kind", "says"), ANSWERS)
def test_each_answer_is_its_error(
    status: int,
    body: object,
    headers: Mapping[str, str],
    kind: type[OmniError],
    says: str,
    call: Callable[[Omni], Any],
    connect: Connect,
) -> None:
    with answering(status, body, headers) as server, pytest.raises(OmniError, match=says) as caught:
        call(connect(base_url=server.base_url, token=TOKEN))
    raised = below(caught.value)
    told = vars(raised)
    assert type(raised) is kind
    assert told["status"] == status
    assert told["method"] == server.asked[0].method
    assert told["url"] == f"{server.base_url}{server.asked[0].path}"
    assert len(server.asked) == 1
    again = pickle.loads(pickle.dumps(raised))  # noqa: S301 - our own
    assert (type(again), str(again), vars(again)) == (kind, str(raised), told)


def below(error: OmniError) -> BaseException | None:
    """Give what came, which stands below the error of a document that may exist."""
    return error.__cause__ if isinstance(error, DocumentMayExistError) else error


WRONG_LISTS: list[tuple[dict[str, Any], str]] = [
    ({"identifier": None}, "/0/identifier: missing"),
    ({"identifier": ""}, "/0/identifier: empty"),
    ({"identifier": 7}, "/0/identifier: a whole number, where text is documented"),
    ({"branch": "main"}, "/0/branch: text, where an object or null is documented"),
    ({"branch": {"id": "no-uuid", "name": None}}, "/0/branch/id: text, where a UUID is"),
    ({"branch": {}}, "/0/branch/id: missing"),
    ({"draftOutOfDate": "no"}, "/0/draftOutOfDate: text, where true or false is documented"),
    ({"createdBy": {"name": 1}}, "/0/createdBy/name: a whole number, where text is documented"),
    ({"createdBy": []}, "/0/createdBy: a list, where an object is documented"),
    ({"createdAt": "yesterday"}, "/0/createdAt: text, where a date and time is"),
    ({"workbookModelId": 1}, "/0/workbookModelId: a whole number, where (a UUID|text) is documented"),
    ({"status": 5}, "/0/status: a whole number, where text is documented"),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG_LISTS)
def test_a_draft_of_the_wrong_shape_is_not_taken_for_one(wrong: dict[str, Any], says: str, connect: Connect) -> None:
    good = {"identifier": "a", "publishedIdentifier": "doc", "branch": None, "status": "active"}
    with answering(200, [good | wrong]) as server:
        omni = connect(base_url=server.base_url, token=TOKEN)
        with pytest.raises(UnexpectedResponseError, match=says):
            omni.drafts.list("doc")


@pytest.mark.parametrize("missing", ["branch", "status"])
def test_a_draft_without_branch_or_status_could_be_any_and_is_refused(missing: str, connect: Connect) -> None:
    draft = {"identifier": "a", "publishedIdentifier": "doc", "branch": None, "status": "active"}
    del draft[missing]
    with answering(200, [draft]) as server:
        omni = connect(base_url=server.base_url, token=TOKEN)
        with pytest.raises(UnexpectedResponseError, match=f"/0/{missing}: missing"):
            omni.drafts.get_or_create("doc")


def test_a_detail_that_is_null_does_not_lose_the_list(connect: Connect) -> None:
    draft: dict[str, Any] = {"identifier": "a", "publishedIdentifier": "doc", "branch": None, "status": "active"}
    gone = {"createdBy": None, "lastEditedBy": {"name": None}, "updatedAt": None, "draftOutOfDate": None}
    with answering(200, [draft | gone]) as server:
        (listed,) = connect(base_url=server.base_url, token=TOKEN).drafts.list("doc")
    assert (listed.created_by, listed.last_edited_by, listed.updated_at, listed.out_of_date) == (None,) * 4


@given(
    body=st.binary()
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["identifier", "message", "branch", "workbook", "status"]), inner)
        ),
    )
)
def test_no_body_crashes_a_parser(body: object) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    for status in (200, 404):
        transport = httpx.MockTransport(lambda _, status=status: httpx.Response(status, content=content))
        omni = Omni(instance="a", token=TOKEN, **AT_ONCE, transport=transport)
        for call in CALLS:
            raised = error_of(call, omni)
            assert raised is None or str(raised)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "-3"}, 0.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": "Wed, 06 May 2026 13:45:00 GMT", "Date": "Wed, 06 May 2026 13:44:00 GMT"}, 60.0),
        ({"Retry-After": "Wed, 06 May 2026 13:43:00 GMT", "Date": "Wed, 06 May 2026 13:44:00 GMT"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "Wed, 06 May 99999 13:45:00 GMT"}, None),
        ({"Retry-After": ""}, None),
        ({}, None),
    ],
)
def test_retry_after_is_seconds(headers: dict[str, str], seconds: float | None) -> None:
    request = httpx.Request("GET", "https://a.test")
    raised = status_error(httpx.Response(429, headers=headers, request=request))
    assert isinstance(raised, RateLimitError)
    assert raised.retry_after == seconds


def test_retry_after_a_date_goes_by_our_clock_where_the_server_sent_none() -> None:
    response = httpx.Response(
        429,
        headers={"Retry-After": "Thu, 01 Jan 1970 00:01:40 GMT"},
        request=httpx.Request("GET", "https://a.test"),
    )
    raised = status_error(response, now=lambda: 60.0)
    assert isinstance(raised, RateLimitError)
    assert raised.retry_after == 40.0


@call_each
def test_no_answer_in_time(call: Callable[[Omni], Any], connect: Connect) -> None:
    begun = time.monotonic()
    with silent() as base_url, pytest.raises(OmniError, match="no answer in time") as caught:
        call(connect(base_url=base_url, token=TOKEN, timeout=0.05))
    assert time.monotonic() - begun < LONGER
    raised = below(caught.value)
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
def test_a_timeout_for_one_call(call: Callable[[Omni], Any], connect: Connect) -> None:
    begun = time.monotonic()
    with silent() as base_url, pytest.raises(OmniError) as caught:
        call(connect(base_url=base_url, token=TOKEN))
    assert isinstance(below(caught.value), OmniTimeoutError)
    assert time.monotonic() - begun < LONGER


@call_each
def test_nobody_listens(call: Callable[[Omni], Any], connect: Connect) -> None:
    with refusing() as base_url, pytest.raises(OmniConnectionError, match=r"^(GET|POST) http") as caught:
        call(connect(base_url=base_url, token=TOKEN))
    assert pickle.loads(pickle.dumps(caught.value)).reason == caught.value.reason  # noqa: S301 - our own


def test_the_server_hangs_up(connect: Connect) -> None:
    with hanging_up() as base_url, pytest.raises(OmniConnectionError, match="disconnected"):
        connect(base_url=base_url, token=TOKEN).drafts.list("doc")


@pytest.mark.parametrize(
    ("status", "kind"), [(429, RateLimitError), (503, ServerError), (404, NotFoundError), (302, OmniStatusError)]
)
def test_an_answer_that_is_no_success_is_known_though_its_body_cannot_be_read(
    status: int, kind: type[OmniStatusError], connect: Connect
) -> None:
    headers = {"Content-Encoding": "gzip", "Retry-After": "40", "X-Proxy": "Käse"}
    with answering(status, b"not gzip", headers) as server:
        omni = connect(base_url=server.base_url, token=TOKEN)
        with pytest.raises(kind, match=f"answered {status}: an empty body") as caught:
            omni.drafts.list("doc")
        assert (caught.value.status, caught.value.body) == (status, "")
        if isinstance(caught.value, RateLimitError):
            assert caught.value.retry_after == 40
            with pytest.raises(RateLimitError):
                connect(base_url=server.base_url, token=TOKEN).documents.create(model_id=MODEL, name="n")


DRIPS = [(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"), (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b" ")]


@pytest.mark.parametrize(("beginning", "drop"), DRIPS)
@pytest.mark.parametrize("is_lent", [True, False])
def test_no_answer_that_comes_in_drips_passes_the_total_time_of_an_event_loop(
    beginning: bytes, drop: bytes, is_lent: bool
) -> None:
    async def use(base_url: str) -> None:
        async with httpx.AsyncClient() as client:
            lent: dict[str, Any] = {"http_client": client} if is_lent else {}
            async with AsyncOmni(base_url=base_url, token=TOKEN, total_time=0.2, **lent) as omni:
                await omni.drafts.list("doc")

    with dripping(beginning, drop) as base_url:
        begun = time.monotonic()
        with pytest.raises(OmniTimeoutError):
            asyncio.run(use(base_url))
        assert time.monotonic() - begun < LONGER


@pytest.mark.parametrize("is_lent", [True, False])
def test_no_body_that_comes_in_drips_passes_the_total_time(is_lent: bool) -> None:
    with dripping(*DRIPS[1]) as base_url, httpx.Client() as client:
        lent: dict[str, Any] = {"http_client": client} if is_lent else {}
        begun = time.monotonic()
        with (
            Omni(base_url=base_url, token=TOKEN, total_time=0.2, **lent) as omni,
            pytest.raises(OmniTimeoutError),
        ):
            omni.drafts.list("doc")
        assert time.monotonic() - begun < LONGER


def test_a_body_that_cannot_be_decompressed(connect: Connect) -> None:
    with answering(200, b"not gzip", {"Content-Encoding": "gzip"}) as server:
        omni = connect(base_url=server.base_url, token=TOKEN)
        with pytest.raises(OmniConnectionError, match="decompress"):
            omni.drafts.list("doc")


ECHOES = [
    f'{{"message": "Bearer {TOKEN} is not known", "{TOKEN}": 1}}'.encode(),
    b"<html>" + b"x" * (192 - len(TOKEN)) + TOKEN.encode(),
    f'[{{"status": "{TOKEN}"}}]'.encode(),
    f'[{{"createdAt": "{TOKEN}"}}]'.encode(),
    f'[{{"identifier": 1, "{TOKEN}": 1}}]'.encode(),
]


@pytest.mark.parametrize("status", [200, 401, 502])
@pytest.mark.parametrize("echo", ECHOES)
def test_the_token_is_nowhere_to_be_read(
    echo: bytes, status: int, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with answering(status, echo) as server:
        omni = connect(base_url=server.base_url, token=TOKEN)
        with pytest.raises(OmniError) as caught:
            omni.drafts.list("doc")
        assert server.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"
    raised = caught.value
    shown = [repr(raised), str(raised), repr(vars(raised)), repr(omni), repr(omni.client), repr(omni.drafts)]
    shown += traceback.format_exception(raised)
    shown += [record.getMessage() for record in caplog.records]
    assert [text for text in shown if TOKEN[:-1] in text] == []
    assert any(record.name == "omni_drafts" for record in caplog.records)


def test_a_draft_that_is_not_found_does_not_show_the_token(connect: Connect) -> None:
    draft = {"identifier": TOKEN, "publishedIdentifier": "doc", "branch": None, "status": "archived"}
    with answering(200, [draft]) as server, pytest.raises(DraftNotFoundError) as caught:
        connect(base_url=server.base_url, token=TOKEN).drafts.get("doc")
    assert TOKEN not in repr(vars(caught.value))


def test_a_server_that_echoes_the_token_instead_of_http(connect: Connect) -> None:
    words = f"HTTP/1.1 200 OK\r\nAuthorization Bearer {TOKEN}\r\n\r\n".encode()
    with hanging_up(words) as base_url, pytest.raises(OmniConnectionError, match="illegal header line") as caught:
        connect(base_url=base_url, token=TOKEN).drafts.list("doc")
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_the_generated_client_hides_the_token_after_use(mock: Any) -> None:
    from omni_api_client import AuthenticatedClient
    from omni_api_client.api.documents import list_document_drafts

    with AuthenticatedClient(base_url=mock.api_url, token=TOKEN, headers={"X-Key": TOKEN}) as client:
        list_document_drafts.sync("doc", client=client)
        assert TOKEN not in repr(client)


def test_each_error_stands_in_the_tree() -> None:
    errors = [item for item in vars(omni_drafts).values() if isinstance(item, type) and issubclass(item, Exception)]
    assert len(errors) == 18
    assert all(issubclass(item, OmniError) for item in errors)
    assert issubclass(omni_drafts.SettingsError, ValueError)
    assert issubclass(omni_drafts.DraftNotFoundError, NotFoundError)
