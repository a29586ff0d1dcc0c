"""What the generated client makes of JSON: the documented types, or one error that says where it is not."""

import copy
import json
import pickle
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omni_api_client import Client
from omni_api_client.api.documents import create_draft, list_document_drafts
from omni_api_client.errors import InvalidContentError, UnexpectedStatus
from omni_api_client.models import CreatedDraft, CreateDocumentBody, DocumentDraft, DocumentDraftBranch, Error
from omni_api_client.types import UNSET, Unset

CLIENT = Client(base_url="https://omni.test")
LEFT_OUT = st.just(UNSET)
NAMED = st.fixed_dictionaries({}, optional={"name": st.text()})
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(
    lambda moment: (
        moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )
)
BRANCHES = st.none() | st.fixed_dictionaries(
    {}, optional={"id": st.uuids().map(str), "name": st.none() | st.text(), "more": st.integers()}
)
DRAFTS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "identifier": st.text(),
        "publishedIdentifier": st.text(),
        "workbookModelId": st.uuids().map(str),
        "branch": BRANCHES,
        "status": st.sampled_from(["active", "archived", "asleep"]),
        "draftOutOfDate": st.booleans(),
        "createdAt": MOMENTS,
        "updatedAt": MOMENTS,
        "createdBy": NAMED,
        "lastEditedBy": NAMED,
        "new": st.none() | st.integers() | st.lists(st.text()),
    },
)


def answer(status: int, content: Any, content_type: str = "application/json") -> httpx.Response:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return httpx.Response(status, content=body, headers={"Content-Type": content_type})


def listed(content: Any) -> Any:
    return list_document_drafts._parse_response(client=CLIENT, response=answer(200, content))


@given(st.lists(DRAFTS, max_size=3))
def test_what_is_documented_is_read_and_written_back_as_it_came(drafts: list[dict[str, Any]]) -> None:
    read = listed(drafts)
    assert [draft.to_dict() for draft in read] == drafts
    assert [DocumentDraft.from_dict(draft) for draft in drafts] == read
    for draft, source in zip(read, drafts, strict=True):
        assert isinstance(draft.workbook_model_id, UUID if "workbookModelId" in source else Unset)
        assert isinstance(draft.created_at, datetime if "createdAt" in source else Unset)
        assert draft.status == source.get("status", UNSET)
        assert draft.additional_properties == ({"new": source["new"]} if "new" in source else {})


WRONG: st.SearchStrategy[tuple[str, Any, str]] = st.sampled_from(
    [
        ("identifier", 5, "/0/identifier: a whole number, where text is documented"),
        ("identifier", None, "/0/identifier: null, where text is documented"),
        ("workbookModelId", "x", "/0/workbookModelId: text, where a UUID is documented"),
        ("workbookModelId", "z" * 32, "/0/workbookModelId: text, where a UUID is documented"),
        ("workbookModelId", [], "/0/workbookModelId: a list, where a UUID is documented"),
        ("branch", [], "/0/branch: a list, where an object or null is documented"),
        ("branch", {"id": "x"}, "/0/branch/id: text, where a UUID is documented"),
        ("branch", {"id": None}, "/0/branch/id: null, where a UUID is documented"),
        ("branch", {"name": True}, "/0/branch/name: true or false, where null or text is documented"),
        ("status", False, "/0/status: true or false, where text is documented"),
        ("draftOutOfDate", 1, "/0/draftOutOfDate: a whole number, where true or false is documented"),
        ("createdAt", "yesterday", "/0/createdAt: text, where a date and time is documented"),
        ("createdAt", 1.5, "/0/createdAt: a number, where a date and time is documented"),
        ("createdBy", None, "/0/createdBy: null, where an object is documented"),
        ("createdBy", {"name": []}, "/0/createdBy/name: a list, where text is documented"),
    ]
)


@given(WRONG, DRAFTS, st.lists(DRAFTS, max_size=2))
def test_what_is_not_documented_says_where_and_what_and_nothing_of_the_content(
    wrong: tuple[str, Any, str], draft: dict[str, Any], before: list[dict[str, Any]]
) -> None:
    name, value, says = wrong
    with pytest.raises(InvalidContentError) as caught:
        listed([*before, draft | {name: value}])
    error = caught.value
    assert str(error) == f"status 200: {says.replace('/0/', f'/{len(before)}/')}"
    assert error.place == str(error).split(": ")[1]
    assert error.response is not None
    assert error.response.status_code == 200
    with pytest.raises(InvalidContentError) as alone:
        DocumentDraft.from_dict(draft | {name: value})
    assert (str(alone.value), alone.value.response) == (says.removeprefix("/0"), None)
    again = pickle.loads(pickle.dumps(alone.value))  # noqa: S301 - our own
    assert (str(again), again.place) == (str(alone.value), alone.value.place)


