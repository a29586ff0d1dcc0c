"""Repairs of extensions, whose names start with `x-`."""

from collections.abc import Iterator

from openapi.reading.description import Document
from openapi.reading.schemas import find_operations, join_pointer


def drop_path_and_response_extensions(document: Document) -> Iterator[str]:
    """Drop extensions of `paths` and `responses`, in which every other name is a path or a status."""
    yield from _drop(document["paths"], "#/paths")
    for operation, pointer in find_operations(document):
        yield from _drop(operation.get("responses", {}), join_pointer(pointer, "responses"))


def _drop(owner: Document, pointer: str) -> Iterator[str]:
    for name in [name for name in owner if name.startswith("x-")]:
        del owner[name]
        yield join_pointer(pointer, name)
