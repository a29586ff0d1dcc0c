"""Finds what stands at a place of an operation, such as `answer/items/branch`, however the description puts it."""

from collections.abc import Iterator
from typing import Any

from openapi.reading.description import Document, resolve

Held = tuple[Any, str | int]
"""What holds a schema, and under which name or index."""


def find_at(document: Document, operation: Document, place: str) -> Iterator[Held]:
    """Give the schemas at a place; at one of an answer, that of each success.

    References are followed; a union of a schema and `null` is taken for that schema, as is a composition of one.

    Args:
        document: The description.
        operation: One of its operations.
        place: `body` or `answer`, or `parameter` and its name, and then names of properties, or `items`.
    """
    start, *steps = place.split("/")
    if start == "parameter":
        found: list[Held] = list(_of_parameters(document, operation, steps.pop(0)))
    else:
        carriers: list[Held] = [(operation, "requestBody")] if start == "body" else _successes(operation)
        found = [held for owner, key in carriers if key in owner for held in _of_json(document, owner, key)]
    for step in steps:
        found = [inner for held in found for inner in _step(document, held, step)]
    yield from (_thing(document, *held) for held in found)


def follow(document: Document, owner: Any, key: str | int) -> Held:
    """Follow references to what holds the thing itself."""
    held: Any = owner[key]
    while isinstance(held, dict) and isinstance(held.get("$ref"), str):
        start, _, last = held["$ref"].rpartition("/")
        owner, name = resolve(document, start), last.replace("~1", "/").replace("~0", "~")
        key = int(name) if isinstance(owner, list) else name
        held = owner[key]
    return owner, key


def _successes(operation: Document) -> list[Held]:
    responses = operation.get("responses", {})
    return [(responses, status) for status in responses if status.startswith("2")]


def _of_parameters(document: Document, operation: Document, name: str) -> Iterator[Held]:
    for index in range(len(operation.get("parameters", []))):
        owner, key = follow(document, operation["parameters"], index)
        if owner[key].get("name") == name and "schema" in owner[key]:
            yield owner[key], "schema"


def _of_json(document: Document, owner: Any, key: str | int) -> Iterator[Held]:
    owner, key = follow(document, owner, key)
    for content_type, media in owner[key].get("content", {}).items():
        if content_type.partition(";")[0].strip().lower() == "application/json" and "schema" in media:
            yield media, "schema"


def _step(document: Document, held: Held, step: str) -> Iterator[Held]:
    owner, key = _thing(document, *held)
    schema = owner[key]
    if isinstance(schema, dict) and step == "items" and "items" in schema:
        yield schema, "items"
    elif isinstance(schema, dict) and step in schema.get("properties", {}):
        yield schema["properties"], step


def _thing(document: Document, owner: Any, key: str | int) -> Held:
    seen: list[Any] = []
    while True:
        owner, key = follow(document, owner, key)
        schema = owner[key]
        members = (
            _only_member(schema) if isinstance(schema, dict) and not any(schema is other for other in seen) else None
        )
        if members is None:
            return owner, key
        seen.append(schema)
        owner, key = members


def _only_member(schema: Document) -> Held | None:
    for keyword in ("anyOf", "oneOf", "allOf"):
        members = schema.get(keyword, [])
        counting = [index for index, member in enumerate(members) if member != {"type": "null"}]
        if len(counting) == 1:
            return members, counting[0]
    return None
