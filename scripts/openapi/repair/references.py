"""Repairs of references that OpenAPI allows and the generator does not follow."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from openapi.dialects.renaming import fold_name, unused_name
from openapi.reading.description import Document, dereference, resolve
from openapi.reading.schemas import METHODS, find_schemas, join_pointer

_COMPONENT = re.compile(r"#/components/schemas/[^/]+")


def write_out_path_items(document: Document) -> Iterator[str]:
    """Write a path item where it is referred to; what stands beside the reference goes before it."""
    for path, item in document["paths"].items():
        if isinstance(item, dict) and "$ref" in item:
            beside = {name: value for name, value in item.items() if name != "$ref"}
            found = copy.deepcopy(dereference(document, item))
            document["paths"][path] = found | beside if isinstance(found, dict) else found
            yield join_pointer("#/paths", path)


def write_out_carriers(document: Document) -> Iterator[str]:
    """Write a parameter, body or response where it is referred to, unless it is a component that is none itself."""
    for path, item in document["paths"].items():
        for method in (None, *METHODS):
            owner = item if method is None or not isinstance(item, dict) else item.get(method)
            steps = [] if method is None else [method]
            for holder, key, place in _carriers(owner, join_pointer("#/paths", path, *steps)):
                if not _is_plain(document, holder[key]["$ref"]):
                    holder[key] = copy.deepcopy(dereference(document, holder[key]))
                    yield place


def name_what_is_referred_to_by_place(document: Document) -> Iterator[str]:
    """Make a component of a schema that is referred to where it stands."""
    known = {place.pointer: place for place in find_schemas(document)}
    named: dict[str, str] = {}
    for place in known.values():
        reference = place.schema.get("$ref")
        if not isinstance(reference, str) or _COMPONENT.fullmatch(reference):
            continue
        target = known.get(_written_plainly(reference))
        if target is None:
            place.owner[place.key] = copy.deepcopy(dereference(document, place.schema))
        else:
            if target.pointer not in named:
                named[target.pointer] = _moved(document, target.owner, target.key, "".join(target.steps))
            place.schema["$ref"] = named[target.pointer]
        yield place.pointer


def _moved(document: Document, owner: Any, key: str | int, name: str) -> str:
    components = document.setdefault("components", {}).setdefault("schemas", {})
    taken = set(map(fold_name, components))
    free = unused_name(name, taken) if fold_name(name) in taken else name
    components[free] = owner[key]
    owner[key] = {"$ref": join_pointer("#/components/schemas", free)}
    return join_pointer("#/components/schemas", free)


def _carriers(owner: Any, place: str) -> Iterator[tuple[Any, Any, str]]:
    """Give each reference to a parameter, body or response: what holds it, under which key, and where."""
    if not isinstance(owner, dict):
        return
    held: list[tuple[Any, Any, str]] = [(owner, "requestBody", join_pointer(place, "requestBody"))]
    parameters, responses = owner.get("parameters"), owner.get("responses")
    if isinstance(parameters, list):
        held += [(parameters, index, join_pointer(place, "parameters", index)) for index in range(len(parameters))]
    if isinstance(responses, dict):
        held += [(responses, status, join_pointer(place, "responses", status)) for status in list(responses)]
    for holder, key, where in held:
        item = holder[key] if isinstance(holder, list) else holder.get(key)
        if isinstance(item, dict) and "$ref" in item:
            yield holder, key, where


def _is_plain(document: Document, reference: str) -> bool:
    """Say whether a reference leads to a component that is no reference."""
    of_components = re.fullmatch(r"#/components/(parameters|responses|requestBodies)/[^/]+", reference)
    return of_components is not None and "$ref" not in resolve(document, reference)


def _written_plainly(reference: str) -> str:
    """Write a reference as `pointer` does, which escapes no more than it has to."""
    return reference.replace("%7B", "{").replace("%7D", "}")
