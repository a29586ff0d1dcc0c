"""Settings: arguments come before the environment, and a missing or wrong one raises an error with a remedy."""

import traceback
from collections import deque
from collections.abc import Sequence
from typing import Any, cast

import httpx
import pytest

from conftest import Connect
from omni_drafts import AsyncOmni, ConfigurationError, Omni
from omni_drafts._config import Config, Secret, hide_token, hide_tokens, resolve_config
from omni_drafts._http.setup import transport_arguments

TOKEN = "made-up-token"

both_clients = pytest.mark.parametrize("client_type", [Omni, AsyncOmni])


def resolve(environment: dict[str, str] | None = None, **arguments: Any) -> Config:
    """Resolve the configuration of a client from its arguments and an environment."""
    defaults: dict[str, Any] = {
        "instance": None,
        "token": None,
        "tokens": None,
        "base_url": None,
        "timeout": 30.0,
        "allow_insecure_http": False,
        "requests_per_minute": 60,
        "max_attempts": 6,
        "total_timeout": None,
        "max_block": 3600.0,
        "user_agent": None,
    }
    settings = defaults | arguments
    settings |= {"token": hide_token(settings["token"]), "tokens": hide_tokens(settings["tokens"])}
    return resolve_config(**settings, environment=environment or {})


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
def test_resolve_config_reads_the_token_from_its_argument_before_the_environment(
    arguments: dict[str, str], environment: dict[str, str], token: str
) -> None:
    assert resolve(environment, instance="blobsrus", **arguments).tokens == (token,)


@pytest.mark.parametrize("tokens", [["a", "b"], ("a", "b"), deque(["a", "b"])])
def test_resolve_config_accepts_several_tokens_in_any_sequence(tokens: Sequence[str]) -> None:
    assert resolve({"OMNI_API_TOKEN": "c"}, instance="blobsrus", tokens=tokens).tokens == ("a", "b")


@pytest.mark.parametrize(
    ("arguments", "environment", "base_url"),
    [
        ({"instance": "blobsrus"}, {"OMNI_BASE_URL": "https://b.test"}, "https://blobsrus.omniapp.co/api"),
        ({"instance": "BlobsRUs"}, {}, "https://blobsrus.omniapp.co/api"),
        ({"base_url": "https://a.test"}, {"OMNI_BASE_URL": "https://b.test"}, "https://a.test/api"),
        ({}, {"OMNI_BASE_URL": "https://b.test", "OMNI_INSTANCE": "c"}, "https://b.test/api"),
        ({}, {"OMNI_BASE_URL": "https://b.omniapp.co/api/v1"}, "https://b.omniapp.co/api"),
        ({}, {"OMNI_BASE_URL": "", "OMNI_INSTANCE": "c"}, "https://c.omniapp.co/api"),
    ],
)
def test_resolve_config_reads_the_address_from_its_arguments_before_the_environment(
    arguments: dict[str, str], environment: dict[str, str], base_url: str
) -> None:
    assert resolve(environment, token=TOKEN, **arguments).base_url == base_url


@pytest.mark.parametrize("source", ["base_url", "OMNI_BASE_URL"])
def test_resolve_config_with_insecure_http_needs_the_argument(source: str) -> None:
    arguments: dict[str, Any] = {"token": TOKEN}
    environment = {}
    if source == "base_url":
        arguments["base_url"] = "http://omni/api"
    else:
        environment["OMNI_BASE_URL"] = "http://omni/api"
    with pytest.raises(ConfigurationError, match=rf"^{source}: http://omni .*allow_insecure_http=True"):
        resolve(environment, **arguments)
    assert resolve(environment, **arguments, allow_insecure_http=True).base_url == "http://omni/api"


