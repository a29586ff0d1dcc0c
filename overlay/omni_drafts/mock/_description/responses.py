"""Responses of the mock, and responses with values of the state."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from attrs import field, frozen

from omni_drafts.mock._description.examples import Examples
from omni_drafts.mock._description.media_types import is_json
from omni_drafts.mock._description.operations import Operation

_JSON = "application/json"


@frozen
class MockResponse:
    """Response of the mock.

    Attributes:
        status_code: HTTP status code.
        body: Bytes, or a value that `content` encodes as JSON or text by the media type.
        media_type: Media type of the body; `None` for a response without content.
        headers: Headers other than `Content-Type`.
    """

    status_code: int
    body: Any = None
    media_type: str | None = _JSON
    headers: Mapping[str, str] = field(factory=dict)

    @property
    def content(self) -> bytes:
        """Encoded body."""
        if self.media_type is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        if is_json(self.media_type):
            return json.dumps(self.body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        return str(self.body).encode()


def format_http_date(moment: datetime) -> str:
    """Return a moment in the date format of HTTP headers."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def fit_response(operation: Operation, status_code: int, body: Any, examples: Examples) -> MockResponse:
    """Return a successful response whose body fits the documented schema.

    Args:
        operation: Operation of the request.
        status_code: Preferred status code; another documented success replaces it where it is not documented.
        body: Body before it fits the schema.
        examples: Examples of the description.
    """
    documented = operation.success_status_codes
    chosen = status_code if status_code in documented or not documented else documented[0]
    for media_type, content in operation.response_content(chosen).items():
        if is_json(media_type):
            return MockResponse(chosen, examples.fit(content.get("schema", {}), body), media_type)
    return MockResponse(chosen, body)
