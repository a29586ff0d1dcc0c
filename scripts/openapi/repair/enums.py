"""Repairs of enums: members that repeat, contradict their type, or are of several types."""

import json
from collections.abc import Iterator
from typing import Any

from openapi.reading.description import Document
from openapi.reading.schemas import find_schemas, find_schemas_inner_first
from openapi.repair.keywords import is_annotation, is_of_type, json_type

_NUMBERS = ("integer", "number")


def keep_each_member_once(document: Document) -> Iterator[str]:
    """Keep the first of members that are equal; `1` and `true` are not."""
    for place in find_schemas(document):
        members = place.schema.get("enum")
        if isinstance(members, list):
            written = [json.dumps(member, sort_keys=True) for member in members]
            unique = [member for index, member in enumerate(members) if written.index(written[index]) == index]
            if len(unique) < len(members):
                place.schema["enum"] = unique
                yield place.pointer


def give_members_the_declared_type(document: Document) -> Iterator[str]:
    """Read a number as text where text is declared, and text as a number where a number is."""
    for place in find_schemas(document):
        kind, members = place.schema.get("type"), place.schema.get("enum")
        if isinstance(kind, str) and isinstance(members, list):
            meant = [member if is_of_type(member, kind) else _converted(member, kind) for member in members]
            if json.dumps(meant) != json.dumps(members):
                place.schema["enum"] = meant
                yield place.pointer


def say_one_boolean_as_const(document: Document) -> Iterator[str]:
    """Make a constant of an enum of one boolean."""
    for place in find_schemas(document):
        members = place.schema.get("enum")
        of_booleans = place.schema.get("type", "boolean") == "boolean"
        if of_booleans and isinstance(members, list) and len(members) == 1 and isinstance(members[0], bool):
            place.schema["const"] = place.schema.pop("enum")[0]
            place.schema.pop("type", None)
            yield place.pointer


def gather_constants(document: Document) -> Iterator[str]:
    """Write a union of constants, each perhaps described, as an enum; the descriptions go into its own."""
    for place in find_schemas(document):
        for keyword in ("oneOf", "anyOf"):
            members = _constants(place.schema.get(keyword))
            if members and "enum" not in place.schema and "const" not in place.schema:
                told = [f"{item['const']}: {item['description']}" for item in members if "description" in item]
                described = [place.schema["description"]] if "description" in place.schema else []
                if told:
                    place.schema["description"] = "\n".join([*map(str, described), *told])
                place.schema["enum"] = [item["const"] for item in members]
                del place.schema[keyword]
                yield place.pointer


def _constants(members: Any) -> list[Document]:
    """Give the members of a union if each is a text, or each a whole number, and nothing else is said of it."""
    if not isinstance(members, list) or len(members) < 2:
        return []
    for member in members:
        said = {name for name in member if not is_annotation(name)} if isinstance(member, dict) else set()
        if "const" not in said or not said <= {"const", "type"}:
            return []
        if not isinstance(member.get("type", ""), str) or not is_of_type(
            member["const"], member.get("type", json_type(member["const"]))
        ):
            return []
    values = [member["const"] for member in members]
    alike = {json_type(value) for value in values} in ({"string"}, {"integer"})
    return members if alike and len(set(values)) == len(values) else []


def split_by_type(document: Document) -> Iterator[str]:
    """Make a union of an enum whose members are of several types."""
    for place in find_schemas_inner_first(document):
        members = place.schema.get("enum")
        if not isinstance(members, list) or "type" in place.schema:
            continue
        kinds = list(dict.fromkeys(json_type(member) for member in members))
        if len(kinds) > 1:
            del place.schema["enum"]
            place.schema["anyOf"] = [
                {"type": "null"}
                if kind == "null"
                else {"type": kind, "enum": [member for member in members if json_type(member) == kind]}
                for kind in kinds
            ]
            yield place.pointer
        elif kinds in (["string"], ["integer"]):
            place.schema["type"] = kinds[0]
            yield place.pointer


def _converted(member: Any, kind: str) -> Any:
    if kind == "string" and isinstance(member, int | float) and not isinstance(member, bool):
        return str(member)
    if kind in _NUMBERS and isinstance(member, str):
        try:
            number = json.loads(member)
        except ValueError:
            return member
        return number if is_of_type(number, kind) else member
    return member
