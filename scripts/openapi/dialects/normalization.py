"""Writes a description in the words of the client, so that each kind of description gives the same names.

What goes over the wire stays as it is: only the server's part of a path moves, and names change.
"""

import copy
from collections.abc import Iterator
from typing import Any

from attrs import evolve

from openapi.dialects.counterparts import CLASS_NAME, COUNTERPARTS, PREFIX, Counterpart
from openapi.dialects.lookup import find_at, follow
from openapi.dialects.renaming import numbered, plain, rename_schemas
from openapi.reading.description import Description, Document
from openapi.reading.paths import parameter_names, path_shape
from openapi.reading.schemas import METHODS, find_operations, join_pointer
from openapi.reading.structure import check_structure


def normalise(description: Description) -> Description:
    """Give the description with the client's names and paths; the one that was read stays as it was.

    What has a counterpart gets the names that it has in the client. All else keeps its own.

    Raises:
        DescriptionError: The description has not the shape that OpenAPI gives it.
    """
    document = copy.deepcopy(description.document)
    check_structure(document, description.name)
    _move_prefix(document)
    for counterpart in COUNTERPARTS:
        path = find_path(document, counterpart)
        if path is not None:
            _name_operation(document, document["paths"][path][counterpart.method], counterpart)
            _name_parameters(document, path, counterpart.path)
    return evolve(description, document=document)


def find_path(document: Document, counterpart: Counterpart) -> str | None:
    """Give the path under which a description has an operation, if it has it."""
    for path, item in document["paths"].items():
        if (counterpart.method, path_shape(path)) == counterpart.shape and counterpart.method in item:
            found: str = path
            return found
    return None


def _move_prefix(document: Document) -> None:
    """Move the prefix into the servers, where every path has it."""
    paths = document["paths"]
    if paths and all(path.startswith(f"{PREFIX}/") for path in paths):
        servers = document.get("servers") or [{"url": ""}]
        document["servers"] = [server | {"url": server["url"].rstrip("/") + PREFIX} for server in servers]
        _rename_paths(document, {path: path.removeprefix(PREFIX) for path in paths})


def _name_operation(document: Document, operation: Document, counterpart: Counterpart) -> None:
    taken = {plain(other.get("operationId", "")) for other, _ in find_operations(document) if other is not operation}
    for other, _ in find_operations(document):
        if other is not operation and plain(other.get("operationId", "")) == plain(counterpart.operation_id):
            other["operationId"] = numbered(other["operationId"], taken)
    operation |= {"operationId": counterpart.operation_id, "tags": [counterpart.tag]}
    for place, name in counterpart.schemas.items():
        for owner, key in find_at(document, operation, place):
            _name_schema(document, owner, key, name)


def _name_schema(document: Document, owner: Any, key: str | int, name: str) -> None:
    """Rename a component, or mark what stands inline; another component of that name gets a number."""
    components: Document = document.get("components", {}).get("schemas", {})
    is_component = owner is components
    taken = {plain(other) for other in components}
    others = [other for other in components if plain(other) == plain(name) and not (is_component and other == key)]
    renamed = {other: numbered(other, taken) for other in others} | ({str(key): name} if is_component else {})
    if renamed:
        rename_schemas(document, renamed)
    if not is_component and isinstance(owner[key], dict):
        owner[key][CLASS_NAME] = name


def _name_parameters(document: Document, path: str, wanted: str) -> None:
    """Give the parameters of a path other names, in each operation that stands under it."""
    if wanted in document["paths"]:
        return
    names = dict(zip(parameter_names(path), parameter_names(wanted), strict=True))
    _rename_paths(document, {path: wanted})
    item = document["paths"][wanted]
    for parameters in (owner.get("parameters", []) for owner in (item, *_operations(item))):
        for index in range(len(parameters)):
            holder, key = follow(document, parameters, index)
            found = holder[key]
            if found.get("in") == "path" and found.get("name") in names:  # others may refer to the same one
                parameters[index] = found | {"name": names[found["name"]]}


def _rename_paths(document: Document, renamed: dict[str, str]) -> None:
    document["paths"] = {renamed.get(path, path): item for path, item in document["paths"].items()}
    places = {join_pointer("#/paths", old): join_pointer("#/paths", new) for old, new in renamed.items()}
    for holder in _references(document):
        start, end = _split(holder["$ref"])
        holder["$ref"] = places.get(start, start) + end


def _references(value: Any) -> Iterator[Document]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str) and value["$ref"].startswith("#/paths/"):
            yield value
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def _split(reference: str) -> tuple[str, str]:
    """Part a reference into a path after the path's own step."""
    steps = reference.split("/")
    return "/".join(steps[:3]), "".join(f"/{step}" for step in steps[3:])


def _operations(item: Document) -> Iterator[Document]:
    return (item[method] for method in METHODS if method in item)
