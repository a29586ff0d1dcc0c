"""The mock of other descriptions, whose paths, properties and errors differ from those of openapi.yaml."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from omni_drafts.mock import MockServer, MockState

MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
EDITOR = {"Authorization": "Bearer editor-token"}


def json_content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def object_of_strings(*names: str) -> dict[str, Any]:
    properties: dict[str, Any] = {name: {"type": "string"} for name in names}
    return {"type": "object", "properties": properties, "required": list(names), "additionalProperties": False}


API_ERROR = {
    "type": "object",
    "properties": {"detail": {"type": "string"}, "status": {"type": "integer"}},
    "required": ["detail", "status"],
    "additionalProperties": False,
}
IDENTIFIER = {"name": "identifier", "in": "path", "required": True, "schema": {"type": "string"}}
CREATED = {
    "type": "object",
    "properties": {
        "dashboard": {"allOf": [object_of_strings("dashboardId", "id")], "description": "Created dashboard"},
        "workbook": {"$ref": "#/components/schemas/Workbook"},
        "version": {"type": "integer", "minimum": 3},
    },
    "required": ["dashboard", "workbook", "version"],
}
INSTANCE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Omni", "version": "1"},
    "paths": {
        "/api/v1/documents/{identifier}/draft": {
            "parameters": [IDENTIFIER],
            "post": {
                "requestBody": json_content({"type": "object", "properties": {"branchId": {"type": "string"}}}),
                "responses": {
                    "200": {"description": "Created", **json_content(object_of_strings("identifier"))},
                    "400": {"description": "Document is not eligible for publishing workflow"},
                    "401": {"description": "Authentication required", **json_content(API_ERROR)},
                    "404": {"description": "Not found", **json_content(API_ERROR)},
                },
            },
        },
        "/api/v1/documents": {
            "post": {
                "requestBody": json_content(object_of_strings("modelId", "name")),
                "responses": {
                    "201": {"description": "Created", **json_content(CREATED)},
                    "404": {"description": "Model or branch not found", **json_content(object_of_strings("error"))},
                },
            },
        },
    },
    "components": {"schemas": {"Workbook": object_of_strings("documentId", "id")}},
}


def with_server(url: str) -> dict[str, Any]:
    """Return the description in the documentation dialect, whose server has the prefix instead of the paths."""
    document = copy.deepcopy(INSTANCE)
    document["paths"] = {path.removeprefix("/api"): item for path, item in document["paths"].items()}
    variables = {"space": {"default": "api"}, "instance": {"default": "blobsrus"}}
    return document | {"servers": [{"url": url, "variables": variables}]}


SERVED = {
    "no server": (INSTANCE, ""),
    "server without path": (INSTANCE | {"servers": [{"url": "/"}]}, ""),
    "server with path": (with_server("https://{instance}.omniapp.co/{space}/"), "/api"),
    "no prefix": (with_server("https://{instance}.omniapp.co"), ""),
}


@pytest.fixture(params=SERVED)
def server(request: pytest.FixtureRequest) -> Iterator[MockServer]:
    """Serve a description."""
    state = MockState(random=Random(1), rate_limit=0)
    with MockServer(state, description=SERVED[request.param][0]) as server:
        yield server


@pytest.fixture
def state(server: MockServer) -> MockState:
    return server.state


@pytest.fixture
def http(server: MockServer, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Return a client whose paths start after `/api`, where the description has it."""
    name = request.node.callspec.params["server"]
    base_url = server.base_url if name == "no prefix" else f"{server.base_url}/api"
    with httpx.Client(base_url=base_url, headers=EDITOR) as client:
        yield client


def test_api_url_has_path_of_server(server: MockServer, request: pytest.FixtureRequest) -> None:
    _, prefix = SERVED[request.node.callspec.params["server"]]
    assert server.api_url == f"{server.base_url}{prefix}"


def test_create_document_returns_valid_body(http: httpx.Client, state: MockState) -> None:
    response = http.post("/v1/documents", json={"modelId": MODEL, "name": "Sales"})
    assert response.status_code == 201
    body = response.json()
    Draft202012Validator(CREATED | {"components": INSTANCE["components"]}).validate(body)
    (document,) = state.documents.values()
    assert body["workbook"] == {"documentId": str(document.id), "id": str(document.id)}
    assert body["version"] == 3


