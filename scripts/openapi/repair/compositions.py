"""Repairs of `allOf`, of which the generator reads objects only: scalars are merged, unions taken apart."""

import copy
from collections.abc import Iterator
from typing import Any

from openapi.reading.description import Document, resolve
from openapi.reading.schemas import find_schemas_inner_first
from openapi.repair.keywords import is_annotation, is_of_type

_LEAST = frozenset(("minLength", "minItems", "minimum", "exclusiveMinimum"))
_MOST = frozenset(("maxLength", "maxItems", "maximum", "exclusiveMaximum"))
_BOUNDS = _LEAST | _MOST | {"pattern", "multipleOf", "uniqueItems"}
_SCALARS = _BOUNDS | {"type", "enum", "const", "format"}
_UNIONS = ("anyOf", "oneOf")
_MOST_MEMBERS = 32
"""Of a union that comes of several: each becomes a class."""


def merge_scalars_and_bounds(document: Document) -> Iterator[str]:
    """Write scalars that are composed as one, and what only bounds another schema beside it."""
    for place in find_schemas_inner_first(document):
        merged = _merged(document, place.schema)
        if merged is not None:
            place.owner[place.key] = merged
            yield place.pointer


def distribute_over_unions(document: Document) -> Iterator[str]:
    """Write an object that is composed with a union as a union of objects."""
    for place in find_schemas_inner_first(document):
        union = _distributed(document, place.schema, frozenset())
        if union is not None:
            place.owner[place.key] = union
            yield place.pointer


def _merged(document: Document, schema: Document) -> Document | None:
    members: list[Any] = schema.get("allOf", [])
    if not members or not all(isinstance(member, dict) for member in members):
        return None
    own = {name: value for name, value in schema.items() if name != "allOf"}
    counting = [member for member in members if not set(member) <= _BOUNDS]
    if [list(member) for member in counting] == [["$ref"]]:
        merged = None if len(members) == 1 else _all(own, *(item for item in members if item not in counting))
        return None if merged is None else merged | {"allOf": counting}
    return _scalar(own, [_referred(document, member) for member in members])


def _referred(document: Document, schema: Document) -> Document:
    found = schema
    while isinstance(found, dict) and list(found) == ["$ref"]:
        found = resolve(document, found["$ref"])
    return copy.deepcopy(found) if isinstance(found, dict) else {"not": {}}


def _scalar(own: Document, members: list[Document]) -> Document | None:
    """Merge what says which scalars are allowed; anything else is left alone."""
    said = {name for schema in (own, *members) for name in schema if not is_annotation(name) and name != "default"}
    merged = _all(own, *members) if said <= _SCALARS and said & {"type", "enum", "const"} else None
    if merged is None:
        return None
    kinds: list[str] = [merged["type"]] if isinstance(merged.get("type"), str) else merged.get("type", [])
    if {"object", "array"} & set(kinds):
        return None
    if "const" in merged and kinds and not any(is_of_type(merged["const"], kind) for kind in kinds):
        return None
    if "enum" in merged and kinds:
        merged["enum"] = [value for value in merged["enum"] if any(is_of_type(value, kind) for kind in kinds)]
    return merged if merged.get("enum") != [] and not {"enum", "const"} <= set(merged) else None


def _all(*schemas: Document) -> Document | None:
    """Say in one schema what several say, or nothing, where one cannot."""
    merged: Document = {}
    for schema in schemas:
        for name, value in schema.items():
            known: Any = merged.setdefault(name, value)
            if name == "type":
                kinds = _kinds_of_both(known, value)
                if not kinds:
                    return None
                merged[name] = kinds[0] if len(kinds) == 1 else kinds
            elif name == "enum":
                merged[name] = [one for one in known if any(_is_same(one, other) for other in value)]
            elif name in _LEAST | _MOST:
                merged[name] = (max if name in _LEAST else min)(known, value)
            elif not (is_annotation(name) or name == "default" or _is_same(known, value)):
                return None
    return merged


def _kinds_of_both(one: Any, other: Any) -> list[str]:
    first: list[str] = [one] if isinstance(one, str) else one
    second: list[str] = [other] if isinstance(other, str) else other
    both = [kind for kind in first if kind in second or (kind == "integer" and "number" in second)]
    integer = "integer" in second and "number" in first and "integer" not in first
    return [*both, "integer"] if integer and "number" not in second else both


def _is_same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _distributed(document: Document, schema: Document, seen: frozenset[str]) -> Document | None:
    beside = {name: value for name, value in schema.items() if is_annotation(name) or name == "default"}
    own = {name: value for name, value in schema.items() if name not in (*beside, "discriminator", "allOf", *_UNIONS)}
    unions = [{name: schema[name]} for name in _UNIONS if name in schema]
    members: list[Any] = schema.get("allOf", [])
    if "unevaluatedProperties" in own or not all(isinstance(member, dict) for member in members):
        return None
    parts: list[Document] = [own] if own else []
    for member in members:
        reference = member.get("$ref")
        union = _as_union(_referred(document, member)) if reference not in seen else None
        seen |= {reference} if union and reference else set()
        (unions if union else parts).append(union or member)
    if not unions or not (members or "properties" in own):
        return None
    if not parts and len(unions) == 1:
        return beside | unions[0]
    (keyword, choices), *more = ((name, value) for union in unions for name, value in union.items())
    composed: list[Document] = []
    possible = [choice for choice in choices if isinstance(choice, dict)]
    for choice in [choice for choice in possible if _may_be_object(_referred(document, choice), parts)]:
        whole = {"allOf": [*copy.deepcopy(parts), *({name: value} for name, value in more), choice]}
        inner = _distributed(document, copy.deepcopy(whole), seen) or _merged(document, whole)
        composed.append((inner or copy.deepcopy(whole)) | _title(choice))
    if len(possible) < len(choices):
        return None
    size = sum(len(item.get("anyOf") or item.get("oneOf") or [item]) for item in composed)
    return {**beside, keyword: composed} if 0 < size <= _MOST_MEMBERS else None


def _as_union(schema: Document) -> Document | None:
    said = {name: value for name, value in schema.items() if not is_annotation(name) and name != "discriminator"}
    return said if len(said) == 1 and set(said) <= set(_UNIONS) else None


def _may_be_object(choice: Document, parts: list[Document]) -> bool:
    """Say whether a member of the union can be what the rest wants to be an object."""
    kind = choice.get("type", "object")
    return "object" in ([kind] if isinstance(kind, str) else kind) or all(
        part.get("type") != "object" for part in parts
    )


def _title(choice: Document) -> Document:
    """Call a member of the new union by what it was made of."""
    name = choice.get("$ref", "").rpartition("/")[2] or choice.get("title")
    return {"title": name} if name else {}
