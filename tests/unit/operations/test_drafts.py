"""The flows of drafts, response by response, without I/O: their requests, and their results."""

from typing import Any
from uuid import UUID

import pytest

from omni_drafts import Draft, DraftBranch, DraftNotFoundError, DraftResult, UnexpectedResponseError
from omni_drafts._operations.drafts import ensure_draft, get_draft, get_or_create_draft, list_drafts
from support.flows import FlowRequest, listed_draft, run_flow

BRANCH = UUID("a9bc51d2-1234-5678-9abc-def012345678")
OTHER = UUID("3c90c3cc-0d44-4b50-8888-8dd25736052a")
LIST = FlowRequest("GET", "/api/v1/documents/doc/drafts")
CREATE_PATH = "/api/v1/documents/doc/draft"


def test_list_drafts_returns_the_drafts_of_one_request() -> None:
    drafts, requests = run_flow(
        list_drafts("doc", include_archived=False), [listed_draft("a"), listed_draft("b", BRANCH)]
    )
    assert [draft.id for draft in drafts] == ["a", "b"]
    assert requests == [LIST]


def test_list_drafts_with_archived_drafts_asks_for_them() -> None:
    drafts, requests = run_flow(list_drafts("doc", include_archived=True), [listed_draft("a", status="archived")])
    assert [draft.status for draft in drafts] == ["archived"]
    assert requests == [FlowRequest("GET", "/api/v1/documents/doc/drafts?include=archived")]


@pytest.mark.parametrize(("branch_id", "expected"), [(None, "main"), (BRANCH, "one")])
def test_get_draft_returns_the_draft_on_exactly_that_branch(branch_id: UUID | None, expected: str) -> None:
    drafts = [listed_draft("other", OTHER), listed_draft("one", BRANCH), listed_draft("main")]
    draft, requests = run_flow(get_draft("doc", branch_id), drafts)
    assert draft.id == expected
    assert requests == [LIST]


def test_get_draft_with_a_branch_that_is_listed_in_capitals_returns_its_draft() -> None:
    listed = listed_draft("one") | {"branch": {"id": str(BRANCH).upper(), "name": None}}
    draft, _ = run_flow(get_draft("doc", BRANCH), [listed])
    assert draft.id == "one"


@pytest.mark.parametrize(
    "drafts",
    [
        [],
        [listed_draft("main")],
        [listed_draft("elsewhere", OTHER)],
        [listed_draft("archived", BRANCH, status="archived")],
    ],
)
def test_get_draft_without_a_draft_on_the_branch_raises(drafts: list[dict[str, Any]]) -> None:
    with pytest.raises(DraftNotFoundError, match=f"document doc has no active draft on branch {BRANCH}$"):
        run_flow(get_draft("doc", BRANCH), drafts)


@pytest.mark.parametrize(
    "drafts",
    [
        [],
        [listed_draft("on-a-branch", BRANCH)],
        [listed_draft("archived", status="archived")],
        [listed_draft("newer", status="a-newer-status")],
    ],
)
def test_get_draft_without_a_main_draft_raises(drafts: list[dict[str, Any]]) -> None:
    with pytest.raises(DraftNotFoundError, match=r"document doc has no active main draft$"):
        run_flow(get_draft("doc", None), drafts)


@pytest.mark.parametrize(("branch_id", "body"), [(BRANCH, {"branchId": str(BRANCH)}), (None, {})])
def test_ensure_draft_sends_one_request(branch_id: UUID | None, body: dict[str, str]) -> None:
    draft_id, requests = run_flow(ensure_draft("doc", branch_id), {"identifier": "new"})
    assert draft_id == "new"
    assert requests == [FlowRequest("POST", CREATE_PATH, body)]


def test_get_or_create_of_an_existing_draft_sends_one_request() -> None:
    flow = get_or_create_draft("doc", BRANCH, fetch_details=True)
    result, requests = run_flow(flow, [listed_draft("a"), listed_draft("b", BRANCH)])
    assert (result.draft.id, result.created) == ("b", False)
    assert requests == [LIST]


