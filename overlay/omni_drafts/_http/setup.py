"""Builds the inner transport of a client: certificates, and the proxy of an argument or of the environment."""

import ipaddress
import logging
import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx

from omni_drafts._config import Config
from omni_drafts._errors import ConfigurationError
from omni_drafts._types.arguments import Verify

_DEFAULT_PORTS = {"http": 80, "https": 443}

_logger = logging.getLogger("omni_drafts")


def borrow_transport(
    transport: httpx.BaseTransport | None, client: httpx.Client | None
) -> httpx.BaseTransport | None:
    """Return a transport that sends with the caller's and never closes it; `None` if the caller passed neither.

    Raises:
        ConfigurationError: If the caller passed both, or something else.
    """
    _check_borrowed(transport, client, httpx.BaseTransport, httpx.Client)
    # Imported here, since few programs need them.
    if client is not None:
        from omni_drafts._http.borrowed import BorrowedClient

        return BorrowedClient(client)
    if transport is not None:
        from omni_drafts._http.borrowed import BorrowedTransport

        return BorrowedTransport(transport)
    return None


def borrow_async_transport(
    transport: httpx.AsyncBaseTransport | None, client: httpx.AsyncClient | None
) -> httpx.AsyncBaseTransport | None:
    """Return an async transport, as `borrow_transport` does.

    Raises:
        ConfigurationError: If the caller passed both, or something else.
    """
    _check_borrowed(transport, client, httpx.AsyncBaseTransport, httpx.AsyncClient)
    # Imported here, since few programs need them.
    if client is not None:
        from omni_drafts._http.borrowed import AsyncBorrowedClient

        return AsyncBorrowedClient(client)
    if transport is not None:
        from omni_drafts._http.borrowed import AsyncBorrowedTransport

        return AsyncBorrowedTransport(transport)
    return None


def transport_arguments(
    config: Config, *, proxy: str | httpx.Proxy | None, verify: Verify, is_borrowed: bool
) -> dict[str, Any]:
    """Return the arguments of an `httpx.HTTPTransport`, blocking or not.

    Raises:
        ConfigurationError: If the proxy or the certificates cannot be used.
    """
    if is_borrowed and (proxy is not None or verify is not True):
        raise ConfigurationError("proxy and verify: set them on the transport or http_client that you pass")
    if config.is_unencrypted_loopback and proxy is None and verify is True:
        # A mock needs no authorities, which take longer to load than everything else before the first call.
        return {"verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "proxy": None}
    return {"verify": _build_ssl_context(verify), "proxy": None if proxy is None else _check_proxy(proxy)}


def resolve_environment_proxy(config: Config) -> httpx.Proxy | None:
    """Return the proxy that the environment sets for the instance, if any.

    Raises:
        ConfigurationError: If it is not a URL.
    """
    if config.is_unencrypted_loopback:  # the proxy would carry the token off this machine
        return None
    url, proxies = httpx.URL(config.base_url), getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    if not proxy or _is_bypassed(url, proxies):
        return None
    try:
        return httpx.Proxy(proxy if "://" in proxy else f"http://{proxy}")
    except (ValueError, httpx.InvalidURL):
        # The URL may contain a password, and the error would repeat it.
        raise ConfigurationError(f"{url.scheme.upper()}_PROXY or ALL_PROXY is not the URL of a proxy") from None


@contextmanager
def connection_errors() -> Iterator[None]:
    """Raise a `ConfigurationError` if a transport cannot be built with a proxy or certificate."""
    try:
        yield
    except (ImportError, OSError) as error:
        raise ConfigurationError(f"the connection cannot be set up: {error}") from error
    except (ValueError, httpx.InvalidURL) as error:
        if isinstance(error, ConfigurationError):
            raise
        # The URL of a proxy may contain a password, and the error would repeat it.
        raise ConfigurationError("the connection cannot be set up: check the proxy") from None


def _check_borrowed(transport: object, client: object, transport_type: type, client_type: type) -> None:
    for value, name, expected in ((transport, "transport", transport_type), (client, "http_client", client_type)):
        if value is not None and not isinstance(value, expected):
            raise ConfigurationError(f"{name}: {type(value).__name__} is not an httpx.{expected.__name__}")
    if transport is not None and client is not None:
        raise ConfigurationError("pass transport or http_client, not both")


def _build_ssl_context(verify: Verify) -> ssl.SSLContext | bool:
    if verify is True or isinstance(verify, ssl.SSLContext):
        return verify
    if verify is False:
        raise ConfigurationError(
            "verify: False would send the token to any server; pass the PEM file of the server's authority"
        )
    if not isinstance(verify, str | os.PathLike) or not os.fspath(verify):
        raise ConfigurationError(f"verify: {verify!r} is not True, a file, a folder or an SSL context")
    path = Path(verify)
    files = sorted(path.glob("*.pem")) if path.is_dir() else [path]
    if not files:
        raise ConfigurationError(f"verify: {path} contains no .pem file")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for file in files:
        try:
            context.load_verify_locations(cafile=file)
        except OSError as error:
            raise ConfigurationError(f"verify: {file} contains no usable certificates: {error}") from error
    return context


def _check_proxy(proxy: str | httpx.Proxy) -> httpx.Proxy:
    try:
        return proxy if isinstance(proxy, httpx.Proxy) else httpx.Proxy(proxy)
    except (AttributeError, TypeError, ValueError, httpx.InvalidURL):
        # The URL may contain a password, and the error would repeat it.
        raise ConfigurationError("proxy: not a URL such as http://proxy.example:3128") from None


def _is_bypassed(url: httpx.URL, proxies: Mapping[str, str]) -> bool:
    """Return whether NO_PROXY names a host, by its name, its address, or a network with that address."""
    no_proxy = proxies.get("no", "")
    port = url.port or _DEFAULT_PORTS[url.scheme]
    host = f"[{url.host}]" if ":" in url.host else url.host
    if proxy_bypass(f"{host}:{port}") or "*" in [entry.strip() for entry in no_proxy.split(",")]:
        return True
    try:
        address = ipaddress.ip_address(url.host)
    except ValueError:
        return False
    return any(address in network for network in _networks(no_proxy, port))


def _networks(no_proxy: str, port: int) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Yield the networks that an entry names, unless it is for another port: `[::1]:8080`."""
    for entry in filter(None, (entry.strip() for entry in no_proxy.split(","))):
        network, has_port, entry_port = entry.partition("]:")
        if has_port and entry_port != str(port):
            continue
        try:
            yield ipaddress.ip_network(network.replace("[", "").replace("]", ""), strict=False)
        except ValueError:
            if "/" in entry:
                _logger.warning("NO_PROXY: %r is not a network, and is ignored", entry)
