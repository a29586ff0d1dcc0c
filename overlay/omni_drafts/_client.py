"""The clients: `Omni`, and `AsyncOmni` for event loops."""

import threading
from collections.abc import AsyncGenerator, AsyncIterable, Generator, Iterable, Sequence
from copy import copy
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import httpx
from attrs import evolve

from omni_drafts._clock import Clock, SystemClock
from omni_drafts._config import (
    DEFAULT_MAX_ATTEMPTS,
    DEFAULT_MAX_BLOCK_SECONDS,
    DEFAULT_REQUESTS_PER_MINUTE,
    DEFAULT_TIMEOUT_SECONDS,
    DEFAULT_TOTAL_TIMEOUT_SECONDS,
    Config,
    check_count,
    check_timeout,
    hide_token,
    hide_tokens,
    read_environment,
    resolve_config,
)
from omni_drafts._drivers import drive, drive_async
from omni_drafts._http.attempts import Attempts
from omni_drafts._http.connection import AsyncConnection, Connection
from omni_drafts._http.permits import Permits
from omni_drafts._http.retry import RetryPolicy
from omni_drafts._http.session import AsyncSession, Session
from omni_drafts._http.setup import (
    borrow_async_transport,
    borrow_transport,
    resolve_environment_proxy,
    transport_arguments,
)
from omni_drafts._logging import configure_logging
from omni_drafts._operations.flow import Flow, Request
from omni_drafts._rate_limit.limiter import KeyLimiter
from omni_drafts._rate_limit.open import open_storage
from omni_drafts._rate_limit.window import Limit
from omni_drafts._types.arguments import T, Timeout, Verify

# Imported where they are used, since few programs need them.
if TYPE_CHECKING:
    from omni_drafts._bulk.job import BulkJob
    from omni_drafts._operations.binding.client import GeneratedClient
    from omni_drafts._resources.documents import AsyncDocuments, Documents
    from omni_drafts._resources.drafts import AsyncDrafts, Drafts
    from omni_drafts._types.bulk import Outcome