def test_create_document_adds_document_to_state(http: httpx.Client, state: MockState) -> None:
    http.post("/v1/documents", json={"modelId": MODEL, "name": "Sales"})
    (document,) = state.documents.values()
    assert (str(document.model_id), document.name) == (MODEL, "Sales")


def test_create_draft_by_identifier_or_id_returns_same_draft(http: httpx.Client, state: MockState) -> None:
    document = state.add_document("doc")
    bodies = [http.post(f"/v1/documents/{name}/draft").json() for name in ("doc", document.id)]
    assert bodies == [{"identifier": state.drafts[0].identifier}] * 2


def test_model_that_is_not_uuid_returns_404(http: httpx.Client) -> None:
    response = http.post("/v1/documents", json={"modelId": "m", "name": "Sales"})
    assert (response.status_code, response.json()) == (404, {"error": "Model or branch not found"})


def test_branch_that_is_not_uuid_returns_404(http: httpx.Client, state: MockState) -> None:
    state.add_document("doc")
    response = http.post("/v1/documents/doc/draft", json={"branchId": "main"})
    assert (response.status_code, response.json()) == (404, {"detail": "Document or branch not found", "status": 404})


def test_create_document_with_optional_body_requires_properties(http: httpx.Client) -> None:
    response = http.post("/v1/documents")
    assert (response.status_code, response.json()["message"]) == (400, "Bad Request: modelId: is missing")


def test_error_with_documented_schema_has_this_schema(http: httpx.Client) -> None:
    response = http.post("/v1/documents/doc/draft", headers={"Authorization": "Bearer other"})
    assert (response.status_code, response.json()) == (401, {"detail": "Authentication required", "status": 401})


def test_error_with_documented_schema_has_message_of_state(http: httpx.Client) -> None:
    response = http.post("/v1/documents/doc/draft")
    assert response.status_code == 404
    assert response.json() == {"detail": "Document with identifier doc not found", "status": 404}


def test_error_without_documented_schema_has_usual_schema(http: httpx.Client, state: MockState) -> None:
    state.add_document("plain", eligible=False)
    response = http.post("/v1/documents/plain/draft")
    message = "Document is not eligible for publishing workflow"
    assert (response.status_code, response.json()) == (400, {"error": "400", "message": message})


@pytest.mark.parametrize("path_type", [Path, str])
def test_description_in_file_is_served(path_type: type, tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(with_server("https://omni.test/here")), "utf-8")
    with MockServer(description=path_type(file)) as server:
        assert server.api_url == f"{server.base_url}/here"


def test_path_parameter_with_encoded_slash_is_one_segment(http: httpx.Client) -> None:
    response = http.post("/v1/documents/a%2Fb%20c/draft")
    assert response.json()["detail"] == "Document with identifier a/b c not found"


@pytest.fixture(scope="module")
def http_without_body_schemas() -> Iterator[httpx.Client]:
    """Serve the description with bodies that have no schema."""
    description = copy.deepcopy(INSTANCE)
    for item in description["paths"].values():
        item["post"]["requestBody"] = json_content({})
    with (
        MockServer(description=description) as server,
        httpx.Client(base_url=f"{server.base_url}/api", headers=EDITOR) as client,
    ):
        server.state.add_document("doc")
        yield client


INVALID_BODY = {"modelId": 5, "branchId": []}


@pytest.mark.parametrize("body", [[1], 5, INVALID_BODY])
def test_create_document_with_invalid_body_without_schema_returns_400(
    body: object, http_without_body_schemas: httpx.Client
) -> None:
    assert http_without_body_schemas.post("/v1/documents", json=body).status_code == 400


@pytest.mark.parametrize(("body", "status_code"), [([1], 200), (5, 200), (INVALID_BODY, 404)])
def test_create_draft_with_body_without_schema_reads_objects_only(
    body: object, status_code: int, http_without_body_schemas: httpx.Client
) -> None:
    assert http_without_body_schemas.post("/v1/documents/doc/draft", json=body).status_code == status_code
