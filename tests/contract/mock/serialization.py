"""Serialization of the values of a request, as any client would write them."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

from contract.mock.asgi_client import RawRequest
from openapi.conformance.description import Operation
from openapi.conformance.serialization import Request, serialize_headers, serialize_path, serialize_query
from openapi.conformance.wire import is_json
from openapi.reading.description import Document

TOKEN = "editor-token"
_BOUNDARY = "between-the-parts"


def serialize(operation: Operation, request: Request, prefix: str) -> RawRequest:
    """Return a request as it is on the wire, with a token if the operation requires one.

    Args:
        operation: Operation of the request.
        request: Values of the request.
        prefix: Path before the paths of the description.
    """
    content_type, content = serialize_body(request)
    headers = [("authorization", f"Bearer {TOKEN}")] if operation.secured else []
    headers += [("content-type", content_type)] if content_type else []
    return RawRequest(
        operation.method.upper(),
        prefix + serialize_path(operation, request),
        serialize_query(operation, request),
        (*headers, *serialize_headers(operation, request)),
        content,
    )


def serialize_body(request: Request) -> tuple[str, bytes]:
    """Return the content type and the content of a request; both are empty without a body."""
    for content_type, value in request.get("body", {}).items():
        media_type = content_type.partition(";")[0].strip().lower()
        if is_json(content_type):
            return content_type, json.dumps(value).encode()
        if media_type == "application/x-www-form-urlencoded":
            return content_type, urlencode(list(_iterate_fields(value))).encode()
        if media_type == "multipart/form-data":
            return f"{content_type}; boundary={_BOUNDARY}", b"".join(_iterate_parts(value))
        return content_type.replace("*/*", "application/x-own").replace("/*", "/x-own"), str(value).encode()
    return "", b""


def form_fields(value: Document) -> Document:
    """Return the properties that a form can have, which null and empty lists are not."""
    return {name: item for name, item in value.items() if item not in (None, [])}


def _iterate_fields(value: Document) -> Iterator[tuple[str, str]]:
    for name, items in value.items():
        for item in items if isinstance(items, list) else [items]:
            if item is not None:
                yield name, item if isinstance(item, str) else json.dumps(item)


def _iterate_parts(value: Document) -> Iterator[bytes]:
    for name, text in _iterate_fields(value):
        escaped = name.replace('"', "%22")
        yield f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{escaped}"\r\n\r\n{text}\r\n'.encode()
    yield f"--{_BOUNDARY}--\r\n".encode()
