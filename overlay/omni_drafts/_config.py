"""Resolves arguments and environment variables to one frozen configuration; every default is here."""

import math
import os
import re
import sys
from collections.abc import Mapping, Sequence

import httpx
from attrs import field, frozen

from omni_drafts._base_url import check_base_url, instance_url, is_loopback
from omni_drafts._errors import ConfigurationError
from omni_drafts._types.arguments import Timeout
from omni_drafts._version import __version__

DEFAULT_TIMEOUT_SECONDS = 30.0
DEFAULT_MAX_ATTEMPTS = 6
DEFAULT_TOTAL_TIMEOUT_SECONDS = 3600.0
DEFAULT_MAX_BLOCK_SECONDS = 3600.0
DEFAULT_REQUESTS_PER_MINUTE = 60

_USER_AGENT = r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?"
_AUTHENTICATION_HELP = "https://docs.omni.co/api/authentication explains how to create one"
_PYTHON = ".".join(map(str, sys.version_info[:3]))
_OWN_USER_AGENT = f"omni-drafts/{__version__} (httpx {httpx.__version__}; Python {_PYTHON})"


class Secret(str):
    """A string whose repr hides it, also in a traceback that shows variables."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "[secret]"


@frozen(eq=False)
class Config:
    """The configuration of a client.

    Attributes:
        base_url: URL of the API, without a slash at its end.
        tokens: API keys, each with a rate limit of its own; hidden in every repr.
        timeout: Timeout of each attempt.
        requests_per_minute: Limit of each key; `None` for no limit.
        max_attempts: Number of attempts for one request.
        total_timeout: Seconds for one call with all its waits; infinite for no limit.
        max_block: Seconds that a 429 may block a key.
        user_agent: Value of the `User-Agent` header.
    """

    base_url: str
    tokens: tuple[str, ...] = field(repr=False)
    timeout: Timeout
    requests_per_minute: int | None
    max_attempts: int
    total_timeout: float
    max_block: float
    user_agent: str

    @property
    def is_unencrypted_loopback(self) -> bool:
        """Whether requests go unencrypted to this machine, and so must not pass a proxy."""
        url = httpx.URL(self.base_url)
        return url.scheme == "http" and is_loopback(url.host)


def resolve_config(
    *,
    instance: str | None,
    token: str | None,
    tokens: Sequence[str] | None,
    base_url: str | None,
    timeout: Timeout,
    allow_insecure_http: bool,
    requests_per_minute: int | None,
    max_attempts: int,
    total_timeout: float | None,
    max_block: float,
    user_agent: str | None,
    environment: Mapping[str, str],
) -> Config:
    """Resolve each setting from its argument, or from its environment variable unless that is empty.

    Raises:
        ConfigurationError: If a setting is missing or wrong.
    """
    return Config(
        base_url=_resolve_base_url(instance, base_url, environment, allow_insecure_http),
        tokens=_resolve_tokens(token, tokens, environment),
        timeout=check_timeout(timeout),
        requests_per_minute=(
            None if requests_per_minute is None else check_count(requests_per_minute, "requests_per_minute")
        ),
        max_attempts=check_count(max_attempts, "max_attempts"),
        total_timeout=check_total_timeout(total_timeout),
        max_block=_check_seconds(max_block, "max_block"),
        user_agent=_resolve_user_agent(user_agent),
    )


def read_environment() -> dict[str, str]:
    """Return the environment variables of the client, which every repr hides."""
    return {name: Secret(value) for name, value in os.environ.items() if name.startswith("OMNI_")}


def hide_token(token: str | None) -> str | None:
    """Return a token that every repr hides; anything else as it is."""
    return Secret(token) if isinstance(token, str) else token


def hide_tokens(tokens: Sequence[str] | None) -> Sequence[str] | None:
    """Return tokens that every repr hides; anything else as it is."""
    if isinstance(tokens, str):
        return Secret(tokens)
    if isinstance(tokens, Sequence) and not isinstance(tokens, bytes | bytearray | memoryview):
        return tuple(Secret(token) if isinstance(token, str) else token for token in tokens)
    return tokens


def check_timeout(timeout: Timeout) -> Timeout:
    """Return a timeout.

    Raises:
        ConfigurationError: If it is not a positive number of seconds.
    """
    return timeout if isinstance(timeout, httpx.Timeout) else _check_seconds(timeout, "timeout")


def check_total_timeout(total_timeout: float | None) -> float:
    """Return a timeout of a call; infinite for `None`.

    Raises:
        ConfigurationError: If it is not a positive number of seconds.
    """
    return math.inf if total_timeout is None else _check_seconds(total_timeout, "total_timeout")


def check_count(count: int, setting: str) -> int:
    """Return a count.

    Raises:
        ConfigurationError: If it is not a positive integer.
    """
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise ConfigurationError(f"{setting}: {count!r} is not a positive integer")
    return count


def _check_seconds(seconds: float, setting: str) -> float:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < math.inf:
        raise ConfigurationError(f"{setting}: {seconds!r} is not a positive number of seconds")
    return seconds


def _resolve_tokens(
    token: str | None, tokens: Sequence[str] | None, environment: Mapping[str, str]
) -> tuple[str, ...]:
    if token is not None and tokens is not None:
        raise ConfigurationError("pass token or tokens, not both")
    if tokens is not None:
        return _check_tokens(tokens)
    source = "token"
    for name in ("OMNI_API_TOKEN", "OMNI_API_KEY"):
        if token is None and environment.get(name):
            token, source = Secret(environment[name]), name
    if token is None:
        raise ConfigurationError(
            f"no API token: pass `token`, or set OMNI_API_TOKEN (or OMNI_API_KEY); {_AUTHENTICATION_HELP}"
        )
    return (_check_token(token, source),)


def _check_tokens(tokens: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(tokens, tuple | list):
        raise ConfigurationError("tokens: not a list of API tokens; pass a single one as `token`")
    checked = tuple(_check_token(token, f"tokens[{index}]") for index, token in enumerate(tokens))
    if not checked:
        raise ConfigurationError("tokens: the list is empty")
    for index, token in enumerate(checked):
        if token in checked[:index]:
            raise ConfigurationError(f"tokens[{index}]: the same as tokens[{checked.index(token)}]; pass each once")
    return checked


def _check_token(token: object, source: str) -> str:
    if not isinstance(token, str):
        raise ConfigurationError(
            f"{source}: the API token must be a str, not {type(token).__name__}; pass several as `tokens`"
        )
    token = Secret(token.strip())
    if not token:
        raise ConfigurationError(f"{source}: the API token is empty; {_AUTHENTICATION_HELP}")
    if token.lower().startswith("bearer "):
        raise ConfigurationError(f"{source}: pass the API token without `Bearer`")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigurationError(f"{source}: the API token contains a space or a character that is not ASCII")
    return token


def _resolve_base_url(
    instance: str | None, base_url: str | None, environment: Mapping[str, str], allow_insecure_http: bool
) -> str:
    if instance is not None and base_url is not None:
        raise ConfigurationError("pass instance or base_url, not both")
    if base_url is not None:
        return check_base_url(base_url, "base_url", allow_insecure_http=allow_insecure_http)
    if instance is not None:
        return instance_url(instance, "instance")
    if environment.get("OMNI_BASE_URL"):
        return check_base_url(environment["OMNI_BASE_URL"], "OMNI_BASE_URL", allow_insecure_http=allow_insecure_http)
    if environment.get("OMNI_INSTANCE"):
        return instance_url(environment["OMNI_INSTANCE"], "OMNI_INSTANCE")
    raise ConfigurationError(
        "no Omni instance: pass `instance` (`blobsrus` for https://blobsrus.omniapp.co) or `base_url`, "
        "or set OMNI_INSTANCE or OMNI_BASE_URL"
    )


def _resolve_user_agent(user_agent: str | None) -> str:
    if user_agent is None:
        return _OWN_USER_AGENT
    if not isinstance(user_agent, str) or not re.fullmatch(_USER_AGENT, user_agent):
        raise ConfigurationError(f"user_agent: {user_agent!r} is not printable ASCII, such as `my-job/1.0`")
    return f"{user_agent} {_OWN_USER_AGENT}"
