"""Each flow, answer by answer, with no I/O: what it asks, in which order, and what it makes of the answers."""

import inspect
from typing import Any, TypeVar
from uuid import UUID

import httpx
import pytest

from omni_drafts import Draft, DraftBranch, DraftNotFoundError, GotDraft, Omni, UnexpectedResponseError
from omni_drafts._documents import create_document
from omni_drafts._drafts import ensure_draft, get_draft, get_or_create_draft, list_drafts
from omni_drafts._flow import Flow, Request, drive

T = TypeVar("T")

BRANCH = UUID("a9bc51d2-1234-5678-9abc-def012345678")
OTHER = UUID("3c90c3cc-0d44-4b50-8888-8dd25736052a")
WORKBOOK = {"identifier": "sales", "name": "Sales", "id": str(OTHER), "documentId": str(OTHER), "deletedAt": None}
CREATED = {"workbook": WORKBOOK, "dashboard": {"id": str(OTHER), "dashboardId": str(OTHER)}}
QUERY = {"name": "Query 1", "query": {"fields": ["a"], "table": "orders", "limits": [1]}}


def listed(identifier: str, branch: UUID | None = None, status: str = "active") -> dict[str, Any]:
    """A draft as the API lists it."""
    return {
        "identifier": identifier,
        "publishedIdentifier": "doc",
        "branch": None if branch is None else {"id": str(branch), "name": None},
        "status": status,
    }


def run(flow: Flow[T], *answers: object) -> tuple[T, list[tuple[str, str, Any]]]:
    """Send a flow its answers; give its result, and what it asked for each."""
    asked = []
    client = httpx.Client(base_url="https://omni.test/api")
    request = next(flow)
    for answer in answers:
        built = client.build_request(**request.arguments)
        asked.append((built.method, built.url.raw_path.decode(), request.arguments.get("json")))
        try:
            request = flow.send(httpx.Response(200, json=answer, request=built))
        except StopIteration as stop:
            assert len(asked) == len(answers), "the flow ended before its last answer"
            return stop.value, asked
    raise AssertionError(f"the flow wants more: {request}")


def test_listing_asks_once() -> None:
    drafts, asked = run(list_drafts("doc", include_archived=False), [listed("a"), listed("b", BRANCH)])
    assert [draft.identifier for draft in drafts] == ["a", "b"]
    assert asked == [("GET", "/api/v1/documents/doc/drafts", None)]


def test_archived_drafts_are_asked_for() -> None:
    drafts, asked = run(list_drafts("doc", include_archived=True), [listed("a", status="archived")])
    assert [draft.status for draft in drafts] == ["archived"]
    assert asked == [("GET", "/api/v1/documents/doc/drafts?include=archived", None)]


@pytest.mark.parametrize(("branch", "found"), [(None, "none"), (BRANCH, "one"), (str(BRANCH).upper(), "one")])
def test_get_finds_the_draft_on_exactly_that_branch(branch: UUID | str | None, found: str) -> None:
    answer = [listed("other", OTHER), listed("one", BRANCH), listed("none")]
    draft, asked = run(get_draft("doc", branch), answer)
    assert draft.identifier == found
    assert len(asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        [],
        [listed("on-no-branch")],
        [listed("elsewhere", OTHER)],
        [listed("archived", BRANCH, status="archived")],
    ],
)
def test_get_takes_no_other_draft_for_the_one_on_a_branch(answer: list[dict[str, Any]]) -> None:
    with pytest.raises(DraftNotFoundError, match=f"no active draft on branch {BRANCH}"):
        run(get_draft("doc", BRANCH), answer)


@pytest.mark.parametrize("answer", [[], [listed("on-a-branch", BRANCH)], [listed("a", status="archived")]])
def test_get_takes_no_other_draft_for_the_one_on_no_branch(answer: list[dict[str, Any]]) -> None:
    with pytest.raises(DraftNotFoundError, match="no active draft on no branch"):
        run(get_draft("doc", None), answer)


def test_ensure_asks_for_the_draft_alone() -> None:
    assert run(ensure_draft("doc", str(BRANCH).upper()), {"identifier": "new"}) == (
        "new",
        [("POST", "/api/v1/documents/doc/draft", {"branchId": str(BRANCH)})],
    )
    assert run(ensure_draft("doc", None), {"identifier": "new"}) == (
        "new",
        [("POST", "/api/v1/documents/doc/draft", {})],
    )


def test_a_draft_that_exists_costs_one_request() -> None:
    got, asked = run(get_or_create_draft("doc", BRANCH, details=True), [listed("a"), listed("b", BRANCH)])
    assert (got.draft.identifier, got.created) == ("b", False)
    assert len(asked) == 1


