"""Where the API is and who asks, from arguments or the environment."""

import ipaddress
import math
import re
from collections.abc import Mapping, Sequence

import httpx
from attrs import field, frozen

from omni_drafts._errors import SettingsError

Timeout = float | httpx.Timeout
"""Seconds, for connecting and for each read and write; or `httpx.Timeout`, which sets them one by one."""

Token = str | Sequence[str]
"""An organization API key or personal access token; or several, each with turns of its own."""

DEFAULT_TIMEOUT = 30.0
DEFAULT_TRIES = 6
DEFAULT_TOTAL_TIME = 3600.0
DEFAULT_REQUESTS_PER_MINUTE = 60

_INSTANCE_URL = "https://{instance}.omniapp.co/api"
_INSTANCE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_TOKEN = re.compile(r"[\x21-\x7e]+")
_WHERE_TOKENS_ARE_MADE = "https://docs.omni.co/api/authentication says how to make one"


class Secret(str):
    """A text that no repr shows, so that no traceback with variables does either."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "[secret]"


def conceal(token: Token | None) -> Token | None:
    """Keep a token out of every repr from here on."""
    if isinstance(token, str):
        return Secret(token)
    if isinstance(token, Sequence) and not isinstance(token, bytes | bytearray | memoryview):
        return tuple(Secret(one) if isinstance(one, str) else one for one in token)
    return token


@frozen
class Settings:
    """Where the API is, and who asks.

    Attributes:
        base_url: With its path, without a slash at the end.
        tokens: Sent as `Authorization: Bearer ...`; in no repr.
        timeout: For each request.
        requests_per_minute: For each token; `None` for any number.
        tries: How often a request is sent at most.
        total_time: Seconds for one call with all that it waits; infinite for no end.
    """

    base_url: str
    tokens: tuple[str, ...] = field(repr=False)
    timeout: Timeout
    requests_per_minute: int | None
    tries: int
    total_time: float

    @property
    def is_plain_loopback(self) -> bool:
        """Whether requests go unencrypted to this machine, and so must not pass a proxy."""
        url = httpx.URL(self.base_url)
        return url.scheme == "http" and _is_loopback(url.host)


def resolve_settings(
    *,
    instance: str | None,
    token: Token | None,
    base_url: str | None,
    timeout: Timeout,
    allow_plain_http: bool,
    requests_per_minute: int | None,
    tries: int,
    total_time: float | None,
    environment: Mapping[str, str],
) -> Settings:
    """Take each setting from its argument, else from the environment, where an empty variable is none.

    Raises:
        SettingsError: A setting is missing or wrong.
    """
    return Settings(
        base_url=_resolve_base_url(instance, base_url, environment, allow_plain_http),
        tokens=_resolve_tokens(token, environment),
        timeout=checked_timeout(timeout),
        requests_per_minute=_number_or_none(requests_per_minute, "requests_per_minute"),
        tries=_number(tries, "tries"),
        total_time=math.inf if total_time is None else _seconds(total_time, "total_time"),
    )


def checked_timeout(timeout: Timeout) -> Timeout:
    """Give the timeout back.

    Raises:
        SettingsError: It is no positive number of seconds. (It is a `ValueError`, too.)
    """
    if isinstance(timeout, httpx.Timeout):
        return timeout
    return _seconds(timeout, "timeout")


def _seconds(value: float, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise SettingsError(f"{name}: {value!r} is no positive number of seconds")
    return value


def _number(value: int, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise SettingsError(f"{name}: {value!r} is no whole number from 1 on")
    return value


def _number_or_none(value: int | None, name: str) -> int | None:
    return None if value is None else _number(value, name)


def _resolve_tokens(token: Token | None, environment: Mapping[str, str]) -> tuple[str, ...]:
    found, source = conceal(token), "token"
    for name in ("OMNI_API_TOKEN", "OMNI_API_KEY"):
        if found is None and environment.get(name):
            found, source = Secret(environment[name]), name
    if found is None:
        raise SettingsError(
            "no API token: give `token`, or set OMNI_API_TOKEN (or OMNI_API_KEY) in the environment; "
            + _WHERE_TOKENS_ARE_MADE
        )
    if not isinstance(found, tuple):
        return (_checked_token(found, source),)
    tokens = tuple(_checked_token(one, f"{source}[{index}]") for index, one in enumerate(found))
    if not tokens:
        raise SettingsError(f"{source}: the list has no API token")
    for index, one in enumerate(tokens):
        if one in tokens[:index]:
            raise SettingsError(f"{source}[{index}]: the same as {source}[{tokens.index(one)}]; give each token once")
    return tokens


def _checked_token(found: object, source: str) -> str:
    if not isinstance(found, str):
        raise SettingsError(f"{source}: the API token is no text; give one, or a list of them")
    found = Secret(found.strip())
    if not found:
        raise SettingsError(f"{source}: the API token is empty; {_WHERE_TOKENS_ARE_MADE}")
    if found.lower().startswith("bearer "):
        raise SettingsError(f"{source}: give the API token without `Bearer`")
    if not _TOKEN.fullmatch(found):
        raise SettingsError(f"{source}: the API token holds a space, or a character that is not ASCII")
    return found


def _resolve_base_url(
    instance: str | None, base_url: str | None, environment: Mapping[str, str], allow_plain_http: bool
) -> str:
    if instance is not None and base_url is not None:
        raise SettingsError("instance and base_url: give one of them")
    if base_url is not None:
        return _checked_base_url(base_url, "base_url", allow_plain_http)
    if instance is not None:
        return _instance_url(instance, "instance")
    if environment.get("OMNI_BASE_URL"):
        return _checked_base_url(environment["OMNI_BASE_URL"], "OMNI_BASE_URL", allow_plain_http)
    if environment.get("OMNI_INSTANCE"):
        return _instance_url(environment["OMNI_INSTANCE"], "OMNI_INSTANCE")
    raise SettingsError(
        "no Omni instance: give `instance` (`blobsrus` for https://blobsrus.omniapp.co) or `base_url`, "
        "or set OMNI_INSTANCE or OMNI_BASE_URL in the environment"
    )


def _instance_url(instance: str, source: str) -> str:
    name = instance.strip() if isinstance(instance, str) else ""
    if not _INSTANCE.fullmatch(name):
        raise SettingsError(
            f"{source}: {instance!r} is no instance name such as `blobsrus`; an address is given as "
            "`base_url` (OMNI_BASE_URL)"
        )
    return _INSTANCE_URL.format(instance=name.lower())


def _checked_base_url(base_url: str, source: str, allow_plain_http: bool) -> str:
    """Check an address, without repeating what it may hold of secrets."""
    example = "such as https://blobsrus.omniapp.co"
    text = base_url.strip() if isinstance(base_url, str) else ""
    try:
        url = httpx.URL(text)
        host = url.host
        path = url.raw_path.decode("ascii").partition("?")[0].rstrip("/")
        whole = str(url.copy_with(raw_path=(path or "/api").encode("ascii"), fragment=None))
    except (httpx.InvalidURL, ValueError):
        # The address may hold a secret, and the error would repeat it.
        raise SettingsError(f"{source}: not an address {example}") from None
    if url.scheme not in ("http", "https") or not host:
        raise SettingsError(f"{source}: not an address {example}, with https:// before the host")
    if url.userinfo or "?" in text or "#" in text:
        raise SettingsError(f"{source}: an address has no user, query or fragment here; give {example}")
    if url.scheme == "http" and not _is_loopback(host) and not allow_plain_http:
        raise SettingsError(
            f"{source}: http://{host} would send the token unencrypted; use https, "
            "or ask for it with allow_plain_http=True"
        )
    return whole


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
