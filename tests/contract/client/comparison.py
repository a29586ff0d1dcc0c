"""Whether values came through the client as they were, and as the types that the description says."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from attrs import frozen

from openapi.conformance.description import Description, Schema, alternatives
from openapi.conformance.generated_client import GeneratedClient, written
from openapi.conformance.mistakes import Mutation
from openapi.conformance.schemas import equal_json, is_of_type, types_of
from openapi.conformance.validity import Validity

_TYPES: dict[str, type] = {"uuid": UUID, "date": date, "date-time": datetime}


@frozen
class Comparison:
    """Compares values of one description, before and after they went through its client."""

    description: Description
    validity: Validity
    generated: GeneratedClient

    def hold_written(self, value: Any, after: Any, schema: Schema) -> None:
        """Hold JSON to the JSON that it was made of; a moment may be written in another way."""
        problem = next(self._differences(value, after, [schema], ""), None)
        assert problem is None, f"{problem}: {after!r} was {value!r}"

    def hold_parsed(self, parsed: Any, value: Any, schema: Schema) -> None:
        """Hold what was parsed to the JSON that it was made of, and to the schema's types."""
        self.hold_written(value, written(parsed), schema)
        self._look_into(parsed, value, schema)

    def hold_mutation(self, mutation: Mutation, schema: Schema, parse: Callable[[Any], Any]) -> Any:
        """Have a mistake refused, and told where it is, and give the error; have any other value kept as it came."""
        if not mutation.invalid_pointers:
            self.hold_written(mutation.value, written(parse(mutation.value)), schema)
            return None
        with pytest.raises(self.generated.errors.InvalidContentError) as caught:
            parse(mutation.value)
        assert caught.value.pointer in mutation.invalid_pointers
        return caught.value

    def in_the_form_of_the_api(self, value: Any, schema: Schema) -> Any:
        """Write a value as the client does: a UUID in small letters, a moment in milliseconds or what it has."""
        parts = list(self._parts(schema))
        if isinstance(value, dict):
            return {name: self.in_the_form_of_the_api(item, _inner(parts, name)) for name, item in value.items()}
        if isinstance(value, list):
            items = {"anyOf": [part["items"] for part in parts if "items" in part]}
            return [self.in_the_form_of_the_api(item, items) for item in value]
        if any("integer" in types_of(part) for part in parts) and is_of_type(value, "integer"):
            return int(value)
        if not isinstance(value, str):
            return value
        formats = {part.get("format") for part in parts}
        if "uuid" in formats:
            return value.lower()
        return _moment(value) if "date-time" in formats else value

    def _differences(self, value: Any, after: Any, schemas: list[Schema], place: str) -> Iterator[str]:
        schemas = [part for schema in schemas for part in self._parts(schema)]
        if isinstance(value, dict) and isinstance(after, dict):
            if value.keys() != after.keys():
                yield f"{place} has other properties: {sorted(value.keys() ^ after.keys())}"
                return
            for name, item in value.items():
                inner = [
                    schema.get("properties", {}).get(name, schema.get("additionalProperties")) for schema in schemas
                ]
                yield from self._differences(item, after[name], inner, f"{place}/{name}")
        elif isinstance(value, list) and isinstance(after, list) and len(value) == len(after):
            inner = [schema.get("items") for schema in schemas]
            for index, (one, other) in enumerate(zip(value, after, strict=True)):
                yield from self._differences(one, other, inner, f"{place}/{index}")
        elif not equal_json(value, after) and not any(
            _are_the_same(value, after, schema.get("format")) for schema in schemas
        ):
            yield f"{place} is not as it was"

    def _parts(self, schema: Schema) -> Iterator[dict[str, Any]]:
        """Give a schema and all that it is composed of, or may be."""
        if isinstance(schema, dict):
            yield schema
            for inner, _ in (*self.description.composed(schema), *alternatives(schema)):
                yield from self._parts(inner)

    def _look_into(self, parsed: Any, value: Any, schema: Schema) -> None:
        if not isinstance(schema, dict):
            return
        for part, _ in self.description.composed(schema):
            self._look_into(parsed, value, part)
        for keyword in ("anyOf", "oneOf"):
            self._look_into_one(parsed, value, schema.get(keyword, []))
        if isinstance(value, dict):
            self._look_into_object(parsed, value, schema)
        elif isinstance(value, list):
            for inner, item in zip(parsed, value, strict=True):
                self._look_into(inner, item, schema.get("items"))
        elif isinstance(value, str):
            kind = _TYPES.get(schema.get("format", ""), object)
            assert isinstance(parsed, kind), f"{value!r} is parsed to {type(parsed).__name__}, not to {kind.__name__}"

    def _look_into_one(self, parsed: Any, value: Any, members: list[Schema]) -> None:
        """Look by the member of a union that takes the value, and names most of it; of equals one is enough."""
        taking = [member for member in members if self.validity.is_valid(value, member)]
        named = [self._named(value, member) for member in taking]
        problems = []
        for member in (member for member, count in zip(taking, named, strict=True) if count == max(named)):
            try:
                self._look_into(parsed, value, member)
            except AssertionError as error:
                problems.append(error)
            else:
                return
        if problems:
            raise problems[0]

    def _named(self, value: Any, schema: Schema) -> int:
        names = {name for part in self._parts(schema) for name in part.get("properties", ())}
        return len(names & value.keys()) if isinstance(value, dict) else 0

    def _look_into_object(self, parsed: Any, value: dict[str, Any], schema: Schema) -> None:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties")
        if properties:
            model = self.generated.manifest["models"].get(type(parsed).__name__)
            assert model is not None, f"an object is parsed to {type(parsed).__name__}, and not to a model"
            for name, inner in properties.items():
                attribute = getattr(parsed, model["properties"][name])
                if name in value:
                    self._look_into(attribute, value[name], inner)
                else:
                    assert isinstance(attribute, self.generated.values.Unset), f"{name} is there, and was left out"
        if isinstance(others, dict):
            for name in value.keys() - properties.keys():
                self._look_into(parsed.additional_properties[name], value[name], others)


def _inner(parts: list[dict[str, Any]], name: str) -> Schema:
    """Give what is said of a property by all parts that a schema is composed of."""
    return {"anyOf": [part["properties"][name] for part in parts if name in part.get("properties", {})]}


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text.upper())
    written = moment.isoformat(timespec="microseconds" if moment.microsecond % 1000 else "milliseconds")
    return re.sub(r"[+-]00:00$", "Z", written)


def _are_the_same(value: Any, after: Any, kind: str | None) -> bool:
    """Say whether two texts of a format mean the same: a moment is one where its offset is the same, too."""
    if not isinstance(value, str) or not isinstance(after, str):
        return False
    if kind == "uuid":
        return UUID(value) == UUID(after)
    if kind != "date-time":
        return False
    one, other = datetime.fromisoformat(value.upper()), datetime.fromisoformat(after)
    return (one, one.utcoffset()) == (other, other.utcoffset())