def test_a_new_draft_costs_two_requests_and_has_no_details() -> None:
    got, asked = run(get_or_create_draft("doc", BRANCH, details=False), [listed("a")], {"identifier": "b"})
    draft = Draft(identifier="b", document_identifier="doc", branch=DraftBranch(BRANCH, name=None))
    assert got == GotDraft(draft, created=True)
    assert asked == [
        ("GET", "/api/v1/documents/doc/drafts", None),
        ("POST", "/api/v1/documents/doc/draft", {"branchId": str(BRANCH)}),
    ]


def test_the_details_of_a_new_draft_cost_a_third_request() -> None:
    got, asked = run(
        get_or_create_draft("doc", None, details=True), [], {"identifier": "b"}, [listed("c", BRANCH), listed("b")]
    )
    assert (got.draft.identifier, got.draft.status, got.created) == ("b", "active", True)
    listing = ("GET", "/api/v1/documents/doc/drafts", None)
    assert asked == [listing, ("POST", "/api/v1/documents/doc/draft", {}), listing]


def test_details_of_a_draft_that_is_discarded_meanwhile_are_none() -> None:
    got, _ = run(get_or_create_draft("doc", None, details=True), [], {"identifier": "b"}, [])
    assert got == GotDraft(Draft(identifier="b", document_identifier="doc", branch=None), created=True)


@pytest.mark.parametrize("details", [False, True])
def test_a_draft_that_the_list_has_on_another_branch_is_not_taken_for_the_one_asked_for(details: bool) -> None:
    for branch, elsewhere in ((BRANCH, listed("a")), (None, listed("a", BRANCH)), (OTHER, listed("a", BRANCH))):
        with pytest.raises(UnexpectedResponseError, match="draft a, which is on another branch"):
            run(get_or_create_draft("doc", branch, details), [elsewhere], {"identifier": "a"})
        if details:
            with pytest.raises(UnexpectedResponseError, match="draft a, which is on another branch"):
                run(get_or_create_draft("doc", branch, details), [], {"identifier": "a"}, [elsewhere])


def test_a_draft_that_was_seen_before_is_not_created() -> None:
    seen = [listed("a", BRANCH, status="archived")]
    got, _ = run(get_or_create_draft("doc", BRANCH, details=False), seen, {"identifier": "a"})
    assert got.created is False


def test_details_are_not_taken_from_an_archived_draft() -> None:
    flow = get_or_create_draft("doc", BRANCH, details=True)
    got, _ = run(flow, [], {"identifier": "a"}, [listed("a", BRANCH, status="archived")])
    assert (got.draft.identifier, got.draft.status) == ("a", None)


def test_an_archived_draft_is_not_got() -> None:
    got, _ = run(
        get_or_create_draft("doc", None, details=False), [listed("a", status="archived")], {"identifier": "b"}
    )
    assert (got.draft.identifier, got.created) == ("b", True)


def test_a_document_is_created_with_what_was_given_and_no_more() -> None:
    document, asked = run(create_document(BRANCH, "Sales", None, None, None), CREATED)
    assert (document.identifier, document.name, document.created_at) == ("sales", "Sales", None)
    assert asked == [("POST", "/api/v1/documents", {"modelId": str(BRANCH), "name": "Sales"})]


def test_a_document_is_created_with_all_that_was_given() -> None:
    flow = create_document(str(BRANCH), "Sales", "Of 2026", "sales", [QUERY])
    _, asked = run(flow, CREATED)
    assert asked[0][2] == {
        "modelId": str(BRANCH),
        "name": "Sales",
        "description": "Of 2026",
        "identifier": "sales",
        "queryPresentations": [QUERY],
    }


def test_a_document_whose_dashboard_is_left_out_is_not_lost() -> None:
    for dashboard in ({}, {"dashboard": None}):
        document, _ = run(create_document(BRANCH, "Sales", None, None, None), {"workbook": WORKBOOK} | dashboard)
        assert (document.identifier, document.dashboard_id) == ("sales", None)


def test_an_identifier_that_is_not_answered_is_the_documents_id() -> None:
    workbook = {name: value for name, value in WORKBOOK.items() if name != "identifier"}
    document, _ = run(create_document(BRANCH, "Sales", None, None, None), CREATED | {"workbook": workbook})
    assert (document.identifier, document.workbook_id) == (str(OTHER), OTHER)


def test_only_the_end_of_a_flow_is_its_end() -> None:
    """An iterator of answers that runs out raises `StopIteration`, too."""
    answers = iter([httpx.Response(200, json=[])])
    omni = Omni(instance="a", token="made-up", transport=httpx.MockTransport(lambda _: next(answers)))
    assert omni.drafts.list("doc") == []
    with pytest.raises(StopIteration):
        omni.drafts.list("doc")


def test_a_flow_is_closed_when_sending_fails() -> None:
    flow = list_drafts("doc", include_archived=False)

    def fail(_: Request) -> httpx.Response:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        drive(flow, fail)
    assert inspect.getgeneratorstate(flow) == inspect.GEN_CLOSED
