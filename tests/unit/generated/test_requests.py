"""Requests of the generated client: parameters and bodies as the description has them, or an error before sending."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from omni_api_client import AuthenticatedClient, Client
from omni_api_client._decoders import INTEGER, STRING, ArrayOf, Decoder, Members, Model, OneOf
from omni_api_client._operations import Body, Operation, Parameter, encode_multipart
from omni_api_client.api.documents import create_draft, list_document_drafts
from omni_api_client.models import CreateDraftBody, DocumentDraft, Error
from omni_api_client.types import UNSET, File

HTTP = httpx.Client(base_url="https://omni.test/api")


def build(operation: Operation, **arguments: Any) -> httpx.Request:
    """Build the request of an operation."""
    return HTTP.build_request(**operation.build_request(arguments))


@pytest.mark.parametrize("identifier", ["", ".", ".."])
def test_path_parameter_that_would_change_the_path_raises(identifier: str) -> None:
    with pytest.raises(ValueError, match=r"would change the path /v1/documents/\{identifier\}/draft"):
        create_draft._get_kwargs(identifier)


@pytest.mark.parametrize(
    ("identifier", "segment"),
    [
        ("...", "..."),
        ("a/b", "a%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("%2e%2e", "%252e%252e"),
        ("ä", "%C3%A4"),
        ("{identifier}", "%7Bidentifier%7D"),
    ],
)
def test_path_parameter_of_any_text_is_one_segment(identifier: str, segment: str) -> None:
    request = HTTP.build_request(**create_draft._get_kwargs(identifier))
    assert request.url.raw_path.decode() == f"/api/v1/documents/{segment}/draft"


def test_path_parameter_with_the_name_of_another_in_braces_is_kept() -> None:
    both = Operation(
        "get",
        "/{a}/{b}",
        parameters=(Parameter("a", "a", "path", "simple", False), Parameter("b", "b", "path", "simple", False)),
    )
    assert build(both, a="{b}", b="{a}").url.raw_path == b"/api/%7Bb%7D/%7Ba%7D"


def test_request_without_a_body_has_no_content_type() -> None:
    request = HTTP.build_request(**create_draft._get_kwargs("doc"))
    assert ("Content-Type" in request.headers, request.content) == (False, b"")


def test_request_with_a_json_body_has_its_content_type() -> None:
    request = HTTP.build_request(**create_draft._get_kwargs("doc", body=CreateDraftBody(branch_id=UUID(int=1))))
    assert request.headers["Content-Type"] == "application/json"
    assert request.content == b'{"branchId":"00000000-0000-0000-0000-000000000001"}'


@pytest.mark.parametrize(("body", "content"), [(None, b"null"), (UNSET, b"")])
def test_body_of_none_is_null_and_of_unset_is_empty(body: object, content: bytes) -> None:
    operation = Operation("post", "/a", bodies=(Body("application/json", "json", STRING),))
    assert build(operation, body=body).content == content


def with_parameter(location: str, style: str, explode: bool) -> Operation:
    """Return an operation with a parameter `q`."""
    return Operation("get", "/a", parameters=(Parameter("q", "q", location, style, explode),))


@pytest.mark.parametrize(
    ("style", "value"), [("form", ["a", "b,c"]), ("spaceDelimited", ["a b"]), ("pipeDelimited", {"a": "|"})]
)
def test_parameter_value_with_the_delimiter_of_its_style_raises(style: str, value: Any) -> None:
    with pytest.raises(ValueError, match="q: a value contains"):
        build(with_parameter("query", style, False), q=value)


@pytest.mark.parametrize("value", ["v; evil=1", "a\nb", "a\0"])
def test_cookie_with_a_forbidden_character_raises(value: str) -> None:
    with pytest.raises(ValueError, match="q: a cookie cannot contain"):
        build(with_parameter("cookie", "form", False), q=value)


def test_parameter_of_a_nested_list_raises() -> None:
    with pytest.raises(ValueError, match="cannot be serialized"):
        build(with_parameter("query", "form", False), q=[["a"]])


@pytest.mark.parametrize(("location", "style"), [("query", "form"), ("header", "simple"), ("cookie", "form")])
def test_parameter_that_is_unset_is_omitted(location: str, style: str) -> None:
    request = build(with_parameter(location, style, False), q=UNSET)
    assert request.url.query == b""
    assert {"q", "cookie"}.isdisjoint(request.headers)


@pytest.mark.parametrize(
    ("style", "explode", "value", "query"),
    [
        ("form", True, None, b""),
        ("form", False, [], b""),
        ("deepObject", True, {"a": None, "b": True}, b"q%5Bb%5D=true"),
    ],
)
def test_query_parameter_that_is_none_or_empty_is_omitted(
    style: str, explode: bool, value: object, query: bytes
) -> None:
    assert build(with_parameter("query", style, explode), q=value).url.query == query


DECODERS: tuple[tuple[str, Decoder], ...] = (
    ("application/one+json", Model("error", "Error")),
    ("application/two+json", ArrayOf(Model("document_draft", "DocumentDraft"))),
    ("application/three+json", OneOf(Members("a", "b"), INTEGER)),
)
WITH_SEVERAL_BODIES = Operation("post", "/a", bodies=tuple(Body(name, "json", decoder) for name, decoder in DECODERS))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (Error(error="404", message="m"), "application/one+json"),
        ([DocumentDraft(identifier="a")], "application/two+json"),
        ("a", "application/three+json"),
        (5, "application/three+json"),
    ],
)
def test_body_of_several_content_types_is_sent_by_its_type(body: Any, content_type: str) -> None:
    assert build(WITH_SEVERAL_BODIES, body=body).headers["Content-Type"] == content_type


@pytest.mark.parametrize("body", ["c", True, 1.5, [5], {}])
def test_body_of_another_type_raises(body: Any) -> None:
    with pytest.raises(ValueError, match="is not one of the types that /a accepts"):
        build(WITH_SEVERAL_BODIES, body=body)


def test_encode_multipart_writes_files_texts_and_json() -> None:
    file = File(payload=open(__file__, "rb"), file_name="a.py", mime_type="text/x-python")  # noqa: SIM115 - closed below
    with file.payload:
        parts = encode_multipart([("f", file), ("t", ["a", True]), ("o", {"a": 1}), ("n", None)])
    assert parts == [
        ("f", ("a.py", file.payload, "text/x-python")),
        ("t", (None, b"a", "text/plain")),
        ("t", (None, b"true", "text/plain")),
        ("o", (None, b'{"a": 1}', "application/json")),
    ]


def test_client_has_a_timeout_of_30_seconds_by_default() -> None:
    assert Client(base_url="").get_httpx_client().timeout == httpx.Timeout(30.0)
    assert AuthenticatedClient(base_url="", token="made up").get_async_httpx_client().timeout == httpx.Timeout(30.0)


@pytest.mark.parametrize("timeout", [None, httpx.Timeout(1.0)])
def test_client_with_a_timeout_uses_it(timeout: httpx.Timeout | None) -> None:
    assert Client(base_url="", timeout=timeout).get_httpx_client().timeout == httpx.Timeout(timeout)


@pytest.mark.parametrize("kind", [Client, AuthenticatedClient])
def test_client_with_other_settings_leaves_the_original_unchanged(kind: Any) -> None:
    token: dict[str, Any] = {"token": "made up"} if kind is AuthenticatedClient else {}
    client = kind(base_url="https://omni.test", headers={"X-Own": "a"}, cookies={"own": "a"}, **token)
    opened = http_clients_of(client)
    copy = client.with_headers({"X-Own": "b"}).with_cookies({"own": "b"}).with_timeout(httpx.Timeout(1.0))
    original_settings = [settings_of(http) for http in (*opened, *http_clients_of(client))]
    assert original_settings == [("a", "a", httpx.Timeout(30.0))] * 4
    assert [settings_of(http) for http in http_clients_of(copy)] == [("b", "b", httpx.Timeout(1.0))] * 2


def http_clients_of(client: Client | AuthenticatedClient) -> tuple[httpx.Client, httpx.AsyncClient]:
    """Return both httpx clients of a generated client."""
    return client.get_httpx_client(), client.get_async_httpx_client()


def settings_of(http: httpx.Client | httpx.AsyncClient) -> tuple[str, str, httpx.Timeout]:
    """Return a header, a cookie and the timeout of an httpx client."""
    return http.headers["X-Own"], http.cookies["own"], http.timeout


def test_parameter_of_an_unknown_enum_member_is_kept() -> None:
    include: Any = "all"
    assert list_document_drafts._get_kwargs("doc", include=include)["params"] == {"include": "all"}
