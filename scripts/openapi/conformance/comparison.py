"""Comparison of JSON values, and of parsed values, before and after they went through the client."""

import inspect
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

import attrs
from attrs import field, frozen

from openapi.conformance.description import Description, Schema
from openapi.conformance.generated_client import GeneratedClient, options, to_json
from openapi.conformance.missing import MissingError
from openapi.conformance.schemas import (
    SchemaCheck,
    equal_json,
    is_of_type,
    items_of,
    iterate_parts,
    literal_members,
    types_of,
)
from openapi.conformance.values import discriminator_property
from openapi.reading.description import Document

_UNIONS = frozenset(("anyOf", "oneOf"))
_TYPES: dict[str, type] = {"uuid": UUID, "date": date, "date-time": datetime}


@frozen
class Comparison:
    """Compares values of one description before and after they went through its client."""

    description: Description
    validity: SchemaCheck
    generated: GeneratedClient
    _checked: set[tuple[Any, ...]] = field(factory=set, init=False)

    def check_json(self, value: Any, after: Any, schema: Schema, what: str = "") -> None:
        """Check that JSON is what it was; date-times and UUIDs may be written in another way.

        Raises:
            MissingError: If it is not.
        """
        problem = next(self._differences(value, after, [schema], what), None)
        if problem is not None:
            raise MissingError(f"{problem}: {after!r} was {value!r}")

    def check_parsed(self, parsed: Any, value: Any, schema: Schema, what: str = "") -> None:
        """Check that a parsed value is what it was as JSON, and of the documented types.

        Raises:
            MissingError: If it is not.
        """
        self.check_json(value, to_json(parsed), schema, what)
        self.check_types(parsed, value, schema, what)

    def check_types(self, parsed: Any, value: Any, schema: Schema, what: str) -> None:
        """Check that a parsed value has the types, properties and defaults of a schema.

        Raises:
            MissingError: If it does not.
        """
        if not isinstance(schema, dict):
            return
        for part, _ in self.description.composed(schema):
            self.check_types(parsed, value, part, what)
        for keyword in _UNIONS & schema.keys():
            self._check_union(parsed, value, schema, schema[keyword], what)
        if isinstance(value, dict):
            self._check_properties(parsed, value, schema, what)
            self._check_required(parsed, schema, what)
        elif isinstance(value, list):
            _check_class(parsed, list, what)
            for inner, item in zip(parsed, value, strict=True):
                self.check_types(inner, item, items_of(schema)[0], f"{what}[]")
        elif isinstance(value, str):
            _check_class(parsed, _TYPES.get(schema.get("format", ""), object), what)

    def check_declaration(self, schema: Schema, hint: Any, default: Any, what: str) -> None:
        """Check the type and the default of an argument or attribute: members of enums, and the default or none.

        Raises:
            MissingError: If the type has other members, or the default is another one.
        """
        self.check_members(schema, hint, what)
        if default in (inspect.Parameter.empty, attrs.NOTHING) or isinstance(default, self.generated.values.Unset):
            return
        target = self.description.dereference(schema)
        documented = target.get("default") if isinstance(target, dict) else None
        if isinstance(default, datetime) and isinstance(documented, str):
            is_same = default.astimezone(UTC) == datetime.fromisoformat(documented).astimezone(UTC)
        else:
            is_same = equal_json(to_json(default), documented)
        if not is_same:
            raise MissingError(f"{what} is sent as {to_json(default)!r} if it is left out")

    def check_members(self, schema: Schema, hint: Any, what: str) -> None:
        """Check the members that a type has of an enum.

        Raises:
            MissingError: If they are not the documented ones.
        """
        members = literal_members(self.description, schema)
        named = {name for option in options(hint) if get_origin(option) is Literal for name in get_args(option)}
        if members is not None and members != named:
            raise MissingError(f"{what} takes {sorted(map(str, named))}, not {sorted(map(str, members))}")

    def canonical(self, value: Any, schema: Schema) -> Any:
        """Return a value as the client writes it: UUIDs in small letters, date-times in milliseconds or finer."""
        parts = list(iterate_parts(self.description, schema))
        if isinstance(value, dict):
            return {name: self.canonical(item, _property_schema(parts, name)) for name, item in value.items()}
        if isinstance(value, list):
            items = {"anyOf": [part["items"] for part in parts if "items" in part]}
            return [self.canonical(item, items) for item in value]
        if any("integer" in types_of(part) for part in parts) and is_of_type(value, "integer"):
            return int(value)
        if not isinstance(value, str):
            return value
        formats = {part.get("format") for part in parts}
        if "uuid" in formats:
            return value.lower()
        return _canonical_date_time(value) if "date-time" in formats else value

    def _differences(self, value: Any, after: Any, schemas: list[Schema], where: str) -> Iterator[str]:
        if type(value) is type(after) and not isinstance(value, dict | list) and value == after:
            return
        parts = [part for schema in schemas for part in iterate_parts(self.description, schema)]
        if isinstance(value, dict) and isinstance(after, dict):
            if value.keys() != after.keys():
                yield f"{where} has other properties: {sorted(value.keys() ^ after.keys())}"
                return
            for name, item in value.items():
                inner = [part.get("properties", {}).get(name, part.get("additionalProperties")) for part in parts]
                yield from self._differences(item, after[name], inner, f"{where}/{name}")
        elif isinstance(value, list) and isinstance(after, list) and len(value) == len(after):
            inner = [items_of(part)[0] for part in parts]
            for index, (one, other) in enumerate(zip(value, after, strict=True)):
                yield from self._differences(one, other, inner, f"{where}/{index}")
        elif not equal_json(value, after) and not any(
            _are_equivalent(value, after, part.get("format")) for part in parts
        ):
            yield f"{where} is not what it was"

    def _check_union(self, parsed: Any, value: Any, schema: Schema, members: list[Schema], what: str) -> None:
        """Check by the member of a union that allows the value and has most of its properties."""
        allowing = [member for member in members if self.validity.is_valid(value, member)]
        by_discriminator = [
            member
            for member in allowing
            if isinstance(value, dict)
            and (tag := discriminator_property(schema, member))
            and tag.items() <= {name: item for name, item in value.items() if isinstance(item, str)}.items()
        ]
        for member in by_discriminator:
            model = self.generated.manifest["schemas"].get(member["$ref"].rpartition("/")[2])
            if model is not None and type(parsed).__name__ != model:
                raise MissingError(f"{what}: the discriminator maps to {model}, not to {type(parsed).__name__}")
        counts = [self._count_named(value, member) for member in allowing]
        problems = []
        for member in (member for member, count in zip(allowing, counts, strict=True) if count == max(counts)):
            try:
                self.check_types(parsed, value, member, what)
            except MissingError as error:
                problems.append(error)
            else:
                return
        if problems:
            raise problems[0]

    def _count_named(self, value: Any, schema: Schema) -> int:
        parts = iterate_parts(self.description, schema)
        names = {name for part in parts for name in part.get("properties", ())}
        return len(names & value.keys()) if isinstance(value, dict) else 0

    def _check_properties(self, parsed: Any, value: dict[str, Any], schema: Document, what: str) -> None:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties")
        if properties:
            self._check_attributes(parsed, properties, what)
            attributes = self.generated.manifest["models"][type(parsed).__name__]["properties"]
            for name, inner in properties.items():
                attribute = getattr(parsed, attributes[name])
                if isinstance(attribute, self.generated.values.Unset) is (name in value):
                    raise MissingError(f"{what}.{name} is {attribute!r}, and was {value.get(name)!r}")
                if name in value:
                    self.check_types(attribute, value[name], inner, f"{what}.{name}")
        if isinstance(others, dict):
            held = getattr(parsed, "additional_properties", {})
            for name in [name for name in value.keys() - properties.keys() if name in held]:
                self.check_types(held[name], value[name], others, f"{what}.*")

    def _check_attributes(self, parsed: Any, properties: Document, what: str) -> None:
        """Check, once for each class, that it declares the properties of a schema."""
        kind = type(parsed)
        if (kind, id(properties)) in self._checked:
            return
        model = self.generated.manifest["models"].get(kind.__name__)
        if model is None:
            raise MissingError(f"{what} is parsed to {kind.__name__}, not to a model")
        hints, defaults = self.generated.hints(kind), {item.name: item.default for item in attrs.fields(kind)}
        for name, inner in properties.items():
            attribute = model["properties"].get(name)
            if attribute not in hints:
                raise MissingError(f"{what}.{name} is missing")
            self.check_declaration(inner, hints[attribute], defaults[attribute], f"{what}.{name}")
        self._checked.add((kind, id(properties)))

    def _check_required(self, parsed: Any, schema: Document, what: str) -> None:
        model = self.generated.manifest["models"].get(type(parsed).__name__)
        for name in schema.get("required", ()) if model else ():
            attribute = model["properties"].get(name)
            hints = self.generated.hints(type(parsed))
            if attribute is None or self.generated.values.Unset in options(hints[attribute]):
                raise MissingError(f"{what}.{name} is required, and may be left out in the client")


def _check_class(parsed: Any, kind: type, what: str) -> None:
    if not isinstance(parsed, kind):
        raise MissingError(f"{what} is parsed to {type(parsed).__name__}, not to {kind.__name__}")


def _property_schema(parts: list[dict[str, Any]], name: str) -> Schema:
    """Return the schema of a property by all parts that a schema is composed of."""
    return {"anyOf": [part["properties"][name] for part in parts if name in part.get("properties", {})]}


def _canonical_date_time(text: str) -> str:
    parsed = datetime.fromisoformat(text.upper())
    written = parsed.isoformat(timespec="microseconds" if parsed.microsecond % 1000 else "milliseconds")
    return re.sub(r"[+-]00:00$", "Z", written)


def _are_equivalent(value: Any, after: Any, kind: str | None) -> bool:
    """Return whether two strings of a format mean the same; the offsets of date-times have to be the same, too."""
    if not isinstance(value, str) or not isinstance(after, str):
        return False
    if kind == "uuid":
        return UUID(value) == UUID(after)
    if kind != "date-time" or len(value) == len("2026-05-06"):
        return False
    one, other = datetime.fromisoformat(value.upper()), datetime.fromisoformat(after)
    return (one, one.utcoffset()) == (other, other.utcoffset())
