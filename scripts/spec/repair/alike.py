"""Repairs of names that differ in nothing but case and punctuation, of which the generator would make one."""

import re
from collections.abc import Collection, Iterator
from itertools import count

from spec.reading import Document
from spec.schemas import METHODS, find_schemas, pascal, pointer

RENAMED = "x-renamed-schemas"
"""Under this extension a repaired description keeps which component had which name before."""

_SCHEMAS = "#/components/schemas"


def number_components_that_are_called_alike(document: Document) -> Iterator[str]:
    """Put a number after each name but the first, in the document's order, wherever it is referred to."""
    components: Document = document.get("components", {}).get("schemas", {})
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    for name in components:
        if _plain(name) in taken:
            renamed[name] = _numbered(name, taken | {_plain(other) for other in components})
        taken.add(_plain(renamed.get(name, name)))
    if not renamed:
        return
    document["components"]["schemas"] = {renamed.get(name, name): schema for name, schema in components.items()}
    _refer_to(document, renamed)
    document[RENAMED] = {new: old for old, new in renamed.items()}
    yield from (pointer(_SCHEMAS, name) for name in renamed)


def number_operations_that_are_called_alike(document: Document) -> Iterator[str]:
    """Put a number after the `operationId` of each operation of a tag but the first."""
    operations = [
        (item[method], path, method)
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]
    names = [operation.get("operationId", f"{method} {path}") for operation, path, method in operations]
    given, taken = set(map(_plain, names)), set[tuple[str, str]]()
    for (operation, path, method), name in zip(operations, names, strict=True):
        tag = _plain(next(iter(operation.get("tags", ())), "default"))
        if (tag, _plain(name)) in taken:
            readable = operation.get("operationId", f"{method}{pascal(path)}")
            operation["operationId"] = name = _numbered(readable, given)
            given.add(_plain(name))
            yield pointer("#/paths", path, method)
        taken.add((tag, _plain(name)))


def _numbered(name: str, taken: Collection[str]) -> str:
    return next(other for number in count(2) if _plain(other := f"{name}{number}") not in taken)


def _refer_to(document: Document, renamed: dict[str, str]) -> None:
    """Write the new names into references, and into what discriminators map to."""
    for place in find_schemas(document):
        schema = place.schema
        if isinstance(schema.get("$ref"), str):
            schema["$ref"] = _referring(schema["$ref"], renamed)
        discriminator = schema.get("discriminator")
        if isinstance(discriminator, dict) and isinstance(discriminator.get("mapping"), dict):
            mapping = discriminator["mapping"]
            discriminator["mapping"] = {key: _referring(to, renamed) for key, to in mapping.items()}


def _referring(reference: str, renamed: dict[str, str]) -> str:
    for old, new in renamed.items():
        start = pointer(_SCHEMAS, old)
        if reference == start or reference.startswith(f"{start}/"):
            return pointer(_SCHEMAS, new) + reference[len(start) :]
    return renamed.get(reference, reference)  # a discriminator may map to a bare name


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()
