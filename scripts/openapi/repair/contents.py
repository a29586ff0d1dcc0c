"""Repairs of bodies and answers that are not JSON."""

import re
from collections.abc import Iterator
from itertools import chain

from openapi.reading.description import Document
from openapi.reading.schemas import find_operations, find_schemas, join_pointer

_JSON = re.compile(r"application/json\b|[^;]*\+json\b", re.IGNORECASE)
_FORM = re.compile(r"multipart/form-data\b|application/x-www-form-urlencoded\b", re.IGNORECASE)
_BYTES: Document = {"type": "string", "format": "binary"}
_TEXT: Document = {"type": "string"}


def binary_content_types(document: Document) -> dict[str, str]:
    """Give the content types that the generator is to take for bytes: whatever is no JSON, form or text.

    Text that is sent is bytes too: the generator knows text in answers only.
    """
    sent = {kind for content, _ in _bodies(document) for kind in content}
    received = {kind for content, _ in _answers(document) for kind in content}
    found = {kind for kind in sent if not (_JSON.match(kind) or _FORM.match(kind))}
    found |= {kind for kind in received if not (_JSON.match(kind) or kind.lower().startswith("text/"))}
    return dict.fromkeys(sorted(found), "application/octet-stream")


def say_what_is_not_json(document: Document) -> Iterator[str]:
    """Say of content that is not JSON whether it is bytes or text, where its schema says nothing more than that."""
    binary = binary_content_types(document)
    for content, place in chain(_bodies(document), _answers(document)):
        for kind, media in content.items():
            if _JSON.match(kind) or _FORM.match(kind):
                continue
            meant = _BYTES if kind in binary else _TEXT
            schema = media.get("schema", {})
            if schema in ({}, _BYTES, _TEXT) and schema != meant:
                media["schema"] = dict(meant)
                yield join_pointer(place, kind)


def say_what_is_a_file(document: Document) -> Iterator[str]:
    """Say of text that holds bytes, which OpenAPI 3.1 tells by its media type alone, what 3.0 says: it is binary."""
    for place in find_schemas(document):
        schema = place.schema
        octets = schema.get("contentMediaType") == "application/octet-stream" and "contentEncoding" not in schema
        if octets and schema.get("type") == "string" and "format" not in schema:
            schema["format"] = "binary"
            yield place.pointer


def _bodies(document: Document) -> Iterator[tuple[Document, str]]:
    for name, body in document.get("components", {}).get("requestBodies", {}).items():
        yield body.get("content", {}), join_pointer("#/components/requestBodies", name, "content")
    for operation, place in find_operations(document):
        yield operation.get("requestBody", {}).get("content", {}), join_pointer(place, "requestBody", "content")


def _answers(document: Document) -> Iterator[tuple[Document, str]]:
    for name, response in document.get("components", {}).get("responses", {}).items():
        yield response.get("content", {}), join_pointer("#/components/responses", name, "content")
    for operation, place in find_operations(document):
        for status, response in operation.get("responses", {}).items():
            yield response.get("content", {}), join_pointer(place, "responses", status, "content")
