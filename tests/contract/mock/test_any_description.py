"""The mock keeps whatever description it is given, and what is named or answered in another way there."""

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


def json_content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def names(*properties: str) -> dict[str, Any]:
    named: dict[str, Any] = {name: {"type": "string"} for name in properties}
    return {"type": "object", "properties": named, "required": list(properties), "additionalProperties": False}


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
        "dashboard": {"allOf": [names("dashboardId", "id")], "description": "Created dashboard"},
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
                    "200": {"description": "Made", **json_content(names("identifier"))},
                    "400": {"description": "Document is not eligible for publishing workflow"},
                    "401": {"description": "Authentication required", **json_content(API_ERROR)},
                    "404": {"description": "Not there", **json_content(API_ERROR)},
                },
            },
        },
        "/api/v1/documents": {
            "post": {
                "requestBody": json_content(names("modelId", "name")),
                "responses": {
                    "201": {"description": "Made", **json_content(CREATED)},
                    "404": {"description": "Model or branch not found", **json_content(names("error"))},
                },
            },
        },
    },
    "components": {"schemas": {"Workbook": names("documentId", "id")}},
}


def with_server(url: str) -> dict[str, Any]:
    """Write the instance's description as the documentation's: the prefix in the server, not in the paths."""
    document = copy.deepcopy(INSTANCE)
    document["paths"] = {path.removeprefix("/api"): item for path, item in document["paths"].items()}
    variables = {"space": {"default": "api"}, "instance": {"default": "blobsrus"}}
    return document | {"servers": [{"url": url, "variables": variables}]}


SERVED = {
    "/api": INSTANCE,
    "/": INSTANCE | {"servers": [{"url": "/"}]},
    "/{space}": with_server("https://{instance}.omniapp.co/{space}/"),
    "none": with_server("https://{instance}.omniapp.co"),
}


@pytest.fixture(params=SERVED)
def served(request: pytest.FixtureRequest) -> Iterator[tuple[MockState, httpx.Client]]:
    """Serve a description; the client's paths start after the prefix."""
    state = MockState(random=Random(1), rate_limit=0)
    headers = {"Authorization": "Bearer editor-token"}
    with MockServer(state, description=SERVED[request.param]) as mock:
        address = mock.base_url if request.param == "none" else f"{mock.base_url}/api"
        assert mock.api_url == (mock.base_url if request.param in ("none", "/", "/api") else address)
        with httpx.Client(base_url=address, headers=headers) as http:
            yield state, http


def test_a_document_is_created_and_answered_as_described(served: tuple[MockState, httpx.Client]) -> None:
    state, http = served
    created = http.post("/v1/documents", json={"modelId": MODEL, "name": "Sales"})
    assert created.status_code == 201
    body = created.json()
    Draft202012Validator(CREATED | {"components": INSTANCE["components"]}).validate(body)
    (document,) = state.documents.values()
    assert body["workbook"] == {"documentId": str(document.id), "id": str(document.id)}
    assert (str(document.model_id), document.name, body["version"]) == (MODEL, "Sales", 3)
    drafts = [http.post(f"/v1/documents/{name}/draft").json() for name in (document.identifier, document.id)]
    assert drafts == [{"identifier": state.drafts[0].identifier}] * 2


def test_a_model_or_branch_that_is_no_uuid_is_not_there(served: tuple[MockState, httpx.Client]) -> None:
    state, http = served
    state.add_document("doc")
    refused = http.post("/v1/documents", json={"modelId": "m", "name": "Sales"})
    assert (refused.status_code, refused.json()) == (404, {"error": "Model or branch not found"})
    refused = http.post("/v1/documents/doc/draft", json={"branchId": "main"})
    assert (refused.status_code, refused.json()) == (404, {"detail": "Document or branch not found", "status": 404})


def test_a_body_that_may_be_left_out_still_has_what_a_document_needs(served: tuple[MockState, httpx.Client]) -> None:
    _, http = served
    refused = http.post("/v1/documents")
    assert (refused.status_code, refused.json()["message"]) == (400, "Bad Request: modelId: is missing")


def test_an_error_has_the_shape_that_is_documented_for_its_status(served: tuple[MockState, httpx.Client]) -> None:
    state, http = served
    state.add_document("plain", eligible=False)
    refused = http.post("/v1/documents/doc/draft", headers={"Authorization": "Bearer other"})
    assert (refused.status_code, refused.json()) == (401, {"detail": "Authentication required", "status": 401})
    refused = http.post("/v1/documents/doc/draft")
    assert (refused.status_code, refused.json()) == (
        404,
        {"detail": "Document with identifier doc not found", "status": 404},
    )
    refused = http.post("/v1/documents/plain/draft")
    message = "Document is not eligible for publishing workflow"
    assert (refused.status_code, refused.json()) == (400, {"error": "400", "message": message})


def test_a_description_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(with_server("https://omni.test/here")), "utf-8")
    for name in (file, str(file)):
        with MockServer(description=name) as mock:
            assert mock.api_url == f"{mock.base_url}/here"


def test_a_slash_within_a_parameter_is_no_slash_of_the_path(served: tuple[MockState, httpx.Client]) -> None:
    _, http = served
    refused = http.post("/v1/documents/a%2Fb%20c/draft")
    assert refused.json()["detail"] == "Document with identifier a/b c not found"


@pytest.mark.parametrize("sent", [[1], 5, {"modelId": 5, "branchId": []}])
def test_a_body_of_which_nothing_is_described_is_still_no_document(sent: object) -> None:
    open_bodies = copy.deepcopy(INSTANCE)
    for item in open_bodies["paths"].values():
        item["post"]["requestBody"] = json_content({})
    headers = {"Authorization": "Bearer editor-token"}
    with MockServer(description=open_bodies) as mock, httpx.Client(base_url=mock.base_url, headers=headers) as http:
        mock.state.add_document("doc")
        assert http.post("/api/v1/documents", json=sent).status_code == 400
        assert http.post("/api/v1/documents/doc/draft", json=sent).status_code == (
            404 if isinstance(sent, dict) else 200
        )
