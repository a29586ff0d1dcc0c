"""Repairs of request bodies and responses that are not JSON."""

import re
from collections.abc import Iterator
from itertools import chain

from openapi.reading.description import Document
from openapi.reading.schemas import find_operations, find_schemas, join_pointer

_JSON = re.compile(r"application/json\b|[^;]*\+json\b", re.IGNORECASE)
_FORM = re.compile(r"multipart/form-data\b|application/x-www-form-urlencoded\b", re.IGNORECASE)
_BINARY: Document = {"type": "string", "format": "binary"}
_STRING: Document = {"type": "string"}


def binary_content_types(document: Document) -> dict[str, str]:
    """Return the media types that the generator must treat as binary: all but JSON, forms and text.

    Text of a request body is binary too, since the generator supports text in responses only.
    """
    sent = {media_type for content, _ in _bodies(document) for media_type in content}
    received = {media_type for content, _ in _responses(document) for media_type in content}
    binary = {media_type for media_type in sent if not (_JSON.match(media_type) or _FORM.match(media_type))}
    binary |= {
        media_type
        for media_type in received
        if not (_JSON.match(media_type) or media_type.lower().startswith("text/"))
    }
    return dict.fromkeys(sorted(binary), "application/octet-stream")


def set_non_json_schemas(document: Document) -> Iterator[str]:
    """Set the schema of content that is not JSON to a binary or plain string, unless it has another schema."""
    binary = binary_content_types(document)
    for content, pointer in chain(_bodies(document), _responses(document)):
        for media_type, media in content.items():
            if _JSON.match(media_type) or _FORM.match(media_type):
                continue
            wanted = _BINARY if media_type in binary else _STRING
            schema = media.get("schema", {})
            if schema in ({}, _BINARY, _STRING) and schema != wanted:
                media["schema"] = dict(wanted)
                yield join_pointer(pointer, media_type)


def add_binary_format(document: Document) -> Iterator[str]:
    """Add the format `binary` of OpenAPI 3.0 to strings that OpenAPI 3.1 marks by `contentMediaType` alone."""
    for slot in find_schemas(document):
        schema = slot.schema
        is_binary = schema.get("contentMediaType") == "application/octet-stream" and "contentEncoding" not in schema
        if is_binary and schema.get("type") == "string" and "format" not in schema:
            schema["format"] = "binary"
            yield slot.pointer


def _bodies(document: Document) -> Iterator[tuple[Document, str]]:
    for name, body in document.get("components", {}).get("requestBodies", {}).items():
        yield body.get("content", {}), join_pointer("#/components/requestBodies", name, "content")
    for operation, pointer in find_operations(document):
        yield operation.get("requestBody", {}).get("content", {}), join_pointer(pointer, "requestBody", "content")


def _responses(document: Document) -> Iterator[tuple[Document, str]]:
    for name, response in document.get("components", {}).get("responses", {}).items():
        yield response.get("content", {}), join_pointer("#/components/responses", name, "content")
    for operation, pointer in find_operations(document):
        for status, response in operation.get("responses", {}).items():
            yield response.get("content", {}), join_pointer(pointer, "responses", status, "content")
