"""Drafts of the mock over HTTP, as time passes: archived, out of date, ordered by their last update."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omni_drafts.mock import MockServer, MockState

NOW = datetime(2026, 5, 6, 13, 44, tzinfo=UTC)
DAY = timedelta(days=1)
MILLISECOND = timedelta(milliseconds=1)
ARCHIVE_TIME = 7 * DAY
BRANCHES = [f"3c90c3cc-0d44-4b50-8888-8dd25736052{digit}" for digit in "abc"]


@pytest.fixture
def state() -> MockState:
    """Return a state with a document, at a fixed time."""
    state = MockState(now=lambda: NOW, random=Random(1), rate_limit=0)
    state.add_document("doc")
    return state


@pytest.fixture
def http(state: MockState) -> Iterator[httpx.Client]:
    """Serve the state, and return an httpx client of its documents."""
    headers = {"Authorization": "Bearer editor-token"}
    with MockServer(state) as mock, httpx.Client(base_url=f"{mock.api_url}/v1/documents", headers=headers) as client:
        yield client


def create_draft(http: httpx.Client, **body: str) -> str:
    """Create a draft, and return its identifier."""
    return str(http.post("/doc/draft", json=body).json()["identifier"])


def list_drafts(http: httpx.Client, **query: str) -> list[dict[str, Any]]:
    """Return the listed drafts."""
    drafts: list[dict[str, Any]] = http.get("/doc/drafts", params=query).json()
    return drafts


def list_identifiers(http: httpx.Client, **query: str) -> set[str]:
    """Return the identifiers of the listed drafts."""
    return {draft["identifier"] for draft in list_drafts(http, **query)}


@pytest.fixture
def archived(http: httpx.Client, state: MockState) -> str:
    """Return the identifier of a main draft that was archived."""
    identifier = create_draft(http)
    state.archive_draft(identifier)
    return identifier


@pytest.fixture
def active(http: httpx.Client) -> str:
    """Return the identifier of an active draft on a branch."""
    return create_draft(http, branchId=BRANCHES[0])


def test_archived_draft_is_not_listed_by_default(http: httpx.Client, archived: str, active: str) -> None:
    assert archived != active
    assert list_identifiers(http) == {active}


def test_archived_draft_is_listed_on_request_for_seven_days(
    http: httpx.Client, state: MockState, archived: str, active: str
) -> None:
    state.advance(ARCHIVE_TIME - MILLISECOND)
    statuses = {draft["identifier"]: draft["status"] for draft in list_drafts(http, include="archived")}
    assert statuses == {archived: "archived", active: "active"}


def test_archived_draft_is_not_listed_after_seven_days(
    http: httpx.Client, state: MockState, archived: str, active: str
) -> None:
    assert list_identifiers(http, include="archived") == {archived, active}
    state.advance(ARCHIVE_TIME)
    assert list_identifiers(http, include="archived") == {active}


def test_create_draft_beside_an_archived_one_creates_another(http: httpx.Client, archived: str) -> None:
    assert create_draft(http) != archived


def test_archive_draft_of_an_archived_draft_raises(state: MockState, archived: str) -> None:
    with pytest.raises(KeyError, match="no active draft"):
        state.archive_draft(archived)


def test_publish_makes_the_drafts_out_of_date(http: httpx.Client, state: MockState) -> None:
    create_draft(http)
    assert [draft["draftOutOfDate"] for draft in list_drafts(http)] == [False]
    state.publish("doc")
    assert [draft["draftOutOfDate"] for draft in list_drafts(http)] == [True]


def test_publish_leaves_a_later_draft_up_to_date(http: httpx.Client, state: MockState) -> None:
    create_draft(http)
    state.publish("doc")
    create_draft(http, branchId=BRANCHES[0])
    assert {(draft["branch"] is None, draft["draftOutOfDate"]) for draft in list_drafts(http)} == {
        (True, True),
        (False, False),
    }


def test_publish_of_an_unknown_document_raises(state: MockState) -> None:
    with pytest.raises(KeyError):
        state.publish("other")


def test_publish_of_an_unpublished_document_allows_drafts(http: httpx.Client, state: MockState) -> None:
    state.add_document("new", published=False)
    assert http.get("/new/drafts").json()["message"] == "Published document with id new does not exist"
    state.publish("new")
    assert http.get("/new/drafts").json() == []


def test_edit_draft_makes_it_the_last_updated_one(http: httpx.Client, state: MockState) -> None:
    first, second = create_draft(http), create_draft(http, branchId=BRANCHES[0])
    state.advance(timedelta(seconds=1))
    edits = [(first, "Ann"), (second, "Ann"), (first, "Ben")]
    newest = []
    for identifier, editor in edits:
        state.advance(MILLISECOND)
        state.edit_draft(identifier, editor)
        newest.append(list_drafts(http)[0])
    assert [(draft["identifier"], draft["lastEditedBy"]["name"]) for draft in newest] == edits


def test_edit_draft_without_an_editor_keeps_the_last_one(http: httpx.Client, state: MockState) -> None:
    identifier = create_draft(http)
    state.edit_draft(identifier, "Ann")
    state.edit_draft(identifier)
    assert [draft["lastEditedBy"] for draft in list_drafts(http)] == [{"name": "Ann"}]


def test_edit_draft_of_an_unknown_draft_raises(state: MockState) -> None:
    with pytest.raises(KeyError, match="no active draft"):
        state.edit_draft("none")


@pytest.mark.parametrize("include_archived", [False, True])
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["edit", "archive", "publish"]), st.integers(0, 2))))
def test_list_drafts_is_in_the_order_of_the_last_update(
    include_archived: bool, steps: list[tuple[int, str, int]]
) -> None:
    state = MockState(now=lambda: NOW, random=Random(1), rate_limit=0)
    state.add_document("doc")
    for days, step, index in steps:
        state.advance(days * DAY)
        draft = state.create_draft("editor-token", "doc", None if index == 0 else UUID(BRANCHES[index]))
        if step == "publish":
            state.publish("doc")
        else:
            {"edit": state.edit_draft, "archive": state.archive_draft}[step](draft.identifier)
    drafts = state.list_drafts("editor-token", "doc", include_archived)
    moments = [draft.updated_at for draft in drafts]
    assert moments == sorted(moments, reverse=True)
    oldest = state.moment() - ARCHIVE_TIME
    expected = {
        draft.identifier
        for draft in state.drafts
        if draft.archived_at is None or (include_archived and draft.archived_at > oldest)
    }
    assert {draft.identifier for draft in drafts} == expected


def test_advance_by_a_negative_time_raises() -> None:
    with pytest.raises(ValueError, match="is negative"):
        MockState(now=lambda: NOW).advance(-DAY)


def test_advance_adds_up() -> None:
    state = MockState(now=lambda: NOW)
    state.advance(DAY)
    state.advance(DAY)
    assert state.moment() == NOW + 2 * DAY


def test_advance_moves_the_rate_limit_too(http: httpx.Client, state: MockState) -> None:
    state.rate_limit = 1
    assert [http.get("/doc/drafts").status_code for _ in range(2)] == [200, 429]
    state.advance(timedelta(minutes=1))
    assert http.get("/doc/drafts").status_code == 200
