"""Bodies and responses that are not JSON."""

from typing import Any

import pytest

from openapi.repair import repair_description
from openapi.repair.contents import binary_content_types
from support.repairs import apply_rule, describe, pointers_of

BINARY = {"type": "string", "format": "binary"}
OCTETS = {"type": "string", "contentMediaType": "application/octet-stream"}


def test_content_that_is_not_json_becomes_a_binary_or_plain_string() -> None:
    content = {
        "image/png": {},
        "text/csv": {"schema": {"type": "string", "format": "binary"}},
        "application/json": {},
    }
    body = {"content": {"text/plain": {"schema": {"type": "string"}}, "multipart/form-data": {}}}
    responses = {"200": {"description": "d", "content": content}}
    paths = {"/a": {"post": {"requestBody": body, "responses": responses}}}
    document, repairs = repair_description(describe({}, paths=paths))
    operation = document["paths"]["/a"]["post"]
    assert operation["responses"]["200"]["content"] == {
        "image/png": {"schema": {"type": "string", "format": "binary"}},
        "text/csv": {"schema": {"type": "string"}},
        "application/json": {},
    }
    assert operation["requestBody"]["content"]["text/plain"] == {"schema": {"type": "string", "format": "binary"}}
    assert len(pointers_of(repairs, "content-that-is-not-json")) == 3


@pytest.mark.parametrize("in_components", [False, True])
def test_binary_content_types_are_all_but_json_forms_and_text_of_responses(in_components: bool) -> None:
    sent = ["application/json", "Application/JSON", "a/b+json", "multipart/form-data", "text/csv", "image/png"]
    sent += ["application/x-www-form-urlencoded", "application/json; charset=utf-8"]
    received = ["application/problem+json", "TEXT/plain", "text/html", "application/pdf"]
    body: Any = {"content": {media_type: {} for media_type in sent}}
    response: Any = {"description": "d", "content": {media_type: {} for media_type in received}}
    components = {"requestBodies": {"B": body}, "responses": {"R": response}}
    operation = {"requestBody": body, "responses": {"200": response}}
    references = {
        "requestBody": {"$ref": "#/components/requestBodies/B"},
        "responses": {"200": {"$ref": "#/components/responses/R"}},
    }
    more = {"components": components} if in_components else {"components": {}}
    description = describe({}, paths={"/a": {"post": references if in_components else operation}}, **more)
    assert list(binary_content_types(description.document)) == ["application/pdf", "image/png", "text/csv"]
    document, repairs = repair_description(description)
    owner = (
        document["components"]["requestBodies"]["B"]
        if in_components
        else document["paths"]["/a"]["post"]["requestBody"]
    )
    assert owner["content"]["image/png"] == {"schema": BINARY}
    assert len(pointers_of(repairs, "content-that-is-not-json")) == 5


@pytest.mark.parametrize("schema", [{"type": "string", "maxLength": 3}, {"type": "array", "items": {}}])
def test_another_schema_of_content_that_is_not_json_stays(schema: Any) -> None:
    content = {"image/png": {"schema": schema}, "text/csv": {"schema": schema}}
    paths = {"/a": {"get": {"responses": {"200": {"description": "d", "content": content}}}}}
    document, _ = repair_description(describe({}, paths=paths))
    assert document["paths"]["/a"]["get"]["responses"]["200"]["content"] == content


@pytest.mark.parametrize(
    "schema",
    [
        OCTETS | {"contentEncoding": "base64"},
        OCTETS | {"format": "byte"},
        OCTETS | {"type": "array"},
        OCTETS | {"contentMediaType": "image/png"},
    ],
)
def test_add_binary_format_keeps_encoded_and_formatted_strings(schema: Any) -> None:
    assert apply_rule("files-by-media-type", schema) == schema
