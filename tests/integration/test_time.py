"""How drafts grow old in the mock: archived, out of date, ordered; on the wire, with a clock that tests move."""

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

MOMENT = datetime(2026, 5, 6, 13, 44, tzinfo=UTC)
DAY = timedelta(days=1)
BRANCHES = [f"3c90c3cc-0d44-4b50-8888-8dd25736052{digit}" for digit in "abc"]


@pytest.fixture
def state() -> MockState:
    made = MockState(now=lambda: MOMENT, random=Random(1), rate_limit=0)
    made.add_document("doc")
    return made


@pytest.fixture
def http(state: MockState) -> Iterator[httpx.Client]:
    headers = {"Authorization": "Bearer editor-token"}
    with MockServer(state) as mock, httpx.Client(base_url=f"{mock.api_url}/v1/documents", headers=headers) as client:
        yield client


def create(http: httpx.Client, **body: str) -> str:
    return str(http.post("/doc/draft", json=body).json()["identifier"])


def listed(http: httpx.Client, **query: str) -> list[dict[str, Any]]:
    drafts: list[dict[str, Any]] = http.get("/doc/drafts", params=query).json()
    return drafts


def test_an_archived_draft_is_listed_for_seven_days_and_then_gone(http: httpx.Client, state: MockState) -> None:
    archived, active = create(http), create(http, branchId=BRANCHES[0])
    state.archive_draft(archived)
    state.advance(7 * DAY - timedelta(milliseconds=1))
    assert [draft["identifier"] for draft in listed(http)] == [active]
    both = {draft["identifier"]: draft["status"] for draft in listed(http, include="archived")}
    assert both == {archived: "archived", active: "active"}
    state.advance(timedelta(milliseconds=1))
    assert [draft["identifier"] for draft in listed(http, include="archived")] == [active]


def test_a_draft_is_made_anew_where_one_is_archived(http: httpx.Client, state: MockState) -> None:
    first = create(http)
    state.archive_draft(first)
    assert create(http) != first
    with pytest.raises(KeyError, match="no active draft"):
        state.archive_draft(first)


def test_a_draft_is_out_of_date_when_its_document_is_published_anew(http: httpx.Client, state: MockState) -> None:
    create(http)
    assert [draft["draftOutOfDate"] for draft in listed(http)] == [False]
    state.publish("doc")
    create(http, branchId=BRANCHES[0])
    assert {(draft["branch"] is None, draft["draftOutOfDate"]) for draft in listed(http)} == {
        (True, True),
        (False, False),
    }
    with pytest.raises(KeyError):
        state.publish("other")


def test_an_unpublished_document_has_drafts_once_it_is_published(http: httpx.Client, state: MockState) -> None:
    state.add_document("new", published=False)
    assert http.get("/new/drafts").json()["message"] == "Published document with id new does not exist"
    state.publish("new")
    assert http.get("/new/drafts").json() == []


def test_a_draft_that_is_edited_is_the_one_updated_last(http: httpx.Client, state: MockState) -> None:
    first, second = create(http), create(http, branchId=BRANCHES[0])
    state.advance(timedelta(seconds=1))
    for identifier, editor in ((first, "Ann"), (second, "Ann"), (first, "Ben")):
        state.advance(timedelta(milliseconds=1))
        state.edit_draft(identifier, editor)
        assert [listed(http)[0][name] for name in ("identifier", "lastEditedBy")] == [identifier, {"name": editor}]
    state.edit_draft(second)
    assert {draft["lastEditedBy"]["name"] for draft in listed(http)} == {"Ann", "Ben"}
    with pytest.raises(KeyError, match="no active draft"):
        state.edit_draft("none")


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["edit", "archive", "publish"]), st.integers(0, 2))))
def test_drafts_are_in_the_order_of_their_last_update(steps: list[tuple[int, str, int]]) -> None:
    state = MockState(now=lambda: MOMENT, random=Random(1), rate_limit=0)
    state.add_document("doc")
    for days, step, index in steps:
        state.advance(days * DAY)
        draft = state.create_draft("editor-token", "doc", None if index == 0 else UUID(BRANCHES[index]))
        if step == "publish":
            state.publish("doc")
        else:
            {"edit": state.edit_draft, "archive": state.archive_draft}[step](draft.identifier)
    for include_archived in (False, True):
        drafts = state.list_drafts("editor-token", "doc", include_archived)
        moments = [draft.updated_at for draft in drafts]
        assert moments == sorted(moments, reverse=True)
        old = state.moment() - 7 * DAY
        expected = {
            draft.identifier
            for draft in state.drafts
            if draft.archived_at is None or (include_archived and draft.archived_at > old)
        }
        assert {draft.identifier for draft in drafts} == expected


def test_time_goes_on_only() -> None:
    state = MockState(now=lambda: MOMENT)
    with pytest.raises(ValueError, match="time goes on only"):
        state.advance(-DAY)
    state.advance(DAY)
    state.advance(DAY)
    assert state.moment() == MOMENT + 2 * DAY


def test_the_rate_limit_keeps_the_same_time(http: httpx.Client, state: MockState) -> None:
    state.rate_limit = 1
    assert [http.get("/doc/drafts").status_code for _ in range(2)] == [200, 429]
    state.advance(timedelta(minutes=1))
    assert http.get("/doc/drafts").status_code == 200
