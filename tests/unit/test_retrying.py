"""Whether a request is sent again, and when: a decision, and the flow that carries it out with a clock made up."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, cast

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omni_api_client.api.documents import create_draft
from omni_drafts import (
    DocumentMayExistError,
    DraftNotFoundError,
    Omni,
    OmniConnectionError,
    OmniError,
    OmniStatusError,
    OmniTimeoutError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
)
from omni_drafts._retrying import Retrying

NOW = datetime(2026, 5, 6, 13, tzinfo=UTC)
POLICY = Retrying(tries=6, window=60, random=lambda: 1.0, now=NOW.timestamp)
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
MAYBE_SENT = (httpx.ReadError, httpx.WriteError, httpx.ReadTimeout, httpx.WriteTimeout, httpx.RemoteProtocolError)
PASSING = (500, 502, 503, 504)


def answer(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={name.replace("_", "-"): text for name, text in headers.items()})


@pytest.mark.parametrize("status", [200, 201, 204, 301, 400, 401, 403, 404, 409, 418, 501, 505, 520])
@pytest.mark.parametrize("idempotent", [True, False])
def test_an_answer_that_will_not_change_stands(status: int, idempotent: bool) -> None:
    assert not POLICY.is_worth_it(answer(status), 1, idempotent=idempotent)


@pytest.mark.parametrize("status", PASSING)
def test_a_failure_of_the_server_passes_only_for_what_may_be_repeated(status: int) -> None:
    assert POLICY.is_worth_it(answer(status), 1, idempotent=True)
    assert not POLICY.is_worth_it(answer(status), 1, idempotent=False)


@pytest.mark.parametrize("kind", NOT_SENT)
def test_what_was_not_sent_is_sent_again_whatever_it_is(kind: type[httpx.TransportError]) -> None:
    assert POLICY.is_worth_it(kind("-"), 1, idempotent=False)
    assert POLICY.is_worth_it(kind("-"), 1, idempotent=True)


@pytest.mark.parametrize("kind", MAYBE_SENT)
def test_what_may_have_been_sent_is_sent_again_only_if_it_may_be_repeated(kind: type[httpx.TransportError]) -> None:
    assert POLICY.is_worth_it(kind("-"), 1, idempotent=True)
    assert not POLICY.is_worth_it(kind("-"), 1, idempotent=False)


@pytest.mark.parametrize("kind", [httpx.UnsupportedProtocol, httpx.LocalProtocolError])
def test_a_request_that_cannot_be_sent_is_not_tried_again(kind: type[httpx.TransportError]) -> None:
    assert not POLICY.is_worth_it(kind("-"), 1, idempotent=True)


@given(st.integers(1, 2000), st.floats(0, 1), st.booleans())
def test_waits_grow_up_to_an_end_and_are_spread(tries: int, chance: float, too_many: bool) -> None:
    policy = Retrying(tries=3000, window=60, random=lambda: chance, now=NOW.timestamp)
    first, longest = (3.0, 60.0) if too_many else (0.5, 30.0)
    grown = min(longest, first * 2 ** min(tries - 1, 10))
    wait = policy.wait(answer(429 if too_many else 503), tries)
    assert grown / 2 <= wait <= grown


@given(st.integers(1, 10**6), st.sampled_from([429, 503]), st.integers(1, 5))
def test_what_the_server_names_is_never_cut_short(seconds: int, status: int, tries: int) -> None:
    until = datetime.fromtimestamp(NOW.timestamp() + seconds, UTC)
    for named in (str(seconds), format_datetime(until, usegmt=True)):
        wait = POLICY.wait(answer(status, retry_after=named), tries)
        assert wait == seconds if status == 429 else wait >= seconds


@pytest.mark.parametrize("zone", ["JST-9", "EST5", "UTC"])
def test_a_date_without_a_zone_is_of_greenwich(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as environment:
        environment.setenv("TZ", zone)
        time.tzset()
        named = answer(429, retry_after="Wed May  6 13:00:40 2026", date="Wed, 06 May 2026 13:00:00 GMT")
        wait = POLICY.wait(named, 1)
    time.tzset()
    assert wait == 40


def test_it_ends_with_the_last_try() -> None:
    assert POLICY.is_worth_it(answer(503), 5, idempotent=True)
    assert not POLICY.is_worth_it(answer(503), 6, idempotent=True)


@pytest.mark.parametrize("idempotent", [True, False])
def test_a_request_whose_turn_has_not_come_is_sent_again_unless_nothing_is(idempotent: bool) -> None:
    assert POLICY.is_worth_it(answer(429), 1000, idempotent=idempotent)
    assert not Retrying(tries=1, window=60, random=lambda: 0.0).is_worth_it(answer(429), 1, idempotent=idempotent)


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def given_to(
    omni_arguments: dict[str, Any], *came: httpx.Response | Exception
) -> tuple[Omni, Time, list[httpx.Request]]:
    """Make a client whose requests get one after the other."""
    rest, time, asked = iter(came), Time(), list[httpx.Request]()

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        time.now += 0.25
        one = next(rest)
        if isinstance(one, Exception):
            raise one
        return one

    timed: dict[str, Any] = {"clock": lambda: time.now, "sleep": time.sleep, "random": lambda: 1.0}
    transport = httpx.MockTransport(handle)
    return Omni(instance="a", token="made-up", transport=transport, **(timed | omni_arguments)), time, asked


DRAFT = httpx.Response(200, json={"identifier": "abc"})


def test_a_draft_is_asked_for_until_there_is_an_answer() -> None:
    failures: list[httpx.Response | Exception] = [
        httpx.ReadTimeout("-"),
        httpx.ConnectError("-"),
        *(answer(status) for status in PASSING),
    ]
    omni, time, asked = given_to({"tries": 7}, *failures, DRAFT)
    assert omni.drafts.ensure("doc") == "abc"
    assert time.slept == [0.5, 1, 2, 4, 8, 16]
    assert {request.content for request in asked} == {b"{}"}
    assert len(asked) == 7


@pytest.mark.parametrize("failure", [httpx.RemoteProtocolError, httpx.ReadTimeout])
def test_what_left_late_and_got_no_answer_counts_from_then(failure: type[httpx.TransportError]) -> None:
    failures = iter([failure("-")])
    arrived: list[float] = []
    time = Time()

    def handle(_: httpx.Request) -> httpx.Response:
        arrived.append(time.now)
        if error := next(failures, None):
            time.now += 25  # to connect, say: it reached the server then
            arrived[-1] = time.now
            raise error
        return httpx.Response(200, json=[])

    omni = Omni(
        instance="a", token="-", transport=httpx.MockTransport(handle), clock=lambda: time.now, sleep=time.sleep
    )
    for _ in range(130):
        omni.drafts.list("doc")
    assert len(arrived) == 131
    assert max(sum(first <= one < first + 60 for one in arrived) for first in arrived) == 60


def test_the_last_answer_is_the_error_with_the_number_of_tries() -> None:
    omni, _, asked = given_to({"tries": 3}, answer(503), answer(500), answer(502))
    with pytest.raises(OmniStatusError, match=r"answered 502.*\(tried 3 times\)") as caught:
        omni.drafts.list("doc")
    assert (caught.value.status, caught.value.tries, len(asked)) == (502, 3, 3)


def test_an_answer_that_cannot_be_read_says_how_often_it_was_asked_for() -> None:
    omni, _, _ = given_to({}, answer(503), answer(200))
    with pytest.raises(UnexpectedResponseError, match=r"an empty body \(tried 2 times\)") as caught:
        omni.drafts.list("doc")
    assert caught.value.tries == 2


def test_a_draft_that_is_not_there_says_how_often_it_was_asked_for() -> None:
    omni, _, _ = given_to({}, answer(503), answer(503), httpx.Response(200, json=[]))
    with pytest.raises(DraftNotFoundError) as caught:
        omni.drafts.get("doc")
    assert caught.value.tries == 3


def test_the_last_failure_is_the_error_with_the_number_of_tries() -> None:
    omni, _, _ = given_to({"tries": 2}, answer(503), httpx.ConnectError("nobody there"))
    with pytest.raises(OmniConnectionError, match=r"nobody there \(tried 2 times\)") as caught:
        omni.drafts.list("doc")
    assert (caught.value.tries, caught.value.sent) == (2, False)


def test_too_many_requests_are_no_failures_of_this_one() -> None:
    omni, time, asked = given_to({"tries": 2}, *[answer(429)] * 4, answer(503), *[answer(429)] * 4, DRAFT)
    assert omni.drafts.ensure("doc") == "abc"
    assert time.slept == [3, 6, 12, 24, 0.5, 48, 60, 60, 60]
    assert len(asked) == 10


def test_failures_are_counted_whatever_comes_between() -> None:
    omni, _, _ = given_to({"tries": 2}, answer(503), answer(429), answer(503))
    with pytest.raises(ServerError, match=r"\(tried 3 times\)") as caught:
        omni.drafts.ensure("doc")
    assert caught.value.tries == 3


def test_a_streamed_answer_that_does_not_stand_is_closed() -> None:
    class Stream(httpx.SyncByteStream):
        closed = False

        def __iter__(self) -> Iterator[bytes]:
            yield b"{}"

        def close(self) -> None:
            self.closed = True

    refused, last = Stream(), Stream()
    omni, _, _ = given_to({}, httpx.Response(429, stream=refused), httpx.Response(200, stream=last))
    with omni.client.get_httpx_client().stream("GET", "/v1/documents") as answer:
        assert (refused.closed, last.closed, answer.read()) == (True, False, b"{}")


def test_a_success_whose_content_cannot_be_read_is_asked_for_again_where_it_may_be() -> None:
    broken = httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"not gzip"))
    omni, _, asked = given_to({}, broken, DRAFT)
    assert (omni.drafts.ensure("doc"), len(asked)) == ("abc", 2)


def test_what_a_429_names_is_waited_though_its_body_breaks() -> None:
    class Broken(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b'{"mess'
            raise httpx.ReadError("-")

    omni, time, _ = given_to({}, httpx.Response(429, headers={"Retry-After": "40"}, stream=Broken()), DRAFT)
    assert omni.drafts.ensure("doc") == "abc"
    assert time.slept == [40]


def test_too_many_requests_hold_the_next_request_too() -> None:
    omni, time, _ = given_to({"tries": 1}, answer(429, retry_after="17"), DRAFT)
    with pytest.raises(RateLimitError) as caught:
        omni.drafts.ensure("doc")
    assert (caught.value.retry_after, time.slept) == (17, [])
    assert omni.drafts.ensure("doc") == "abc"
    assert time.slept == [17]


@pytest.mark.parametrize(
    ("came", "kind"), [(answer(429, retry_after="30"), RateLimitError), (answer(503), OmniStatusError)]
)
def test_a_total_time_is_not_passed(came: httpx.Response, kind: type[OmniError]) -> None:
    omni, time, _ = given_to({"tries": 100, "total_time": 20}, *[came] * 100)
    with pytest.raises(kind):
        omni.drafts.ensure("doc")
    assert time.now <= 1020


def test_a_turn_that_cannot_come_in_time_is_not_waited_for() -> None:
    omni, time, asked = given_to({"requests_per_minute": 1, "total_time": 20}, DRAFT)
    omni.drafts.ensure("doc")
    with pytest.raises(OmniTimeoutError) as caught:
        omni.drafts.ensure("doc")
    assert (caught.value.sent, len(asked), time.slept) == (False, 1, [])


def test_an_answer_that_never_ends_does_not_pass_the_total_time() -> None:
    time = Time()

    class Dripping(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                time.now += 1
                yield b" "

    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Dripping()))
    omni = Omni(
        instance="a", token="made-up", transport=transport, clock=lambda: time.now, sleep=time.sleep, total_time=9
    )
    with pytest.raises(OmniTimeoutError):
        omni.drafts.list("doc")
    assert time.now <= 1010


def test_no_timeout_of_a_request_is_longer_than_what_is_left() -> None:
    omni, _, asked = given_to({"total_time": 5, "timeout": httpx.Timeout(30, connect=1, pool=None)}, DRAFT)
    omni.drafts.ensure("doc")
    assert asked[0].extensions["timeout"] == {"connect": 1, "read": 5, "write": 5, "pool": 5}


MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
CREATED = httpx.Response(201, json={"workbook": {}, "dashboard": {}})


@pytest.mark.parametrize("came", [answer(429), httpx.ConnectError("-"), httpx.ConnectTimeout("-")])
def test_a_document_is_asked_for_again_where_it_had_no_effect(came: httpx.Response | Exception) -> None:
    omni, _, asked = given_to({}, came, answer(400))
    with pytest.raises(OmniStatusError) as caught:
        omni.documents.create(model_id=MODEL, name="n")
    assert (caught.value.status, caught.value.tries, len(asked)) == (400, 2, 2)


@pytest.mark.parametrize("identifier", ["mine", None])
@pytest.mark.parametrize(
    "came", [answer(500), answer(503), answer(200), answer(201), httpx.ReadTimeout("-"), httpx.ReadError("-")]
)
def test_a_document_that_may_be_there_is_not_asked_for_again(
    came: httpx.Response | Exception, identifier: str | None
) -> None:
    omni, _, asked = given_to({}, answer(429), came, CREATED)
    with pytest.raises(DocumentMayExistError, match=f"may exist, with .*{identifier or 'server chose'}") as caught:
        omni.documents.create(model_id=MODEL, name="n", identifier=identifier)
    assert (caught.value.identifier, caught.value.tries, len(asked)) == (identifier, 2, 2)
    assert isinstance(caught.value.__cause__, OmniError)


def test_the_generated_client_goes_the_same_way() -> None:
    omni, time, asked = given_to({"requests_per_minute": 2}, answer(503), DRAFT, DRAFT)
    for _ in range(2):
        created = create_draft.sync("doc", client=omni.client)
        assert getattr(created, "identifier", None) == "abc"
    assert len(asked) == 3
    assert time.slept[0] == 0.5
    assert time.now > 1060


def test_what_is_made_while_it_is_sent_is_sent_once() -> None:
    asked = []

    class Refusing(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            asked.append(b"".join(cast(httpx.SyncByteStream, request.stream)))
            raise httpx.ConnectError("-")

    omni = Omni(instance="a", token="made-up", transport=Refusing(), sleep=lambda _: None)
    for content, tries in ((iter([b"a"]), 1), (b"a", 6)):
        asked.clear()
        with pytest.raises(httpx.ConnectError):
            omni.client.get_httpx_client().post("/a", content=content)
        assert asked == [b"a"] * tries
