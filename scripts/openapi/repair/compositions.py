"""Repairs of `allOf`, which the generator supports for objects only: merges scalars, distributes over unions."""

import copy
from collections.abc import Iterator
from typing import Any

from openapi.reading.description import Document, resolve
from openapi.reading.schemas import find_schemas_inner_first
from openapi.repair.keywords import is_annotation, is_of_type

_LOWER_BOUNDS = frozenset(("minLength", "minItems", "minimum", "exclusiveMinimum"))
_UPPER_BOUNDS = frozenset(("maxLength", "maxItems", "maximum", "exclusiveMaximum"))
_BOUNDS = _LOWER_BOUNDS | _UPPER_BOUNDS | {"pattern", "multipleOf", "uniqueItems"}
_SCALAR_KEYWORDS = _BOUNDS | {"type", "enum", "const", "format"}
_UNIONS = ("anyOf", "oneOf")
_MAX_MEMBERS = 32
"""Limit of a union after distribution, since each member becomes a class."""


def merge_scalars_and_bounds(document: Document) -> Iterator[str]:
    """Merge composed scalars into one schema, and move members that only set bounds beside `allOf`."""
    for slot in find_schemas_inner_first(document):
        merged = _merge_all_of(document, slot.schema)
        if merged is not None:
            slot.owner[slot.key] = merged
            yield slot.pointer


def distribute_over_unions(document: Document) -> Iterator[str]:
    """Replace an object that is composed with a union by a union of objects."""
    for slot in find_schemas_inner_first(document):
        union = _distribute(document, slot.schema, frozenset())
        if union is not None:
            slot.owner[slot.key] = union
            yield slot.pointer


def _merge_all_of(document: Document, schema: Document) -> Document | None:
    members: list[Any] = schema.get("allOf", [])
    if not members or not all(isinstance(member, dict) for member in members):
        return None
    own = {name: value for name, value in schema.items() if name != "allOf"}
    counting = [member for member in members if not set(member) <= _BOUNDS]
    if [list(member) for member in counting] == [["$ref"]]:
        merged = None if len(members) == 1 else _intersect(own, *(item for item in members if item not in counting))
        return None if merged is None else merged | {"allOf": counting}
    return _merge_scalars(own, [_resolve_copy(document, member) for member in members])


def _resolve_copy(document: Document, schema: Document) -> Document:
    target = schema
    while isinstance(target, dict) and list(target) == ["$ref"]:
        target = resolve(document, target["$ref"])
    return copy.deepcopy(target) if isinstance(target, dict) else {"not": {}}


def _merge_scalars(own: Document, members: list[Document]) -> Document | None:
    """Return the intersection of scalar schemas, or None if a schema is not scalar."""
    keywords = {
        name for schema in (own, *members) for name in schema if not is_annotation(name) and name != "default"
    }
    merged = (
        _intersect(own, *members) if keywords <= _SCALAR_KEYWORDS and keywords & {"type", "enum", "const"} else None
    )
    if merged is None:
        return None
    types: list[str] = [merged["type"]] if isinstance(merged.get("type"), str) else merged.get("type", [])
    if {"object", "array"} & set(types):
        return None
    if "const" in merged and types and not any(is_of_type(merged["const"], type_name) for type_name in types):
        return None
    if "enum" in merged and types:
        merged["enum"] = [
            value for value in merged["enum"] if any(is_of_type(value, type_name) for type_name in types)
        ]
    return merged if merged.get("enum") != [] and not {"enum", "const"} <= set(merged) else None


def _intersect(*schemas: Document) -> Document | None:
    """Return one schema equal to the intersection of several, or None if one schema cannot express it."""
    merged: Document = {}
    for schema in schemas:
        for name, value in schema.items():
            current: Any = merged.setdefault(name, value)
            if name == "type":
                types = _intersect_types(current, value)
                if not types:
                    return None
                merged[name] = types[0] if len(types) == 1 else types
            elif name == "enum":
                merged[name] = [one for one in current if any(_is_same(one, other) for other in value)]
            elif name in _LOWER_BOUNDS | _UPPER_BOUNDS:
                merged[name] = (max if name in _LOWER_BOUNDS else min)(current, value)
            elif not (is_annotation(name) or name == "default" or _is_same(current, value)):
                return None
    return merged


def _intersect_types(one: Any, other: Any) -> list[str]:
    first: list[str] = [one] if isinstance(one, str) else one
    second: list[str] = [other] if isinstance(other, str) else other
    both = [
        type_name for type_name in first if type_name in second or (type_name == "integer" and "number" in second)
    ]
    integer = "integer" in second and "number" in first and "integer" not in first
    return [*both, "integer"] if integer and "number" not in second else both


def _is_same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _distribute(document: Document, schema: Document, visited: frozenset[str]) -> Document | None:
    beside = {name: value for name, value in schema.items() if is_annotation(name) or name == "default"}
    own = {name: value for name, value in schema.items() if name not in (*beside, "discriminator", "allOf", *_UNIONS)}
    unions = [{name: schema[name]} for name in _UNIONS if name in schema]
    members: list[Any] = schema.get("allOf", [])
    if "unevaluatedProperties" in own or not all(isinstance(member, dict) for member in members):
        return None
    parts: list[Document] = [own] if own else []
    for member in members:
        reference = member.get("$ref")
        union = _as_union(_resolve_copy(document, member)) if reference not in visited else None
        visited |= {reference} if union and reference else set()
        (unions if union else parts).append(union or member)
    if not unions or not (members or "properties" in own):
        return None
    if not parts and len(unions) == 1:
        return beside | unions[0]
    (keyword, choices), *more = ((name, value) for union in unions for name, value in union.items())
    composed: list[Document] = []
    possible = [choice for choice in choices if isinstance(choice, dict)]
    for choice in [choice for choice in possible if _may_be_object(_resolve_copy(document, choice), parts)]:
        whole = {"allOf": [*copy.deepcopy(parts), *({name: value} for name, value in more), choice]}
        inner = _distribute(document, copy.deepcopy(whole), visited) or _merge_all_of(document, whole)
        composed.append((inner or copy.deepcopy(whole)) | _member_title(choice))
    if len(possible) < len(choices):
        return None
    size = sum(len(item.get("anyOf") or item.get("oneOf") or [item]) for item in composed)
    return {**beside, keyword: composed} if 0 < size <= _MAX_MEMBERS else None


def _as_union(schema: Document) -> Document | None:
    keywords = {name: value for name, value in schema.items() if not is_annotation(name) and name != "discriminator"}
    return keywords if len(keywords) == 1 and set(keywords) <= set(_UNIONS) else None


def _may_be_object(choice: Document, parts: list[Document]) -> bool:
    """Return whether a member of the union allows objects, where another part requires an object."""
    type_name = choice.get("type", "object")
    return "object" in ([type_name] if isinstance(type_name, str) else type_name) or all(
        part.get("type") != "object" for part in parts
    )


def _member_title(choice: Document) -> Document:
    """Return the title for a member of the new union: the name of its original member."""
    name = choice.get("$ref", "").rpartition("/")[2] or choice.get("title")
    return {"title": name} if name else {}
