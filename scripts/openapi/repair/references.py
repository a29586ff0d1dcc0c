"""Repairs of references that OpenAPI allows and the generator does not support."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from openapi.dialects.renaming import fold_name, unused_name
from openapi.reading.description import Document, dereference, resolve
from openapi.reading.schemas import METHODS, find_schemas, join_pointer

_COMPONENT = re.compile(r"#/components/schemas/[^/]+")


def inline_path_items(document: Document) -> Iterator[str]:
    """Replace a reference to a path item with the path item; keys beside the reference take precedence."""
    for path, item in document["paths"].items():
        if isinstance(item, dict) and "$ref" in item:
            beside = {name: value for name, value in item.items() if name != "$ref"}
            target = copy.deepcopy(dereference(document, item))
            document["paths"][path] = target | beside if isinstance(target, dict) else target
            yield join_pointer("#/paths", path)


def inline_indirect_references(document: Document) -> Iterator[str]:
    """Replace references to parameters, bodies and responses, unless the generator can resolve them."""
    for path, item in document["paths"].items():
        for method in (None, *METHODS):
            owner = item if method is None or not isinstance(item, dict) else item.get(method)
            steps = [] if method is None else [method]
            for holder, key, pointer in _references(owner, join_pointer("#/paths", path, *steps)):
                if not _is_direct(document, holder[key]["$ref"]):
                    holder[key] = copy.deepcopy(dereference(document, holder[key]))
                    yield pointer


def name_referenced_schemas(document: Document) -> Iterator[str]:
    """Move each schema that is referenced outside the components to the components."""
    slots = {slot.pointer: slot for slot in find_schemas(document)}
    references: dict[str, str] = {}
    for slot in slots.values():
        reference = slot.schema.get("$ref")
        if not isinstance(reference, str) or _COMPONENT.fullmatch(reference):
            continue
        target = slots.get(_unescape_braces(reference))
        if target is None:
            slot.owner[slot.key] = copy.deepcopy(dereference(document, slot.schema))
        else:
            if target.pointer not in references:
                references[target.pointer] = _move(document, target.owner, target.key, "".join(target.steps))
            slot.schema["$ref"] = references[target.pointer]
        yield slot.pointer


def _move(document: Document, owner: Any, key: str | int, name: str) -> str:
    components = document.setdefault("components", {}).setdefault("schemas", {})
    used_names = set(map(fold_name, components))
    unused = unused_name(name, used_names) if fold_name(name) in used_names else name
    reference = join_pointer("#/components/schemas", unused)
    components[unused] = owner[key]
    owner[key] = {"$ref": reference}
    return reference


def _references(owner: Any, pointer: str) -> Iterator[tuple[Any, Any, str]]:
    """Yield each reference to a parameter, body or response: its holder, its key and its pointer."""
    if not isinstance(owner, dict):
        return
    items: list[tuple[Any, Any, str]] = [(owner, "requestBody", join_pointer(pointer, "requestBody"))]
    parameters, responses = owner.get("parameters"), owner.get("responses")
    if isinstance(parameters, list):
        items += [(parameters, index, join_pointer(pointer, "parameters", index)) for index in range(len(parameters))]
    if isinstance(responses, dict):
        items += [(responses, status, join_pointer(pointer, "responses", status)) for status in list(responses)]
    for holder, key, item_pointer in items:
        item = holder[key] if isinstance(holder, list) else holder.get(key)
        if isinstance(item, dict) and "$ref" in item:
            yield holder, key, item_pointer


def _is_direct(document: Document, reference: str) -> bool:
    """Return whether a reference leads to a component that is not itself a reference."""
    of_components = re.fullmatch(r"#/components/(parameters|responses|requestBodies)/[^/]+", reference)
    return of_components is not None and "$ref" not in resolve(document, reference)


def _unescape_braces(reference: str) -> str:
    """Return a reference in the spelling of `SchemaSlot.pointer`, which does not escape braces."""
    return reference.replace("%7B", "{").replace("%7D", "}")
