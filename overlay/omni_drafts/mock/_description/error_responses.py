"""Error responses, in the documented schema or in the usual schema of the API."""

from collections.abc import Mapping
from typing import Any

from omni_drafts.mock._description.examples import Examples
from omni_drafts.mock._description.media_types import is_json
from omni_drafts.mock._description.operations import Operation
from omni_drafts.mock._description.responses import MockResponse


def error_response(
    operation: Operation | None,
    status_code: int,
    message: str,
    examples: Examples,
    headers: Mapping[str, str] | None = None,
) -> MockResponse:
    """Return an error in the schema that an operation documents for a status code, or else in the usual one.

    Args:
        operation: Operation of the request, or `None` where no operation matches it.
        status_code: HTTP status code.
        message: Message of the error.
        examples: Examples of the description.
        headers: Headers of the response.
    """
    usual = MockResponse(status_code, {"error": str(status_code), "message": message}, headers=headers or {})
    if operation is None:
        return usual
    for media_type, content in operation.response_content(status_code).items():
        if is_json(media_type) and "schema" in content:
            body = _error_body(content["schema"], status_code, message, examples)
            return MockResponse(status_code, body, media_type, headers or {})
    return usual


def _error_body(schema: Mapping[str, Any], status_code: int, message: str, examples: Examples) -> Any:
    properties = examples.schemas.flatten(schema).get("properties", {})
    values = {
        # Beside a `message`, `error` has the status code; alone, it has the message.
        "error": str(status_code) if "message" in properties else message,
        "message": message,
        "detail": message,
        "status": status_code,
    }
    return examples.fit(schema, {name: value for name, value in values.items() if name in properties})
