"""The inner transport: certificates, and the proxy of an argument or of the environment."""

import ssl
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from omni_drafts import AsyncOmni, ConfigurationError, Omni
from omni_drafts._config import Config, resolve_config
from omni_drafts._http.setup import resolve_environment_proxy
from support.scripted import no_drafts, result_of

PROXY = "http://proxy.test:3128"
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Set a proxy for https alone."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    return monkeypatch


def build_config(host: str, scheme: str = "https") -> Config:
    """Return the configuration of a client of a host."""
    return resolve_config(
        instance=None,
        token="made-up-token",
        tokens=None,
        base_url=f"{scheme}://{host}",
        timeout=30.0,
        allow_insecure_http=True,
        requests_per_minute=None,
        max_attempts=1,
        total_timeout=None,
        max_block=60.0,
        user_agent=None,
        environment={},
    )


def uses_proxy(host: str) -> bool:
    """Return whether requests to a host go through the proxy of the environment."""
    return resolve_environment_proxy(build_config(host)) is not None


def test_environment_proxy_without_no_proxy_is_used() -> None:
    proxy = resolve_environment_proxy(build_config("omni.test"))
    assert proxy is not None
    assert proxy.url == PROXY


@pytest.mark.parametrize(
    ("host", "no_proxy"),
    [
        ("omni.test", "omni.test"),
        ("omni.test", "OMNI.TEST"),
        ("omni.test", "other.test, omni.test"),
        ("blobs.omni.test", ".omni.test"),
        ("blobs.omni.test", "omni.test"),
        ("omni.test", "*"),
        ("omni.test", "other.test,*"),
        ("omni.test:8443", "omni.test:8443"),
        ("omni.test", "omni.test:443"),
        ("[fd00::1]", "[fd00::1]:443"),
        ("10.1.2.3", "10.1.2.3"),
        ("10.1.2.3", "10.1.0.0/16"),
        ("10.1.2.3", "10.1.2.3/16"),
        ("10.1.2.3", "10.1.2.3/255.255.0.0"),
        ("10.1.2.3", "other.test,10.1.0.0/16"),
        ("[fd00::1]", "fd00::1"),
        ("[fd00::1]", "[fd00::1]"),
        ("[fd00::1]", "FD00:0::1"),
        ("[fd00::1]", "fd00::/8"),
        ("[fd00::1]", "[fd00::]/8"),
        ("[fd00::1]", "10.0.0.0/8, fd00::/8"),
        ("[fd00::1]:8443", "fd00::/8"),
        ("[::1]", "::1"),
        ("[::1]", "[::1]"),
        ("[::1]:8443", "[::1]:8443"),
        ("[fd00::1]:8443", "[fd00::]:8443,[fd00::1]:8443"),
        ("127.0.0.1", "127.0.0.0/8"),
    ],
)
def test_environment_proxy_of_a_host_in_no_proxy_is_not_used(
    host: str, no_proxy: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("NO_PROXY", no_proxy)
    assert not uses_proxy(host)


@pytest.mark.parametrize(
    ("host", "no_proxy"),
    [
        ("omni.test", ""),
        ("omni.test", "other.test"),
        ("omni.test", "mni.test"),
        ("omni.test", "10.0.0.0/8"),
        ("10.1.2.3", "10.2.0.0/16"),
        ("10.1.2.3", "fd00::/8"),
        ("10.1.2.3", "::/0"),
        ("[fd00::1]", "fd00::2"),
        ("[fd00::1]", "fe80::/10"),
        ("[fd00::1]", "0.0.0.0/0"),
        ("omni.test", "omni.test:80"),
        ("[fd00::1]", "[fd00::1]:80"),
        ("[fd00::1]", "fd00::1:443"),
        ("[::1]", "[::2]"),
        ("[::1]:8443", "[::1]:8444"),
        ("[::1]", "[::1]:8443"),
        ("[::1:8443]", "[::1]:8443"),
    ],
)
def test_environment_proxy_of_a_host_not_in_no_proxy_is_used(
    host: str, no_proxy: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("NO_PROXY", no_proxy)
    assert uses_proxy(host)


@pytest.mark.parametrize("host", ["omni.test", "[fd00::1]"])
@pytest.mark.parametrize(("port", "expected"), [(80, False), (443, True)])
def test_environment_proxy_of_http_without_a_port_has_port_80(
    host: str, port: int, environment: pytest.MonkeyPatch, *, expected: bool
) -> None:
    environment.setenv("HTTP_PROXY", PROXY)
    environment.setenv("NO_PROXY", f"{host}:{port}")
    proxy = resolve_environment_proxy(build_config(host, "http"))
    assert (proxy is not None) is expected


@pytest.mark.parametrize("host", ["10.1.2.3", "[fe80::1]"])
@pytest.mark.parametrize(
    "entry", ["[", "]", "[]", "%%%", "[::1", "::1]:443", ",,", "10.0.0", "::1::", "\\", "(", "ü"]
)
def test_environment_proxy_ignores_an_entry_of_no_proxy_that_is_not_a_host(
    entry: str, host: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("NO_PROXY", entry)
    assert uses_proxy(host)


@pytest.mark.parametrize(
    "entry", ["10.0.0.0/99", "fd00::/200", "not-a-network/8", "/", "http://omni.test", "1.0.0.0/8/8"]
)
def test_environment_proxy_ignores_and_logs_an_entry_of_no_proxy_that_is_not_a_network(
    entry: str, environment: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    environment.setenv("NO_PROXY", entry)
    assert uses_proxy("10.1.2.3")
    assert [record.getMessage() for record in caplog.records] == [
        f"NO_PROXY: {entry!r} is not a network, and is ignored"
    ]


def test_environment_proxy_reads_the_entries_of_no_proxy_after_garbage(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("NO_PROXY", "10.0.0.0/99,%%%,10.0.0.0/8")
    assert not uses_proxy("10.1.2.3")


def test_environment_proxy_without_a_scheme_is_http(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("HTTPS_PROXY", "proxy.test:3128")
    proxy = resolve_environment_proxy(build_config("omni.test"))
    assert proxy is not None
    assert proxy.url == PROXY


def test_environment_proxy_of_all_schemes_is_used(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("HTTPS_PROXY")
    environment.setenv("ALL_PROXY", PROXY)
    assert uses_proxy("omni.test")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_environment_proxy_of_this_machine_without_tls_is_not_used(
    host: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("HTTP_PROXY", PROXY)
    assert resolve_environment_proxy(build_config(host, "http")) is None
    assert resolve_environment_proxy(build_config("omni.test", "http")) is not None


@pytest.mark.parametrize("proxy", ["ftp://u:hunter2@proxy.test", "http://u:hunter2@a:port", "http://u:hunter2@a\n"])
def test_environment_proxy_that_is_not_a_url_raises_without_its_password(
    proxy: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(ConfigurationError, match=r"^HTTPS_PROXY or ALL_PROXY is not the URL of a proxy$") as caught:
        resolve_environment_proxy(build_config("omni.test"))
    assert caught.value.__cause__ is None


def test_client_with_a_wrong_environment_proxy_raises_when_it_is_used(
    kind: type[Omni | AsyncOmni], environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("HTTPS_PROXY", "http://u:hunter2@a:port")
    omni: Any = kind(instance="a", token="made-up-token", max_attempts=1)
    with pytest.raises(ConfigurationError, match="HTTPS_PROXY or ALL_PROXY"):
        result_of(omni.drafts.list("doc"))


@pytest.mark.parametrize("proxy", ["ftp://u:hunter2@proxy.test", "http://u:hunter2@a:port", "", 5])
def test_proxy_that_is_not_a_url_raises_without_its_password(proxy: Any, kind: type[Omni | AsyncOmni]) -> None:
    with pytest.raises(ConfigurationError, match=r"^proxy: not a URL such as http://proxy.example:3128$") as caught:
        kind(instance="a", token="made-up-token", proxy=proxy)
    assert caught.value.__cause__ is None


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return the arguments of each transport that a client opens."""
    opened: list[dict[str, Any]] = []

    def open_transport(**arguments: Any) -> httpx.MockTransport:
        opened.append(arguments)
        return httpx.MockTransport(lambda _: no_drafts())

    monkeypatch.setattr(httpx, "HTTPTransport", open_transport)
    monkeypatch.setattr(httpx, "AsyncHTTPTransport", open_transport)
    return opened


def open_connection(kind: type[Omni | AsyncOmni], **settings: Any) -> None:
    """Create a client, and send a request."""
    omni: Any = kind(instance="a", token="made-up-token", **settings)
    assert result_of(omni.drafts.list("doc")) == []


def test_proxy_object_is_used_as_it_is(kind: type[Omni | AsyncOmni], opened: list[dict[str, Any]]) -> None:
    proxy = httpx.Proxy(PROXY, auth=("user", "hunter2"))
    open_connection(kind, proxy=proxy)
    assert [arguments["proxy"] for arguments in opened] == [proxy]


def test_proxy_of_an_argument_replaces_that_of_the_environment(
    kind: type[Omni | AsyncOmni], opened: list[dict[str, Any]]
) -> None:
    open_connection(kind, proxy="http://other.test:1")
    assert [arguments["proxy"].url for arguments in opened] == ["http://other.test:1"]


def test_proxy_of_the_environment_is_opened(kind: type[Omni | AsyncOmni], opened: list[dict[str, Any]]) -> None:
    open_connection(kind)
    assert [arguments["proxy"].url for arguments in opened] == [PROXY]


@pytest.mark.parametrize("verify", [False, None, 5, "", b"x"])
def test_verify_that_is_not_a_file_raises(verify: Any, kind: type[Omni | AsyncOmni]) -> None:
    with pytest.raises(ConfigurationError, match=r"^verify: "):
        kind(instance="a", token="made-up-token", verify=verify)


def test_verify_file_that_does_not_exist_raises(tmp_path: Path, kind: type[Omni | AsyncOmni]) -> None:
    with pytest.raises(ConfigurationError, match=r"^verify: .*none.pem contains no usable certificates"):
        kind(instance="a", token="made-up-token", verify=tmp_path / "none.pem")


def test_verify_file_without_certificates_raises(tmp_path: Path, kind: type[Omni | AsyncOmni]) -> None:
    (tmp_path / "a.pem").write_text("no certificate")
    with pytest.raises(ConfigurationError, match=r"^verify: .*a.pem contains no usable certificates"):
        kind(instance="a", token="made-up-token", verify=tmp_path)


def test_verify_folder_without_files_raises(tmp_path: Path, kind: type[Omni | AsyncOmni]) -> None:
    with pytest.raises(ConfigurationError, match=r"contains no .pem file$"):
        kind(instance="a", token="made-up-token", verify=tmp_path)


@pytest.mark.parametrize("name", ["", "authority.pem"])
def test_verify_trusts_the_authority_of_a_file_or_folder_alone(
    name: str, tmp_path: Path, kind: type[Omni | AsyncOmni], opened: list[dict[str, Any]]
) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    open_connection(kind, verify=tmp_path / name)
    (context,) = (arguments["verify"] for arguments in opened)
    assert isinstance(context, ssl.SSLContext)
    assert context.cert_store_stats()["x509_ca"] == 1
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(
    "arguments",
    [
        {"transport": httpx.HTTPTransport(), "http_client": httpx.Client()},
        {"transport": httpx.HTTPTransport(), "proxy": PROXY},
        {"http_client": httpx.Client(), "proxy": PROXY},
        {"http_client": httpx.Client(), "verify": "authority.pem"},
        {"transport": httpx.AsyncHTTPTransport()},
        {"http_client": httpx.AsyncClient()},
        {"http_client": "client"},
    ],
)
def test_client_with_contradicting_transports_raises(arguments: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"transport|http_client"):
        Omni(instance="a", token="made-up-token", **arguments)


@pytest.mark.parametrize(
    "arguments", [{"transport": httpx.HTTPTransport()}, {"http_client": httpx.Client()}, {"transport": 5}]
)
def test_asyncio_client_with_a_blocking_transport_raises(arguments: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"is not an httpx\.Async"):
        AsyncOmni(instance="a", token="made-up-token", **arguments)
