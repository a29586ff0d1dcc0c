"""What a request to an operation says, held to the description."""

import json
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from omni_drafts.mock._description import Operation
from omni_drafts.mock._schemas import Schema, Schemas

_BODY = "the request body"


class InvalidRequestError(Exception):
    """A request is not what the description allows.

    Attributes:
        name: Of the parameter, or `the request body`.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}{problem}")
        self.name = name


@frozen
class Call:
    """A request to an operation, with its token.

    Attributes:
        path: The path parameters, in their order in the path.
    """

    operation: Operation
    token: str
    path: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    body: Any


def check_query(operation: Operation, query: tuple[tuple[str, str], ...], schemas: Schemas) -> None:
    """Check that each query parameter which came is known and allowed, and that each one required came.

    Raises:
        InvalidRequestError: One of them is missing, unknown, or not allowed.
    """
    known = {parameter["name"]: parameter for parameter in operation.parameters if parameter["in"] == "query"}
    for name, value in query:
        if name not in known:
            raise InvalidRequestError(name, ": the operation has no such parameter")
        _check(value, known[name]["schema"], name, schemas)
    for name, parameter in known.items():
        if parameter.get("required") and name not in dict(query):
            raise InvalidRequestError(name, ": is missing")


def read_body(operation: Operation, content: bytes, content_type: str, schemas: Schemas) -> Any:
    """Read the JSON body; one that is left out, where it may be, is `None`.

    Raises:
        InvalidRequestError: The body is missing, no JSON, or not allowed.
    """
    declared: Mapping[str, Any] | None = operation.body
    if declared is None:
        return None
    if not content:
        if declared.get("required"):
            raise InvalidRequestError(_BODY, " is missing")
        return None
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise InvalidRequestError("Content-Type", " must be application/json")
    try:
        body = json.loads(content)
        json.dumps(body, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except (ValueError, RecursionError):
        raise InvalidRequestError(_BODY, " is not JSON") from None
    _check(body, declared["content"]["application/json"]["schema"], _BODY, schemas)
    return body


def _check(value: Any, schema: Schema, name: str, schemas: Schemas) -> None:
    problem = schemas.problem(value, schema)
    if problem is not None:
        raise InvalidRequestError(name, problem)
