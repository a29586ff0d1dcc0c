"""Writes requests of the values that they are given: what they are on the wire, as any client would write it."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

from contract.description import Operation
from contract.mock.exchange import Sent
from contract.writing import Request, written_headers, written_path, written_query
from spec.audit.wire import is_json
from spec.reading import Document

TOKEN = "editor-token"
_BOUNDARY = "between-the-parts"


def write(operation: Operation, request: Request, prefix: str) -> Sent:
    """Write a request, with a token where one is wanted."""
    content_type, content = written_body(request)
    headers = [("authorization", f"Bearer {TOKEN}")] if operation.secured else []
    headers += [("content-type", content_type)] if content_type else []
    return Sent(
        operation.method.upper(),
        prefix + written_path(operation, request),
        written_query(operation, request),
        (*headers, *written_headers(operation, request)),
        content,
    )


def written_body(request: Request) -> tuple[str, bytes]:
    """Write a body, and name its content type; both are empty where there is none."""
    for content_type, value in request.get("body", {}).items():
        kind = content_type.partition(";")[0].strip().lower()
        if is_json(content_type):
            return content_type, json.dumps(value).encode()
        if kind == "application/x-www-form-urlencoded":
            return content_type, urlencode(list(_fields(value))).encode()
        if kind == "multipart/form-data":
            return f"{content_type}; boundary={_BOUNDARY}", b"".join(_parts(value))
        return content_type.replace("*/*", "application/x-own").replace("/*", "/x-own"), str(value).encode()
    return "", b""


def in_a_form(value: Document) -> Document:
    """Give what of an object is written in a form: what is null or empty is no field."""
    return {name: item for name, item in value.items() if item not in (None, [])}


def _fields(value: Document) -> Iterator[tuple[str, str]]:
    for name, item in value.items():
        for one in item if isinstance(item, list) else [item]:
            if one is not None:
                yield name, one if isinstance(one, str) else json.dumps(one)


def _parts(value: Document) -> Iterator[bytes]:
    for name, text in _fields(value):
        escaped = name.replace('"', "%22")
        yield f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{escaped}"\r\n\r\n{text}\r\n'.encode()
    yield f"--{_BOUNDARY}--\r\n".encode()