WRONG_TOKENS: list[tuple[dict[str, Any], dict[str, str], str]] = [
    ({}, {}, "OMNI_API_TOKEN .*docs.omni.co"),
    ({"token": ""}, {"OMNI_API_TOKEN": "b"}, "^token: .*empty"),
    ({"token": " \n"}, {}, "^token: .*empty"),
    ({}, {"OMNI_API_TOKEN": "two words"}, "^OMNI_API_TOKEN: .*space"),
    ({}, {"OMNI_API_KEY": "two words"}, "^OMNI_API_KEY: .*space"),
    ({"token": "sécret"}, {}, "^token: .*ASCII"),
    ({"token": "made-up\r\nX: y"}, {}, "^token: .*space"),
    ({"token": "Bearer made-up"}, {}, "^token: .*without `Bearer`"),
    ({"token": 5}, {}, "^token: .*must be a str, not int"),
    ({"token": b"made-up"}, {}, "^token: .*must be a str, not bytes"),
    ({"token": ["made-up"]}, {}, "^token: .*must be a str, not list"),
    ({"token": "made-up", "tokens": ["other"]}, {}, "^pass token or tokens, not both$"),
    ({"tokens": "made-up"}, {}, "^tokens: not a list .*pass a single one as `token`"),
    ({"tokens": b"made-up"}, {}, "^tokens: not a list"),
    ({"tokens": {"made-up"}}, {}, "^tokens: not a list"),
    ({"tokens": []}, {"OMNI_API_TOKEN": "b"}, "^tokens: the list is empty"),
    ({"tokens": ["made-up", "other", "made-up"]}, {}, r"^tokens\[2\]: the same as tokens\[0\]"),
    ({"tokens": ["made-up", "other", " made-up "]}, {}, r"^tokens\[2\]: the same as tokens\[0\]"),
    ({"tokens": deque(["made-up", 5])}, {}, r"^tokens\[1\]: .*must be a str, not int"),
    ({"tokens": ["made-up", ""]}, {}, r"^tokens\[1\]: .*empty"),
]
WRONG_ADDRESSES: list[tuple[dict[str, Any], dict[str, str], str]] = [
    ({}, {}, "OMNI_INSTANCE or OMNI_BASE_URL"),
    ({"instance": "a", "base_url": "https://a.test"}, {}, "^pass instance or base_url, not both$"),
    ({"instance": ""}, {}, "^instance: "),
    ({"instance": "a.omniapp.co"}, {}, "^instance: .*base_url"),
    ({"instance": 5}, {}, "^instance: "),
    ({}, {"OMNI_INSTANCE": "https://a.omniapp.co"}, "^OMNI_INSTANCE: "),
    ({"base_url": ""}, {"OMNI_BASE_URL": "https://b.test"}, "^base_url: .*https://"),
    ({}, {"OMNI_BASE_URL": "a.omniapp.co"}, "^OMNI_BASE_URL: .*https://"),
    ({}, {"OMNI_BASE_URL": "https://a.omniapp.co/dashboards/x"}, "^OMNI_BASE_URL: .*remove its path"),
    ({"base_url": "https://user:hidden@a.test"}, {}, "^base_url: .*no user"),
]
WRONG_NUMBERS = [
    ("requests_per_minute", "60", "'60' is not a positive integer"),
    ("requests_per_minute", 0, "0 is not a positive integer"),
    ("requests_per_minute", True, "True is not a positive integer"),
    ("max_attempts", 6.0, r"6\.0 is not a positive integer"),
    ("max_attempts", None, "None is not a positive integer"),
    ("timeout", 0, "0 is not a positive number of seconds"),
    ("timeout", None, "None is not a positive number of seconds"),
    ("timeout", float("nan"), "nan is not a positive number of seconds"),
    ("total_timeout", -1, "-1 is not a positive number of seconds"),
    ("total_timeout", float("inf"), "inf is not a positive number of seconds"),
    ("max_block", "60", "'60' is not a positive number of seconds"),
    ("max_block", True, "True is not a positive number of seconds"),
]


def check_error(arguments: dict[str, Any], environment: dict[str, str], message: str) -> None:
    """Check the error of a configuration, which must not repeat a secret."""
    with pytest.raises(ConfigurationError, match=message) as caught:
        resolve(environment, **arguments)
    assert [secret for secret in ("hidden", "sécret", "made-up") if secret in str(caught.value)] == []


@pytest.mark.parametrize(("arguments", "environment", "message"), WRONG_TOKENS)
def test_resolve_config_with_a_wrong_token_names_it_and_hides_it(
    arguments: dict[str, Any], environment: dict[str, str], message: str
) -> None:
    check_error({"instance": "a"} | arguments, environment, message)


@pytest.mark.parametrize(("arguments", "environment", "message"), WRONG_ADDRESSES)
def test_resolve_config_with_a_wrong_address_names_it(
    arguments: dict[str, Any], environment: dict[str, str], message: str
) -> None:
    check_error({"token": TOKEN} | arguments, environment, message)


@pytest.mark.parametrize(("setting", "value", "message"), WRONG_NUMBERS)
def test_resolve_config_with_a_wrong_number_names_it(setting: str, value: object, message: str) -> None:
    check_error({"token": TOKEN, "instance": "a", setting: value}, {}, f"^{setting}: {message}$")


def test_repr_of_a_config_hides_the_tokens() -> None:
    config = resolve(token=TOKEN, instance="a")
    assert TOKEN not in repr(config)
    assert repr(config.tokens) == "([secret],)"


def test_repr_of_a_secret_hides_it() -> None:
    assert repr(Secret(TOKEN)) == "[secret]"


