"""Where the API is and who asks: from arguments, else from the environment, else an error that helps."""

import traceback
from collections import deque
from typing import Any, cast

import httpx
import pytest

from conftest import Connect
from omni_drafts import AsyncOmni, Omni, SettingsError
from omni_drafts._settings import Settings, resolve_settings
from omni_drafts._transport import client_arguments

TOKEN = "made-up-token"


def resolve(environment: dict[str, str] | None = None, **arguments: Any) -> Settings:
    """Resolve settings from an environment that is handed in."""
    defaults: dict[str, Any] = {
        "instance": None,
        "token": None,
        "base_url": None,
        "timeout": 30.0,
        "allow_plain_http": False,
        "requests_per_minute": 60,
        "tries": 6,
        "total_time": None,
    }
    return resolve_settings(**(defaults | arguments), environment=environment or {})


@pytest.mark.parametrize(
    ("arguments", "environment", "token"),
    [
        ({"token": TOKEN}, {"OMNI_API_TOKEN": "b", "OMNI_API_KEY": "c"}, TOKEN),
        ({}, {"OMNI_API_TOKEN": "b", "OMNI_API_KEY": "c"}, "b"),
        ({}, {"OMNI_API_KEY": "c"}, "c"),
        ({}, {"OMNI_API_TOKEN": "", "OMNI_API_KEY": "c"}, "c"),
        ({"token": f" {TOKEN}\n"}, {}, TOKEN),
    ],
)
def test_the_token_comes_from_its_argument_else_the_environment(
    arguments: dict[str, str], environment: dict[str, str], token: str
) -> None:
    assert resolve(environment, instance="blobsrus", **arguments).tokens == (token,)


def test_several_tokens_are_any_sequence() -> None:
    for tokens in (["a", "b"], ("a", "b"), deque(["a", "b"])):
        assert resolve(instance="blobsrus", token=tokens).tokens == ("a", "b")


@pytest.mark.parametrize(
    ("arguments", "environment", "base_url"),
    [
        ({"instance": "blobsrus"}, {"OMNI_BASE_URL": "https://b.test"}, "https://blobsrus.omniapp.co/api"),
        ({"instance": "BlobsRUs"}, {}, "https://blobsrus.omniapp.co/api"),
        ({"base_url": "https://a.test"}, {"OMNI_BASE_URL": "https://b.test"}, "https://a.test/api"),
        ({}, {"OMNI_BASE_URL": "https://b.test", "OMNI_INSTANCE": "c"}, "https://b.test/api"),
        ({}, {"OMNI_BASE_URL": "", "OMNI_INSTANCE": "c"}, "https://c.omniapp.co/api"),
    ],
)
def test_the_address_comes_from_its_arguments_else_the_environment(
    arguments: dict[str, str], environment: dict[str, str], base_url: str
) -> None:
    assert resolve(environment, token=TOKEN, **arguments).base_url == base_url


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://a.test", "https://a.test/api"),
        ("https://a.test/", "https://a.test/api"),
        ("https://a.test:8443/", "https://a.test:8443/api"),
        ("https://a.test/api", "https://a.test/api"),
        ("https://a.test/api/", "https://a.test/api"),
        ("https://a.test/omni/v9//", "https://a.test/omni/v9"),
        ("https://a.test/a%2Fb%25c%3Fd", "https://a.test/a%2Fb%25c%3Fd"),
        ("https://a.playground.exploreomni.dev/api", "https://a.playground.exploreomni.dev/api"),
        ("http://127.0.0.1:8787", "http://127.0.0.1:8787/api"),
        ("http://localhost:8787", "http://localhost:8787/api"),
        ("http://[::1]:8787/", "http://[::1]:8787/api"),
    ],
)
def test_an_address_without_a_path_gets_api(given: str, used: str) -> None:
    assert resolve(token=TOKEN, base_url=given).base_url == used


