"""Repairs of names that differ in nothing but case and punctuation, of which the generator would make one."""

from collections.abc import Iterator

from openapi.dialects.renaming import SCHEMAS, fold_name, rename_schemas, unused_name
from openapi.reading.description import Document
from openapi.reading.schemas import METHODS, join_pointer, pascal_case

RENAMED = "x-renamed-schemas"
"""Under this extension a repaired description keeps which component had which name before."""


def number_components_that_are_called_alike(document: Document) -> Iterator[str]:
    """Put a number after each name but the first, in the document's order, wherever it is referred to."""
    components: Document = document.get("components", {}).get("schemas", {})
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    for name in components:
        if fold_name(name) in taken:
            renamed[name] = unused_name(name, taken | {fold_name(other) for other in components})
        taken.add(fold_name(renamed.get(name, name)))
    if not renamed:
        return
    rename_schemas(document, renamed)
    document[RENAMED] = {new: old for old, new in renamed.items()}
    yield from (join_pointer(SCHEMAS, name) for name in renamed)


def number_operations_that_are_called_alike(document: Document) -> Iterator[str]:
    """Put a number after the `operationId` of each operation of a tag but the first."""
    operations = [
        (item[method], path, method)
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]
    names = [operation.get("operationId", f"{method} {path}") for operation, path, method in operations]
    given, taken = set(map(fold_name, names)), set[tuple[str, str]]()
    for (operation, path, method), name in zip(operations, names, strict=True):
        tag = fold_name(next(iter(operation.get("tags", ())), "default"))
        if (tag, fold_name(name)) in taken:
            readable = operation.get("operationId", f"{method}{pascal_case(path)}")
            operation["operationId"] = name = unused_name(readable, given)
            given.add(fold_name(name))
            yield join_pointer("#/paths", path, method)
        taken.add((tag, fold_name(name)))
