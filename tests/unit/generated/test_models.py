"""Models and responses of the generated client: documented types, or an error with the pointer of the problem."""

import copy
import json
import pickle
from datetime import UTC, datetime
from typing import Any
from unittest.mock import ANY
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


def respond(status: int, content: Any, content_type: str = "application/json") -> httpx.Response:
    """Return a response; content that is not bytes is sent as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return httpx.Response(status, content=body, headers={"Content-Type": content_type})


def parse_list(content: Any) -> Any:
    """Parse a response with a list of drafts."""
    return list_document_drafts._parse_response(client=CLIENT, response=respond(200, content))


@given(st.lists(DRAFTS, max_size=3))
def test_response_of_documented_drafts_is_parsed_as_from_dict_does(drafts: list[dict[str, Any]]) -> None:
    assert parse_list(drafts) == [DocumentDraft.from_dict(draft) for draft in drafts]


@given(DRAFTS)
def test_to_dict_of_a_parsed_draft_returns_its_source(source: dict[str, Any]) -> None:
    assert DocumentDraft.from_dict(source).to_dict() == source


@given(DRAFTS)
def test_from_dict_of_a_documented_draft_has_the_documented_types(source: dict[str, Any]) -> None:
    draft = DocumentDraft.from_dict(source)
    assert isinstance(draft.workbook_model_id, UUID if "workbookModelId" in source else Unset)
    assert isinstance(draft.created_at, datetime if "createdAt" in source else Unset)
    assert draft.status == source.get("status", UNSET)
    assert draft.additional_properties == ({"new": source["new"]} if "new" in source else {})


WRONG: st.SearchStrategy[tuple[str, Any, str]] = st.sampled_from(
    [
        ("identifier", 5, "/0/identifier: an integer, where a string is documented"),
        ("identifier", None, "/0/identifier: null, where a string is documented"),
        ("workbookModelId", "x", "/0/workbookModelId: a string, where a UUID is documented"),
        ("workbookModelId", "z" * 32, "/0/workbookModelId: a string, where a UUID is documented"),
        ("workbookModelId", [], "/0/workbookModelId: an array, where a UUID is documented"),
        ("branch", [], "/0/branch: an array, where an object or null is documented"),
        ("branch", {"id": "x"}, "/0/branch/id: a string, where a UUID is documented"),
        ("branch", {"id": None}, "/0/branch/id: null, where a UUID is documented"),
        ("branch", {"name": True}, "/0/branch/name: a boolean, where a string or null is documented"),
        ("status", False, "/0/status: a boolean, where a string is documented"),
        ("draftOutOfDate", 1, "/0/draftOutOfDate: an integer, where a boolean is documented"),
        ("createdAt", "yesterday", "/0/createdAt: a string, where a date-time is documented"),
        ("createdAt", 1.5, "/0/createdAt: a number, where a date-time is documented"),
        ("createdBy", None, "/0/createdBy: null, where an object is documented"),
        ("createdBy", {"name": []}, "/0/createdBy/name: an array, where a string is documented"),
    ]
)


@given(WRONG, DRAFTS, st.lists(DRAFTS, max_size=2))
def test_response_of_a_wrong_value_raises_its_pointer_and_types_without_the_value(
    wrong: tuple[str, Any, str], draft: dict[str, Any], before: list[dict[str, Any]]
) -> None:
    name, value, message = wrong
    with pytest.raises(InvalidContentError) as caught:
        parse_list([*before, draft | {name: value}])
    error = caught.value
    assert str(error) == f"status 200: {message.replace('/0/', f'/{len(before)}/')}"
    assert error.pointer == str(error).split(": ")[1]
    assert error.response is not None
    assert error.response.status_code == 200


@given(WRONG, DRAFTS)
def test_from_dict_of_a_wrong_value_raises_an_error_without_a_response(
    wrong: tuple[str, Any, str], draft: dict[str, Any]
) -> None:
    name, value, message = wrong
    with pytest.raises(InvalidContentError) as caught:
        DocumentDraft.from_dict(draft | {name: value})
    assert (str(caught.value), caught.value.response) == (message.removeprefix("/0"), None)


def test_invalid_content_error_can_be_pickled() -> None:
    error = InvalidContentError("wrong", ["a", 0])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (str(again), again.pointer) == (str(error), "/a/0")


@pytest.mark.parametrize("content", [{}, None, "text", 5, True, {"0": {}}])
def test_response_that_is_not_a_list_raises_with_an_empty_pointer(content: Any) -> None:
    with pytest.raises(InvalidContentError, match=r"status 200: .*, where an array is documented") as caught:
        parse_list(content)
    assert caught.value.pointer == ""


@pytest.mark.parametrize("source", [[], None, "text", 5, [("identifier", "a")]])
def test_from_dict_of_a_value_that_is_not_an_object_raises(source: Any) -> None:
    with pytest.raises(InvalidContentError, match="where an object is documented"):
        CreatedDraft.from_dict(source)


def test_from_dict_without_a_required_property_raises_its_name() -> None:
    with pytest.raises(InvalidContentError, match=r"^/modelId: missing, and required$"):
        CreateDocumentBody.from_dict({"name": "a"})


NOT_JSON = [
    (b"<html>", "text/html", r"not JSON \(text/html\), where JSON is documented"),
    (b"", "application/json", "no content, where JSON is documented"),
    (b'{"identifier": "a', "application/json", "not JSON"),
    (b"\xff\xfe\x00", "application/json", "not JSON"),
    (b"[" * 100_000, "application/json", "not JSON"),
]


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 429])
@pytest.mark.parametrize(("content", "content_type", "message"), NOT_JSON)
def test_response_of_a_documented_status_without_json_raises_with_the_response(
    content: bytes, content_type: str, message: str, status: int
) -> None:
    response = respond(status, content, content_type)
    with pytest.raises(InvalidContentError, match=f"^status {status}: {message}") as caught:
        create_draft._parse_response(client=CLIENT, response=response)
    assert caught.value.response is response


@pytest.mark.parametrize("status", [201, 299, 418, 500, 520, 599, 600, 999])
def test_response_of_another_status_is_returned_unparsed_on_request(status: int) -> None:
    client = Client(base_url="", raise_on_unexpected_status=False)
    built = create_draft._build_response(client=client, response=respond(status, b"<html>", "text/html"))
    assert (built.status_code, built.parsed, built.content) == (status, None, b"<html>")
    assert str(status) in repr(built)


@pytest.mark.parametrize("status", [201, 299, 418, 500, 520, 599, 600, 999])
def test_response_of_another_status_raises_with_the_response(status: int) -> None:
    response = respond(status, b"<html>", "text/html")
    with pytest.raises(UnexpectedStatus) as caught:
        create_draft._parse_response(client=CLIENT, response=response)
    assert (caught.value.status_code, caught.value.content, caught.value.response) == (status, b"<html>", response)


def test_response_of_a_documented_error_is_parsed_to_its_model() -> None:
    parsed = create_draft._parse_response(client=CLIENT, response=respond(404, {"error": "404", "message": "missing"}))
    assert isinstance(parsed, Error)
    assert parsed.message == "missing"


def test_from_dict_of_a_subclass_calls_its_constructor() -> None:
    class OwnBranch(DocumentDraftBranch):
        def __init__(self, *values: Any) -> None:
            super().__init__(*values)
            self.additional_properties["mine"] = True

    branch = OwnBranch.from_dict({"name": "a"})
    assert (type(branch), branch.name, branch.additional_properties) == (OwnBranch, "a", {"mine": True})


def test_model_equals_one_of_the_same_class_and_values() -> None:
    source = {"identifier": "a", "new": [1]}
    assert DocumentDraft.from_dict(source) == DocumentDraft.from_dict(source)


def test_model_lets_another_class_compare() -> None:
    assert DocumentDraft() == ANY


@pytest.mark.parametrize(
    "other",
    [
        DocumentDraft(identifier="b"),
        DocumentDraft.from_dict({"identifier": "a", "new": 1}),
        CreatedDraft.from_dict({"identifier": "a"}),
        {"identifier": "a"},
        None,
    ],
)
def test_model_does_not_equal_another_class_or_value(other: object) -> None:
    assert DocumentDraft(identifier="a") != other


def test_repr_of_a_model_is_the_call_that_creates_it() -> None:
    branch = DocumentDraftBranch.from_dict({"name": "main", "new": 1})
    assert repr(branch) == f"DocumentDraftBranch(id={UNSET!r}, name='main', additional_properties={{'new': 1}})"


def test_model_is_not_hashable() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(DocumentDraft())


def test_deepcopy_of_a_model_keeps_unset_properties_unset() -> None:
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
def test_to_dict_of_a_time_writes_the_form_of_the_api_and_keeps_the_instant(moment: str, written: str) -> None:
    draft = DocumentDraft.from_dict({"createdAt": moment})
    assert draft.to_dict() == {"createdAt": written}
    assert DocumentDraft.from_dict(draft.to_dict()) == draft
