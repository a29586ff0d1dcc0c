"""What the generated client sends: by the description's own rules, or a clear refusal before anything is sent."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from omni_api_client import AuthenticatedClient, Client
from omni_api_client._kinds import INTEGER, TEXT, Kind, list_of, members, model, one_of
from omni_api_client._operations import Body, Operation, Parameter, write_multipart
from omni_api_client.api.documents import create_draft, list_document_drafts
from omni_api_client.models import CreateDraftBody, DocumentDraft, Error
from omni_api_client.types import UNSET, File

WIRE = httpx.Client(base_url="https://omni.test/api")


def sent(operation: Operation, **arguments: Any) -> httpx.Request:
    return WIRE.build_request(**operation.request(arguments))


@pytest.mark.parametrize("identifier", ["", ".", ".."])
def test_a_path_that_would_be_another_is_refused(identifier: str) -> None:
    with pytest.raises(ValueError, match=r"cannot stand in the path /v1/documents/\{identifier\}/draft"):
        create_draft._get_kwargs(identifier)


@pytest.mark.parametrize(
    ("identifier", "written"),
    [
        ("...", "..."),
        ("a/b", "a%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("%2e%2e", "%252e%252e"),
        ("ä", "%C3%A4"),
        ("{identifier}", "%7Bidentifier%7D"),
    ],
)
def test_a_path_parameter_is_one_segment_whatever_it_holds(identifier: str, written: str) -> None:
    request = WIRE.build_request(**create_draft._get_kwargs(identifier))
    assert request.url.raw_path.decode() == f"/api/v1/documents/{written}/draft"


def test_one_parameter_is_not_filled_into_another() -> None:
    both = Operation(
        "get",
        "/{a}/{b}",
        parameters=(Parameter("a", "a", "path", "simple", False), Parameter("b", "b", "path", "simple", False)),
    )
    assert sent(both, a="{b}", b="{a}").url.raw_path == b"/api/%7Bb%7D/%7Ba%7D"


def test_a_request_without_a_body_has_no_content_type() -> None:
    request = WIRE.build_request(**create_draft._get_kwargs("doc"))
    assert "Content-Type" not in request.headers
    assert request.content == b""
    request = WIRE.build_request(**create_draft._get_kwargs("doc", body=CreateDraftBody(branch_id=UUID(int=1))))
    assert request.headers["Content-Type"] == "application/json"
    assert request.content == b'{"branchId":"00000000-0000-0000-0000-000000000001"}'


def test_a_body_that_is_null_is_sent_as_null() -> None:
    operation = Operation("post", "/a", bodies=(Body("application/json", "json", TEXT),))
    assert sent(operation, body=None).content == b"null"
    assert sent(operation, body=UNSET).content == b""


def of(place: str, style: str, explode: bool, name: str = "q") -> Operation:
    return Operation("get", "/a", parameters=(Parameter(name, "q", place, style, explode),))


@pytest.mark.parametrize(
    ("style", "value"), [("form", ["a", "b,c"]), ("spaceDelimited", ["a b"]), ("pipeDelimited", {"a": "|"})]
)
def test_a_value_that_holds_what_stands_between_values_is_refused(style: str, value: Any) -> None:
    with pytest.raises(ValueError, match="q: a value holds"):
        sent(of("query", style, False), q=value)


@pytest.mark.parametrize("value", ["v; evil=1", "a\nb", "a\0"])
def test_a_cookie_that_would_be_two_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="q: a cookie cannot hold"):
        sent(of("cookie", "form", False), q=value)


def test_what_no_parameter_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no way to write it"):
        sent(of("query", "form", False), q=[["a"]])


@pytest.mark.parametrize("place", ["query", "header", "cookie"])
def test_what_is_unset_is_left_out(place: str) -> None:
    request = sent(of(place, "form" if place != "header" else "simple", False), q=UNSET)
    assert request.url.query == b""
    assert {"q", "cookie"}.isdisjoint(request.headers)


def test_a_query_that_is_none_or_empty_is_left_out() -> None:
    assert sent(of("query", "form", True), q=None).url.query == b""
    assert sent(of("query", "form", False), q=[]).url.query == b""
    assert sent(of("query", "deepObject", True), q={"a": None, "b": True}).url.query == b"q%5Bb%5D=true"


KINDS: tuple[tuple[str, Kind], ...] = (
    ("application/one+json", model("error", "Error")),
    ("application/two+json", list_of(model("document_draft", "DocumentDraft"))),
    ("application/three+json", one_of(members("a", "b"), INTEGER)),
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (Error(error="404", message="m"), "application/one+json"),
        ([DocumentDraft(identifier="a")], "application/two+json"),
        ("a", "application/three+json"),
        (5, "application/three+json"),
    ],
)
def test_of_several_bodies_the_type_decides(body: Any, content_type: str) -> None:
    operation = Operation("post", "/a", bodies=tuple(Body(name, "json", kind) for name, kind in KINDS))
    assert sent(operation, body=body).headers["Content-Type"] == content_type
    wrongs: tuple[Any, ...] = ("c", True, 1.5, [5], {})
    for wrong in wrongs:
        with pytest.raises(ValueError, match="is none of the types that /a takes"):
            sent(operation, body=wrong)


def test_parts_are_files_texts_and_json() -> None:
    file = File(payload=open(__file__, "rb"), file_name="a.py", mime_type="text/x-python")  # noqa: SIM115 - closed below
    with file.payload:
        parts = write_multipart([("f", file), ("t", ["a", True]), ("o", {"a": 1}), ("n", None)])
    assert parts == [
        ("f", ("a.py", file.payload, "text/x-python")),
        ("t", (None, b"a", "text/plain")),
        ("t", (None, b"true", "text/plain")),
        ("o", (None, b'{"a": 1}', "application/json")),
    ]


def test_a_client_waits_for_30_seconds_unless_it_is_told_otherwise() -> None:
    assert Client(base_url="").get_httpx_client().timeout == httpx.Timeout(30.0)
    assert AuthenticatedClient(base_url="", token="made up").get_async_httpx_client().timeout == httpx.Timeout(30.0)
    assert Client(base_url="", timeout=None).get_httpx_client().timeout == httpx.Timeout(None)
    assert Client(base_url="", timeout=httpx.Timeout(1.0)).get_httpx_client().timeout == httpx.Timeout(1.0)


@pytest.mark.parametrize("kind", [Client, AuthenticatedClient])
def test_a_client_with_more_leaves_the_one_it_was_made_of_as_it_was(kind: Any) -> None:
    given: dict[str, Any] = {"token": "made up"} if kind is AuthenticatedClient else {}
    client = kind(base_url="https://omni.test", headers={"X-Own": "a"}, cookies={"own": "a"}, **given)
    opened, opened_async = client.get_httpx_client(), client.get_async_httpx_client()
    made = client.with_headers({"X-Own": "b"}).with_cookies({"own": "b"}).with_timeout(httpx.Timeout(1.0))
    for http in (opened, opened_async, client.get_httpx_client(), client.get_async_httpx_client()):
        assert (http.headers["X-Own"], http.cookies["own"], http.timeout) == ("a", "a", httpx.Timeout(30.0))
    for http in (made.get_httpx_client(), made.get_async_httpx_client()):
        assert (http.headers["X-Own"], http.cookies["own"], http.timeout) == ("b", "b", httpx.Timeout(1.0))


def test_an_unknown_member_of_an_enum_may_be_sent() -> None:
    include: Any = "all"
    assert list_document_drafts._get_kwargs("doc", include=include)["params"] == {"include": "all"}
