"""The attempts for one request: permits, retries, delays, the total timeout, and processes that were forked."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from omni_api_client.api.documents import create_draft
from omni_drafts import (
    AsyncOmni,
    AuthenticationError,
    ConfigurationError,
    DocumentMayExistError,
    DraftNotFoundError,
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
from omni_drafts._http.attempts import Attempts, Send
from omni_drafts._http.permits import Permits
from omni_drafts._http.retry import RetryPolicy
from omni_drafts._rate_limit.limiter import KeyLimiter, Permit
from omni_drafts._rate_limit.memory import MemoryStorage
from omni_drafts._rate_limit.window import Limit
from support.clock import FakeClock
from support.scripted import (
    Result,
    ScriptedClient,
    ScriptedTransport,
    connect_scripted,
    draft_created,
    failure,
    no_drafts,
    result_of,
)

Connect = Callable[..., ScriptedClient]
ListDrafts = Callable[[ScriptedClient], list[object]]

TRANSIENT = (500, 502, 503, 504)
MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"


def connect_with_http_client(
    kind: type[Omni | AsyncOmni], clock: FakeClock, *results: Result, **settings: Any
) -> ScriptedClient:
    """Create a client that sends with a caller's httpx client."""
    transport = ScriptedTransport(clock, *results)
    http_client = httpx.Client(transport=transport) if kind is Omni else httpx.AsyncClient(transport=transport)
    client = connect_scripted(kind, clock, http_client=http_client, **settings)
    return ScriptedClient(client.omni, transport)


each_way = pytest.mark.parametrize(
    ("connect_way", "list_drafts"),
    [
        pytest.param(connect_scripted, ScriptedClient.list_drafts, id="drafts"),
        pytest.param(connect_scripted, ScriptedClient.list_drafts_with_api, id="api"),
        pytest.param(connect_with_http_client, ScriptedClient.list_drafts, id="http_client"),
        pytest.param(connect_with_http_client, ScriptedClient.list_drafts_with_api, id="http_client-api"),
    ],
)


@each_way
def test_attempts_after_503_retry_in_every_client(
    connect_way: Connect, list_drafts: ListDrafts, kind: type[Omni | AsyncOmni], clock: FakeClock
) -> None:
    client = connect_way(kind, clock, failure(503), no_drafts())
    assert list_drafts(client) == []
    assert (len(client.transport.requests), clock.sleeps) == (2, [0.5])


@each_way
def test_attempts_wait_for_a_permit_in_every_client(
    connect_way: Connect, list_drafts: ListDrafts, kind: type[Omni | AsyncOmni], clock: FakeClock
) -> None:
    client = connect_way(kind, clock, no_drafts(), no_drafts(), requests_per_minute=1)
    list_drafts(client)
    assert clock.sleeps == []
    list_drafts(client)
    assert sum(clock.sleeps) == pytest.approx(60.05, abs=0.01)


@each_way
def test_attempts_after_429_block_the_key_in_every_client(
    connect_way: Connect, list_drafts: ListDrafts, kind: type[Omni | AsyncOmni], clock: FakeClock
) -> None:
    client = connect_way(kind, clock, failure(429, retry_after="17"), no_drafts())
    assert list_drafts(client) == []
    assert clock.sleeps == [pytest.approx(17)]


@each_way
def test_attempts_after_429_block_the_key_for_other_callers_in_every_client(
    connect_way: Connect, list_drafts: ListDrafts, kind: type[Omni | AsyncOmni], clock: FakeClock
) -> None:
    client = connect_way(kind, clock, failure(429, retry_after="17"), no_drafts(), max_attempts=1)
    response = result_of(client.http_client().get("/v1/documents/doc/drafts"))
    assert (response.status_code, clock.sleeps) == (429, [])
    list_drafts(client)
    assert clock.sleeps == [pytest.approx(17)]


def test_attempts_of_the_generated_client_wait_and_retry(connect: Connect, clock: FakeClock) -> None:
    client = connect(failure(503), draft_created(), draft_created(), requests_per_minute=2)
    function = create_draft.asyncio if isinstance(client.omni, AsyncOmni) else create_draft.sync
    start = clock.now
    identifiers = [result_of(function("doc", client=client.omni.api)).identifier for _ in range(2)]
    assert identifiers == ["abc", "abc"]
    assert len(client.transport.requests) == 3
    assert clock.sleeps[0] == 0.5
    assert clock.now > start + 60


