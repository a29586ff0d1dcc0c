"""Answers as a description has them: what is known made to fit, errors in their documented shape, or examples."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from attrs import field, frozen

from omni_drafts.mock._description.examples import Examples, NoExampleError
from omni_drafts.mock._description.loading import Operation, is_json

_JSON = "application/json"


@frozen
class Answer:
    """A status, what comes with it, and headers of its own.

    Attributes:
        status: The status.
        body: Bytes are sent as they are; all else as the media type says, JSON or text.
        media_type: `None` for an answer without content.
        headers: All others.
    """

    status: int
    body: Any = None
    media_type: str | None = _JSON
    headers: Mapping[str, str] = field(factory=dict)

    @property
    def content(self) -> bytes:
        """The body as it is sent."""
        if self.media_type is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        if is_json(self.media_type):
            return json.dumps(self.body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        return str(self.body).encode()


def http_date(moment: datetime) -> str:
    """Write a moment as HTTP's headers have it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def known(operation: Operation, status: int, body: Any, examples: Examples) -> Answer:
    """Answer with what is known, and the documented status of a success that is nearest to one."""
    successes = operation.successes
    chosen = status if status in successes or not successes else successes[0]
    for media_type, content in operation.contents(chosen).items():
        if is_json(media_type):
            return Answer(chosen, examples.fit(content.get("schema", {}), body), media_type)
    return Answer(chosen, body)


def described(operation: Operation, examples: Examples) -> Answer:
    """Answer as a description has it, with the first success that it documents and an example of it.

    Raises:
        NoExampleError: None can be made; the description needs one.
    """
    status = operation.successes[0] if operation.successes else operation.statuses[0]
    headers = {
        name: _header_text(examples.make(header.get("schema", {})))
        for name, header in operation.headers(status).items()
        if header.get("required")
    }
    contents = operation.contents(status)
    if not contents or status == 204:
        return Answer(status, media_type=None, headers=headers)
    media_type = next(filter(is_json, contents), next(iter(contents)))
    body = _example(contents[media_type], is_json(media_type), examples)
    return Answer(status, body, _concrete(media_type), headers)


def _example(content: Mapping[str, Any], json_content: bool, examples: Examples) -> Any:
    schema = content.get("schema", {})
    for value in _documented_examples(content, examples):
        if not json_content or examples.schemas.allow(value, schema):
            return value
    if json_content:
        return examples.make(schema)
    try:
        made = examples.make(schema)
    except NoExampleError:
        return b""  # of what is no text, a description says nothing that could be made
    return made if isinstance(made, str) else b""


def _documented_examples(content: Mapping[str, Any], examples: Examples) -> Iterator[Any]:
    if "example" in content:
        yield content["example"]
    for example in map(examples.schemas.follow, content.get("examples", {}).values()):
        if "value" in example:
            yield example["value"]


def _concrete(media_type: str) -> str:
    """Give a media type for a range of them."""
    if not media_type.partition(";")[0].strip().endswith("*"):
        return media_type
    return "text/plain" if media_type.startswith("text/") else "application/octet-stream"


def _header_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def refusal(
    operation: Operation | None,
    status: int,
    message: str,
    examples: Examples,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Answer with an error: the one that an operation documents with a status, or else the API's usual one."""
    usual = Answer(status, {"error": str(status), "message": message}, headers=headers or {})
    if operation is None:
        return usual
    for media_type, content in operation.contents(status).items():
        if is_json(media_type) and "schema" in content:
            body = _error_body(content["schema"], status, message, examples)
            return Answer(status, body, media_type, headers or {})
    return usual


def _error_body(schema: Mapping[str, Any], status: int, message: str, examples: Examples) -> Any:
    named = examples.schemas.flatten(schema).get("properties", {})
    # `error` is the status beside a message, and where there is none the message itself.
    facts = {
        "error": str(status) if "message" in named else message,
        "message": message,
        "detail": message,
        "status": status,
    }
    return examples.fit(schema, {name: value for name, value in facts.items() if name in named})
