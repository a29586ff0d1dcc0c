"""Repairs of enums: members that repeat, contradict their type, or are of several types."""

import json
from collections.abc import Iterator
from typing import Any

from openapi.reading.description import Document
from openapi.reading.schemas import find_schemas, find_schemas_inner_first
from openapi.repair.keywords import is_annotation, is_of_type, json_type

_NUMBERS = ("integer", "number")


def drop_repeated_members(document: Document) -> Iterator[str]:
    """Drop each member that equals an earlier one; `1` and `true` are not equal."""
    for slot in find_schemas(document):
        members = slot.schema.get("enum")
        if isinstance(members, list):
            serialized = [json.dumps(member, sort_keys=True) for member in members]
            unique = [member for index, member in enumerate(members) if serialized.index(serialized[index]) == index]
            if len(unique) < len(members):
                slot.schema["enum"] = unique
                yield slot.pointer


def convert_members_to_type(document: Document) -> Iterator[str]:
    """Convert numbers to strings where the type is `string`, and strings to numbers where it is numeric."""
    for slot in find_schemas(document):
        type_name, members = slot.schema.get("type"), slot.schema.get("enum")
        if isinstance(type_name, str) and isinstance(members, list):
            converted = [
                member if is_of_type(member, type_name) else _convert(member, type_name) for member in members
            ]
            if json.dumps(converted) != json.dumps(members):
                slot.schema["enum"] = converted
                yield slot.pointer


def replace_single_boolean_enums(document: Document) -> Iterator[str]:
    """Replace an enum of one boolean with `const`."""
    for slot in find_schemas(document):
        members = slot.schema.get("enum")
        is_boolean = slot.schema.get("type", "boolean") == "boolean"
        if is_boolean and isinstance(members, list) and len(members) == 1 and isinstance(members[0], bool):
            slot.schema["const"] = slot.schema.pop("enum")[0]
            slot.schema.pop("type", None)
            yield slot.pointer


def merge_constants_into_enum(document: Document) -> Iterator[str]:
    """Replace a union of constants with an enum, and move their descriptions into its own."""
    for slot in find_schemas(document):
        for keyword in ("oneOf", "anyOf"):
            members = _constants(slot.schema.get(keyword))
            if members and "enum" not in slot.schema and "const" not in slot.schema:
                member_lines = [
                    f"{item['const']}: {item['description']}" for item in members if "description" in item
                ]
                own_lines = [slot.schema["description"]] if "description" in slot.schema else []
                if member_lines:
                    slot.schema["description"] = "\n".join([*map(str, own_lines), *member_lines])
                slot.schema["enum"] = [item["const"] for item in members]
                del slot.schema[keyword]
                yield slot.pointer


def _constants(members: Any) -> list[Document]:
    """Return the members of a union if all are string constants, or all are integer constants; else none."""
    if not isinstance(members, list) or len(members) < 2:
        return []
    for member in members:
        keywords = {name for name in member if not is_annotation(name)} if isinstance(member, dict) else set()
        if "const" not in keywords or not keywords <= {"const", "type"}:
            return []
        if not isinstance(member.get("type", ""), str) or not is_of_type(
            member["const"], member.get("type", json_type(member["const"]))
        ):
            return []
    values = [member["const"] for member in members]
    has_one_type = {json_type(value) for value in values} in ({"string"}, {"integer"})
    return members if has_one_type and len(set(values)) == len(values) else []


def split_by_type(document: Document) -> Iterator[str]:
    """Replace an enum whose members have several types with a union of enums."""
    for slot in find_schemas_inner_first(document):
        members = slot.schema.get("enum")
        if not isinstance(members, list) or "type" in slot.schema:
            continue
        types = list(dict.fromkeys(json_type(member) for member in members))
        if len(types) > 1:
            del slot.schema["enum"]
            slot.schema["anyOf"] = [
                {"type": "null"}
                if type_name == "null"
                else {"type": type_name, "enum": [member for member in members if json_type(member) == type_name]}
                for type_name in types
            ]
            yield slot.pointer
        elif types in (["string"], ["integer"]):
            slot.schema["type"] = types[0]
            yield slot.pointer


def _convert(member: Any, type_name: str) -> Any:
    if type_name == "string" and isinstance(member, int | float) and not isinstance(member, bool):
        return str(member)
    if type_name in _NUMBERS and isinstance(member, str):
        try:
            number = json.loads(member)
        except ValueError:
            return member
        return number if is_of_type(number, type_name) else member
    return member
