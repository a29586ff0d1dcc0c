"""Parsing of request bodies by content type, and their validation."""

import json
from collections.abc import Mapping
from email import policy
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from omni_drafts.mock._app.errors import InvalidRequestError, UnsupportedContentError
from omni_drafts.mock._app.text_values import parse_text
from omni_drafts.mock._description.media_types import is_json
from omni_drafts.mock._description.schemas import Schema, Schemas

_BODY = "the request body"


def parse_body(request_body: Mapping[str, Any], content: bytes, content_type: str, schemas: Schemas) -> Any:
    """Return the valid body of a request; `None` for an optional body without content.

    Args:
        request_body: Request body object of the operation.
        content: Content of the request.
        content_type: Content type of the request.
        schemas: Schemas of the description.

    Raises:
        InvalidRequestError: If the body is missing, malformed or invalid.
        UnsupportedContentError: If the operation does not accept the content type.
    """
    if not content:
        if request_body.get("required"):
            raise InvalidRequestError(_BODY, " is missing")
        return None
    media_type = content_type.partition(";")[0].strip().lower()
    schema = _find_schema(request_body.get("content", {}), media_type)
    body = _parse(content, content_type, media_type, schema, schemas)
    # The schema of a binary body constrains nothing.
    problem = None if isinstance(body, bytes) else schemas.validation_error(body, schema)
    if problem is not None:
        raise InvalidRequestError(_BODY, problem)
    return body


def _find_schema(content: Mapping[str, Any], media_type: str) -> Schema:
    by_media_type = {name.partition(";")[0].strip().lower(): item for name, item in content.items()}
    for name in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if name in by_media_type:
            schema: Schema = by_media_type[name].get("schema", {})
            return schema
    raise UnsupportedContentError("Content-Type", f" must be {' or '.join(content)}")


def _parse(content: bytes, content_type: str, media_type: str, schema: Schema, schemas: Schemas) -> Any:
    if is_json(media_type):
        return _parse_json(content)
    if media_type == "application/x-www-form-urlencoded":
        fields = parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True)
        return _parse_fields(fields, schema, schemas)
    if media_type == "multipart/form-data":
        return _parse_fields(_parse_multipart(content, content_type), schema, schemas)
    return content.decode("utf-8", "replace") if media_type.startswith("text/") else content


def _parse_json(content: bytes) -> Any:
    try:
        body = json.loads(content.decode("utf-8"), parse_constant=_refuse_constant)
        json.dumps(body, ensure_ascii=False).encode()  # a lone surrogate cannot be encoded
    except (ValueError, RecursionError):
        raise InvalidRequestError(_BODY, " is not JSON") from None
    return body


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _parse_multipart(content: bytes, content_type: str) -> list[tuple[str, str]]:
    """Return the names and texts of the parts. Bytes of a file that are not UTF-8 are replaced."""
    head = b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n"
    message = BytesParser(policy=policy.HTTP).parsebytes(head + content)
    if not message.is_multipart():
        raise InvalidRequestError(_BODY, " is not multipart")
    fields = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        fields.append((str(name), payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""))
    return fields


def _parse_fields(fields: list[tuple[str, str]], schema: Schema, schemas: Schemas) -> dict[str, Any]:
    """Return the fields of a form. A repeated field is an array, as is a field whose schema is an array."""
    texts_by_name: dict[str, list[str]] = {}
    for name, text in fields:
        texts_by_name.setdefault(name, []).append(text)
    body: dict[str, Any] = {}
    for name, texts in texts_by_name.items():
        field_schema = schemas.property_schema(schema, name)
        if field_schema.get("type") == "array" or len(texts) > 1:
            body[name] = [parse_text(text, field_schema.get("items", {}), schemas) for text in texts]
        else:
            body[name] = _parse_field(texts[0], field_schema, schemas)
    return body


def _parse_field(text: str, schema: Schema, schemas: Schemas) -> Any:
    """Return the value of a field. An object is serialized as JSON."""
    if schema.get("type") == "object" or "properties" in schema:
        return _parse_json(text.encode())
    return parse_text(text, schema, schemas)
