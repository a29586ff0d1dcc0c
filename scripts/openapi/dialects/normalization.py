"""Translates a description of either dialect to the names of the client.

Requests and responses stay the same on the wire: a prefix of all paths moves to the servers, and names change.
"""

import copy
from collections.abc import Iterator
from typing import Any

from attrs import evolve

from openapi.dialects.counterparts import CLASS_NAME, COUNTERPARTS_FILE, PREFIX, Counterpart, read_counterparts
from openapi.dialects.lookup import find_at_route, follow_references
from openapi.dialects.renaming import fold_name, rename_schemas, unused_name
from openapi.reading.description import Description, Document
from openapi.reading.paths import parameter_names, path_shape
from openapi.reading.schemas import METHODS, find_operations, join_pointer
from openapi.reading.structure import check_structure


def normalize(description: Description) -> Description:
    """Return a copy of a description with the paths and names of the client.

    Operations with a counterpart get its names. All others keep their own.

    Raises:
        DescriptionError: If the description does not have the structure of OpenAPI.
    """
    document = copy.deepcopy(description.document)
    check_structure(document, description.name)
    _move_prefix_to_servers(document)
    for counterpart in read_counterparts(COUNTERPARTS_FILE):
        path = find_operation_path(document, counterpart.method, counterpart.path)
        if path is not None:
            _rename_operation(document, document["paths"][path][counterpart.method], counterpart)
            _rename_parameters(document, path, counterpart.path)
    return evolve(description, document=document)


def find_operation_path(document: Document, method: str, path: str) -> str | None:
    """Return the path of an operation in a description, or `None` if it is missing.

    Args:
        document: Description without the prefix of the API in its paths.
        method: HTTP method in lower case.
        path: Path with any names of path parameters.
    """
    shape = path_shape(path)
    same_shape = (other for other, item in document["paths"].items() if method in item and path_shape(other) == shape)
    return next(same_shape, None)


def _move_prefix_to_servers(document: Document) -> None:
    """Move the prefix to the servers, if every path has it."""
    paths = document["paths"]
    if paths and all(path.startswith(f"{PREFIX}/") for path in paths):
        servers = document.get("servers") or [{"url": ""}]
        document["servers"] = [server | {"url": server["url"].rstrip("/") + PREFIX} for server in servers]
        _rename_paths(document, {path: path.removeprefix(PREFIX) for path in paths})


def _rename_operation(document: Document, operation: Document, counterpart: Counterpart) -> None:
    used = {
        fold_name(other.get("operationId", "")) for other, _ in find_operations(document) if other is not operation
    }
    for other, _ in find_operations(document):
        if other is not operation and fold_name(other.get("operationId", "")) == fold_name(counterpart.operation_id):
            other["operationId"] = unused_name(other["operationId"], used)
    operation |= {"operationId": counterpart.operation_id, "tags": [counterpart.tag]}
    for route, name in counterpart.classes.items():
        for owner, key in find_at_route(document, operation, route):
            _name_schema(document, owner, key, name)


def _name_schema(document: Document, owner: Any, key: str | int, name: str) -> None:
    """Rename a component, or mark an inline schema; another component of that name gets a number."""
    components: Document = document.get("components", {}).get("schemas", {})
    is_component = owner is components
    used = {fold_name(other) for other in components}
    others = [
        other for other in components if fold_name(other) == fold_name(name) and not (is_component and other == key)
    ]
    renamed = {other: unused_name(other, used) for other in others} | ({str(key): name} if is_component else {})
    if renamed:
        rename_schemas(document, renamed)
    if not is_component and isinstance(owner[key], dict):
        owner[key][CLASS_NAME] = name


def _rename_parameters(document: Document, path: str, new_path: str) -> None:
    """Rename the parameters of a path, in each of its operations."""
    if new_path in document["paths"]:
        return
    names = dict(zip(parameter_names(path), parameter_names(new_path), strict=True))
    _rename_paths(document, {path: new_path})
    item = document["paths"][new_path]
    for parameters in (owner.get("parameters", []) for owner in (item, *_iterate_operations(item))):
        for index in range(len(parameters)):
            holder, key = follow_references(document, parameters, index)
            parameter = holder[key]
            if parameter.get("in") == "path" and parameter.get("name") in names:
                # Other paths may refer to the same parameter, so it is copied.
                parameters[index] = parameter | {"name": names[parameter["name"]]}


def _rename_paths(document: Document, renamed: dict[str, str]) -> None:
    document["paths"] = {renamed.get(path, path): item for path, item in document["paths"].items()}
    pointers = {join_pointer("#/paths", old): join_pointer("#/paths", new) for old, new in renamed.items()}
    for holder in _iterate_path_references(document):
        start, end = _split_reference(holder["$ref"])
        holder["$ref"] = pointers.get(start, start) + end


def _iterate_path_references(value: Any) -> Iterator[Document]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str) and value["$ref"].startswith("#/paths/"):
            yield value
        for item in value.values():
            yield from _iterate_path_references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _iterate_path_references(item)


def _split_reference(reference: str) -> tuple[str, str]:
    """Split a reference to a part of a path after the step of the path itself."""
    steps = reference.split("/")
    return "/".join(steps[:3]), "".join(f"/{step}" for step in steps[3:])


def _iterate_operations(item: Document) -> Iterator[Document]:
    return (item[method] for method in METHODS if method in item)
