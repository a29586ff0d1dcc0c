"""The whole path over loopback: each call of both clients, what it gives, and what it costs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from conftest import AT_ONCE, Connect
from omni_drafts import Draft, DraftBranch, DraftNotFoundError, Omni
from omni_drafts.mock import MockServer, MockState

BRANCH = UUID("a9bc51d2-1234-5678-9abc-def012345678")
OTHER = UUID("3c90c3cc-0d44-4b50-8888-8dd25736052a")
MODEL = UUID("a1b2c3d4-e5f6-7890-abcd-ef1234567890")


def price(mock: MockServer, call: Callable[[], Any]) -> tuple[Any, int]:
    """Give a call's result, and how many requests the mock saw."""
    before = mock.state.request_count
    result = call()
    return result, mock.state.request_count - before


def test_each_call_at_its_price(omni: Omni, mock: MockServer) -> None:
    created, cost = price(
        mock, lambda: omni.documents.create(model_id=MODEL, name="Sales", identifier="sales", description="x")
    )
    assert (created.identifier, created.name, cost) == ("sales", "Sales", 1)

    new, cost = price(mock, lambda: omni.drafts.get_or_create("sales"))
    assert (new.created, new.draft.branch, new.draft.status, cost) == (True, None, None, 2)
    there, cost = price(mock, lambda: omni.drafts.get_or_create("sales"))
    assert (there.created, there.draft.status, cost) == (False, "active", 1)
    assert there.draft.identifier == new.draft.identifier

    detailed, cost = price(mock, lambda: omni.drafts.get_or_create("sales", branch_id=BRANCH, details=True))
    assert (detailed.created, detailed.draft.status, cost) == (True, "active", 3)
    there, cost = price(mock, lambda: omni.drafts.get_or_create("sales", branch_id=BRANCH, details=True))
    assert (there.created, there.draft, cost) == (False, detailed.draft, 1)

    ensured, cost = price(mock, lambda: omni.drafts.ensure("sales", branch_id=BRANCH))
    assert (ensured, cost) == (detailed.draft.identifier, 1)
    ensured, cost = price(mock, lambda: omni.drafts.ensure("sales", branch_id=OTHER))
    assert cost == 1

    drafts, cost = price(mock, lambda: omni.drafts.list("sales"))
    assert ({draft.identifier for draft in drafts}, cost) == (
        {new.draft.identifier, detailed.draft.identifier, ensured},
        1,
    )
    draft, cost = price(mock, lambda: omni.drafts.get("sales", branch_id=OTHER))
    assert (draft.identifier, cost) == (ensured, 1)


def test_a_listed_draft_has_definite_types(connect: Connect) -> None:
    moment = datetime(2026, 5, 6, 13, 44, 26, 123000, tzinfo=UTC)
    state = MockState(now=lambda: moment, random=Random(1), rate_limit=0)
    state.add_branch(BRANCH, "governance/relabel-age-average")
    state.add_document("doc")
    with MockServer(state) as mock:
        identifier = (omni := connect(base_url=mock.base_url, token="editor-token")).drafts.ensure(
            "doc", branch_id=BRANCH
        )
        assert omni.drafts.list("doc") == [
            Draft(
                identifier=identifier,
                document_identifier="doc",
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
        assert omni.drafts.list("doc")[0].created_at == moment


def test_drafts_on_branches_and_on_none_are_kept_apart(omni: Omni, mock: MockServer) -> None:
    mock.state.add_document("doc")
    on_none = omni.drafts.ensure("doc")
    with pytest.raises(DraftNotFoundError):
        omni.drafts.get("doc", branch_id=BRANCH)
    on_branch = omni.drafts.ensure("doc", branch_id=BRANCH)
    assert on_branch != on_none
    assert omni.drafts.get("doc").identifier == on_none
    assert omni.drafts.get("doc", branch_id=BRANCH).identifier == on_branch
    mock.state.archive_draft(on_none)
    with pytest.raises(DraftNotFoundError) as caught:
        omni.drafts.get("doc")
    assert (caught.value.status, caught.value.method) == (200, "GET")
    assert on_branch in caught.value.body


def test_branches_that_differ_in_case_are_one(omni: Omni, mock: MockServer) -> None:
    mock.state.add_document("doc")
    upper = str(BRANCH).upper()
    made = omni.drafts.get_or_create("doc", branch_id=upper)
    assert omni.drafts.get_or_create("doc", branch_id=str(BRANCH)).draft.identifier == made.draft.identifier
    assert omni.drafts.ensure("doc", branch_id=upper) == made.draft.identifier
    assert omni.drafts.get("doc", branch_id=BRANCH).identifier == made.draft.identifier


def test_an_archived_draft_is_listed_if_asked_for_and_never_got(omni: Omni, mock: MockServer) -> None:
    mock.state.add_document("doc")
    archived = omni.drafts.ensure("doc")
    mock.state.archive_draft(archived)
    assert omni.drafts.list("doc") == []
    assert [draft.status for draft in omni.drafts.list("doc", include_archived=True)] == ["archived"]
    got = omni.drafts.get_or_create("doc")
    assert got.created
    assert got.draft.identifier != archived


def test_a_draft_is_out_of_date_once_the_document_is_published_anew(connect: Connect) -> None:
    moments = iter(datetime(2026, 5, 6, tzinfo=UTC) + timedelta(hours=hour) for hour in range(1000))
    state = MockState(now=lambda: next(moments), rate_limit=0)
    state.add_document("doc")
    with MockServer(state) as mock:
        omni = connect(base_url=mock.base_url, token="editor-token")
        assert omni.drafts.get_or_create("doc", details=True).draft.out_of_date is False
        state.publish("doc")
        assert omni.drafts.get("doc").out_of_date is True


@pytest.mark.parametrize(
    "identifier", ["a b", "ä/".strip("/"), "100%", "a?b#c", "a;b=c", "a%2Fb", "...", "~", "日本"]
)
def test_identifiers_arrive_as_they_were_given(identifier: str, omni: Omni, mock: MockServer) -> None:
    mock.state.add_document(identifier)
    draft = omni.drafts.ensure(identifier)
    assert omni.drafts.get(identifier).identifier == draft


def test_the_generated_client_uses_the_same_connection_and_token(mock: MockServer) -> None:
    from omni_api_client.api.documents import list_document_drafts

    mock.state.add_document("doc")
    with Omni(base_url=mock.base_url, token="viewer-token", **AT_ONCE) as omni:
        assert list_document_drafts.sync("doc", client=omni.client) == []
        assert omni.client.get_httpx_client() is omni.client.get_httpx_client()
    assert mock.state.requests[-1].status == 200
