"""Repairs of bodies and answers that are not JSON."""

import re
from collections.abc import Iterator
from typing import Any

from spec.reading import Document
from spec.schemas import METHODS, pointer

_JSON = re.compile(r"application/json\b|[^;]*\+json\b", re.IGNORECASE)
_FORM = re.compile(r"multipart/form-data\b|application/x-www-form-urlencoded\b", re.IGNORECASE)
_BYTES: Document = {"type": "string", "format": "binary"}
_TEXT: Document = {"type": "string"}


def binary_content_types(document: Document) -> dict[str, str]:
    """Give the content types that the generator is to take for bytes: whatever is no JSON, form or text.

    Text that is sent is bytes too: the generator knows text in answers only.
    """
    found = {kind for kind in _content_types(document, "requestBody") if not (_JSON.match(kind) or _FORM.match(kind))}
    found |= {kind for kind in _content_types(document, "responses") if not (_JSON.match(kind) or _is_text(kind))}
    return dict.fromkeys(sorted(found), "application/octet-stream")


def say_what_is_not_json(document: Document) -> Iterator[str]:
    """Say of content that is not JSON whether it is bytes or text, where its schema says nothing more than that."""
    binary = binary_content_types(document)
    for content, place in _contents(document):
        for kind, media in content.items():
            if _JSON.match(kind) or _FORM.match(kind):
                continue
            meant = _BYTES if kind in binary else _TEXT
            schema = media.get("schema", {})
            if schema in ({}, _BYTES, _TEXT) and schema != meant:
                media["schema"] = dict(meant)
                yield pointer(place, kind)


def _is_text(kind: str) -> bool:
    return kind.lower().startswith("text/")


def _content_types(document: Document, side: str) -> set[str]:
    mark = f"/{side}/" if side == "responses" else "/requestB"
    return {kind for content, place in _contents(document) for kind in content if mark in place}


def _contents(document: Document) -> Iterator[tuple[Document, str]]:
    components = document.get("components", {})
    for name, body in components.get("requestBodies", {}).items():
        yield body.get("content", {}), pointer("#/components/requestBodies", name, "content")
    for name, response in components.get("responses", {}).items():
        yield response.get("content", {}), pointer("#/components/responses", name, "content")
    items: list[tuple[str, Any]] = list(document["paths"].items())
    for path, item in items:
        for method in METHODS:
            operation = item.get(method, {})
            body = operation.get("requestBody", {})
            yield body.get("content", {}), pointer("#/paths", path, method, "requestBody", "content")
            for status, response in operation.get("responses", {}).items():
                yield response.get("content", {}), pointer("#/paths", path, method, "responses", status, "content")
