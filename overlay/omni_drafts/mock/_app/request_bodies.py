"""Reads the body of a request as its content type says, and holds it to the description."""

import json
from collections.abc import Mapping
from email import policy
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from omni_drafts.mock._app.errors import InvalidRequestError, UnsupportedContentError
from omni_drafts.mock._app.parameters import read_text
from omni_drafts.mock._description.loading import is_json
from omni_drafts.mock._description.schemas import Schema, Schemas

_BODY = "the request body"


def read_body(declared: Mapping[str, Any], content: bytes, content_type: str, schemas: Schemas) -> Any:
    """Read a body; one that is left out, where it may be, is `None`.

    Raises:
        InvalidRequestError: The body is missing, malformed, or not allowed.
        UnsupportedContentError: It is of another type than the operation takes.
    """
    if not content:
        if declared.get("required"):
            raise InvalidRequestError(_BODY, " is missing")
        return None
    media_type = content_type.partition(";")[0].strip().lower()
    schema = _find(declared.get("content", {}), media_type)
    body = _read(content, content_type, media_type, schema, schemas)
    # The description of what is no text, nor JSON, says nothing that could be checked.
    problem = None if isinstance(body, bytes) else schemas.problem(body, schema)
    if problem is not None:
        raise InvalidRequestError(_BODY, problem)
    return body


def _find(contents: Mapping[str, Any], media_type: str) -> Schema:
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    written = {name.partition(";")[0].strip().lower(): content for name, content in contents.items()}
    for name in ranges:
        if name in written:
            schema: Schema = written[name].get("schema", {})
            return schema
    raise UnsupportedContentError("Content-Type", f" must be {' or '.join(contents)}")


def _read(content: bytes, content_type: str, media_type: str, schema: Schema, schemas: Schemas) -> Any:
    if is_json(media_type):
        return _read_json(content)
    if media_type == "application/x-www-form-urlencoded":
        fields = parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True)
        return _read_fields([(name, [value]) for name, value in fields], schema, schemas)
    if media_type == "multipart/form-data":
        return _read_fields(_parts(content, content_type), schema, schemas)
    return content.decode("utf-8", "replace") if media_type.startswith("text/") else content


def _read_json(content: bytes) -> Any:
    try:
        body = json.loads(content.decode("utf-8"), parse_constant=_refuse_constant)
        json.dumps(body, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except (ValueError, RecursionError):
        raise InvalidRequestError(_BODY, " is not JSON") from None
    return body


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _parts(content: bytes, content_type: str) -> list[tuple[str, list[str]]]:
    """Give the parts of a multipart body by name; the text of a part that is a file is left to itself."""
    head = b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n"
    message = BytesParser(policy=policy.HTTP).parsebytes(head + content)
    if not message.is_multipart():
        raise InvalidRequestError(_BODY, " is not multipart")
    parts = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
        parts.append((str(name), [text]))
    return parts


def _read_fields(fields: list[tuple[str, list[str]]], schema: Schema, schemas: Schemas) -> dict[str, Any]:
    """Read the fields of a form; one that came more than once is an array, as is one that its schema has as such."""
    named = schemas.flatten(schema).get("properties", {})
    together: dict[str, list[str]] = {}
    for name, texts in fields:
        together.setdefault(name, []).extend(texts)
    read: dict[str, Any] = {}
    for name, texts in together.items():
        of_field = schemas.flatten(named.get(name, {}))
        if of_field.get("type") == "array" or len(texts) > 1:
            read[name] = [read_text(text, of_field.get("items", {}), schemas) for text in texts]
        else:
            read[name] = _read_field(texts[0], of_field, schemas)
    return read


def _read_field(text: str, schema: Schema, schemas: Schemas) -> Any:
    """Read a field; an object is JSON."""
    if schema.get("type") == "object" or "properties" in schema:
        return _read_json(text.encode())
    return read_text(text, schema, schemas)
