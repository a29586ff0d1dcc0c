"""Bodies and responses that are not JSON."""

from openapi.repair import repair_description
from support.repairs import describe, pointers_of


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
