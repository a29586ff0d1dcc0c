"""Gives each inline schema that becomes a class a name that a person would choose, and a place among the components.

A name is made of what leads to the schema: the operation or component, then properties. Schemas that are
identical but for what only describes, and stand under one name, share it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from attrs import define, evolve, field

from openapi.dialects.counterparts import CLASS_NAME
from openapi.dialects.renaming import fold_name
from openapi.reading.description import Document
from openapi.reading.schemas import SchemaSlot, find_schemas
from openapi.repair.keywords import is_annotation

LONGEST = 40

_SAYS_NOTHING_ALONE = re.compile(r"Item|Value|Option\d+|Body\w*|Response\w*|Not|If|Then|Else|Contained|Name")


def name_inline_schemas(document: Document) -> Iterator[str]:
    """Move each inline schema that becomes a class to the components, and refer to it where it stood."""
    components: Document = document.get("components", {}).get("schemas", {})
    _free_names_of_unions(document, components)
    inline = [
        place
        for place in find_schemas(document)
        if not place.is_component and not place.is_all_of_member and _becomes_class(place.schema)
    ]
    names = _choose_names(_begin_at_marks(inline, document), components)
    for place in reversed(inline):  # the inner before the outer that holds them
        _move(place, names[place.pointer], components)
    for schema in components.values():
        if isinstance(schema, dict):
            schema.pop("title", None)  # the generator would name it by that
    for place in find_schemas(document):
        place.schema.pop(CLASS_NAME, None)
    if components:
        ordered = dict(sorted(components.items()))
        document.setdefault("components", {})["schemas"] = ordered
    yield from (place.pointer for place in inline)


def _free_names_of_unions(document: Document, components: Document) -> None:
    """Let a component that is a class or null leave its name to the class: the union itself is inlined anywhere."""
    unions: dict[str, str] = {}
    for name, schema in components.items():
        members = schema.get("anyOf", []) if isinstance(schema, dict) else []
        if len(members) == 2 and {"type": "null"} in members and any(map(_becomes_class, members)):
            taken = {fold_name(other) for other in [*components, *unions.values()]}
            wanted = _candidates((f"{name}OrNull",), shared=False)
            unions[name] = next(other for other in wanted if fold_name(other) not in taken)
    renamed = {f"#/components/schemas/{old}": f"#/components/schemas/{new}" for old, new in unions.items()}
    for place in find_schemas(document):
        if place.schema.get("$ref") in renamed:
            place.schema["$ref"] = renamed[place.schema["$ref"]]
    for name, other in unions.items():
        union = components[other] = components[name]
        index = next(index for index, member in enumerate(union["anyOf"]) if member != {"type": "null"})
        described = {"description": union["description"]} if "description" in union else {}
        components[name] = described | union["anyOf"][index]
        union["anyOf"][index] = {"$ref": f"#/components/schemas/{name}"}


def _move(place: SchemaSlot, name: str, components: Document) -> None:
    schema = place.schema
    beside = {keyword: schema.pop(keyword) for keyword in list(schema) if is_annotation(keyword)}
    if "default" in schema:
        beside["default"] = schema.pop("default")
    beside.pop("title", None)
    described = {"description": beside["description"]} if "description" in beside else {}
    components[name] = schema | described
    reference = {"$ref": f"#/components/schemas/{name}"}
    place.owner[place.key] = {"allOf": [reference], **beside} if beside else reference


def _begin_at_marks(inline: list[SchemaSlot], document: Document) -> list[SchemaSlot]:
    """Let the names of what is marked, and of all within it, begin with the mark."""
    marked = [place for place in find_schemas(document) if CLASS_NAME in place.schema]
    begun = []
    for place in inline:
        around = [mark for mark in marked if f"{place.pointer}/".startswith(f"{mark.pointer}/")]
        if around:
            nearest = max(around, key=lambda mark: len(mark.pointer))
            place = evolve(place, steps=(nearest.schema[CLASS_NAME], *place.steps[len(nearest.steps) :]))
        begun.append(place)
    return begun


def _choose_names(inline: list[SchemaSlot], components: Document) -> dict[str, str]:
    contents = {place.pointer: (place.steps[-1], _content(place.schema)) for place in inline}
    uses = Counter(contents.values())
    choice = _Choice({fold_name(name) for name in components})
    return {
        place.pointer: choice.name(place.steps, contents[place.pointer], uses[contents[place.pointer]] > 1)
        for place in inline
    }


@define
class _Choice:
    """Chooses names, no two of which the generator could take for one."""

    _taken: set[str]
    _shared: dict[tuple[str, str], str] = field(factory=dict, init=False)

    def name(self, steps: tuple[str, ...], content: tuple[str, str], repeated: bool) -> str:
        shared = repeated and not _SAYS_NOTHING_ALONE.fullmatch(steps[-1])
        if shared and content in self._shared:
            return self._shared[content]
        chosen = next(name for name in _candidates(steps, shared) if fold_name(name) not in self._taken)
        self._taken.add(fold_name(chosen))
        if shared:
            self._shared[content] = chosen
        return chosen


def _candidates(steps: tuple[str, ...], shared: bool) -> Iterator[str]:
    """Give names without end, the most wanted first: those that are short enough, and tell the most."""
    if shared:
        yield steps[-1]
    wanted = [
        "".join(steps),
        steps[0] + "".join(steps[-2:]),
        steps[0] + steps[-1],
        "".join(steps[-3:]),
        "".join(steps[-2:]),
        steps[-1],
    ]
    fitting = [name for name in wanted if len(name) <= LONGEST and not _SAYS_NOTHING_ALONE.fullmatch(name)]
    yield from fitting
    base = (fitting or [_shortened(steps)])[0]
    number = 2
    while True:
        yield base if not fitting and number == 2 else f"{base}{number}"
        number += 1


def _shortened(steps: tuple[str, ...]) -> str:
    """Keep the first step, and as many of the last words as have room."""
    words = re.findall(r"[A-Z][a-z]*|[0-9]+|[a-z]+", "".join(steps[1:]))
    room = LONGEST - len(steps[0])
    kept = ""
    for word in reversed(words):
        if len(word) + len(kept) > room:
            break
        kept = word + kept
    return (steps[0] + kept)[:LONGEST]


def _becomes_class(schema: Document) -> bool:
    """Say whether the generator makes a class of a schema: an object or enum, or a composition of objects."""
    if "$ref" in schema:
        return False
    if "enum" in schema:
        return schema.get("type") != "boolean"
    members = schema.get("allOf")
    if isinstance(members, list) and members:
        return len(members) > 1 or "$ref" not in members[0] or "properties" in schema
    if "anyOf" in schema or "oneOf" in schema:
        return False
    return schema.get("type") == "object" or ("type" not in schema and "properties" in schema)


def _content(schema: Document) -> str:
    """Write a schema without what only describes it, for comparing."""
    return json.dumps(
        _undescribed({name: item for name, item in schema.items() if name != "default"}), sort_keys=True
    )


def _undescribed(value: Any) -> Any:
    if isinstance(value, list):
        return [_undescribed(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for name, item in value.items():
        if name in ("properties", "patternProperties", "$defs") and isinstance(item, dict):
            kept[name] = {inner: _undescribed(schema) for inner, schema in item.items()}
        elif name in ("enum", "const", "default"):
            kept[name] = item
        elif not is_annotation(name):
            kept[name] = _undescribed(item)
    return kept
