"""The whole path over loopback: each call of both clients, its result, and its number of requests."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from conftest import WITHOUT_WAITS, Connect
from omni_api_client.api.documents import list_document_drafts
from omni_drafts import AsyncOmni, Draft, DraftBranch, DraftNotFoundError, Omni
from omni_drafts.mock import MockServer, MockState
from support.clock import FakeClock

BRANCH = UUID("a9bc51d2-1234-5678-9abc-def012345678")
OTHER = UUID("3c90c3cc-0d44-4b50-8888-8dd25736052a")
MODEL = UUID("a1b2c3d4-e5f6-7890-abcd-ef1234567890")


@pytest.fixture
def document(mock: MockServer) -> str:
    return mock.state.add_document("doc").identifier


def create_document(omni: Omni) -> Any:
    return omni.documents.create(model_id=MODEL, name="Sales", identifier="sales", description="x")


def get_or_create(omni: Omni) -> Any:
    return omni.drafts.get_or_create("doc")


def get_or_create_with_details(omni: Omni) -> Any:
    return omni.drafts.get_or_create("doc", branch_id=BRANCH, fetch_details=True)


def list_drafts(omni: Omni) -> Any:
    return omni.drafts.list("doc")


def get_draft(omni: Omni) -> Any:
    return omni.drafts.get("doc", branch_id=BRANCH)


def ensure_draft(omni: Omni) -> Any:
    return omni.drafts.ensure("doc", branch_id=BRANCH)


@pytest.mark.parametrize(
    ("call", "draft_exists", "requests"),
    [
        (create_document, False, 1),
        (get_or_create, False, 2),
        (get_or_create, True, 1),
        (get_or_create_with_details, False, 3),
        (get_or_create_with_details, True, 1),
        (ensure_draft, False, 1),
        (ensure_draft, True, 1),
        (list_drafts, True, 1),
        (get_draft, True, 1),
    ],
)
@pytest.mark.usefixtures("document")
def test_call_sends_the_documented_number_of_requests(
    call: Callable[[Omni], Any], requests: int, omni: Omni, mock: MockServer, *, draft_exists: bool
) -> None:
    if draft_exists:
        mock.state.add_draft("doc")
        mock.state.add_draft("doc", BRANCH)
    call(omni)
    assert mock.state.request_count == requests


def test_create_document_returns_it(omni: Omni, mock: MockServer) -> None:
    document = create_document(omni)
    assert (document.id, document.name) == ("sales", "Sales")
    assert list(mock.state.documents) == ["sales"]


def test_get_or_create_of_a_new_draft_returns_it_without_details(omni: Omni, mock: MockServer, document: str) -> None:
    result = omni.drafts.get_or_create(document)
    assert (result.created, result.draft.branch, result.draft.status) == (True, None, None)
    assert result.draft.id == mock.state.drafts[0].identifier


def test_get_or_create_of_an_existing_draft_returns_it(omni: Omni, document: str) -> None:
    new = omni.drafts.get_or_create(document)
    existing = omni.drafts.get_or_create(document)
    assert (existing.created, existing.draft.status) == (False, "active")
    assert existing.draft.id == new.draft.id


def test_get_or_create_with_details_returns_the_draft_that_is_listed(omni: Omni, document: str) -> None:
    new = omni.drafts.get_or_create(document, branch_id=BRANCH, fetch_details=True)
    existing = omni.drafts.get_or_create(document, branch_id=BRANCH, fetch_details=True)
    assert (new.created, new.draft.status) == (True, "active")
    assert (existing.created, existing.draft) == (False, new.draft)


def test_ensure_of_an_existing_draft_returns_its_identifier(omni: Omni, document: str) -> None:
    created = omni.drafts.get_or_create(document, branch_id=BRANCH).draft.id
    assert omni.drafts.ensure(document, branch_id=BRANCH) == created


def test_list_returns_the_drafts_of_all_branches(omni: Omni, document: str) -> None:
    created = {omni.drafts.ensure(document, branch_id=branch_id) for branch_id in (None, BRANCH, OTHER)}
    assert {draft.id for draft in omni.drafts.list(document)} == created
    assert len(created) == 3


@pytest.mark.parametrize("branch_id", [None, BRANCH, OTHER])
def test_get_returns_the_draft_of_the_branch(branch_id: UUID | None, omni: Omni, document: str) -> None:
    created = {branch_id: omni.drafts.ensure(document, branch_id=branch_id) for branch_id in (None, BRANCH, OTHER)}
    assert omni.drafts.get(document, branch_id=branch_id).id == created[branch_id]


def test_list_returns_drafts_with_definite_types(connect: Connect) -> None:
    moment = datetime(2026, 5, 6, 13, 44, 26, 123000, tzinfo=UTC)
    state = MockState(now=lambda: moment, random=Random(1), rate_limit=0)
    state.add_branch(BRANCH, "governance/relabel-age-average")
    state.add_document("doc")
    with MockServer(state) as mock:
        omni = connect(base_url=mock.base_url, token="editor-token")
        draft_id = omni.drafts.ensure("doc", branch_id=BRANCH)
        drafts = omni.drafts.list("doc")
    assert drafts == [
        Draft(
            id=draft_id,
            document_id="doc",
            branch=DraftBranch(BRANCH, "governance/relabel-age-average"),
            status="active",
            out_of_date=False,
            workbook_model_id=state.drafts[0].workbook_model_id,
            created_at=moment,
            updated_at=moment,
            created_by="Blob Ross",
            last_edited_by="Blob Ross",
        )
    ]


def test_get_without_a_draft_on_the_branch_raises_although_there_is_a_main_draft(omni: Omni, document: str) -> None:
    omni.drafts.ensure(document)
    with pytest.raises(DraftNotFoundError):
        omni.drafts.get(document, branch_id=BRANCH)


def test_error_of_get_has_the_list_of_drafts(omni: Omni, mock: MockServer, document: str) -> None:
    mock.state.archive_draft(omni.drafts.ensure(document))
    on_branch = omni.drafts.ensure(document, branch_id=BRANCH)
    with pytest.raises(DraftNotFoundError) as caught:
        omni.drafts.get(document)
    assert (caught.value.status_code, caught.value.method) == (200, "GET")
    assert on_branch in caught.value.body
    assert caught.value.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "find",
    [
        lambda omni: omni.drafts.get_or_create("doc", branch_id=str(BRANCH)).draft.id,
        lambda omni: omni.drafts.ensure("doc", branch_id=str(BRANCH)),
        lambda omni: omni.drafts.ensure("doc", branch_id=str(BRANCH).upper()),
        lambda omni: omni.drafts.get("doc", branch_id=BRANCH).id,
    ],
)
@pytest.mark.usefixtures("document")
def test_branch_in_capitals_is_the_same_branch(find: Callable[[Omni], str], omni: Omni) -> None:
    created = omni.drafts.get_or_create("doc", branch_id=str(BRANCH).upper())
    assert find(omni) == created.draft.id


def test_get_or_create_with_an_archived_draft_creates_another(omni: Omni, mock: MockServer, document: str) -> None:
    archived = omni.drafts.ensure(document)
    mock.state.archive_draft(archived)
    result = omni.drafts.get_or_create(document)
    assert result.created
    assert result.draft.id != archived


@pytest.mark.parametrize(("include_archived", "statuses"), [(False, []), (True, ["archived"])])
def test_list_with_include_archived_returns_archived_drafts(
    statuses: list[str], omni: Omni, mock: MockServer, document: str, *, include_archived: bool
) -> None:
    mock.state.archive_draft(omni.drafts.ensure(document))
    drafts = omni.drafts.list(document, include_archived=include_archived)
    assert [draft.status for draft in drafts] == statuses


def test_draft_is_out_of_date_after_the_document_was_published(connect: Connect) -> None:
    moments = iter(datetime(2026, 5, 6, tzinfo=UTC) + timedelta(hours=hour) for hour in range(1000))
    state = MockState(now=lambda: next(moments), rate_limit=0)
    state.add_document("doc")
    with MockServer(state) as mock:
        omni = connect(base_url=mock.base_url, token="editor-token")
        before = omni.drafts.get_or_create("doc", fetch_details=True).draft
        state.publish("doc")
        after = omni.drafts.get("doc")
    assert (before.out_of_date, after.out_of_date) == (False, True)


@pytest.mark.parametrize("identifier", ["a b", "ä", "100%", "a?b#c", "a;b=c", "a%2Fb", "...", "~", "日本"])
def test_identifier_arrives_as_it_was_passed(identifier: str, omni: Omni, mock: MockServer) -> None:
    mock.state.add_document(identifier)
    created = omni.drafts.ensure(identifier)
    assert omni.drafts.get(identifier).id == created


class DiscardingClock(FakeClock):
    """A clock that discards the draft, and creates another, while a client waits for a permit."""

    def __init__(self, state: MockState) -> None:
        super().__init__()
        self._state = state

    def sleep(self, seconds: float, interrupt: Any = None) -> None:
        if self._state.drafts:
            self._state.archive_draft(self._state.drafts[-1].identifier)
            self._state.add_draft("doc", BRANCH, identifier="created-anew")
        super().sleep(seconds, interrupt)


@pytest.mark.usefixtures("document")
def test_get_or_create_after_a_race_does_not_return_the_details_of_another_draft(
    connect: Connect, mock: MockServer
) -> None:
    omni = connect(
        base_url=mock.base_url, token="editor-token", requests_per_minute=2, clock=DiscardingClock(mock.state)
    )
    result = omni.drafts.get_or_create("doc", branch_id=BRANCH, fetch_details=True)
    created, created_anew = (draft.identifier for draft in mock.state.drafts)
    assert created_anew == "created-anew"
    assert result.created
    assert result.draft == Draft(id=created, document_id="doc", branch=DraftBranch(BRANCH, name=None))
    assert mock.state.request_count == 3


def test_api_uses_the_connection_and_the_token(mock: MockServer, document: str) -> None:
    with Omni(base_url=mock.base_url, token="viewer-token", **WITHOUT_WAITS) as omni:
        assert list_document_drafts.sync(document, client=omni.api) == []
        assert omni.api.get_httpx_client() is omni.api.get_httpx_client()
    assert mock.state.requests[-1].status_code == 200


def test_api_of_an_asyncio_client_uses_the_connection_and_the_token(mock: MockServer, document: str) -> None:
    async def run() -> None:
        async with AsyncOmni(base_url=mock.base_url, token="viewer-token", **WITHOUT_WAITS) as omni:
            assert await list_document_drafts.asyncio(document, client=omni.api) == []
            assert omni.api.get_async_httpx_client() is omni.api.get_async_httpx_client()

    asyncio.run(run())
    assert mock.state.requests[-1].status_code == 200
