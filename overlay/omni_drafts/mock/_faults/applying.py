"""Answers that are wrong, as a fault has it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve

from omni_drafts.mock._description.examples import Examples
from omni_drafts.mock._description.loading import Operation
from omni_drafts.mock._description.responses import Answer, http_date, refusal
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


def takes_effect(fault: Fault | None) -> bool:
    """Say whether a request that meets a fault does what it asks for."""
    return not isinstance(fault, ErrorStatus | ErrorPage | DroppedConnection) or fault.after_write


def error(fault: Fault | None, operation: Operation, examples: Examples, now: datetime) -> Answer | None:
    """Give the error that is answered instead of what was asked for, if a fault is one."""
    if isinstance(fault, ErrorStatus):
        wait = fault.retry_after
        headers = {} if wait is None else {"Retry-After": _retry_after(wait, now if fault.as_date else None)}
        return refusal(operation, fault.status, operation.words(fault.status), examples, headers)
    if isinstance(fault, ErrorPage):
        page = f"<!DOCTYPE html><html><head><title>{fault.status}</title></head><body>Try again.</body></html>"
        return Answer(fault.status, page, "text/html; charset=utf-8")
    return None


def _retry_after(wait: timedelta, now: datetime | None) -> str:
    if now is None:
        return f"{wait.total_seconds():.0f}"
    return http_date(now + wait)


def spoil(fault: Fault | None, answer: Answer, operation: Operation, schemas: Schemas) -> Answer:
    """Make of an answer what a fault makes of it."""
    if isinstance(fault, TruncatedContent):
        return evolve(answer, body=answer.content[: len(answer.content) // 2])
    if isinstance(fault, EmptyContent):
        return evolve(answer, body=b"")
    if isinstance(fault, WrongContent):
        return evolve(answer, body=[] if isinstance(answer.body, dict) else {})
    if isinstance(fault, UnknownMember):
        schema = operation.contents(answer.status).get(answer.media_type or "", {}).get("schema", {})
        return evolve(answer, body=_with_unknown_members(answer.body, schema, fault.value, schemas))
    if isinstance(fault, ExtraProperty):
        return evolve(answer, body=_each(answer.body, lambda item: item | {fault.name: fault.value}))
    if isinstance(fault, MissingProperty):
        return evolve(answer, body=_each(answer.body, lambda item: _without(item, fault.name.split("."))))
    return answer


def _with_unknown_members(value: Any, schema: Schema, member: str, schemas: Schemas) -> Any:
    flat = schemas.flatten(schema)
    if "enum" in flat and value is not None:
        return member
    if isinstance(value, list):
        return [_with_unknown_members(item, flat.get("items", {}), member, schemas) for item in value]
    if isinstance(value, dict):
        named = flat.get("properties", {})
        return {
            name: _with_unknown_members(item, named.get(name, {}), member, schemas) for name, item in value.items()
        }
    return value


def _each(body: Any, change: Callable[[dict[str, Any]], Any]) -> Any:
    if isinstance(body, list):
        return [_each(item, change) for item in body]
    return change(body) if isinstance(body, dict) else body


def _without(item: Any, steps: list[str]) -> Any:
    if not isinstance(item, dict) or steps[0] not in item:
        return item
    if len(steps) == 1:
        return {name: value for name, value in item.items() if name != steps[0]}
    return item | {steps[0]: _each(item[steps[0]], lambda inner: _without(inner, steps[1:]))}