@pytest.mark.parametrize(
    "base_url",
    ["http://a.test", "http://192.168.0.1", "http://0.0.0.0", "http://localhost.a.test", "http://127.0.0.1.a.test"],
)
def test_plain_http_leaves_the_machine_only_when_asked_by_name(base_url: str) -> None:
    with pytest.raises(SettingsError, match="allow_plain_http=True"):
        resolve(token=TOKEN, base_url=base_url)
    assert resolve(token=TOKEN, base_url=base_url, allow_plain_http=True).base_url == f"{base_url}/api"


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        ({"instance": "a"}, {}, "OMNI_API_TOKEN .*docs.omni.co"),
        ({"instance": "a", "token": ""}, {"OMNI_API_TOKEN": "b"}, "^token: .*empty"),
        ({"instance": "a", "token": " \n"}, {}, "^token: .*empty"),
        ({"instance": "a"}, {"OMNI_API_TOKEN": "two words"}, "^OMNI_API_TOKEN: .*space"),
        ({"instance": "a", "token": "sécret"}, {}, "^token: .*ASCII"),
        ({"instance": "a", "token": "made-up\r\nX: y"}, {}, "^token: .*space"),
        ({"token": TOKEN}, {}, "OMNI_INSTANCE or OMNI_BASE_URL"),
        ({"token": TOKEN, "instance": "a", "base_url": "https://a.test"}, {}, "one of them"),
        ({"token": TOKEN, "instance": ""}, {}, "^instance: "),
        ({"token": TOKEN, "instance": "a.omniapp.co"}, {}, "^instance: .*base_url"),
        ({"token": TOKEN, "instance": "evil.test/"}, {}, "^instance: "),
        ({"token": TOKEN}, {"OMNI_INSTANCE": "https://a.omniapp.co"}, "^OMNI_INSTANCE: "),
        ({"token": TOKEN, "base_url": ""}, {"OMNI_BASE_URL": "https://b.test"}, "^base_url: .*https://"),
        ({"token": TOKEN, "base_url": "a.omniapp.co"}, {}, "^base_url: .*https://"),
        ({"token": TOKEN, "base_url": "ftp://a.test"}, {}, "^base_url: .*https://"),
        ({"token": TOKEN, "base_url": "https://"}, {}, "^base_url: .*https://"),
        ({"token": TOKEN, "base_url": "https://a.test:port"}, {}, "^base_url: "),
        ({"token": TOKEN, "base_url": "https://user:hidden@a.test"}, {}, "^base_url: .*no user"),
        ({"token": TOKEN, "base_url": "https://a.test/api?key=hidden"}, {}, "^base_url: .*query"),
        ({"token": TOKEN, "base_url": "https://a.test?"}, {}, "^base_url: .*query"),
        ({"token": TOKEN, "base_url": "https://a.test/#"}, {}, "^base_url: .*fragment"),
        ({"token": TOKEN, "base_url": "https://xn--/"}, {}, "^base_url: "),
        ({"token": TOKEN, "base_url": b"https://a.test"}, {}, "^base_url: "),
        ({"token": TOKEN, "instance": 5}, {}, "^instance: "),
        ({"token": 5, "instance": "a"}, {}, "^token: .*no text"),
        ({"token": b"made-up", "instance": "a"}, {}, "^token: .*no text"),
        ({"token": {"made-up"}, "instance": "a"}, {}, "^token: .*a list of them"),
        ({"token": [], "instance": "a"}, {}, "^token: the list has no API token"),
        ({"token": ["made-up", "other", "made-up"], "instance": "a"}, {}, r"^token\[2\]: the same as token\[0\]"),
        ({"token": deque(["made-up", 5]), "instance": "a"}, {}, r"^token\[1\]: .*no text"),
        ({"token": "Bearer made-up", "instance": "a"}, {}, "^token: .*without `Bearer`"),
        (
            {"token": TOKEN, "instance": "a", "requests_per_minute": "60"},
            {},
            "^requests_per_minute: '60' is no",
        ),
        ({"token": TOKEN, "instance": "a", "tries": 6.0}, {}, "^tries: 6.0 is no whole number from 1 on"),
        ({"token": TOKEN, "instance": "a", "timeout": 0}, {}, "^timeout: "),
        ({"token": TOKEN, "instance": "a", "timeout": None}, {}, "^timeout: "),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    arguments: dict[str, Any], environment: dict[str, str], says: str
) -> None:
    with pytest.raises(SettingsError, match=says) as caught:
        resolve(environment, **arguments)
    for secret in ("hidden", "sécret", "made-up"):
        assert secret not in str(caught.value)


