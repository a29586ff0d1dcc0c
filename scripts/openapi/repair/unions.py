"""Repairs of unions and compositions: `nullable`, lists of types, `allOf` members that are annotations only."""

import copy
from collections.abc import Iterator
from typing import Any

from openapi.reading.description import Document
from openapi.reading.schemas import SchemaSlot, find_schemas_inner_first
from openapi.repair.keywords import is_annotation, is_of_type

_KEYWORDS_OF_TYPES = {
    "object": "properties required additionalProperties patternProperties propertyNames minProperties maxProperties "
    "dependentRequired dependentSchemas unevaluatedProperties",
    "array": "items prefixItems contains minItems maxItems uniqueItems minContains maxContains unevaluatedItems",
    "string": "minLength maxLength pattern contentMediaType contentEncoding contentSchema",
    "integer number": "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
}
_TYPES_OF_KEYWORD = {name: types.split() for types, names in _KEYWORDS_OF_TYPES.items() for name in names.split()}
"""Types that a keyword applies to; a value of any other type is valid."""

_COMPOSITIONS = ("$ref", "allOf", "anyOf", "oneOf")


def replace_nullable(document: Document) -> Iterator[str]:
    """Replace `nullable` of OpenAPI 3.0 with the type `null`."""
    for slot in find_schemas_inner_first(document):
        if "nullable" not in slot.schema:
            continue
        if slot.schema.pop("nullable") is True:
            _allow_null(slot)
        yield slot.pointer


def hoist_annotation_members(document: Document) -> Iterator[str]:
    """Move the annotations of `allOf` members that have nothing else to the schema around them."""
    for slot in find_schemas_inner_first(document):
        members = slot.schema.get("allOf")
        if not isinstance(members, list):
            continue
        annotating = [member for member in members if member and all(is_annotation(name) for name in member)]
        if not annotating or len(annotating) == len(members):
            continue
        slot.schema["allOf"] = [member for member in members if member not in annotating]
        for member in annotating:
            for name, value in member.items():
                slot.schema.setdefault(name, value)
        yield slot.pointer


def wrap_references_in_all_of(document: Document) -> Iterator[str]:
    """Wrap `$ref` and the keywords beside it in `allOf`; annotations and a default stay outside."""
    for slot in find_schemas_inner_first(document):
        schema = slot.schema
        members = schema.get("allOf")
        if "required" in schema and "properties" not in schema and _is_one_reference(members):
            schema["$ref"] = schema.pop("allOf")[0]["$ref"]
        if "$ref" not in schema or len(schema) == 1:
            continue
        constraints = {name: value for name, value in schema.items() if not is_annotation(name) and name != "default"}
        reference = {"$ref": constraints.pop("$ref")}
        beside = {name: value for name, value in schema.items() if is_annotation(name) or name == "default"}
        schema.clear()
        schema |= {"allOf": [reference, constraints] if constraints else [reference], **beside}
        yield slot.pointer


def _is_one_reference(members: Any) -> bool:
    return isinstance(members, list) and len(members) == 1 and list(members[0]) == ["$ref"]


def split_type_lists(document: Document) -> Iterator[str]:
    """Replace a list of types with a union, if a member becomes a class: an enum or an object."""
    for slot in find_schemas_inner_first(document):
        schema = slot.schema
        types = schema.get("type")
        if not isinstance(types, list):
            continue
        if len(types) == 1:
            schema["type"] = types[0]
            yield slot.pointer
        elif "enum" in schema or "object" in types:
            _split(schema, types)
            yield slot.pointer


def _split(schema: Document, types: list[str]) -> None:
    outside = {name: value for name, value in schema.items() if is_annotation(name) or name == "default"}
    inside = {name: value for name, value in schema.items() if name not in outside and name not in ("type", "enum")}
    members: list[Document] = []
    for type_name in types:
        if type_name == "null":
            is_allowed = "enum" not in schema or None in schema["enum"]
            members += [{"type": "null"}] if is_allowed else []
            continue
        applicable = {
            name: value for name, value in inside.items() if type_name in _TYPES_OF_KEYWORD.get(name, (type_name,))
        }
        member: Document = {"type": type_name, **copy.deepcopy(applicable)}
        if "enum" in schema:
            member["enum"] = [value for value in schema["enum"] if is_of_type(value, type_name)]
            if not member["enum"]:
                continue
        members.append(member)
    schema.clear()
    schema |= outside
    if len(members) == 1:
        schema |= members[0]
    else:
        schema["anyOf"] = members


def _allow_null(slot: SchemaSlot) -> None:
    schema = slot.schema
    type_name: Any = schema.get("type")
    if any(name in schema for name in (*_COMPOSITIONS, "const", "not")):
        constraints = {
            name: schema.pop(name) for name in list(schema) if not is_annotation(name) and name != "default"
        }
        schema["anyOf"] = [constraints, {"type": "null"}]
        return
    if isinstance(type_name, str):
        schema["type"] = [type_name, "null"]
    elif isinstance(type_name, list):
        schema["type"] = type_name if "null" in type_name else [*type_name, "null"]
    elif "properties" in schema:
        schema["type"] = ["object", "null"]  # a schema with properties describes an object
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
