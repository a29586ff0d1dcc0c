"""Repairs of unions and compositions: `nullable`, types in a list, members that only describe."""

import copy
from collections.abc import Iterator
from typing import Any

from openapi.reading.description import Document
from openapi.reading.schemas import SchemaSlot, find_schemas_inner_first
from openapi.repair.keywords import is_annotation, is_of_type

_KEYWORDS = {
    "object": "properties required additionalProperties patternProperties propertyNames minProperties maxProperties "
    "dependentRequired dependentSchemas unevaluatedProperties",
    "array": "items prefixItems contains minItems maxItems uniqueItems minContains maxContains unevaluatedItems",
    "string": "minLength maxLength pattern contentMediaType contentEncoding contentSchema",
    "integer number": "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
}
_APPLIES_TO = {name: kinds.split() for kinds, names in _KEYWORDS.items() for name in names.split()}
"""Which types a keyword says something of; it allows every value of another."""

_COMPOSITIONS = ("$ref", "allOf", "anyOf", "oneOf")


def say_null_as_a_type(document: Document) -> Iterator[str]:
    """Say with a type what `nullable` says in OpenAPI 3.0."""
    for place in find_schemas_inner_first(document):
        if "nullable" not in place.schema:
            continue
        if place.schema.pop("nullable") is True:
            _allow_null(place)
        yield place.pointer


def describe_beside_the_one_that_counts(document: Document) -> Iterator[str]:
    """Move what members of `allOf` only describe beside it."""
    for place in find_schemas_inner_first(document):
        members = place.schema.get("allOf")
        if not isinstance(members, list):
            continue
        describing = [member for member in members if member and all(is_annotation(name) for name in member)]
        if not describing or len(describing) == len(members):
            continue
        place.schema["allOf"] = [member for member in members if member not in describing]
        for member in describing:
            for name, value in member.items():
                place.schema.setdefault(name, value)
        yield place.pointer


def compose_what_stands_beside_a_reference(document: Document) -> Iterator[str]:
    """Write `$ref` and what stands beside it as `allOf`; a default and a description stay beside that."""
    for place in find_schemas_inner_first(document):
        schema = place.schema
        members = schema.get("allOf")
        if "required" in schema and "properties" not in schema and _is_one_reference(members):
            schema["$ref"] = schema.pop("allOf")[0]["$ref"]
        if "$ref" not in schema or len(schema) == 1:
            continue
        counting = {name: value for name, value in schema.items() if not is_annotation(name) and name != "default"}
        reference = {"$ref": counting.pop("$ref")}
        beside = {name: value for name, value in schema.items() if is_annotation(name) or name == "default"}
        schema.clear()
        schema |= {"allOf": [reference, counting] if counting else [reference], **beside}
        yield place.pointer


def _is_one_reference(members: Any) -> bool:
    return isinstance(members, list) and len(members) == 1 and list(members[0]) == ["$ref"]


def split_type_lists(document: Document) -> Iterator[str]:
    """Make a union of a list of types, where a member of it is an enum or object that will have a name."""
    for place in find_schemas_inner_first(document):
        schema = place.schema
        kinds = schema.get("type")
        if not isinstance(kinds, list):
            continue
        if len(kinds) == 1:
            schema["type"] = kinds[0]
            yield place.pointer
        elif "enum" in schema or "object" in kinds:
            _split(schema, kinds)
            yield place.pointer


def _split(schema: Document, kinds: list[str]) -> None:
    outside = {name: value for name, value in schema.items() if is_annotation(name) or name == "default"}
    inside = {name: value for name, value in schema.items() if name not in outside and name not in ("type", "enum")}
    members: list[Document] = []
    for kind in kinds:
        if kind == "null":
            allowed = "enum" not in schema or None in schema["enum"]
            members += [{"type": "null"}] if allowed else []
            continue
        applying = {name: value for name, value in inside.items() if kind in _APPLIES_TO.get(name, (kind,))}
        member: Document = {"type": kind, **copy.deepcopy(applying)}
        if "enum" in schema:
            member["enum"] = [value for value in schema["enum"] if is_of_type(value, kind)]
            if not member["enum"]:
                continue
        members.append(member)
    schema.clear()
    schema |= outside
    if len(members) == 1:
        schema |= members[0]
    else:
        schema["anyOf"] = members


def _allow_null(place: SchemaSlot) -> None:
    schema = place.schema
    kind: Any = schema.get("type")
    if any(name in schema for name in (*_COMPOSITIONS, "const", "not")):
        counting = {name: schema.pop(name) for name in list(schema) if not is_annotation(name) and name != "default"}
        schema["anyOf"] = [counting, {"type": "null"}]
        return
    if isinstance(kind, str):
        schema["type"] = [kind, "null"]
    elif isinstance(kind, list):
        schema["type"] = kind if "null" in kind else [*kind, "null"]
    elif "properties" in schema:
        schema["type"] = ["object", "null"]  # what has properties is meant to be an object
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
