"""Wrong arguments raise `ValueError` before a request is sent."""

import inspect
import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Connect
from omni_drafts import AsyncDrafts, Drafts, Omni
from omni_drafts._resources.arguments import (
    check_branch_id,
    check_description,
    check_document_id,
    check_new_identifier,
    check_query_presentations,
)

MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"

WRONG_DOCUMENTS = ["", " ", "\t", ".", "..", "a/b", "/", "a\nb", "a\x00", "a\x7f", "\x85", "\ud800", None, 5]
WRONG_BRANCHES = [
    "",
    " ",
    "main",
    "a9bc51d2",
    "a9bc51d212345678 9abcdef012345678",
    "{a9bc51d2-1234-5678-9abc-def012345678}",
    "urn:uuid:a9bc51d2-1234-5678-9abc-def012345678",
    "a9bc51d2-1234-5678-9abc-def012345678\n",
    "g9bc51d2-1234-5678-9abc-def012345678",
    0,
    False,
]
WRONG_CALLS: list[tuple[str, Callable[[Omni], Any]]] = [
    *(("document_id", lambda o, d=d: o.drafts.list(d)) for d in WRONG_DOCUMENTS),
    *(("document_id", lambda o, d=d: o.drafts.get(d)) for d in WRONG_DOCUMENTS),
    *(("document_id", lambda o, d=d: o.drafts.ensure(d)) for d in WRONG_DOCUMENTS),
    *(("document_id", lambda o, d=d: o.drafts.get_or_create(d)) for d in WRONG_DOCUMENTS),
    *(("branch_id", lambda o, b=b: o.drafts.get("doc", branch_id=b)) for b in WRONG_BRANCHES),
    *(("branch_id", lambda o, b=b: o.drafts.ensure("doc", branch_id=b)) for b in WRONG_BRANCHES),
    *(("branch_id", lambda o, b=b: o.drafts.get_or_create("doc", branch_id=b)) for b in WRONG_BRANCHES),
    *(("model_id", lambda o, m=m: o.documents.create(model_id=m, name="n")) for m in [*WRONG_BRANCHES, None]),
    *(("name", lambda o, n=n: o.documents.create(model_id=MODEL, name=n)) for n in ["", None, 1, "\udfff"]),
    *(
        ("description", lambda o, d=d: o.documents.create(model_id=MODEL, name="n", description=d))
        for d in ["", "x" * 1025, 3]
    ),
    *(
        ("identifier", lambda o, i=i: o.documents.create(model_id=MODEL, name="n", identifier=i))
        for i in ["", "-a", "a-", "_a", "a_", "A", "a b", "a\n", "ä", "a.b", 7]
    ),
    *(
        ("query_presentations", lambda o, q=q: o.documents.create(model_id=MODEL, name="n", query_presentations=q))
        for q in [["x"], [{"a": float("nan")}], [{"a": object()}], [{"a": {1, 2}}], 5]
    ),
    *(("timeout", lambda o, t=t: o.drafts.list("doc", timeout=t)) for t in [0, -1, "5", float("inf"), True]),
    ("timeout", lambda o: o.drafts.ensure_many(["doc"], timeout=0)),
    ("timeout", lambda o: o.drafts.get_or_create_many(["doc"], timeout=0)),
]


@pytest.mark.parametrize(("name", "call"), WRONG_CALLS)
def test_call_with_a_wrong_argument_raises_before_a_request_is_sent(
    name: str, call: Callable[[Omni], Any], connect: Connect
) -> None:
    requests: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(500)

    omni = connect(instance="a", token="made-up", transport=httpx.MockTransport(respond))
    with pytest.raises(ValueError, match=rf"^{name}(\[0\])?: "):
        call(omni)
    assert requests == []


@given(st.text())
def test_check_document_id_returns_one_segment_of_a_path(text: str) -> None:
    try:
        checked = check_document_id(text)
    except ValueError:
        return
    assert checked == text
    assert checked.strip()
    assert "/" not in checked
    assert checked not in (".", "..")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", checked)


@given(st.uuids(), st.booleans())
def test_check_branch_id_accepts_capitals(branch_id: UUID, is_upper: bool) -> None:
    text = str(branch_id)
    assert check_branch_id(text.upper() if is_upper else text) == branch_id


@given(st.uuids())
def test_check_branch_id_of_a_uuid_returns_it(branch_id: UUID) -> None:
    assert check_branch_id(branch_id) is branch_id


@given(st.from_regex(r"[a-z0-9_-]{1,40}", fullmatch=True))
def test_check_new_identifier_accepts_the_documented_form_alone(text: str) -> None:
    if text[0] not in "-_" and text[-1] not in "-_":
        assert check_new_identifier(text) == text
    else:
        with pytest.raises(ValueError, match=r"^identifier: "):
            check_new_identifier(text)


def test_check_branch_id_of_none_returns_none() -> None:
    assert check_branch_id(None) is None


def test_check_new_identifier_of_none_returns_none() -> None:
    assert check_new_identifier(None) is None


@pytest.mark.parametrize("length", [1, 1024])
def test_check_description_of_a_documented_length_returns_it(length: int) -> None:
    assert check_description("x" * length) == "x" * length


def test_check_description_of_none_returns_none() -> None:
    assert check_description(None) is None


def test_check_query_presentations_of_any_mappings_returns_objects() -> None:
    assert check_query_presentations(iter([{}, MappingProxyType({"a": (1, 2)})])) == [{}, {"a": [1, 2]}]


def test_check_query_presentations_of_pairs_names_their_index() -> None:
    wrong: Any = [{}, [("a", 1)]]
    with pytest.raises(ValueError, match=r"^query_presentations\[1\]: list is not an object$"):
        check_query_presentations(wrong)


def test_check_query_presentations_of_an_object_that_is_too_deep_names_its_index() -> None:
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"a": deep}
    with pytest.raises(ValueError, match=r"^query_presentations\[1\]: JSON cannot represent it: "):
        check_query_presentations([{}, deep])


@pytest.mark.parametrize("kind", [Drafts, AsyncDrafts])
@pytest.mark.parametrize("method", ["ensure_many", "get_or_create_many"])
def test_concurrency_of_a_bulk_call_is_8_by_default(method: str, kind: type) -> None:
    assert inspect.signature(getattr(kind, method)).parameters["concurrency"].default == 8
