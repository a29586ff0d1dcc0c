"""The address of an instance: completion of a path, and errors of a wrong URL."""

import traceback
from typing import Any

import pytest

from omni_drafts import ConfigurationError
from omni_drafts._base_url import check_base_url, instance_url, is_loopback


def check(base_url: Any, *, allow_insecure_http: bool = False) -> str:
    """Return the URL of an API."""
    return check_base_url(base_url, "base_url", allow_insecure_http=allow_insecure_http)


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://a.test", "https://a.test/api"),
        ("https://a.test/", "https://a.test/api"),
        (" https://a.test\n", "https://a.test/api"),
        ("https://a.test:8443/", "https://a.test:8443/api"),
        ("http://127.0.0.1:8787", "http://127.0.0.1:8787/api"),
        ("http://localhost:8787", "http://localhost:8787/api"),
        ("http://[::1]:8787/", "http://[::1]:8787/api"),
        ("https://a.omniapp.co", "https://a.omniapp.co/api"),
        ("https://a.playground.exploreomni.dev", "https://a.playground.exploreomni.dev/api"),
    ],
)
def test_check_base_url_without_a_path_adds_api(base_url: str, expected: str) -> None:
    assert check(base_url) == expected


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://a.test/api", "https://a.test/api"),
        ("https://a.test/api/", "https://a.test/api"),
        ("https://a.test/omni/v9//", "https://a.test/omni/v9"),
        ("https://a.test/v1", "https://a.test/v1"),
        ("https://a.test/api/v3", "https://a.test/api/v3"),
        ("https://a.test/api/v1/documents", "https://a.test/api/v1/documents"),
        ("https://a.test/a%2Fb%25c%3Fd", "https://a.test/a%2Fb%25c%3Fd"),
        ("https://notomniapp.co/page", "https://notomniapp.co/page"),
        ("https://omniapp.co.test/page", "https://omniapp.co.test/page"),
    ],
)
def test_check_base_url_of_another_host_keeps_the_path(base_url: str, expected: str) -> None:
    assert check(base_url) == expected


HOSTS = ["a.test", "a.omniapp.co", "a.exploreomni.dev", "a.omni.co"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("version", ["v1", "v2", "unstable"])
@pytest.mark.parametrize("end", ["", "/"])
def test_check_base_url_with_a_version_removes_it(host: str, version: str, end: str) -> None:
    assert check(f"https://{host}/api/{version}{end}") == f"https://{host}/api"


def test_check_base_url_with_a_version_below_a_prefix_removes_it_alone() -> None:
    assert check("https://a.test/omni/api/v1") == "https://a.test/omni/api"


@pytest.mark.parametrize(
    "host",
    [
        "a.omniapp.co",
        "a.omniapp.co.",
        "A.OmniApp.co",
        "a.playground.exploreomni.dev",
        "a.omni.co",
        "omni.co",
        "omniapp.co",
    ],
)
@pytest.mark.parametrize("path", ["/dashboards/12db1a0a", "/api/v3", "/API", "/v1", "/api/v1/documents", "/x/api/v1"])
def test_check_base_url_of_an_omni_host_with_another_path_raises_with_the_part_to_remove(
    host: str, path: str
) -> None:
    expected = rf"^base_url: the URL is that of a page on {host.lower()}; remove its path: https://{host.lower()}$"
    with pytest.raises(ConfigurationError, match=expected):
        check(f"https://{host}{path}")


INSECURE = [
    "http://a.test",
    "http://192.168.0.1",
    "http://0.0.0.0",
    "http://localhost.a.test",
    "http://127.0.0.1.a.test",
    "http://omni",
    "http://omni:8787",
]


@pytest.mark.parametrize("url", INSECURE)
@pytest.mark.parametrize("path", ["", "/api"])
def test_check_base_url_with_http_to_another_machine_names_the_argument_that_allows_it(url: str, path: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^base_url: .* unencrypted; .*allow_insecure_http=True$"):
        check(url + path)


@pytest.mark.parametrize("url", INSECURE)
@pytest.mark.parametrize("path", ["", "/api"])
def test_check_base_url_with_http_that_is_allowed_returns_it(url: str, path: str) -> None:
    assert check(url + path, allow_insecure_http=True) == f"{url}/api"


@pytest.mark.parametrize(
    ("base_url", "message"),
    [
        ("", "https://"),
        (" ", "https://"),
        ("a.omniapp.co", "https:// before the host"),
        ("ftp://a.test", "https:// before the host"),
        ("https://", "https:// before the host"),
        ("https:///api", "https:// before the host"),
        ("https://a.test:port", "not a URL"),
        ("https://xn--/", "not a URL"),
        ("https://a.test:hidden", "not a URL"),
        ("https://user:hidden@a.test", "no user, query or fragment"),
        ("https://a.test/api?key=hidden", "no user, query or fragment"),
        ("https://a.test?", "no user, query or fragment"),
        ("https://a.test/#", "no user, query or fragment"),
        ("https://a.omniapp.co/dashboards/x?key=hidden", "no user, query or fragment"),
        (b"https://a.test", "not a URL"),
        (5, "not a URL"),
    ],
)
def test_check_base_url_of_a_wrong_url_raises_without_its_secret(base_url: object, message: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"^base_url: .*{message}") as caught:
        check(base_url)
    assert "hidden" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("instance", ["blobsrus", "BlobsRUs", " blobsrus\n"])
def test_instance_url_of_a_name_is_in_lower_case(instance: str) -> None:
    assert instance_url(instance, "instance") == "https://blobsrus.omniapp.co/api"


@pytest.mark.parametrize("instance", ["", "a.omniapp.co", "evil.test/", "https://a.omniapp.co", "-a", "a-", "ä", 5])
def test_instance_url_of_another_value_names_base_url(instance: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^instance: .*pass a URL as `base_url` \(OMNI_BASE_URL\)$"):
        instance_url(instance, "instance")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("omni", False),
        ("0.0.0.0", False),  # noqa: S104 - it is not listened on
        ("localhost.test", False),
    ],
)
def test_is_loopback_of_this_machine_alone(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected
