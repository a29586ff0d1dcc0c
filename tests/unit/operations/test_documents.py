"""The flow that creates a document: its request, and its result."""

from typing import Any
from uuid import UUID

import pytest

from omni_drafts._operations.documents import create_document
from support.flows import FlowRequest, run_flow

MODEL = UUID("a9bc51d2-1234-5678-9abc-def012345678")
DOCUMENT_ID, WORKBOOK_ID, DASHBOARD_ID = UUID(int=1), UUID(int=2), UUID(int=3)
WORKBOOK = {
    "identifier": "sales",
    "name": "Sales",
    "id": str(WORKBOOK_ID),
    "documentId": str(DOCUMENT_ID),
    "deletedAt": None,
}
CREATED = {"workbook": WORKBOOK, "dashboard": {"id": str(DASHBOARD_ID), "dashboardId": str(DOCUMENT_ID)}}
QUERY = {"name": "Query 1", "query": {"fields": ["a"], "table": "orders", "limits": [1]}}


def test_create_document_sends_the_arguments_that_were_passed_alone() -> None:
    _, requests = run_flow(create_document(MODEL, "Sales", None, None, None), CREATED)
    assert requests == [FlowRequest("POST", "/api/v1/documents", {"modelId": str(MODEL), "name": "Sales"})]


def test_create_document_sends_all_arguments() -> None:
    _, requests = run_flow(create_document(MODEL, "Sales", "Of 2026", "sales", [QUERY]), CREATED)
    assert [request.json for request in requests] == [
        {
            "modelId": str(MODEL),
            "name": "Sales",
            "description": "Of 2026",
            "identifier": "sales",
            "queryPresentations": [QUERY],
        }
    ]


def test_create_document_returns_the_document() -> None:
    document, _ = run_flow(create_document(MODEL, "Sales", None, None, None), CREATED)
    assert (document.id, document.name, document.created_at) == ("sales", "Sales", None)
    assert (document.workbook_id, document.dashboard_id) == (WORKBOOK_ID, DASHBOARD_ID)


@pytest.mark.parametrize("dashboard", [{}, {"dashboard": None}])
def test_create_document_with_a_response_without_a_dashboard_returns_the_document(dashboard: dict[str, Any]) -> None:
    response = {"workbook": WORKBOOK} | dashboard
    document, _ = run_flow(create_document(MODEL, "Sales", None, None, None), response)
    assert (document.id, document.dashboard_id) == ("sales", None)


def test_create_document_with_a_response_without_an_identifier_returns_the_id_of_the_document() -> None:
    workbook = {name: value for name, value in WORKBOOK.items() if name != "identifier"}
    document, _ = run_flow(create_document(MODEL, "Sales", None, None, None), CREATED | {"workbook": workbook})
    assert (document.id, document.workbook_id) == (str(DOCUMENT_ID), WORKBOOK_ID)