def test_attempts_of_an_idempotent_operation_retry_until_a_success(connect: Connect, clock: FakeClock) -> None:
    failures = [httpx.ReadTimeout("-"), httpx.ConnectError("-"), *(failure(status) for status in TRANSIENT)]
    client = connect(*failures, draft_created(), max_attempts=7)
    assert result_of(client.omni.drafts.ensure("doc")) == "abc"
    assert clock.sleeps == [0.5, 1, 2, 4, 8, 16]
    assert [request.content for request in client.transport.requests] == [b"{}"] * 7


def test_attempts_after_total_timeout_send_nothing(connect: Connect) -> None:
    client = connect(no_drafts(), seconds=2.0, total_timeout=1)
    expected = r"draft: total_timeout was over before the request could be sent$"
    with pytest.raises(OmniTimeoutError, match=expected) as caught:
        result_of(client.omni.drafts.get_or_create("doc"))
    assert (caught.value.maybe_sent, caught.value.attempts, len(client.transport.requests)) == (False, 0, 1)


def test_attempts_without_a_permit_in_time_raise_a_pool_timeout_with_the_request(connect: Connect) -> None:
    client = connect(no_drafts(), requests_per_minute=1, total_timeout=1)
    client.list_drafts_with_api()
    expected = r"^the rate limit permits the request in (59|60)\.\d s, and 1\.0 s of total_timeout are left$"
    with pytest.raises(httpx.PoolTimeout, match=expected) as caught:
        client.list_drafts_with_api()
    assert caught.value.request.url.path == "/api/v1/documents/doc/drafts"


def test_attempts_without_a_permit_in_time_do_not_wait(connect: Connect, clock: FakeClock) -> None:
    client = connect(no_drafts(), requests_per_minute=1, total_timeout=20)
    client.list_drafts()
    with pytest.raises(OmniTimeoutError) as caught:
        client.list_drafts()
    assert (caught.value.maybe_sent, len(client.transport.requests), clock.sleeps) == (False, 1, [])


def test_attempts_blocked_beyond_total_timeout_name_the_block(connect: Connect) -> None:
    client = connect(failure(429, retry_after="600"), max_attempts=1, total_timeout=20)
    with pytest.raises(RateLimitError):
        client.list_drafts()
    expected = (
        r"permits the request in (599|600)\.\d s, and 20\.0 s of total_timeout are left; the key is blocked from "
        r".* UTC until .* UTC: GET /api/v1/documents/doc/drafts got 429 with Retry-After: 600; "
        r"to clear the block, create a new client$"
    )
    with pytest.raises(OmniTimeoutError, match=expected):
        client.list_drafts()


@pytest.mark.parametrize(
    ("result", "error"),
    [(lambda: failure(429, retry_after="30"), RateLimitError), (lambda: failure(503), ServerError)],
)
def test_attempts_stay_within_total_timeout(
    result: Callable[[], httpx.Response], error: type[OmniError], connect: Connect, clock: FakeClock
) -> None:
    start = clock.now
    client = connect(*(result() for _ in range(100)), max_attempts=100, total_timeout=20)
    with pytest.raises(error):
        result_of(client.omni.drafts.ensure("doc"))
    assert clock.now <= start + 20


def test_attempts_cut_each_timeout_to_the_time_that_is_left(connect: Connect) -> None:
    client = connect(draft_created(), total_timeout=5, timeout=httpx.Timeout(30, connect=1, pool=None))
    result_of(client.omni.drafts.ensure("doc"))
    timeouts = client.transport.requests[0].extensions["timeout"]
    assert timeouts == {"connect": 1, "read": 5, "write": 5, "pool": 5}


def test_attempts_that_all_fail_return_the_last_response(connect: Connect) -> None:
    client = connect(failure(503), failure(500), failure(502), max_attempts=3)
    with pytest.raises(ServerError, match=r": 502: an empty body \(after 3 attempts\)$") as caught:
        client.list_drafts()
    assert (caught.value.status_code, caught.value.attempts, len(client.transport.requests)) == (502, 3, 3)


def test_attempts_that_all_fail_raise_the_last_error(connect: Connect) -> None:
    client = connect(failure(503), httpx.ConnectError("nobody there"), max_attempts=2)
    with pytest.raises(OmniConnectionError, match=r": nobody there \(after 2 attempts\)$") as caught:
        client.list_drafts()
    assert (caught.value.attempts, caught.value.maybe_sent) == (2, False)


def test_attempts_are_counted_in_an_unexpected_response(connect: Connect) -> None:
    client = connect(failure(503), failure(200))
    with pytest.raises(UnexpectedResponseError, match=r"an empty body \(after 2 attempts\)$") as caught:
        client.list_drafts()
    assert caught.value.attempts == 2