class Omni:
    """A client of one Omni instance, which threads may share.

    In a `with` statement, it closes its connections when the last such statement ends, and opens them again when it
    is used. Otherwise, call `close`.

    Args:
        instance: Name of the instance: `blobsrus` for `https://blobsrus.omniapp.co`. Default: OMNI_INSTANCE.
        token: Organization API key or personal access token. Default: OMNI_API_TOKEN, then OMNI_API_KEY.
        tokens: Several tokens with the same permissions, in place of `token`. Each request uses the one that the rate
            limit permits first.
        base_url: URL of the instance, in place of `instance`; `/api` is added to one without a path. Default:
            OMNI_BASE_URL.
        timeout: Timeout of each attempt: seconds to connect and for each read and write, or an `httpx.Timeout`.
        max_attempts: Number of attempts for a request that fails without a response, or with 500, 502, 503 or 504. An
            operation that is not idempotent is sent again only if it had no effect. A 429 does not count. With 1,
            nothing is retried.
        total_timeout: Seconds for one call with all its waits; `None` for no limit.
        requests_per_minute: Limit for each token in any minute; a request waits for its permit. `None` for no limit.
        rate_limit_storage: Storage of the rate limit: this client's memory by default; `sqlite:///PATH` for all
            processes of this machine and user; `redis://HOST:PORT/DATABASE`, `rediss://` or `unix://` for all
            machines (the `redis` extra).
        max_block: Seconds that a 429 may block a token; a longer `Retry-After` is cut.
        user_agent: Name of the caller's program, sent before our own in `User-Agent`.
        proxy: URL of a proxy. Default: HTTPS_PROXY, ALL_PROXY and NO_PROXY.
        verify: PEM file, folder of `.pem` files, or SSL context that verifies the server's certificate.
        transport: Transport to send with; it stays open.
        http_client: Client to send with, in place of `transport`: its hooks, headers, parameters, cookies and proxies
            apply, and our token, timeout and `User-Agent` replace its own. It stays open.
        allow_insecure_http: Whether `http://` may lead to another machine.
        clock: Clock of the client, for tests. Clients that share a rate limit need the same.

    Raises:
        ConfigurationError: If a setting is missing or wrong, or contradicts another.
    """

    def __init__(
        self,
        *,
        instance: str | None = None,
        token: str | None = None,
        tokens: Sequence[str] | None = None,
        base_url: str | None = None,
        timeout: Timeout = DEFAULT_TIMEOUT_SECONDS,
        max_attempts: int = DEFAULT_MAX_ATTEMPTS,
        total_timeout: float | None = DEFAULT_TOTAL_TIMEOUT_SECONDS,
        requests_per_minute: int | None = DEFAULT_REQUESTS_PER_MINUTE,
        rate_limit_storage: str | None = None,
        max_block: float = DEFAULT_MAX_BLOCK_SECONDS,
        user_agent: str | None = None,
        proxy: str | httpx.Proxy | None = None,
        verify: Verify = True,
        transport: httpx.BaseTransport | None = None,
        http_client: httpx.Client | None = None,
        allow_insecure_http: bool = False,
        clock: Clock | None = None,
    ) -> None:
        token, tokens, environment = hide_token(token), hide_tokens(tokens), read_environment()
        config = resolve_config(
            instance=instance,
            token=token,
            tokens=tokens,
            base_url=base_url,
            timeout=timeout,
            allow_insecure_http=allow_insecure_http,
            requests_per_minute=requests_per_minute,
            max_attempts=max_attempts,
            total_timeout=total_timeout,
            max_block=max_block,
            user_agent=user_agent,
            environment=environment,
        )
        configure_logging(environment)
        borrowed = borrow_transport(transport, http_client)
        arguments = transport_arguments(config, proxy=proxy, verify=verify, is_borrowed=borrowed is not None)

        def open_transport() -> httpx.BaseTransport:
            return borrowed or httpx.HTTPTransport(**_with_environment_proxy(config, arguments))

        attempts = _build_attempts(config, rate_limit_storage, clock)
        self._set_up(config, Session(config, attempts, Connection(open_transport)))

    def _set_up(self, config: Config, session: Session) -> None:
        self._config, self._session = config, session
        _forget_resources(self)

    @cached_property
    def drafts(self) -> "Drafts":
        """Drafts of documents."""
        from omni_drafts._resources.drafts import Drafts

        return Drafts(self._run, self._run_bulk)

    @cached_property
    def documents(self) -> "Documents":
        """Documents."""
        from omni_drafts._resources.documents import Documents

        return Documents(self._run)

    @property
    def api(self) -> "GeneratedClient":
        """The generated client, for every other operation; do not enter or close it."""
        return _generated_client(self._config).set_httpx_client(self._session.client)

    def with_options(self, *, timeout: Timeout | None = None, max_attempts: int | None = None) -> Self:
        """Return a client with other options, which shares the connections and the rate limit.

        Args:
            timeout: Timeout of each attempt; unchanged by default.
            max_attempts: Number of attempts for a request; unchanged by default.

        Raises:
            ConfigurationError: If an option is wrong.
        """
        config = _with_options(self._config, timeout, max_attempts)
        attempts = self._session.attempts.with_max_attempts(config.max_attempts)
        client = copy(self)
        client._set_up(config, Session(config, attempts, self._session.connection))
        return client

    def close(self) -> None:
        """Close the connections, also those of clients that `with_options` returned; they open again when used."""
        self._session.connection.close()

    def __enter__(self) -> Self:
        self._session.connection.enter()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._session.connection.leave()

    def __repr__(self) -> str:
        return _describe(self)

    def _run(self, flow: Flow[T], timeout: Timeout | None, interrupt: threading.Event | None = None) -> T:
        session = self._session
        call = session.attempts.start_call(interrupt)
        return drive(flow, lambda request: session.send(request.arguments, call, timeout))

    def _run_bulk(self, documents: Iterable[str], job: "BulkJob[T]") -> Generator["Outcome[T]", None, None]:
        from omni_drafts._bulk.threads import run_in_threads  # imported here, since it imports slow modules

        self._session.connection.open()  # raises its error once, and not for each document

        def work(document: str, interrupt: threading.Event) -> T:
            return self._run(job.flow(document), job.timeout, interrupt)

        return run_in_threads(documents, job, work)


