"""A request has the URL that httpx itself gives it, though it is put together in one step."""

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from omni_drafts import AsyncOmni, Omni

BASES = (
    "https://blobsrus.omniapp.co/api",
    "http://127.0.0.1:8080/a%2Fb/api/",
    "https://[::1]:8443/api",
    "https://bücher.example/ä b/api",
)
characters = st.text() | st.text("/.:?#%2Ff@[]\\ ü", max_size=12)


@pytest.mark.parametrize("kind", [Omni, AsyncOmni])
@pytest.mark.parametrize("base", BASES)
def test_a_request_goes_where_httpx_would_send_it(kind: type[Omni | AsyncOmni], base: str) -> None:
    client = kind(base_url=base, token="made-up-token").client
    ours = client.get_httpx_client() if kind is Omni else client.get_async_httpx_client()
    plain = httpx.Client(base_url=ours.base_url)

    @given(path=characters, params=st.none() | st.just({"include": "archived"}))
    @example(path="//v1//documents/..%2F../x?a=b#c", params={"a": "d"})
    def goes_there(path: str, params: dict[str, str] | None) -> None:
        for url in (f"/{path}", path, f"https://another.example/{path}"):
            assert _built(ours, url, params) == _built(plain, url, params)

    goes_there()


def _built(client: httpx.Client | httpx.AsyncClient, url: str, params: dict[str, str] | None) -> object:
    try:
        built = client.build_request("GET", url, params=params).url
    except (httpx.InvalidURL, ValueError) as error:
        return type(error)
    return built.scheme, built.userinfo, built.host, built.port, built.raw_path
