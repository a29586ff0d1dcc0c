"""Repairs of what a description adds of its own, under names that start with `x-`."""

from collections.abc import Iterator

from openapi.reading.description import Document
from openapi.reading.schemas import find_operations, join_pointer


def drop_extensions_among_parts(document: Document) -> Iterator[str]:
    """Drop extensions that stand among paths or responses, where each name is otherwise a path or a status."""
    yield from _drop(document["paths"], "#/paths")
    for operation, place in find_operations(document):
        yield from _drop(operation.get("responses", {}), join_pointer(place, "responses"))


def _drop(parts: Document, place: str) -> Iterator[str]:
    for name in [name for name in parts if name.startswith("x-")]:
        del parts[name]
        yield join_pointer(place, name)