@both_clients
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"transport": object(), "http_client": object()},
            "^transport: object is not an httpx",
        ),
        ({"transport": object()}, "^transport: object is not an httpx"),
        ({"http_client": object()}, "^http_client: object is not an httpx"),
        ({"proxy": "p.test:hidden"}, "^proxy: "),
        ({"proxy": 5}, "^proxy: "),
        ({"verify": "no-such-file.pem"}, "^verify: no-such-file.pem"),
        ({"verify": ""}, "^verify: "),
        ({"verify": False}, "^verify: False would send the token to any server"),
        ({"verify": "tests"}, "^verify: tests contains no .pem file"),
    ],
)
def test_client_with_a_wrong_connection_setting_raises(
    client_type: type[Omni], arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        client_type(instance="a", token=TOKEN, **arguments)
    assert "hidden" not in str(caught.value)


TRANSPORTS: list[tuple[type[Any], dict[str, Any]]] = [
    (Omni, {"transport": httpx.HTTPTransport(), "http_client": httpx.Client()}),
    (AsyncOmni, {"transport": httpx.AsyncHTTPTransport(), "http_client": httpx.AsyncClient()}),
]


@pytest.mark.parametrize(("client_type", "both"), TRANSPORTS)
def test_client_with_a_transport_and_an_http_client_raises(client_type: type[Any], both: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"^pass transport or http_client, not both$"):
        client_type(instance="a", token=TOKEN, **both)


@pytest.mark.parametrize(("client_type", "both"), TRANSPORTS)
@pytest.mark.parametrize("borrowed", ["transport", "http_client"])
@pytest.mark.parametrize("setting", [{"proxy": "http://p.test"}, {"verify": "authority.pem"}])
def test_client_with_a_transport_and_a_proxy_or_verify_raises(
    client_type: type[Any], both: dict[str, Any], borrowed: str, setting: dict[str, str]
) -> None:
    with pytest.raises(ConfigurationError, match=r"^proxy and verify: set them on the transport or http_client"):
        client_type(instance="a", token=TOKEN, **{borrowed: both[borrowed]}, **setting)


def test_omni_with_an_asyncio_transport_raises() -> None:
    with pytest.raises(ConfigurationError, match=r"AsyncHTTPTransport is not an httpx\.BaseTransport"):
        Omni(instance="a", token=TOKEN, transport=cast(Any, httpx.AsyncHTTPTransport()))


def test_async_omni_with_a_blocking_http_client_raises() -> None:
    with pytest.raises(ConfigurationError, match=r"Client is not an httpx\.AsyncClient"):
        AsyncOmni(instance="a", token=TOKEN, http_client=cast(Any, httpx.Client()))


@both_clients
def test_client_without_arguments_reads_the_environment(
    client_type: type[Omni], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMNI_API_KEY", TOKEN)
    monkeypatch.setenv("OMNI_INSTANCE", "blobsrus")
    assert repr(client_type()) == f"{client_type.__name__}(base_url='https://blobsrus.omniapp.co/api')"


def test_transport_arguments_verify_certificates_by_default() -> None:
    config = resolve(instance="a", token=TOKEN)
    assert transport_arguments(config, proxy=None, verify=True, is_borrowed=False)["verify"] is True


@both_clients
def test_client_does_not_follow_redirects_by_default(client_type: type[Any]) -> None:
    assert http_client_of(client_type(instance="a", token=TOKEN)).follow_redirects is False


@both_clients
def test_client_has_a_timeout_of_30_seconds_by_default(client_type: type[Any]) -> None:
    assert http_client_of(client_type(instance="a", token=TOKEN)).timeout == httpx.Timeout(30.0)


def http_client_of(omni: Omni | AsyncOmni) -> httpx.Client | httpx.AsyncClient:
    """Return the httpx client of a client."""
    return omni.api.get_httpx_client() if isinstance(omni, Omni) else omni.api.get_async_httpx_client()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("ALL_PROXY", "socks5://proxy.test:1", "^the connection cannot be set up"),
        ("HTTPS_PROXY", "ftp://user:hidden@proxy.test", "^HTTPS_PROXY or ALL_PROXY is not the URL of a proxy$"),
        ("SSL_CERT_FILE", "no-such-file.pem", "^the connection cannot be set up"),
    ],
)
def test_call_with_an_environment_that_cannot_be_used_raises_a_configuration_error(
    name: str, value: str, message: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=message) as caught:
        connect(instance="a", token=TOKEN).drafts.list("doc")
    assert "hidden" not in str(caught.value)


@both_clients
@pytest.mark.parametrize("tokens", ["token", "tokens"])
@pytest.mark.parametrize(
    "wrong", [{"base_url": "http://a.test"}, {"instance": "a", "verify": "no-such-file.pem"}, {"instance": 5}]
)
def test_traceback_of_a_constructor_that_fails_hides_the_token(
    client_type: type[Omni], tokens: str, wrong: dict[str, Any]
) -> None:
    secret = "".join(("never", "-", "shown"))
    arguments: dict[str, Any] = {tokens: secret if tokens == "token" else [secret]} | wrong
    with pytest.raises(ConfigurationError) as caught:
        client_type(**arguments)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack[1:]
    shown = "".join(traceback.StackSummary.from_list(frames).format())
    assert "[secret]" in shown
    assert secret not in shown
    assert f"self = {client_type.__name__}(" in shown


@both_clients
@pytest.mark.parametrize("wrong", [{"instance": "bad name!"}, {"instance": "a", "max_attempts": 0}])
def test_traceback_of_a_constructor_that_fails_hides_the_token_of_the_environment(
    client_type: type[Omni], wrong: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "".join(("never", "-", "shown"))
    monkeypatch.setenv("OMNI_API_TOKEN", secret)
    with pytest.raises(ConfigurationError) as caught:
        client_type(**wrong)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack[1:]
    assert secret not in "".join(traceback.StackSummary.from_list(frames).format())
