"""Repairs of names that differ in case and punctuation only, which the generator would merge."""

from collections.abc import Iterator

from openapi.dialects.renaming import SCHEMAS, fold_name, rename_schemas, unused_name
from openapi.reading.description import Document
from openapi.reading.schemas import METHODS, join_pointer, pascal_case

RENAMED = "x-renamed-schemas"
"""Extension of a repaired description: the former name of each renamed component."""


def rename_colliding_components(document: Document) -> Iterator[str]:
    """Append a number to each colliding name but the first, also in references."""
    components: Document = document.get("components", {}).get("schemas", {})
    renamed: dict[str, str] = {}
    used_names: set[str] = set()
    for name in components:
        if fold_name(name) in used_names:
            renamed[name] = unused_name(name, used_names | {fold_name(other) for other in components})
        used_names.add(fold_name(renamed.get(name, name)))
    if not renamed:
        return
    rename_schemas(document, renamed)
    document[RENAMED] = {new: old for old, new in renamed.items()}
    yield from (join_pointer(SCHEMAS, name) for name in renamed)


def rename_colliding_operations(document: Document) -> Iterator[str]:
    """Append a number to each colliding `operationId` of a tag but the first."""
    operations = [
        (item[method], path, method)
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]
    names = [operation.get("operationId", f"{method} {path}") for operation, path, method in operations]
    used_names, used_in_tag = set(map(fold_name, names)), set[tuple[str, str]]()
    for (operation, path, method), name in zip(operations, names, strict=True):
        tag = fold_name(next(iter(operation.get("tags", ())), "default"))
        if (tag, fold_name(name)) in used_in_tag:
            readable = operation.get("operationId", f"{method}{pascal_case(path)}")
            operation["operationId"] = name = unused_name(readable, used_names)
            used_names.add(fold_name(name))
            yield join_pointer("#/paths", path, method)
        used_in_tag.add((tag, fold_name(name)))