@pytest.mark.parametrize("kind", [Omni, AsyncOmni])
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"transport": object(), "http_client": object()}, "transport and http_client"),
        ({"transport": object(), "proxy": "http://p.test"}, "proxy and ca"),
        ({"http_client": object(), "ca": "ca.pem"}, "proxy and ca"),
        ({"proxy": "p.test:hidden"}, "^proxy: "),
        ({"proxy": 5}, "^proxy: "),
        ({"ca": "no-such-file.pem"}, "^ca: no-such-file.pem"),
        ({"ca": ""}, "^ca: "),
        ({"ca": True}, "^ca: "),
        ({"ca": "tests"}, "^ca: tests has no .pem file"),
        ({"transport": object()}, "^transport: object is no httpx"),
        ({"http_client": object()}, "^http_client: object is no httpx"),
    ],
)
def test_ways_to_connect_that_contradict_each_other_are_refused(
    kind: type[Omni], arguments: dict[str, Any], says: str
) -> None:
    with pytest.raises(SettingsError, match=says) as caught:
        kind(instance="a", token=TOKEN, **arguments)
    assert "hidden" not in str(caught.value)


def test_both_clients_read_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMNI_API_KEY", TOKEN)
    monkeypatch.setenv("OMNI_INSTANCE", "blobsrus")
    assert repr(Omni()) == "Omni(base_url='https://blobsrus.omniapp.co/api')"
    assert repr(AsyncOmni()) == "AsyncOmni(base_url='https://blobsrus.omniapp.co/api')"


def test_certificates_are_verified_redirects_not_followed_and_a_request_has_30_seconds() -> None:
    omni = Omni(instance="a", token=TOKEN)
    arguments = client_arguments(omni._settings, transport=None, http_client=None, proxy=None, ca=None)
    assert (arguments["verify"], arguments["follow_redirects"], arguments["timeout"]) == (True, False, 30.0)
    with omni:
        assert omni.client.get_httpx_client().timeout == httpx.Timeout(30.0)


def test_blocking_and_asyncio_do_not_take_each_others_transports() -> None:
    with pytest.raises(SettingsError, match=r"AsyncHTTPTransport is no httpx\.BaseTransport"):
        Omni(instance="a", token=TOKEN, transport=cast(Any, httpx.AsyncHTTPTransport()))
    with pytest.raises(SettingsError, match=r"Client is no httpx\.AsyncClient"):
        AsyncOmni(instance="a", token=TOKEN, http_client=cast(Any, httpx.Client()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "socks5://proxy.test:1"),
        ("HTTPS_PROXY", "ftp://user:hidden@proxy.test"),
        ("SSL_CERT_FILE", "no-such-file.pem"),
    ],
)
def test_an_environment_that_cannot_be_used_is_a_settings_error(
    name: str, value: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="the connection cannot be set up") as caught:
        connect(instance="a", token=TOKEN).drafts.list("doc")
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("kind", [Omni, AsyncOmni])
@pytest.mark.parametrize("wrong", [{"base_url": "http://a.test"}, {"instance": "a", "ca": "no-such-file.pem"}])
def test_a_constructor_that_fails_shows_no_token_among_its_variables(kind: type[Omni], wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError) as caught:
        kind(token="".join(("never", "-", "shown")), **wrong)
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "[secret]" in shown
    assert "never-shown" not in shown
    assert f"self = {kind.__name__}(" in shown