class AsyncOmni:
    """A client of one Omni instance, as `Omni`, for one event loop at a time.

    Args:
        instance: As for `Omni`.
        token: As for `Omni`.
        tokens: As for `Omni`.
        base_url: As for `Omni`.
        timeout: As for `Omni`.
        max_attempts: As for `Omni`.
        total_timeout: As for `Omni`.
        requests_per_minute: As for `Omni`.
        rate_limit_storage: As for `Omni`.
        max_block: As for `Omni`.
        user_agent: As for `Omni`.
        proxy: As for `Omni`.
        verify: As for `Omni`.
        transport: As for `Omni`, but asynchronous.
        http_client: As for `Omni`, but asynchronous.
        allow_insecure_http: As for `Omni`.
        clock: As for `Omni`.

    Raises:
        ConfigurationError: If a setting is missing or wrong, or contradicts another.
    """

    def __init__(
        self,
        *,
        instance: str | None = None,
        token: str | None = None,
        tokens: Sequence[str] | None = None,
        base_url: str | None = None,
        timeout: Timeout = DEFAULT_TIMEOUT_SECONDS,
        max_attempts: int = DEFAULT_MAX_ATTEMPTS,
        total_timeout: float | None = DEFAULT_TOTAL_TIMEOUT_SECONDS,
        requests_per_minute: int | None = DEFAULT_REQUESTS_PER_MINUTE,
        rate_limit_storage: str | None = None,
        max_block: float = DEFAULT_MAX_BLOCK_SECONDS,
        user_agent: str | None = None,
        proxy: str | httpx.Proxy | None = None,
        verify: Verify = True,
        transport: httpx.AsyncBaseTransport | None = None,
        http_client: httpx.AsyncClient | None = None,
        allow_insecure_http: bool = False,
        clock: Clock | None = None,
    ) -> None:
        token, tokens, environment = hide_token(token), hide_tokens(tokens), read_environment()
        config = resolve_config(
            instance=instance,
            token=token,
            tokens=tokens,
            base_url=base_url,
            timeout=timeout,
            allow_insecure_http=allow_insecure_http,
            requests_per_minute=requests_per_minute,
            max_attempts=max_attempts,
            total_timeout=total_timeout,
            max_block=max_block,
            user_agent=user_agent,
            environment=environment,
        )
        configure_logging(environment)
        borrowed = borrow_async_transport(transport, http_client)
        arguments = transport_arguments(config, proxy=proxy, verify=verify, is_borrowed=borrowed is not None)

        def open_transport() -> httpx.AsyncBaseTransport:
            return borrowed or httpx.AsyncHTTPTransport(**_with_environment_proxy(config, arguments))

        attempts = _build_attempts(config, rate_limit_storage, clock)
        self._set_up(config, AsyncSession(config, attempts, AsyncConnection(open_transport)))

    def _set_up(self, config: Config, session: AsyncSession) -> None:
        self._config, self._session = config, session
        _forget_resources(self)

    @cached_property
    def drafts(self) -> "AsyncDrafts":
        """Drafts of documents."""
        from omni_drafts._resources.drafts import AsyncDrafts

        return AsyncDrafts(self._run, self._run_bulk)

    @cached_property
    def documents(self) -> "AsyncDocuments":
        """Documents."""
        from omni_drafts._resources.documents import AsyncDocuments

        return AsyncDocuments(self._run)

    @property
    def api(self) -> "GeneratedClient":
        """The generated client, for every other operation; do not enter or close it."""
        return _generated_client(self._config).set_async_httpx_client(self._session.client)

    def with_options(self, *, timeout: Timeout | None = None, max_attempts: int | None = None) -> Self:
        """Return a client with other options, as `Omni.with_options` does."""
        config = _with_options(self._config, timeout, max_attempts)
        attempts = self._session.attempts.with_max_attempts(config.max_attempts)
        client = copy(self)
        client._set_up(config, AsyncSession(config, attempts, self._session.connection))
        return client

    async def close(self) -> None:
        """Close the connections, as `Omni.close` does."""
        await self._session.connection.aclose()

    async def __aenter__(self) -> Self:
        self._session.connection.enter()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._session.connection.leave()

    def __repr__(self) -> str:
        return _describe(self)

    async def _run(self, flow: Flow[T], timeout: Timeout | None) -> T:
        session = self._session
        call = session.attempts.start_call()

        async def send(request: Request) -> httpx.Response:
            return await session.send(request.arguments, call, timeout)

        return await drive_async(flow, send)

    def _run_bulk(
        self, documents: Iterable[str] | AsyncIterable[str], job: "BulkJob[T]"
    ) -> AsyncGenerator["Outcome[T]", None]:
        from omni_drafts._bulk.tasks import run_in_tasks  # imported here, since asyncio is slow to import

        self._session.connection.open()  # raises its error once, and not for each document

        async def work(document: str) -> T:
            return await self._run(job.flow(document), job.timeout)

        return run_in_tasks(documents, job, work)


def _forget_resources(omni: Omni | AsyncOmni) -> None:
    """Remove the resources of the client that was copied, which call with its options."""
    for name in [name for name in vars(omni) if isinstance(getattr(type(omni), name, None), cached_property)]:
        del vars(omni)[name]


def _build_attempts(config: Config, rate_limit_storage: str | None, clock: Clock | None) -> Attempts:
    own_clock = clock or SystemClock()
    storage = open_storage(rate_limit_storage, own_clock, is_system_clock=clock is None)
    limit = Limit(config.requests_per_minute)
    limiters = tuple(KeyLimiter(token, limit, storage, own_clock, config.max_block) for token in config.tokens)
    policy = RetryPolicy(config.max_attempts, config.max_block, own_clock.random)
    return Attempts(Permits(limiters, own_clock), policy, config.total_timeout, own_clock)


def _with_options(config: Config, timeout: Timeout | None, max_attempts: int | None) -> Config:
    return evolve(
        config,
        timeout=config.timeout if timeout is None else check_timeout(timeout),
        max_attempts=config.max_attempts if max_attempts is None else check_count(max_attempts, "max_attempts"),
    )


def _with_environment_proxy(config: Config, arguments: dict[str, Any]) -> dict[str, Any]:
    return arguments if arguments["proxy"] else arguments | {"proxy": resolve_environment_proxy(config)}


def _generated_client(config: Config) -> "GeneratedClient":
    from omni_drafts._operations.binding.client import create_generated_client

    timeout = config.timeout if isinstance(config.timeout, httpx.Timeout) else httpx.Timeout(config.timeout)
    return create_generated_client(config.base_url, config.tokens[0], timeout)


def _describe(omni: Omni | AsyncOmni) -> str:
    config = vars(omni).get("_config")  # missing while the constructor raises an error
    return f"{type(omni).__name__}(base_url={config.base_url!r})" if config else f"{type(omni).__name__}()"
