"""Responses built from the description alone: a documented status code and an example."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from omni_drafts.mock._description.examples import Examples, NoExampleError
from omni_drafts.mock._description.media_types import concrete_media_type, is_json
from omni_drafts.mock._description.operations import Operation
from omni_drafts.mock._description.responses import MockResponse


def example_response(operation: Operation, examples: Examples) -> MockResponse:
    """Return the first documented success of an operation, with an example as its body.

    Raises:
        NoExampleError: If no example can be built, so that the description needs one.
    """
    status_code = (operation.success_status_codes or operation.status_codes)[0]
    headers = {
        name: _header_text(examples.build(header.get("schema", {})))
        for name, header in operation.response_headers(status_code).items()
        if header.get("required")
    }
    content = operation.response_content(status_code)
    if not content or status_code == 204:
        return MockResponse(status_code, media_type=None, headers=headers)
    media_type = next(filter(is_json, content), next(iter(content)))
    body = _example_body(content[media_type], is_json(media_type), examples)
    return MockResponse(status_code, body, concrete_media_type(media_type), headers)


def _example_body(media_type_object: Mapping[str, Any], has_json: bool, examples: Examples) -> Any:
    schema = media_type_object.get("schema", {})
    for value in _iterate_documented(media_type_object, examples):
        if not has_json or examples.schemas.is_valid(value, schema):
            return value
    if has_json:
        return examples.build(schema)
    try:
        example = examples.build(schema)
    except NoExampleError:
        return b""  # the schema of a binary body constrains nothing
    return example if isinstance(example, str) else b""


def _iterate_documented(media_type_object: Mapping[str, Any], examples: Examples) -> Iterator[Any]:
    if "example" in media_type_object:
        yield media_type_object["example"]
    for example in map(examples.schemas.resolve, media_type_object.get("examples", {}).values()):
        if "value" in example:
            yield example["value"]


def _header_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
