"""Dates of responses have a time zone, whether the server sends an offset or not."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

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


def test_decode_drafts_with_another_offset_keeps_it() -> None:
    listed = listed_draft("a", createdAt="2026-05-06T15:44:26.123+02:00")
    (draft,), _ = run_flow(list_drafts("doc", include_archived=False), [listed])
    assert draft.created_at == MOMENT
    assert draft.created_at is not None
    assert draft.created_at.utcoffset() == timedelta(hours=2)
