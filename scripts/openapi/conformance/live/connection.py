"""Connects to an instance through the client of this project, with its rate limit and its retries after a 429."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from attrs import define, frozen

from omni_drafts import Clock, ConfigurationError, Omni
from openapi.conformance.live.errors import CouldNotRunError

MAX_BLOCK_SECONDS = 120.0
"""A longer `Retry-After` is cut, so that the command ends on the same day."""
TOTAL_TIMEOUT_SECONDS = 300.0
"""Time for two of the longest blocks, and for a request before and after each."""
_MAX_ATTEMPTS = 2
"""With 1, the client would not wait after a 429; a request that may have been sent is not sent again."""
_ACCEPT = "application/json, */*;q=0.5"


@define
class RequestCounter:
    """Event hook of an httpx client that counts its requests."""

    count: int = 0

    def __call__(self, _: httpx.Request) -> None:
        """Count a request."""
        self.count += 1


@frozen
class Instance:
    """An instance.

    Attributes:
        base_url: URL before the paths of the description.
    """

    base_url: str
    _client: httpx.Client
    _counter: RequestCounter

    @property
    def request_count(self) -> int:
        """Number of requests that were sent, with each retry."""
        return self._counter.count

    def send(self, method: str, target: str, headers: Mapping[str, str]) -> httpx.Response:
        """Send a request when the rate limit permits it, and return its response.

        Args:
            method: HTTP method in upper case.
            target: Path of the description with its query, percent-encoded.
            headers: Headers beside those of the client.

        Raises:
            httpx.HTTPError: If there is no response.
        """
        return self._client.request(method, f"{self.base_url}{target}", headers={"Accept": _ACCEPT, **headers})


@contextmanager
def connect(base_url: str, token: str, *, requests_per_minute: int, clock: Clock | None = None) -> Iterator[Instance]:
    """Yield an instance, and close its connections at the end.

    Args:
        base_url: URL before the paths of the description.
        token: API key.
        requests_per_minute: Limit of the requests in any minute.
        clock: Clock of the client, for tests.

    Raises:
        CouldNotRunError: If the client refuses a setting.
    """
    url, counter = urlsplit(base_url), RequestCounter()
    # A request without encryption goes to this machine, and must not pass a proxy.
    with httpx.Client(trust_env=url.scheme == "https", event_hooks={"request": [counter]}) as http_client:
        try:
            omni = Omni(
                base_url=f"{url.scheme}://{url.netloc}",
                token=token,
                requests_per_minute=requests_per_minute,
                max_attempts=_MAX_ATTEMPTS,
                max_block=MAX_BLOCK_SECONDS,
                total_timeout=TOTAL_TIMEOUT_SECONDS,
                http_client=http_client,
                clock=clock,
            )
        except ConfigurationError as error:
            raise CouldNotRunError(str(error)) from error
        with omni:
            yield Instance(base_url, omni.api.get_httpx_client(), counter)
