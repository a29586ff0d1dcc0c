"""Moves each inline schema that becomes a class to the components, under a readable name.

A name consists of the operation or component and the properties that lead to the schema. Schemas under equal
property names share a component if they differ in annotations only.
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

MAX_NAME_LENGTH = 40

_AMBIGUOUS_NAME = re.compile(r"Item|Value|Option\d+|Body\w*|Response\w*|Not|If|Then|Else|Contained|Name")


def name_inline_schemas(document: Document) -> Iterator[str]:
    """Move each inline schema that becomes a class to the components, and replace it with a reference."""
    components: Document = document.get("components", {}).get("schemas", {})
    _rename_nullable_components(document, components)
    inline = [
        slot
        for slot in find_schemas(document)
        if not slot.is_component and not slot.is_all_of_member and _becomes_class(slot.schema)
    ]
    names = _choose_names(_apply_class_names(inline, document), components)
    for slot in reversed(inline):  # inner schemas first
        _move(slot, names[slot.pointer], components)
    for schema in components.values():
        if isinstance(schema, dict):
            schema.pop("title", None)  # the generator would use it as the class name
    for slot in find_schemas(document):
        slot.schema.pop(CLASS_NAME, None)
    if components:
        ordered = dict(sorted(components.items()))
        document.setdefault("components", {})["schemas"] = ordered
    yield from (slot.pointer for slot in inline)


def _rename_nullable_components(document: Document, components: Document) -> None:
    """Split each component that is a class or null: the class keeps the name, the union gets another one."""
    unions: dict[str, str] = {}
    for name, schema in components.items():
        members = schema.get("anyOf", []) if isinstance(schema, dict) else []
        if len(members) == 2 and {"type": "null"} in members and any(map(_becomes_class, members)):
            used = {fold_name(other) for other in [*components, *unions.values()]}
            preferred = _candidates((f"{name}OrNull",), shared=False)
            unions[name] = next(other for other in preferred if fold_name(other) not in used)
    renamed = {f"#/components/schemas/{old}": f"#/components/schemas/{new}" for old, new in unions.items()}
    for slot in find_schemas(document):
        if slot.schema.get("$ref") in renamed:
            slot.schema["$ref"] = renamed[slot.schema["$ref"]]
    for name, other in unions.items():
        union = components[other] = components[name]
        index = next(index for index, member in enumerate(union["anyOf"]) if member != {"type": "null"})
        described = {"description": union["description"]} if "description" in union else {}
        components[name] = described | union["anyOf"][index]
        union["anyOf"][index] = {"$ref": f"#/components/schemas/{name}"}


def _move(slot: SchemaSlot, name: str, components: Document) -> None:
    schema = slot.schema
    beside = {keyword: schema.pop(keyword) for keyword in list(schema) if is_annotation(keyword)}
    if "default" in schema:
        beside["default"] = schema.pop("default")
    beside.pop("title", None)
    described = {"description": beside["description"]} if "description" in beside else {}
    components[name] = schema | described
    reference = {"$ref": f"#/components/schemas/{name}"}
    slot.owner[slot.key] = {"allOf": [reference], **beside} if beside else reference


def _apply_class_names(inline: list[SchemaSlot], document: Document) -> list[SchemaSlot]:
    """Return the slots, with the name of the nearest `x-class-name` as the first step of those within it."""
    named = [slot for slot in find_schemas(document) if CLASS_NAME in slot.schema]
    renamed_slots = []
    for slot in inline:
        enclosing = [other for other in named if f"{slot.pointer}/".startswith(f"{other.pointer}/")]
        if enclosing:
            nearest = max(enclosing, key=lambda other: len(other.pointer))
            slot = evolve(slot, steps=(nearest.schema[CLASS_NAME], *slot.steps[len(nearest.steps) :]))
        renamed_slots.append(slot)
    return renamed_slots


def _choose_names(inline: list[SchemaSlot], components: Document) -> dict[str, str]:
    contents = {slot.pointer: (slot.steps[-1], _serialize(slot.schema)) for slot in inline}
    uses = Counter(contents.values())
    choice = _Choice({fold_name(name) for name in components})
    return {
        slot.pointer: choice.name(slot.steps, contents[slot.pointer], uses[contents[slot.pointer]] > 1)
        for slot in inline
    }


@define
class _Choice:
    """Chooses names that do not collide in the generator."""

    _used: set[str]
    _shared: dict[tuple[str, str], str] = field(factory=dict, init=False)

    def name(self, steps: tuple[str, ...], content: tuple[str, str], repeated: bool) -> str:
        shared = repeated and not _AMBIGUOUS_NAME.fullmatch(steps[-1])
        if shared and content in self._shared:
            return self._shared[content]
        chosen = next(name for name in _candidates(steps, shared) if fold_name(name) not in self._used)
        self._used.add(fold_name(chosen))
        if shared:
            self._shared[content] = chosen
        return chosen


def _candidates(steps: tuple[str, ...], shared: bool) -> Iterator[str]:
    """Yield names without end, the most descriptive of acceptable length first."""
    if shared:
        yield steps[-1]
    preferred = [
        "".join(steps),
        steps[0] + "".join(steps[-2:]),
        steps[0] + steps[-1],
        "".join(steps[-3:]),
        "".join(steps[-2:]),
        steps[-1],
    ]
    fitting = [name for name in preferred if len(name) <= MAX_NAME_LENGTH and not _AMBIGUOUS_NAME.fullmatch(name)]
    yield from fitting
    base = (fitting or [_shorten(steps)])[0]
    number = 2
    while True:
        yield base if not fitting and number == 2 else f"{base}{number}"
        number += 1


def _shorten(steps: tuple[str, ...]) -> str:
    """Return the first step and as many of the last words as fit."""
    words = re.findall(r"[A-Z][a-z]*|[0-9]+|[a-z]+", "".join(steps[1:]))
    room = MAX_NAME_LENGTH - len(steps[0])
    shortened = ""
    for word in reversed(words):
        if len(word) + len(shortened) > room:
            break
        shortened = word + shortened
    return (steps[0] + shortened)[:MAX_NAME_LENGTH]


def _becomes_class(schema: Document) -> bool:
    """Return whether the generator makes a class of a schema: an object, an enum or a composition of objects."""
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


def _serialize(schema: Document) -> str:
    """Serialize a schema without annotations and its default, for comparison."""
    return json.dumps(
        _strip_annotations({name: item for name, item in schema.items() if name != "default"}), sort_keys=True
    )


def _strip_annotations(value: Any) -> Any:
    if isinstance(value, list):
        return [_strip_annotations(item) for item in value]
    if not isinstance(value, dict):
        return value
    stripped = {}
    for name, item in value.items():
        if name in ("properties", "patternProperties", "$defs") and isinstance(item, dict):
            stripped[name] = {inner: _strip_annotations(schema) for inner, schema in item.items()}
        elif name in ("enum", "const", "default"):
            stripped[name] = item
        elif not is_annotation(name):
            stripped[name] = _strip_annotations(item)
    return stripped
