"""The clients: `Omni`, and `AsyncOmni` for an event loop. They differ only in how an answer is waited for."""

import os
import random
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import httpx
from attrs import evolve, field, frozen

from omni_drafts._binding import GeneratedClient
from omni_drafts._call import make_call
from omni_drafts._documents import AsyncDocuments, Documents
from omni_drafts._drafts import AsyncDrafts, Drafts
from omni_drafts._errors import SettingsError
from omni_drafts._flow import Flow, drive, drive_async
from omni_drafts._many import Many, Outcome
from omni_drafts._sending import Deadline, Step, make_sending
from omni_drafts._sending_client import AsyncSendingClient, AsyncSleep, SendingClient, Sleep, sleep_in_a_loop
from omni_drafts._settings import (
    DEFAULT_REQUESTS_PER_MINUTE,
    DEFAULT_TIMEOUT,
    DEFAULT_TOTAL_TIME,
    DEFAULT_TRIES,
    Settings,
    Timeout,
    Token,
    conceal,
    resolve_settings,
)
from omni_drafts._stores import Clock, ProcessLock
from omni_drafts._transport import Authority, async_lent_transport, client_arguments, lent_transport

T = TypeVar("T")
C = TypeVar("C", SendingClient, AsyncSendingClient)


class Omni:
    """A client of one Omni instance, which may be shared by threads.

    Used in a `with` statement, it closes its connections when the last such statement is left, and opens
    new ones when it is used again. Without one, call `close`.

    Args:
        instance: Its name: `blobsrus` for `https://blobsrus.omniapp.co`. Else OMNI_INSTANCE.
        token: An organization API key or personal access token; or several that may do the same, of which each
            request takes the one whose turn comes first. Else OMNI_API_TOKEN, else OMNI_API_KEY, which hold one.
        base_url: Its address, in place of `instance`; `/api` is added where it has no path. Else
            OMNI_BASE_URL.
        timeout: For each request: seconds to connect and for each read and write, or an `httpx.Timeout`.
        proxy: Address of a proxy; without one, httpx goes by the environment.
        ca: A PEM file, a folder of `.pem` files, or an SSL context, that vouches for the server.
        transport: Sends the requests, and stays open. `http_client` is the alternative.
        http_client: Sends the requests with its own hooks, headers, cookies and proxies, and stays open. Our
            token, timeout and User-Agent take the place of its own.
        allow_plain_http: Whether `http://` may be used to a host other than this machine.
        requests_per_minute: For each token, over any minute; a request waits for its turn. `None` for any number.
        pacing: Who shares the turns of a token: the threads of this client if left out, and no client after it; all
            processes of this machine and user with `file:PATH`; all machines with `redis://HOST:PORT/DATABASE`,
            `rediss://` or `unix://` (the `redis` extra).
        tries: How often a request fails at most, with no answer, or with 500, 502, 503 or 504. What must not be
            repeated, as the creation of a document, is sent again only where it had no effect. A 429 does not
            count. 1 for never again, after a 429 neither.
        total_time: Seconds for one call with all that it waits; `None` for no end.
        clock: Seconds, from any start. With `pacing`, the same for all who share their turns: that of Redis, too, is
            used only where none is given.
        sleep: Waits for so many seconds.
        random: From 0 to 1; spreads waits, so that not all come back at once.

    Attributes:
        drafts: The drafts of documents.
        documents: Documents.

    Raises:
        SettingsError: A setting is missing, wrong, or contradicts another.
    """

    def __init__(
        self,
        *,
        instance: str | None = None,
        token: Token | None = None,
        base_url: str | None = None,
        timeout: Timeout = DEFAULT_TIMEOUT,
        proxy: str | httpx.Proxy | None = None,
        ca: Authority | None = None,
        transport: httpx.BaseTransport | None = None,
        http_client: httpx.Client | None = None,
        allow_plain_http: bool = False,
        requests_per_minute: int | None = DEFAULT_REQUESTS_PER_MINUTE,
        pacing: str | None = None,
        tries: int = DEFAULT_TRIES,
        total_time: float | None = DEFAULT_TOTAL_TIME,
        clock: Clock = time.monotonic,
        sleep: Sleep = time.sleep,
        random: Callable[[], float] = random.random,
    ) -> None:
        token = conceal(token)
        self._settings = resolve_settings(
            instance=instance,
            token=token,
            base_url=base_url,
            timeout=timeout,
            allow_plain_http=allow_plain_http,
            requests_per_minute=requests_per_minute,
            tries=tries,
            total_time=total_time,
            environment=os.environ,
        )
        self._arguments = client_arguments(
            self._settings, transport=transport, http_client=http_client, proxy=proxy, ca=ca
        )
        self._transport = lent_transport(transport, http_client)
        self._sending, self._sleep = make_sending(self._settings, pacing, clock, random), sleep
        self._lock = ProcessLock()
        self._entered = 0
        self._opened: _Opened[SendingClient] | None = None
        self.drafts = Drafts(self._run, self._run_many)
        self.documents = Documents(self._run)

    @property
    def client(self) -> GeneratedClient:
        """The generated client, for all other operations; not to be entered, and open until this one is left."""
        return _generated_client(self._settings).set_httpx_client(self._http())

    def close(self) -> None:
        """Close what this client opened. It opens anew when it is used again."""
        with self._lock.here():
            opened, self._opened = self._opened, None
        if opened is not None:
            opened.client.close()

    def __enter__(self) -> Self:
        with self._lock.here():
            self._entered += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._lock.here():
            self._entered -= 1
            is_last = self._entered == 0
        if is_last:
            self.close()

    def __repr__(self) -> str:
        return _describe(self)

    def _http(self) -> SendingClient:
        with self._lock.here():
            if self._opened is None or self._opened.is_of_another(None):
                with _settings_errors():
                    client = SendingClient(self._sending, self._sleep, transport=self._transport, **self._arguments)
                self._opened = _Opened(client, None)
            return self._opened.client

    def _run(self, flow: Flow[T], timeout: Timeout | None) -> T:
        return drive(make_call(flow, self._http(), self._sending, timeout), self._perform)

    def _run_many(self, documents: Iterable[str], many: Many[T]) -> Generator[Outcome[T], None, None]:
        from omni_drafts._many_blocking import run_many  # here, as not everybody has many

        self._http()  # so that what is wrong is told at once, and not of each document

        def call(document: str, deadline: Deadline) -> Generator[Step, Any, T]:
            return (yield from make_call(many.flow(document), self._http(), self._sending, many.timeout, deadline))

        return run_many(documents, call, self._perform, many, self._sending, self._sleep)

    def _perform(self, step: Step) -> Any:
        return self._http().perform(step)


