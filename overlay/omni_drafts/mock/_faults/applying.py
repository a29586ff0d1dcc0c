"""Effects of faults: errors instead of a response, and changes to a response."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve

from omni_drafts.mock._description.error_responses import error_response
from omni_drafts.mock._description.examples import Examples
from omni_drafts.mock._description.operations import Operation
from omni_drafts.mock._description.responses import MockResponse, format_http_date
from omni_drafts.mock._description.schemas import Schema, Schemas
from omni_drafts.mock._faults.kinds import (
    DroppedConnection,
    EmptyContent,
    ErrorPage,
    ErrorStatus,
    ExtraProperty,
    Fault,
    MissingProperty,
    TruncatedContent,
    UnknownMember,
    WrongContent,
)


def has_effect(fault: Fault | None) -> bool:
    """Return whether a request that meets a fault takes effect."""
    return not isinstance(fault, ErrorStatus | ErrorPage | DroppedConnection) or fault.after_write


def error_of_fault(
    fault: Fault | None, operation: Operation, examples: Examples, now: datetime
) -> MockResponse | None:
    """Return the error that replaces the response, or `None` if the fault is not an error.

    Args:
        fault: Fault that the request meets.
        operation: Operation of the request.
        examples: Examples of the description.
        now: Time of the mock, for dates in `Retry-After`.
    """
    if isinstance(fault, ErrorStatus):
        delay = fault.retry_after
        headers = {} if delay is None else {"Retry-After": _format_retry_after(delay, now if fault.as_date else None)}
        message = operation.response_description(fault.status_code)
        return error_response(operation, fault.status_code, message, examples, headers)
    if isinstance(fault, ErrorPage):
        page = f"<!DOCTYPE html><html><head><title>{fault.status_code}</title></head><body>Try again.</body></html>"
        return MockResponse(fault.status_code, page, "text/html; charset=utf-8")
    return None


def _format_retry_after(delay: timedelta, now: datetime | None) -> str:
    return f"{delay.total_seconds():.0f}" if now is None else format_http_date(now + delay)


def change_response(
    fault: Fault | None, response: MockResponse, operation: Operation, schemas: Schemas
) -> MockResponse:
    """Return a response with the changes of a fault.

    Args:
        fault: Fault that the request meets.
        response: Response without the fault.
        operation: Operation of the request.
        schemas: Schemas of the description.
    """
    body = response.body
    if isinstance(fault, TruncatedContent):
        return evolve(response, body=response.content[: len(response.content) // 2])
    if isinstance(fault, EmptyContent):
        return evolve(response, body=b"")
    if isinstance(fault, WrongContent):
        return evolve(response, body=[] if isinstance(body, dict) else {})
    if isinstance(fault, UnknownMember):
        content = operation.response_content(response.status_code)
        schema = content.get(response.media_type or "", {}).get("schema", {})
        return evolve(response, body=_replace_enum_values(body, schema, fault.value, schemas))
    if isinstance(fault, ExtraProperty):
        return evolve(response, body=_change_objects(body, lambda item: item | {fault.name: fault.value}))
    if isinstance(fault, MissingProperty):
        return evolve(response, body=_change_objects(body, lambda item: _without(item, fault.name.split("."))))
    return response


def _replace_enum_values(value: Any, schema: Schema, member: str, schemas: Schemas) -> Any:
    flat = schemas.flatten(schema)
    if "enum" in flat and value is not None:
        return member
    if isinstance(value, list):
        return [_replace_enum_values(item, flat.get("items", {}), member, schemas) for item in value]
    if isinstance(value, dict):
        properties = flat.get("properties", {})
        return {
            name: _replace_enum_values(item, properties.get(name, {}), member, schemas)
            for name, item in value.items()
        }
    return value


def _change_objects(body: Any, change: Callable[[dict[str, Any]], Any]) -> Any:
    if isinstance(body, list):
        return [_change_objects(item, change) for item in body]
    return change(body) if isinstance(body, dict) else body


def _without(item: Any, steps: list[str]) -> Any:
    if not isinstance(item, dict) or steps[0] not in item:
        return item
    if len(steps) == 1:
        return {name: value for name, value in item.items() if name != steps[0]}
    return item | {steps[0]: _change_objects(item[steps[0]], lambda nested: _without(nested, steps[1:]))}
