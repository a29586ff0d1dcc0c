"""Bodies and responses that are not JSON."""

from openapi.repair import repair_description
from support.repairs import describe, places_of


def test_content_that_is_not_json_is_said_to_be_bytes_or_text() -> None:
    content = {
        "image/png": {},
        "text/csv": {"schema": {"type": "string", "format": "binary"}},
        "application/json": {},
    }
    body = {"content": {"text/plain": {"schema": {"type": "string"}}, "multipart/form-data": {}}}
    answers = {"200": {"description": "d", "content": content}}
    paths = {"/a": {"post": {"requestBody": body, "responses": answers}}}
    document, repairs = repair_description(describe({}, paths=paths))
    operation = document["paths"]["/a"]["post"]
    assert operation["responses"]["200"]["content"] == {
        "image/png": {"schema": {"type": "string", "format": "binary"}},
        "text/csv": {"schema": {"type": "string"}},
        "application/json": {},
    }
    assert operation["requestBody"]["content"]["text/plain"] == {"schema": {"type": "string", "format": "binary"}}
    assert len(places_of(repairs, "content-that-is-not-json")) == 3