class AsyncOmni:
    """As `Omni`, with `await` and `async with`; for one event loop at a time.

    Args:
        instance: As for `Omni`.
        token: As for `Omni`.
        base_url: As for `Omni`.
        timeout: As for `Omni`.
        proxy: As for `Omni`.
        ca: As for `Omni`.
        transport: As for `Omni`, but asynchronous.
        http_client: As for `Omni`, but asynchronous.
        allow_plain_http: As for `Omni`.
        requests_per_minute: As for `Omni`.
        pacing: As for `Omni`.
        tries: As for `Omni`.
        total_time: As for `Omni`.
        clock: As for `Omni`.
        sleep: As for `Omni`, to be awaited.
        random: As for `Omni`.

    Attributes:
        drafts: The drafts of documents.
        documents: Documents.

    Raises:
        SettingsError: A setting is missing, wrong, or contradicts another.
    """

    def __init__(
        self,
        *,
        instance: str | None = None,
        token: Token | None = None,
        base_url: str | None = None,
        timeout: Timeout = DEFAULT_TIMEOUT,
        proxy: str | httpx.Proxy | None = None,
        ca: Authority | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        http_client: httpx.AsyncClient | None = None,
        allow_plain_http: bool = False,
        requests_per_minute: int | None = DEFAULT_REQUESTS_PER_MINUTE,
        pacing: str | None = None,
        tries: int = DEFAULT_TRIES,
        total_time: float | None = DEFAULT_TOTAL_TIME,
        clock: Clock = time.monotonic,
        sleep: AsyncSleep = sleep_in_a_loop,
        random: Callable[[], float] = random.random,
    ) -> None:
        token = conceal(token)
        self._settings = resolve_settings(
            instance=instance,
            token=token,
            base_url=base_url,
            timeout=timeout,
            allow_plain_http=allow_plain_http,
            requests_per_minute=requests_per_minute,
            tries=tries,
            total_time=total_time,
            environment=os.environ,
        )
        self._arguments = client_arguments(
            self._settings, transport=transport, http_client=http_client, proxy=proxy, ca=ca
        )
        self._transport = async_lent_transport(transport, http_client)
        self._sending, self._sleep = make_sending(self._settings, pacing, clock, random), sleep
        self._entered = 0
        self._opened: _Opened[AsyncSendingClient] | None = None
        self.drafts = AsyncDrafts(self._run, self._run_many)
        self.documents = AsyncDocuments(self._run)

    @property
    def client(self) -> GeneratedClient:
        """The generated client, for all other operations; not to be entered, and open until this one is left."""
        return _generated_client(self._settings).set_async_httpx_client(self._http())

    async def close(self) -> None:
        """Close what this client opened. It opens anew when it is used again."""
        opened, self._opened = self._opened, None
        if opened is not None and not opened.is_of_another(_running_loop()):
            await opened.client.aclose()

    async def __aenter__(self) -> Self:
        self._entered += 1
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._entered -= 1
        if self._entered == 0:
            await self.close()

    def __repr__(self) -> str:
        return _describe(self)

    def _http(self) -> AsyncSendingClient:
        loop = _running_loop()
        if self._opened is None or self._opened.is_of_another(loop):
            with _settings_errors():
                client = AsyncSendingClient(self._sending, self._sleep, transport=self._transport, **self._arguments)
            self._opened = _Opened(client, loop)
        elif self._opened.loop is None:  # `client` was looked at before any event loop ran
            self._opened = evolve(self._opened, loop=loop)
        return self._opened.client

    async def _run(self, flow: Flow[T], timeout: Timeout | None) -> T:
        return await drive_async(make_call(flow, self._http(), self._sending, timeout), self._perform)

    def _run_many(
        self, documents: Iterable[str] | AsyncIterable[str], many: Many[T]
    ) -> AsyncGenerator[Outcome[T], None]:
        from omni_drafts._many_async import run_many_async  # here, as it takes long to import

        self._http()  # as for `Omni`

        async def call(document: str) -> T:
            return await self._run(many.flow(document), many.timeout)

        return run_many_async(documents, call, many.in_flight, many.watch)

    async def _perform(self, step: Step) -> Any:
        return await self._http().perform(step)


