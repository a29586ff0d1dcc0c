"""State of the mock: times of drafts, permissions, identifiers and requests."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from omni_drafts.mock import MockRequest, MockState, Permission, RefusalError
from omni_drafts.mock._state.identifiers import new_identifier

NOW = datetime(2026, 5, 6, 13, 44, tzinfo=UTC)


@pytest.fixture
def state() -> MockState:
    state = MockState(now=lambda: NOW, random=Random(1))
    state.add_document("doc")
    return state


def test_publish_marks_drafts_of_this_document_only(state: MockState) -> None:
    state.add_document("other")
    state.add_draft("doc")
    state.add_draft("other")
    state.publish("doc")
    assert {draft.document_identifier: draft.out_of_date for draft in state.drafts} == {"doc": True, "other": False}


def test_add_draft_archived_was_updated_when_it_was_archived(state: MockState) -> None:
    created_at, archived_at = NOW - timedelta(days=2), NOW - timedelta(days=1)
    draft = state.add_draft("doc", created_at=created_at, archived_at=archived_at)
    assert (draft.created_at, draft.updated_at) == (created_at, archived_at)


def test_archive_draft_updates_it(state: MockState) -> None:
    state.archive_draft(state.add_draft("doc", created_at=NOW - timedelta(days=1)).identifier)
    (draft,) = state.drafts
    assert (draft.archived_at, draft.updated_at) == (NOW, NOW)


def test_list_drafts_with_unknown_token_raises_403(state: MockState) -> None:
    with pytest.raises(RefusalError) as caught:
        state.list_drafts("unknown-token", "doc", include_archived=False)
    assert caught.value.status_code == 403


def test_create_draft_with_permission_on_document_ignores_permission_of_token(state: MockState) -> None:
    state.add_document("shared", permissions={"viewer-token": Permission.EDITOR})
    assert state.create_draft("viewer-token", "shared", None) in state.drafts


@pytest.mark.parametrize("kind", ["document", "draft"])
def test_add_document_avoids_used_identifiers(kind: str) -> None:
    next_identifier = new_identifier(Random(1), lambda _: False)
    state = MockState(random=Random(1))
    if kind == "document":
        state.documents[next_identifier] = MockState(random=Random(2)).add_document(next_identifier)
    else:
        state.drafts.append(MockState(random=Random(2)).add_draft("doc", identifier=next_identifier))
    assert state.add_document().identifier != next_identifier


def test_record_keeps_last_1000_requests(state: MockState) -> None:
    for number in range(1001):
        state.record(MockRequest("GET", f"/{number}", 200))
    assert [state.requests[0].path, state.requests[-1].path] == ["/1", "/1000"]
    assert (len(state.requests), state.request_count) == (1000, 1001)


@pytest.mark.parametrize("rate_limit", [0, 1])
def test_acquire_permit_returns_none_within_limit(rate_limit: int) -> None:
    assert MockState(rate_limit=rate_limit).acquire_permit("token") is None


def test_acquire_permit_beyond_limit_returns_seconds_until_next_permit(state: MockState) -> None:
    state.rate_limit = 1
    state.acquire_permit("token")
    state.advance(timedelta(seconds=18))
    assert state.acquire_permit("token") == 42
