"""The binding to the generated operations: requests, and responses that the generated parsers reject."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from omni_drafts import UnexpectedResponseError
from omni_drafts._operations.binding.client import create_generated_client
from omni_drafts._operations.binding.documents import create_document
from omni_drafts._operations.binding.drafts import list_document_drafts
from support.flows import listed_draft, run_flow, run_flow_on

MODEL = UUID(int=1)
ID = str(UUID(int=2))
NAMES = {"identifier": "sales", "name": "Sales", "id": ID, "documentId": ID, "deletedAt": None}
CREATED = {"workbook": NAMES, "dashboard": {"id": ID, "dashboardId": ID}}


def creation(name: Any = "Sales", query_presentations: list[dict[str, Any]] | None = None) -> Any:
    """Return the flow that creates a document."""
    return create_document(
        model_id=MODEL, name=name, description=None, identifier=None, query_presentations=query_presentations
    )


def test_create_document_with_an_empty_list_sends_it() -> None:
    _, (request,) = run_flow(creation(query_presentations=[]), CREATED)
    assert request.json["queryPresentations"] == []


def test_create_document_with_an_argument_that_the_description_rejects_raises_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"^name: an integer, where a string is documented$"):
        next(creation(name=5))


@pytest.mark.parametrize("status_code", [200, 201])
def test_create_document_with_either_status_returns_the_document(status_code: int) -> None:
    document, _ = run_flow_on(creation(), httpx.Response(status_code, json=CREATED))
    assert document.id == "sales"


@pytest.mark.parametrize("status_code", [200, 201])
def test_create_document_with_a_null_that_is_not_documented_returns_the_document(status_code: int) -> None:
    response = httpx.Response(status_code, json=CREATED | {"workbook": NAMES | {"name": None}})
    document, _ = run_flow_on(creation(), response)
    assert (document.id, document.name) == ("sales", None)


def test_create_document_with_an_undocumented_status_raises() -> None:
    with pytest.raises(UnexpectedResponseError, match=r": 202: an undocumented status$"):
        run_flow_on(creation(), httpx.Response(202, json=CREATED))


def test_list_document_drafts_with_an_undocumented_null_keeps_every_other_value() -> None:
    listed = listed_draft("a", draftOutOfDate=False, createdBy=None, lastEditedBy={"name": ""})
    parsed, _ = run_flow(list_document_drafts("doc", include_archived=False), [listed])
    (draft,) = parsed.value
    assert (draft.out_of_date, draft.created_by, draft.last_edited_by) == (False, None, "")


def test_list_document_drafts_with_an_undocumented_null_and_without_a_branch_raises() -> None:
    listed = listed_draft("a", createdBy=None)
    del listed["branch"]
    with pytest.raises(UnexpectedResponseError, match=r"/0/branch: missing(, and required)?$"):
        run_flow(list_document_drafts("doc", include_archived=False), [listed])


def test_list_document_drafts_with_json_that_is_too_deep_raises() -> None:
    response = httpx.Response(200, content=b"[" * 100_000, headers={"Content-Type": "application/json"})
    with pytest.raises(UnexpectedResponseError, match="a body that is not JSON"):
        run_flow_on(list_document_drafts("doc", include_archived=False), response)


def test_generated_client_that_is_copied_keeps_the_timeout() -> None:
    client = create_generated_client("https://omni.test/api", "made-up-token", httpx.Timeout(3))
    client = client.with_headers({"A": "b"})
    with client.get_httpx_client() as sending:
        assert sending.timeout == httpx.Timeout(3)