def test_attempts_are_counted_if_the_draft_is_not_found(connect: Connect) -> None:
    client = connect(failure(503), failure(503), no_drafts())
    with pytest.raises(DraftNotFoundError) as caught:
        result_of(client.omni.drafts.get("doc"))
    assert caught.value.attempts == 3


def test_attempts_with_429_do_not_count_against_max_attempts(connect: Connect, clock: FakeClock) -> None:
    results = [*(failure(429) for _ in range(4)), failure(503), *(failure(429) for _ in range(4)), draft_created()]
    client = connect(*results, max_attempts=2)
    assert result_of(client.omni.drafts.ensure("doc")) == "abc"
    assert clock.sleeps == pytest.approx([3, 6, 12, 24, 0.5, 48, 60, 60, 60])
    assert len(client.transport.requests) == 10


def test_attempts_with_429_between_do_not_reset_the_failures(connect: Connect) -> None:
    client = connect(failure(503), failure(429), failure(503), max_attempts=2)
    with pytest.raises(ServerError, match=r"\(after 3 attempts\)") as caught:
        result_of(client.omni.drafts.ensure("doc"))
    assert caught.value.attempts == 3


def test_attempts_with_429_block_the_next_call(connect: Connect, clock: FakeClock) -> None:
    client = connect(failure(429, retry_after="17"), draft_created(), max_attempts=1)
    with pytest.raises(RateLimitError) as caught:
        result_of(client.omni.drafts.ensure("doc"))
    assert (caught.value.retry_after, clock.sleeps) == (17, [])
    assert result_of(client.omni.drafts.ensure("doc")) == "abc"
    assert clock.sleeps == [pytest.approx(17)]


@pytest.mark.parametrize(
    "result", [lambda: failure(429), lambda: httpx.ConnectError("-"), lambda: httpx.ConnectTimeout("-")]
)
def test_attempts_of_a_document_without_effect_retry(result: Callable[[], Result], connect: Connect) -> None:
    client = connect(result(), failure(400))
    with pytest.raises(OmniStatusError) as caught:
        result_of(client.omni.documents.create(model_id=MODEL, name="n"))
    assert (caught.value.status_code, caught.value.attempts, len(client.transport.requests)) == (400, 2, 2)


@pytest.mark.parametrize(("identifier", "described"), [("mine", "mine"), (None, "server's choice")])
@pytest.mark.parametrize(
    "result",
    [
        *(lambda status=status: failure(status) for status in (500, 503, 200, 201)),
        lambda: httpx.ReadTimeout("-"),
        lambda: httpx.ReadError("-"),
    ],
)
def test_attempts_do_not_retry_a_document_that_may_exist(
    result: Callable[[], Result], identifier: str | None, described: str, connect: Connect
) -> None:
    created = httpx.Response(201, json={"workbook": {}, "dashboard": {}})
    client = connect(failure(429), result(), created)
    with pytest.raises(DocumentMayExistError, match=f"may exist, with .*{described}") as caught:
        result_of(client.omni.documents.create(model_id=MODEL, name="n", identifier=identifier))
    assert (caught.value.identifier, caught.value.attempts) == (identifier, 2)
    assert len(client.transport.requests) == 2
    assert isinstance(caught.value.__cause__, OmniError)


@pytest.mark.parametrize("error", [httpx.RemoteProtocolError, httpx.ReadTimeout])
def test_attempts_without_a_response_count_from_their_end(
    error: type[httpx.TransportError], kind: type[Omni | AsyncOmni], clock: FakeClock
) -> None:
    errors = iter([error("-")])
    arrivals: list[float] = []

    def respond(_: httpx.Request) -> httpx.Response:
        arrivals.append(clock.now)
        if failed := next(errors, None):
            clock.now += 25  # to connect, for example: the request reaches the server then
            arrivals[-1] = clock.now
            raise failed
        return no_drafts()

    client = connect_scripted(kind, clock, transport=httpx.MockTransport(respond))
    for _ in range(130):
        client.list_drafts()
    assert len(arrivals) == 131
    assert max(sum(first <= arrival < first + 60 for arrival in arrivals) for first in arrivals) == 60


