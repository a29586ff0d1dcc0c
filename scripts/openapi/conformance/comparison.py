"""Holds what the client makes of a JSON value to that value, and to the schema that allows it."""

import datetime
import json
from typing import Any
from uuid import UUID

import attrs
from attrs import frozen

from openapi.conformance.client import Imported, holds_file, options, plain
from openapi.conformance.missing import MissingError
from openapi.reading.description import Document

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
        for member in schema.get("allOf", ()):
            self.look_into(parsed, sample, member, what)
        self._discriminator(parsed, sample, schema, what)
        self._look_into_union(parsed, sample, [*schema.get("anyOf", ()), *schema.get("oneOf", ())], what)
        if isinstance(sample, dict):
            self._properties(parsed, sample, schema.get("properties", {}), what)
            self._required(parsed, schema, what)
            self._others(parsed, sample, schema, what)
        elif isinstance(sample, list) and isinstance(parsed, list):
            items: Any = schema.get("items") or next(iter(schema.get("prefixItems", ())), {})
            for inner, value in zip(parsed, sample, strict=True):
                self.look_into(inner, value, items, f"{what}[]")
        elif isinstance(sample, str):
            kind = _TYPES.get(schema.get("format", ""), object)
            if not isinstance(parsed, kind):
                raise MissingError(f"{what} is parsed to {type(parsed).__name__}, and not to {kind.__name__}")

    def _discriminator(self, parsed: Any, sample: Any, schema: Document, what: str) -> None:
        """Hold a value to the class that its discriminator maps it to."""
        discriminator = schema.get("discriminator", {})
        name = discriminator.get("propertyName")
        if not isinstance(sample, dict) or not {"anyOf", "oneOf"} & set(schema):
            return
        meant = str(discriminator.get("mapping", {}).get(sample.get(name), "")).rpartition("/")[2]
        model = self.client.manifest["schemas"].get(meant)
        if model is not None and type(parsed).__name__ != model:
            raise MissingError(f"{what}: `{name}` tells it to be {meant}, and it is read as {type(parsed).__name__}")

    def _properties(self, parsed: Any, sample: Document, properties: Document, what: str) -> None:
        known = [name for name in properties if name in sample]
        if known and not hasattr(parsed, "to_dict"):
            raise MissingError(f"{what} is parsed to {type(parsed).__name__}, and not to a model")
        attributes = self.client.manifest["models"].get(type(parsed).__name__, {}).get("properties", {})
        hints = self.client.hints(type(parsed)) if known else {}
        defaults = {item.name: item.default for item in attrs.fields(type(parsed))} if known else {}
        for name in known:
            if name in getattr(parsed, "additional_properties", {}) or attributes.get(name) not in hints:
                raise MissingError(f"{what}.{name} is missing")
            self.client.check_literals(properties[name], hints[attributes[name]], f"{what}.{name}")
            self.client.check_default(properties[name], defaults[attributes[name]], f"{what}.{name}")
            value = getattr(parsed, attributes[name])
            self.look_into(value, sample[name], properties[name], f"{what}.{name}")

    def _required(self, parsed: Any, schema: Document, what: str) -> None:
        model = self.client.manifest["models"].get(type(parsed).__name__)
        for name in schema.get("required", ()) if model else ():
            attribute = model["properties"].get(name)
            if attribute is None or self.client.unset in options(self.client.hints(type(parsed))[attribute]):
                raise MissingError(f"{what}.{name} is required, and may be left out in the client")

    def _others(self, parsed: Any, sample: Document, schema: Document, what: str) -> None:
        """Look into what a map holds beside the properties that are named."""
        inner = schema.get("additionalProperties")
        if not isinstance(inner, dict):
            return
        held = getattr(parsed, "additional_properties", {})
        for name in [name for name in sample if name not in schema.get("properties", {}) and name in held]:
            self.look_into(held[name], sample[name], inner, f"{what}.*")

    def _look_into_union(self, parsed: Any, sample: Any, members: list[Any], what: str) -> None:
        """Look by the member that the sample was made of; where it could be of several, one of them is enough."""
        shared = [
            max((_shared(sample, made) for made in self.client.samples.of(member)), default=0) for member in members
        ]
        losses = []
        for member, count in zip(members, shared, strict=True):
            if count and count == max(shared):
                try:
                    self.look_into(parsed, sample, member, what)
                except MissingError as error:
                    losses.append(error)
                else:
                    return
        if losses:
            raise losses[0]


def _shared(sample: Any, part: Any) -> int:
    """Count how much of a value another is: nothing, unless all of it is in there."""
    if isinstance(sample, dict) and isinstance(part, dict):
        return 1 + len(part) if all(name in sample and sample[name] == value for name, value in part.items()) else 0
    return int(json.dumps(sample, default=str) == json.dumps(part, default=str))
