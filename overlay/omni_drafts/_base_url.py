"""Validates the address of an Omni instance, and completes it to the URL of its API."""

import ipaddress
import re

import httpx

from omni_drafts._errors import ConfigurationError

_INSTANCE_URL = "https://{instance}.omniapp.co/api"
_INSTANCE = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_VERSIONED_PATHS = ("/api/v1", "/api/v2", "/api/unstable")
_OMNI_DOMAINS = (".omniapp.co", ".exploreomni.dev", ".omni.co")
_EXAMPLE = "such as https://blobsrus.omniapp.co"


def instance_url(instance: str, source: str) -> str:
    """Return the URL of the API of an instance.

    Args:
        instance: Name of the instance.
        source: Name of the argument or environment variable, for the error.

    Raises:
        ConfigurationError: If it is not a name.
    """
    name = instance.strip() if isinstance(instance, str) else ""
    if not re.fullmatch(_INSTANCE, name):
        raise ConfigurationError(
            f"{source}: {instance!r} is not the name of an instance, such as `blobsrus`; pass a URL as `base_url` "
            "(OMNI_BASE_URL)"
        )
    return _INSTANCE_URL.format(instance=name.lower())


def check_base_url(base_url: str, source: str, *, allow_insecure_http: bool) -> str:
    """Return the URL of the API without a slash at its end.

    `/api` is added to a URL without a path, and a version after it is removed, since each operation has its own.

    Args:
        base_url: URL of an instance.
        source: Name of the argument or environment variable, for the error.
        allow_insecure_http: Whether `http://` may lead to another machine.

    Raises:
        ConfigurationError: If it is not such a URL. The error does not repeat it, since it may contain a secret.
    """
    text = base_url.strip() if isinstance(base_url, str) else ""
    try:
        url = httpx.URL(text)
        host = url.host
        path = url.raw_path.decode("ascii").partition("?")[0].rstrip("/")
        if path.endswith(_VERSIONED_PATHS):
            path = path.rpartition("/")[0]
        path = path or "/api"
        completed = str(url.copy_with(raw_path=path.encode("ascii"), fragment=None))
    except (httpx.InvalidURL, ValueError):
        raise ConfigurationError(f"{source}: not a URL {_EXAMPLE}") from None
    if url.scheme not in ("http", "https") or not host:
        raise ConfigurationError(f"{source}: not a URL {_EXAMPLE}, with https:// before the host")
    if url.userinfo or "?" in text or "#" in text:
        raise ConfigurationError(f"{source}: the URL must have no user, query or fragment; use one {_EXAMPLE}")
    if f".{host.rstrip('.')}".endswith(_OMNI_DOMAINS) and path != "/api":
        raise ConfigurationError(f"{source}: the URL is that of a page on {host}; remove its path: https://{host}")
    if url.scheme == "http" and not is_loopback(host) and not allow_insecure_http:
        raise ConfigurationError(
            f"{source}: http://{host} would send the token unencrypted; use https, or pass allow_insecure_http=True"
        )
    return completed


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