@pytest.mark.parametrize("content", [{}, None, "text", 5, True, {"0": {}}])
def test_what_is_no_list_is_refused_as_a_whole(content: Any) -> None:
    with pytest.raises(InvalidContentError, match=r"status 200: .*, where a list is documented") as caught:
        listed(content)
    assert caught.value.place == ""


@pytest.mark.parametrize("source", [[], None, "text", 5, [("identifier", "a")]])
def test_what_is_no_object_is_no_model(source: Any) -> None:
    with pytest.raises(InvalidContentError, match="where an object is documented"):
        CreatedDraft.from_dict(source)


def test_a_required_property_that_is_missing_is_named() -> None:
    with pytest.raises(InvalidContentError, match=r"^/modelId: missing, and required$"):
        CreateDocumentBody.from_dict({"name": "a"})


NOT_JSON = [
    (b"<html>", "text/html", r"no JSON \(text/html\), where JSON is documented"),
    (b"", "application/json", "no content, where JSON is documented"),
    (b'{"identifier": "a', "application/json", "no JSON"),
    (b"\xff\xfe\x00", "application/json", "no JSON"),
    (b"[" * 100_000, "application/json", "no JSON"),
]


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 429])
@pytest.mark.parametrize(("content", "content_type", "says"), NOT_JSON)
def test_a_documented_status_without_json_is_that_error_with_the_answer_in_hand(
    content: bytes, content_type: str, says: str, status: int
) -> None:
    response = answer(status, content, content_type)
    with pytest.raises(InvalidContentError, match=f"^status {status}: {says}") as caught:
        create_draft._parse_response(client=CLIENT, response=response)
    assert caught.value.response is response


@pytest.mark.parametrize("status", [201, 299, 418, 500, 520, 599, 600, 999])
def test_any_other_status_is_raised_with_the_answer_or_given_as_it_is(status: int) -> None:
    response = answer(status, b"<html>", "text/html")
    lenient = Client(base_url="", raise_on_unexpected_status=False)
    made = create_draft._build_response(client=lenient, response=response)
    assert (made.status_code, made.parsed, made.content) == (status, None, b"<html>")
    assert str(status) in repr(made)
    with pytest.raises(UnexpectedStatus) as caught:
        create_draft._parse_response(client=CLIENT, response=response)
    assert (caught.value.status_code, caught.value.content, caught.value.response) == (status, b"<html>", response)


def test_an_error_is_read_to_its_model() -> None:
    parsed = create_draft._parse_response(client=CLIENT, response=answer(404, {"error": "404", "message": "none"}))
    assert isinstance(parsed, Error)
    assert parsed.message == "none"


def test_a_subclass_is_made_by_its_own_means() -> None:
    class Mine(DocumentDraftBranch):
        def __init__(self, *values: Any) -> None:
            super().__init__(*values)
            self.additional_properties["mine"] = True

    made = Mine.from_dict({"name": "a"})
    assert (type(made), made.name, made.additional_properties) == (Mine, "a", {"mine": True})


def test_a_copy_is_equal_and_what_was_left_out_stays_left_out() -> None:
    draft = DocumentDraft.from_dict({"identifier": "a", "new": [1]})
    assert copy.deepcopy(draft).to_dict() == {"identifier": "a", "new": [1]}


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2026-05-06T13:44:26Z", "2026-05-06T13:44:26.000Z"),
        ("2026-05-06T13:44:26.123456Z", "2026-05-06T13:44:26.123456Z"),
        ("2026-05-06T15:44:26.5+02:00", "2026-05-06T15:44:26.500+02:00"),
    ],
)
def test_a_moment_is_written_in_the_apis_form_and_stays_the_same_instant(moment: str, written: str) -> None:
    draft = DocumentDraft.from_dict({"createdAt": moment})
    assert draft.to_dict() == {"createdAt": written}
    assert DocumentDraft.from_dict(draft.to_dict()) == draft
