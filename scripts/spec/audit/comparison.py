"""Holds what the client makes of a JSON value to that value, and to the schema that allows it."""

import datetime
import typing
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from attrs import frozen

from spec.audit.imported import Imported, MissingError, holds_file, plain
from spec.reading import Document

_TYPES = {"uuid": UUID, "date-time": datetime.datetime, "date": datetime.date}


@frozen
class Comparison:
    """Compares values of one client."""

    client: Imported

    def hold(self, parsed: Any, sample: Any, schema: Any, what: str) -> None:
        """Hold a parsed value to the JSON it was made of, and to the schema.

        Raises:
            MissingError: It does not come back as it was, or is not of the schema's types.
        """
        if plain(parsed) != sample and not holds_file(sample):
            raise MissingError(f"{what} comes back as {plain(parsed)!r}, not as {sample!r}")
        self.look_into(parsed, sample, schema, what)

    def look_into(self, parsed: Any, sample: Any, schema: Any, what: str) -> None:
        """Hold a parsed value to the schema.

        Raises:
            MissingError: A property of it is not known, or it is not of the schema's types.
        """
        schema = self.client.at(schema)
        if not isinstance(schema, dict):
            return
        if isinstance(sample, dict):
            for properties in self._property_sets(schema):
                self._properties(parsed, sample, properties, what)
        elif isinstance(sample, list) and isinstance(parsed, list):
            for inner, value in zip(parsed, sample, strict=True):
                self.look_into(inner, value, schema.get("items", {}), f"{what}[]")
        elif isinstance(sample, str):
            kind = _TYPES.get(schema.get("format", ""), object)
            if not isinstance(parsed, kind):
                raise MissingError(f"{what} is parsed to {type(parsed).__name__}, and not to {kind.__name__}")

    def _properties(self, parsed: Any, sample: Document, properties: Document, what: str) -> None:
        known = [name for name in properties if name in sample]
        if known and not hasattr(parsed, "to_dict"):
            raise MissingError(f"{what} is parsed to {type(parsed).__name__}, and not to a model")
        attributes = self.client.manifest["models"].get(type(parsed).__name__, {}).get("properties", {})
        hints = typing.get_type_hints(type(parsed), localns=vars(self.client.models))
        for name in known:
            if name in getattr(parsed, "additional_properties", {}) or attributes.get(name) not in hints:
                raise MissingError(f"{what}.{name} is missing")
            self.client.check_literals(properties[name], hints[attributes[name]], f"{what}.{name}")
            value = getattr(parsed, attributes[name])
            self.look_into(value, sample[name], properties[name], f"{what}.{name}")

    def _property_sets(self, schema: Any) -> Iterator[Document]:
        """Give the properties that a schema surely has: its own, and those of what it is composed of."""
        schema = self.client.at(schema)
        if isinstance(schema, dict):
            if "properties" in schema:
                yield schema["properties"]
            for member in schema.get("allOf", ()):
                yield from self._property_sets(member)
