"""Each error that the description documents, over HTTP, with its literal message."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from omni_drafts.mock import MockServer, MockState, Permission
from openapi.reading.description import read_description

CREATE, LIST, NEW = (
    ("post", "/v1/documents/{documentId}/draft"),
    ("get", "/v1/documents/{identifier}/drafts"),
    ("post", "/v1/documents"),
)
DRAFT, DRAFTS, DOCUMENTS = "/v1/documents/{}/draft", "/v1/documents/{}/drafts", "/v1/documents"
EDITOR = {"Authorization": "Bearer editor-token"}
VIEWER = {"Authorization": "Bearer viewer-token"}
BODY = {"modelId": "a1b2c3d4-e5f6-7890-abcd-ef1234567890", "name": "Sales"}
OTHER_BODY = BODY | {"modelId": "3c90c3cc-0d44-4b50-8888-8dd25736052a"}
Send = Callable[[httpx.Client], httpx.Response]
UNAUTHORIZED = "Unauthorized - Invalid or missing API key"
TOO_MANY = "Too Many Requests - Rate limit exceeded (60 requests/minute)"
NO_EDITOR = "Permission denied - EDITOR role required"

REFUSALS: list[tuple[tuple[str, str], int, str, Send]] = [
    (CREATE, 400, "Document is not eligible for publishing workflow", lambda http: http.post(DRAFT.format("plain"))),
    (CREATE, 401, UNAUTHORIZED, lambda http: http.post(DRAFT.format("doc"), headers={"Authorization": ""})),
    (CREATE, 403, NO_EDITOR, lambda http: http.post(DRAFT.format("doc"), headers=VIEWER)),
    (CREATE, 404, "Document with identifier none not found", lambda http: http.post(DRAFT.format("none"))),
    (CREATE, 429, TOO_MANY, lambda http: http.post(DRAFT.format("doc"), headers={"Authorization": "Bearer busy"})),
    (
        LIST,
        400,
        "Invalid include parameter value",
        lambda http: http.get(DRAFTS.format("doc"), params={"include": "all"}),
    ),
    (LIST, 401, UNAUTHORIZED, lambda http: http.get(DRAFTS.format("doc"), headers={"Authorization": "Bearer x"})),
    (
        LIST,
        403,
        "You do not have permission to view this document.",
        lambda http: http.get(DRAFTS.format("private"), headers=VIEWER),
    ),
    (LIST, 404, "Document with identifier none not found", lambda http: http.get(DRAFTS.format("none"))),
    (
        LIST,
        404,
        "Published document with id unpublished does not exist",
        lambda http: http.get(DRAFTS.format("unpublished")),
    ),
    (LIST, 429, TOO_MANY, lambda http: http.get(DRAFTS.format("doc"), headers={"Authorization": "Bearer busy"})),
    (
        NEW,
        400,
        "Document with identifier doc already exists",
        lambda http: http.post(DOCUMENTS, json=BODY | {"identifier": "doc"}),
    ),
    (NEW, 401, UNAUTHORIZED, lambda http: http.post(DOCUMENTS, json=BODY, headers={"Authorization": "Basic x"})),
    (NEW, 403, NO_EDITOR, lambda http: http.post(DOCUMENTS, json=BODY, headers=VIEWER)),
    (NEW, 404, "Model or branch not found", lambda http: http.post(DOCUMENTS, json=OTHER_BODY)),
    (NEW, 429, TOO_MANY, lambda http: http.post(DOCUMENTS, json=BODY, headers={"Authorization": "Bearer busy"})),
]


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    state = MockState(now=lambda: datetime(2026, 5, 6, tzinfo=UTC), rate_limit=1000)
    state.tokens["busy"] = Permission.EDITOR
    for _ in range(state.rate_limit):
        assert state.acquire_permit("busy") is None
    state.add_document("doc")
    state.add_document("plain", eligible=False)
    state.add_document("unpublished", published=False)
    state.add_document("private", permissions={"viewer-token": Permission.NONE})
    state.add_model(UUID(BODY["modelId"]))
    with MockServer(state) as mock, httpx.Client(base_url=mock.api_url, headers=EDITOR) as client:
        yield client


@pytest.mark.parametrize(("operation", "status_code", "message", "send"), REFUSALS)
def test_mock_with_a_wrong_request_sends_the_documented_error(
    operation: tuple[str, str], status_code: int, message: str, send: Send, http: httpx.Client
) -> None:
    response = send(http)
    assert (response.request.method.lower(), response.status_code) == (operation[0], status_code)
    assert response.json() == {"error": str(status_code), "message": message}
    assert response.headers["Content-Type"] == "application/json"
    assert ("Retry-After" in response.headers) == (status_code == 429)


def documented_errors(root: Path) -> Iterator[tuple[tuple[str, str], int, Mapping[str, Any]]]:
    """Iterate over the errors of the description, each with its operation and status code."""
    document = read_description(root / "openapi.yaml").document
    for path, item in document["paths"].items():
        for method, operation in item.items():
            for status_code, response in operation["responses"].items():
                if not status_code.startswith("2"):
                    name = response.get("$ref", "").rpartition("/")[2]
                    resolved = document["components"]["responses"][name] if name else response
                    yield (method, path), int(status_code), resolved


def test_refusals_contain_each_documented_status_code(root: Path) -> None:
    documented = {(operation, status_code) for operation, status_code, _ in documented_errors(root)}
    assert documented == {row[:2] for row in REFUSALS}


def test_refusals_contain_each_documented_message(root: Path) -> None:
    documented = [
        (operation, status_code, message)
        for operation, status_code, response in documented_errors(root)
        for message in re.findall(r"^- `?(.+?)`?$", response["description"], re.MULTILINE)
    ]
    assert len(documented) == 7
    assert [error for error in documented if not is_tested(*error)] == []


def is_tested(operation: tuple[str, str], status_code: int, documented: str) -> bool:
    """Return whether a refusal has a documented message, in which `<name>` stands for any word."""
    pattern = re.sub(r"<\w+>", r"\\w+", re.sub(r"([.()\-])", r"\\\1", documented))
    messages = [message for *error, message, _ in REFUSALS if error == [operation, status_code]]
    return any(re.fullmatch(pattern, message) for message in messages)