def test_get_or_create_of_a_new_draft_sends_two_requests_and_returns_no_details() -> None:
    flow = get_or_create_draft("doc", BRANCH, fetch_details=False)
    result, requests = run_flow(flow, [listed_draft("a")], {"identifier": "b"})
    draft = Draft(id="b", document_id="doc", branch=DraftBranch(BRANCH, name=None))
    assert result == DraftResult(draft, created=True)
    assert requests == [LIST, FlowRequest("POST", CREATE_PATH, {"branchId": str(BRANCH)})]


def test_get_or_create_with_details_of_a_new_draft_sends_a_third_request() -> None:
    flow = get_or_create_draft("doc", None, fetch_details=True)
    result, requests = run_flow(flow, [], {"identifier": "b"}, [listed_draft("c", BRANCH), listed_draft("b")])
    assert (result.draft.id, result.draft.status, result.created) == ("b", "active", True)
    assert requests == [LIST, FlowRequest("POST", CREATE_PATH, {}), LIST]


def test_get_or_create_of_a_draft_that_is_discarded_during_the_call_returns_no_details() -> None:
    flow = get_or_create_draft("doc", None, fetch_details=True)
    result, _ = run_flow(flow, [], {"identifier": "b"}, [])
    assert result == DraftResult(Draft(id="b", document_id="doc", branch=None), created=True)


@pytest.mark.parametrize("branch_id", [None, BRANCH])
def test_get_or_create_of_a_draft_that_is_replaced_during_the_call_returns_no_details(
    branch_id: UUID | None,
) -> None:
    flow = get_or_create_draft("doc", branch_id, fetch_details=True)
    result, _ = run_flow(flow, [], {"identifier": "mine"}, [listed_draft("created-anew", branch_id)])
    branch = None if branch_id is None else DraftBranch(branch_id, name=None)
    assert result == DraftResult(Draft(id="mine", document_id="doc", branch=branch), created=True)


ON_ANOTHER_BRANCH = [(BRANCH, None), (None, BRANCH), (OTHER, BRANCH)]


@pytest.mark.parametrize(("branch_id", "actual"), ON_ANOTHER_BRANCH)
@pytest.mark.parametrize("fetch_details", [False, True])
def test_get_or_create_of_a_draft_that_was_listed_on_another_branch_raises(
    *, branch_id: UUID | None, actual: UUID | None, fetch_details: bool
) -> None:
    flow = get_or_create_draft("doc", branch_id, fetch_details)
    with pytest.raises(UnexpectedResponseError, match="draft a, which is on another branch"):
        run_flow(flow, [listed_draft("a", actual)], {"identifier": "a"})


@pytest.mark.parametrize(("branch_id", "actual"), ON_ANOTHER_BRANCH)
def test_get_or_create_with_details_of_a_draft_on_another_branch_raises(
    branch_id: UUID | None, actual: UUID | None
) -> None:
    flow = get_or_create_draft("doc", branch_id, fetch_details=True)
    with pytest.raises(UnexpectedResponseError, match="draft a, which is on another branch"):
        run_flow(flow, [], {"identifier": "a"}, [listed_draft("a", actual)])


def test_get_or_create_of_a_draft_that_was_listed_as_archived_does_not_count_it_as_created() -> None:
    flow = get_or_create_draft("doc", BRANCH, fetch_details=False)
    result, _ = run_flow(flow, [listed_draft("a", BRANCH, status="archived")], {"identifier": "a"})
    assert result.created is False


def test_get_or_create_with_details_of_a_draft_that_was_listed_as_archived_does_not_count_it_as_created() -> None:
    flow = get_or_create_draft("doc", BRANCH, fetch_details=True)
    archived, active = listed_draft("a", BRANCH, status="archived"), listed_draft("a", BRANCH)
    result, _ = run_flow(flow, [archived], {"identifier": "a"}, [active])
    assert (result.draft.status, result.created) == ("active", False)


def test_get_or_create_does_not_take_details_from_an_archived_draft() -> None:
    flow = get_or_create_draft("doc", BRANCH, fetch_details=True)
    result, _ = run_flow(flow, [], {"identifier": "a"}, [listed_draft("a", BRANCH, status="archived")])
    assert (result.draft.id, result.draft.status) == ("a", None)


def test_get_or_create_with_an_archived_draft_creates_another() -> None:
    flow = get_or_create_draft("doc", None, fetch_details=False)
    result, _ = run_flow(flow, [listed_draft("a", status="archived")], {"identifier": "b"})
    assert (result.draft.id, result.created) == ("b", True)
