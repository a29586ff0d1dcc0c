"""Answers as a description has them: what is known made to fit its schemas, errors in its own shape."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from omni_drafts.mock._description import Operation
from omni_drafts.mock._examples import Examples


@frozen
class Answer:
    """A status, the JSON with it, and headers of its own."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(factory=dict)


def success(operation: Operation, status: int, known: Any, examples: Examples) -> Answer:
    """Answer with what is known, and the documented status of a success that is nearest to one."""
    documented = operation.successes
    chosen = status if status in documented or not documented else documented[0]
    schema = operation.answer_schema(chosen)
    return Answer(chosen, known if schema is None else examples.fit(schema, known))


def refusal(
    operation: Operation | None,
    status: int,
    message: str,
    examples: Examples,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Answer with an error: the one that an operation documents with a status, or else the API's usual one."""
    schema = None if operation is None else operation.answer_schema(status)
    if schema is None:
        return Answer(status, {"error": str(status), "message": message}, headers or {})
    named = examples.schemas.flatten(schema).get("properties", {})
    # `error` is the status beside a message, and where there is none the message itself.
    facts = {
        "error": str(status) if "message" in named else message,
        "message": message,
        "detail": message,
        "status": status,
    }
    known = {name: value for name, value in facts.items() if name in named}
    return Answer(status, examples.fit(schema, known), headers or {})
