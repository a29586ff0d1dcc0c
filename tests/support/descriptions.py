"""A small description in the instance dialect, which has other names and a prefix in each path."""

import copy
from typing import Any

from openapi.reading.description import Description


def json_content(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a request body or response with a schema."""
    return {"content": {"application/json": {"schema": schema}}}


def reference(name: str) -> dict[str, Any]:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def success(name: str) -> dict[str, Any]:
    """Return a success with a schema."""
    return {"description": "Done", **json_content(reference(name))}


IDENTIFIER = {"name": "identifier", "in": "path", "required": True, "schema": {"type": "string"}}
TEXT = {"type": "string"}
ERRORS = {"401": {"description": "Authentication required"}, "404": {"description": "Not found"}}

INSTANCE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Omni API", "version": "1.0.0"},
    "security": [{"bearerAuth": []}],
    "paths": {
        "/api/v1/documents": {
            "get": {
                "operationId": "documentsList",
                "tags": ["Documents"],
                "responses": {"200": success("DocumentsListResponse")},
            },
            "post": {
                "operationId": "documentsCreate",
                "tags": ["Documents"],
                "requestBody": json_content(reference("DocumentsCreateBody")),
                "responses": {"201": success("DocumentsCreateResponse"), **ERRORS},
            },
        },
        "/api/v1/documents/{id}/draft": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "post": {
                "operationId": "documentsCreateDraft",
                "tags": ["Drafts"],
                "requestBody": json_content(reference("DocumentsCreateDraftBody")),
                "responses": {"200": success("DocumentsCreateDraftResponse"), **ERRORS},
            },
            "delete": {
                "operationId": "documentsDiscardDraft",
                "tags": ["Documents"],
                "responses": {"200": {"description": "Discarded"}},
            },
        },
        "/api/v1/documents/{identifier}/drafts": {
            "get": {
                "operationId": "documentsListDrafts",
                "tags": ["Documents"],
                "parameters": [IDENTIFIER, {"name": "include", "in": "query", "schema": TEXT}],
                "responses": {"200": success("DocumentsListDraftsResponse"), **ERRORS},
            },
        },
        "/api/v2/drafts": {
            "post": {
                "operationId": "createDraft",
                "tags": ["Documents"],
                "requestBody": json_content(reference("CreateDraftBody")),
                "responses": {"200": success("CreatedDraft")},
            },
        },
    },
    "components": {
        "securitySchemes": {"bearerAuth": {"type": "http", "scheme": "bearer"}},
        "parameters": {"Id": {**IDENTIFIER, "name": "id"}},
        "schemas": {
            "CreateDraftBody": {"type": "object", "properties": {"document": TEXT}, "required": ["document"]},
            "CreatedDraft": {"type": "object", "properties": {"draft": reference("DocumentsDraftListItem")}},
            "DocumentsListResponse": {"type": "object", "properties": {"names": {"type": "array", "items": TEXT}}},
            "DocumentsCreateBody": {
                "type": "object",
                "properties": {
                    "modelId": TEXT,
                    "name": TEXT,
                    "description": {"type": ["string", "null"]},
                    "identifier": {"allOf": [reference("DocumentIdentifier"), {"description": "Chosen"}]},
                    "queryPresentations": {
                        "type": "array",
                        "items": {"type": "object", "properties": {"name": TEXT}, "required": ["name"]},
                    },
                },
                "required": ["modelId", "name"],
            },
            "DocumentIdentifier": {"type": "string", "minLength": 2},
            "DocumentsCreateResponse": {
                "type": "object",
                "properties": {
                    "dashboard": {"type": "object", "properties": {"id": TEXT}, "required": ["id"]},
                    "workbook": {"type": "object", "properties": {"id": TEXT, "documentId": TEXT}},
                },
                "required": ["dashboard", "workbook"],
            },
            "DocumentsCreateDraftBody": {"type": "object", "properties": {"branchId": TEXT}},
            "DocumentsCreateDraftResponse": {
                "type": "object",
                "properties": {"identifier": TEXT},
                "required": ["identifier"],
            },
            "DocumentsListDraftsResponse": {"type": "array", "items": reference("DocumentsDraftListItem")},
            "DocumentsDraftListItem": {
                "type": "object",
                "properties": {
                    "identifier": TEXT,
                    "publishedIdentifier": TEXT,
                    "workbookModelId": TEXT,
                    "branch": {"anyOf": [reference("BranchOfDraft"), {"type": "null"}]},
                    "status": {"type": "string", "enum": ["active", "archived"]},
                    "draftOutOfDate": {"type": "boolean"},
                    "createdAt": TEXT,
                    "updatedAt": TEXT,
                    "createdBy": reference("DraftUser"),
                    "lastEditedBy": reference("DraftUser"),
                },
                "required": ["identifier", "status"],
            },
            "BranchOfDraft": {"type": "object", "properties": {"id": TEXT, "name": {"type": ["string", "null"]}}},
            "DraftUser": {"type": "object", "properties": {"name": TEXT}},
        },
    },
}


def instance() -> Description:
    """Return a copy of the description, which the caller may change."""
    return Description("instance.json", "", copy.deepcopy(INSTANCE))
