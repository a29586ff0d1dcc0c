"""Values of responses, under any description: dates with a time zone, and missing or other values."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from omni_api_client.types import UNSET
from omni_drafts import Document, DraftBranch
from omni_drafts._operations.decoding.documents import decode_document
from omni_drafts._operations.decoding.drafts import decode_drafts
from omni_drafts._operations.decoding.values import WrongShapeError
from omni_drafts._operations.documents import create_document
from omni_drafts._operations.drafts import list_drafts
from support.flows import listed_draft, run_flow

MOMENT = datetime(2026, 5, 6, 13, 44, 26, 123000, tzinfo=UTC)
TEXTS = [
    pytest.param("2026-05-06T13:44:26.123", id="naive"),
    pytest.param("2026-05-06 13:44:26.123", id="naive with a space"),
    pytest.param("2026-05-06T13:44:26.123Z", id="UTC"),
]


@pytest.mark.parametrize("text", TEXTS)
def test_decode_drafts_with_a_date_without_an_offset_returns_utc(text: str) -> None:
    (draft,), _ = run_flow(
        list_drafts("doc", include_archived=False), [listed_draft("a", createdAt=text, updatedAt=text)]
    )
    assert (draft.created_at, draft.updated_at) == (MOMENT, MOMENT)


@pytest.mark.parametrize("text", TEXTS)
def test_decode_document_with_a_date_without_an_offset_returns_utc(text: str) -> None:
    identifier = str(UUID(int=1))
    names = {"identifier": "sales", "name": "Sales", "id": identifier, "documentId": identifier, "deletedAt": None}
    workbook = names | {"createdAt": text, "updatedAt": text}
    body = {"workbook": workbook, "dashboard": {"id": identifier, "dashboardId": identifier}}
    document, _ = run_flow(create_document(UUID(int=3), "Sales", None, None, None), body)
    assert (document.created_at, document.updated_at) == (MOMENT, MOMENT)


def test_decode_document_with_two_dates_returns_each() -> None:
    identifier = str(UUID(int=1))
    names = {"identifier": "sales", "name": "Sales", "id": identifier, "documentId": identifier, "deletedAt": None}
    dates = {"createdAt": "2026-05-06T13:44:26.123Z", "updatedAt": "2026-05-06T13:44:27.123Z"}
    body = {"workbook": names | dates, "dashboard": {"id": identifier, "dashboardId": identifier}}
    document, _ = run_flow(create_document(UUID(int=3), "Sales", None, None, None), body)
    assert (document.created_at, document.updated_at) == (MOMENT, MOMENT + timedelta(seconds=1))


def test_decode_drafts_with_details_returns_each() -> None:
    listed = listed_draft(
        "a",
        createdAt="2026-05-06T13:44:26.123Z",
        updatedAt="2026-05-06T13:44:27.123Z",
        createdBy={"name": "Author"},
        lastEditedBy={"name": "Editor"},
    )
    (draft,), _ = run_flow(list_drafts("doc", include_archived=False), [listed])
    assert (draft.created_at, draft.updated_at) == (MOMENT, MOMENT + timedelta(seconds=1))
    assert (draft.created_by, draft.last_edited_by) == ("Author", "Editor")


def test_decode_drafts_with_another_offset_keeps_it() -> None:
    listed = listed_draft("a", createdAt="2026-05-06T15:44:26.123+02:00")
    (draft,), _ = run_flow(list_drafts("doc", include_archived=False), [listed])
    assert draft.created_at == MOMENT
    assert draft.created_at is not None
    assert draft.created_at.utcoffset() == timedelta(hours=2)


def parsed_draft(**properties: Any) -> SimpleNamespace:
    """Return a draft as a generated parser returns it, which no description requires to have more."""
    names = ["draft_out_of_date", "workbook_model_id", "created_at", "updated_at", "created_by", "last_edited_by"]
    required = {"identifier": "a", "published_identifier": "doc", "branch": None, "status": "active"}
    return SimpleNamespace(**(dict.fromkeys(names, UNSET) | required | properties))


def parsed_workbook(**properties: Any) -> SimpleNamespace:
    """Return the workbook of a created document whose description documents its id alone."""
    return SimpleNamespace(id=UUID(int=1), additional_properties=properties)


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"published_identifier": UNSET}, "/1/publishedIdentifier: missing"),
        ({"status": UNSET}, "/1/status: missing"),
        ({"branch": UNSET}, "/1/branch: missing"),
        ({"branch": SimpleNamespace(id=UNSET, name=UNSET)}, "/1/branch/id: missing"),
        ({"branch": SimpleNamespace(id="main", name=UNSET)}, "/1/branch/id: a string, where a UUID is required"),
        ({"identifier": 5}, "/1/identifier: int, where a string is required"),
        ({"workbook_model_id": "x"}, "/1/workbookModelId: a string, where a UUID is required"),
        ({"workbook_model_id": 5}, "/1/workbookModelId: int, where a UUID is required"),
        ({"created_at": "yesterday"}, "/1/createdAt: a string, where a date-time is required"),
        ({"updated_at": []}, "/1/updatedAt: list, where a date-time is required"),
    ],
)
def test_decode_drafts_of_a_wrong_shape_raises(properties: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongShapeError, match=f"^{message}$"):
        decode_drafts([parsed_draft(), parsed_draft(**properties)])


@pytest.mark.parametrize("user", [None, UNSET, SimpleNamespace(name=UNSET), SimpleNamespace(name=None)])
def test_decode_drafts_without_a_display_name_returns_none(user: Any) -> None:
    (draft,) = decode_drafts([parsed_draft(created_by=user, last_edited_by=user)])
    assert (draft.created_by, draft.last_edited_by) == (None, None)


def test_decode_drafts_without_the_name_of_a_branch_returns_none() -> None:
    (draft,) = decode_drafts([parsed_draft(branch=SimpleNamespace(id=str(UUID(int=7)), name=UNSET))])
    assert draft.branch == DraftBranch(UUID(int=7), name=None)


def test_decode_document_with_properties_that_are_not_documented_returns_them() -> None:
    workbook = parsed_workbook(documentId="sales", name="Sales", createdAt=MOMENT.isoformat(), updatedAt=None)
    document = decode_document(SimpleNamespace(workbook=workbook, dashboard=UNSET))
    assert document == Document(id="sales", name="Sales", workbook_id=UUID(int=1), created_at=MOMENT)


def test_decode_document_without_a_workbook_raises() -> None:
    with pytest.raises(WrongShapeError, match=r"^/workbook: missing$"):
        decode_document(SimpleNamespace(workbook=UNSET, dashboard=UNSET))