@frozen(eq=False, repr=False)
class _Opened(Generic[C]):
    """A client, and who it was opened by: connections serve one process, and one event loop, alone."""

    client: C
    loop: object | None
    process: int = field(factory=os.getpid)

    def is_of_another(self, loop: object | None) -> bool:
        other_loop = self.loop is not None and loop is not None and self.loop is not loop
        return self.client.is_closed or other_loop or self.process != os.getpid()


def _running_loop() -> object | None:
    """Give the event loop that runs; none does where nobody has imported asyncio, which takes long to import."""
    asyncio = sys.modules.get("asyncio")
    try:
        return asyncio.get_running_loop() if asyncio else None
    except RuntimeError:
        return None


def _describe(omni: Omni | AsyncOmni) -> str:
    settings = vars(omni).get("_settings")  # missing while the constructor raises
    return f"{type(omni).__name__}(base_url={settings.base_url!r})" if settings else f"{type(omni).__name__}()"


@contextmanager
def _settings_errors() -> Iterator[None]:
    """Raise our error where a proxy or certificate, of the environment perhaps, cannot be used."""
    try:
        yield
    except (ImportError, OSError) as error:
        raise SettingsError(f"the connection cannot be set up: {error}") from error
    except (ValueError, httpx.InvalidURL):
        # The address of a proxy may hold a password, and the error would repeat it.
        raise SettingsError("the connection cannot be set up: look at the proxies of the environment") from None


def _generated_client(settings: Settings) -> GeneratedClient:
    timeout = settings.timeout if isinstance(settings.timeout, httpx.Timeout) else httpx.Timeout(settings.timeout)
    return GeneratedClient(base_url=settings.base_url, token=settings.tokens[0], timeout=timeout)