def test_attempts_that_are_cancelled_count_from_their_cancellation(clock: FakeClock) -> None:
    limiter = KeyLimiter("made-up-token", Limit(1), MemoryStorage(clock), clock)
    policy = RetryPolicy(max_attempts=6, max_wait=60, random=lambda: 1.0)
    attempts = Attempts(Permits((limiter,), clock), policy, 3600.0, clock)
    steps = attempts.send(httpx.Request("POST", "https://a.test"))
    assert isinstance(next(steps), Send)
    clock.now += 30
    steps.close()
    clock.now += 62.9
    assert not isinstance(limiter.reserve(0.0), Permit)
    clock.now += 0.2
    assert isinstance(limiter.reserve(0.0), Permit)


def test_attempts_after_429_with_a_block_beyond_total_timeout_use_another_key(
    connect: Connect, clock: FakeClock
) -> None:
    client = connect(failure(429, retry_after="7200"), no_drafts(), tokens=["one", "other"], seconds=0.0)
    start = clock.now
    assert client.list_drafts() == []
    assert (client.transport.tokens, clock.now) == (["one", "other"], start)


def test_attempts_after_429_of_all_keys_return_the_last_response(connect: Connect) -> None:
    responses = [failure(429, retry_after="7200") for _ in range(2)]
    client = connect(*responses, tokens=["one", "other"], total_timeout=60)
    with pytest.raises(RateLimitError) as caught:
        client.list_drafts()
    assert client.transport.tokens == ["one", "other"]
    assert (caught.value.attempts, caught.value.retry_after) == (2, 7200)


@pytest.mark.parametrize(("status_code", "error"), [(401, AuthenticationError), (403, PermissionDeniedError)])
def test_attempts_with_a_rejected_token_log_its_index(
    status_code: int, error: type[OmniError], connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    client = connect(no_drafts(), failure(status_code), tokens=["one", "other"], requests_per_minute=1)
    client.list_drafts()
    with pytest.raises(error):
        client.list_drafts()
    assert client.transport.tokens == ["one", "other"]
    assert f"drafts: {status_code} with tokens[1]" in caplog.text
    assert "other" not in caplog.text


FORK = """
import os, signal, threading
import httpx
from omni_drafts import Omni

inside, done = threading.Event(), threading.Event()

class Clock:
    now = 0.0

    def monotonic(self):
        return self.now

    def sleep(self, seconds, interrupt=None):
        inside.set()
        if threading.current_thread() is not threading.main_thread():
            done.wait()
        self.now += seconds

    def random(self):
        return 1.0

clock = Clock()
handler = lambda _: httpx.Response(200, json=[])
"""
FORK_WHILE_ANOTHER_THREAD_WAITS = """
omni = Omni(
    instance="a", token="-", transport=httpx.MockTransport(handler), requests_per_minute=1, total_timeout=100,
    clock=clock,
)
omni.drafts.list("doc")
"""
FORK_WHILE_ANOTHER_THREAD_CONNECTS = """
class SlowTransport(httpx.MockTransport):
    def __init__(self, **arguments):
        inside.set()
        if threading.current_thread() is not threading.main_thread():
            done.wait()
        super().__init__(handler)

httpx.HTTPTransport = SlowTransport
omni = Omni(instance="a", token="-", requests_per_minute=1, total_timeout=100, clock=clock)
"""
SEND_IN_THE_CHILD = """
thread = threading.Thread(target=omni.drafts.list, args=("doc",))
thread.start()
inside.wait()
child = os.fork()
if not child:
    signal.alarm(20)
    omni.drafts.list("doc")
    print(clock.now, flush=True)
    os._exit(0)
os.waitpid(child, 0)
done.set()
thread.join()
"""


@pytest.mark.parametrize(
    ("situation", "sent_at"),
    [
        # The child drops the reservation of the parent's thread.
        pytest.param(FORK_WHILE_ANOTHER_THREAD_WAITS, 60.05, id="waits"),
        # The parent's thread has a permit, which stays in the window for 63 s, since it gets no response here.
        pytest.param(FORK_WHILE_ANOTHER_THREAD_CONNECTS, 63.0, id="connects"),
    ],
)
def test_attempts_in_a_forked_process_do_not_wait_for_threads_of_the_parent(situation: str, sent_at: float) -> None:
    command = [sys.executable, "-c", FORK + situation + SEND_IN_THE_CHILD]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own
    assert done.stderr == ""
    assert float(done.stdout) == pytest.approx(sent_at, abs=0.01)


def test_attempts_with_a_connection_that_cannot_be_opened_return_their_permit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "ftp://proxy.test")
    omni = Omni(instance="a", token="made-up-token", requests_per_minute=1, total_timeout=1.0)
    with pytest.raises(ConfigurationError):
        omni.drafts.list("doc")
    with pytest.raises(ConfigurationError):  # and not an error of the rate limit
        omni.drafts.list("doc")
