"""Reads the settings of a check from the environment and the command line."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from openapi.conformance.live.errors import CouldNotRunError
from openapi.reading.description import Document

_REQUIRED = ("OMNI_BASE_URL", "OMNI_API_TOKEN")
_TOKEN = re.compile(r"[\x21-\x7e]+")
_LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")


def check_environment(environment: Mapping[str, str]) -> None:
    """Raise an error if a variable is missing, or the token is invalid.

    Raises:
        CouldNotRunError: If that is so.
    """
    missing = [name for name in _REQUIRED if not environment.get(name)]
    if missing:
        raise CouldNotRunError(f"{' and '.join(missing)}: not set; set the URL of the instance and an API key")
    if not _TOKEN.fullmatch(environment["OMNI_API_TOKEN"]):
        raise CouldNotRunError("OMNI_API_TOKEN: the token contains a space or a character that is not ASCII")


def resolve_base_url(base_url: str, document: Document) -> str:
    """Return the URL before the paths of a description, whose server has the path of a URL without one.

    Raises:
        CouldNotRunError: If the URL is not an https URL; http is for loopback alone.
    """
    url = urlsplit(base_url.strip())
    is_secure = url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOOPBACK_HOSTS)
    if not url.hostname or not is_secure or "@" in url.netloc:
        raise CouldNotRunError("OMNI_BASE_URL: not a URL such as https://blobsrus.omniapp.co")
    servers = document.get("servers") or [{"url": ""}]
    path = url.path.rstrip("/") or urlsplit(servers[0]["url"]).path.rstrip("/")
    return f"{url.scheme}://{url.netloc}{path}"


def parse_values(pairs: Iterable[str]) -> dict[str, str]:
    """Return the values of parameters, each of which is written as NAME=VALUE; a later one replaces an earlier one.

    Raises:
        CouldNotRunError: If one is not written so.
    """
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals and value):
            raise CouldNotRunError(f"{pair!r}: not NAME=VALUE, such as identifier=12db1a0a")
        values[name] = value
    return values
