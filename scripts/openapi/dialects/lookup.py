"""Finds the schemas at a route of an operation, such as `answer/items/branch`, also through references."""

from collections.abc import Iterator
from typing import Any

from openapi.reading.description import Document, resolve

Slot = tuple[Any, str | int]
"""The object or list with a schema, and the name or index of the schema in it."""


def find_at_route(document: Document, operation: Document, route: str) -> Iterator[Slot]:
    """Iterate over the schemas at a route; a route of the response has a schema for each success.

    References are followed. A union of a schema and `null` counts as that schema, and so does a composition of one.

    Args:
        document: Description.
        operation: Operation of the description.
        route: Steps as in `counterparts.yaml`.
    """
    start, *steps = route.split("/")
    if start == "parameter":
        slots: list[Slot] = list(_find_parameter_schemas(document, operation, steps.pop(0)))
    else:
        contents: list[Slot] = [(operation, "requestBody")] if start == "body" else _success_slots(operation)
        slots = [slot for owner, key in contents if key in owner for slot in _find_json_schemas(document, owner, key)]
    for step in steps:
        slots = [inner for slot in slots for inner in _find_step(document, slot, step)]
    yield from (_unwrap(document, *slot) for slot in slots)


def follow_references(document: Document, owner: Any, key: str | int) -> Slot:
    """Return the slot of the target of a reference, or of a chain of them."""
    item: Any = owner[key]
    while isinstance(item, dict) and isinstance(item.get("$ref"), str):
        start, _, last = item["$ref"].rpartition("/")
        owner, name = resolve(document, start), last.replace("~1", "/").replace("~0", "~")
        key = int(name) if isinstance(owner, list) else name
        item = owner[key]
    return owner, key


def _success_slots(operation: Document) -> list[Slot]:
    responses = operation.get("responses", {})
    return [(responses, status) for status in responses if status.startswith("2")]


def _find_parameter_schemas(document: Document, operation: Document, name: str) -> Iterator[Slot]:
    for index in range(len(operation.get("parameters", []))):
        owner, key = follow_references(document, operation["parameters"], index)
        if owner[key].get("name") == name and "schema" in owner[key]:
            yield owner[key], "schema"


def _find_json_schemas(document: Document, owner: Any, key: str | int) -> Iterator[Slot]:
    owner, key = follow_references(document, owner, key)
    for content_type, media in owner[key].get("content", {}).items():
        if content_type.partition(";")[0].strip().lower() == "application/json" and "schema" in media:
            yield media, "schema"


def _find_step(document: Document, slot: Slot, step: str) -> Iterator[Slot]:
    owner, key = _unwrap(document, *slot)
    schema = owner[key]
    if isinstance(schema, dict) and step == "items" and "items" in schema:
        yield schema, "items"
    elif isinstance(schema, dict) and step in schema.get("properties", {}):
        yield schema["properties"], step


def _unwrap(document: Document, owner: Any, key: str | int) -> Slot:
    seen: list[Any] = []
    while True:
        owner, key = follow_references(document, owner, key)
        schema = owner[key]
        members = (
            _find_only_member(schema)
            if isinstance(schema, dict) and not any(schema is other for other in seen)
            else None
        )
        if members is None:
            return owner, key
        seen.append(schema)
        owner, key = members


def _find_only_member(schema: Document) -> Slot | None:
    for keyword in ("anyOf", "oneOf", "allOf"):
        members = schema.get(keyword, [])
        indexes = [index for index, member in enumerate(members) if member != {"type": "null"}]
        if len(indexes) == 1:
            return members, indexes[0]
    return None
