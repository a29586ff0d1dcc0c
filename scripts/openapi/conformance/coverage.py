"""What has to be covered of a schema, and what was: a run that leaves a part of it out shows nothing of that part.

It looks at the values alone, and not at how they were made.
"""

from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from openapi.conformance.description import Description, Schema, alternatives
from openapi.conformance.schemas import equal_json, is_of_type, required_properties, types_of
from openapi.conformance.validity import Validity


@frozen
class Coverage:
    """The goals of one schema: each property, there and left out, each member of an enum or union, each type.

    Attributes:
        expected: What has to be covered.
        covered: What was.
        walked: The identities of the schemas that are part of this one.
    """

    description: Description
    validity: Validity
    schema: Schema
    name: str
    expected: set[str] = field(factory=set, init=False)
    covered: set[str] = field(factory=set, init=False)
    walked: set[int] = field(factory=set, init=False)
    _places: set[tuple[str, frozenset[str]]] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        """Look for what is expected."""
        self._expect(self.schema, self.name, frozenset())

    def add(self, value: Any) -> None:
        """Take note of what a value shows."""
        self.covered.update(self._covered(value, self.schema, self.name, frozenset()))

    def missing(self) -> list[str]:
        """Give what was never covered."""
        return sorted(self.expected - self.covered)

    def _expect(self, schema: Schema, place: str, required: frozenset[str]) -> None:
        self.walked.add(id(schema))
        if not isinstance(schema, dict) or (place, required) in self._places:
            return
        self._places.add((place, required))
        required = required_properties(self.description, schema) | required
        for inner, where in self.description.composed(schema, place):
            self._expect(inner, where, required)
        for inner, where in alternatives(schema, place):
            self.expected.add(where)
            self._expect(inner, where, required)
        self.expected.update(f"{place} is {member!r}" for member in schema.get("enum", ()))
        types = [] if "enum" in schema else types_of(schema)
        self.expected.update(f"{place} is of type {kind}" for kind in types if len(types) > 1)
        if "boolean" in types:
            self.expected.update((f"{place} is True", f"{place} is False"))
        if "array" in types:
            self.expected.update((f"{place} is empty", f"{place}/items") if not schema.get("minItems") else ())
            self._expect(schema.get("items", {}), f"{place}/items", frozenset())
        for name, inner in schema.get("properties", {}).items():
            where = f"{place}/properties/{name}"
            self.expected.add(where)
            self.expected.update(() if name in required else (f"{where} is left out",))
            self._expect(inner, where, frozenset())
        if isinstance(schema.get("additionalProperties"), dict):
            self.expected.add(f"{place}/additionalProperties")
            self._expect(schema["additionalProperties"], f"{place}/additionalProperties", frozenset())

    def _covered(self, value: Any, schema: Schema, place: str, required: frozenset[str]) -> Iterator[str]:
        if not isinstance(schema, dict):
            return
        for inner, where in self.description.composed(schema, place):
            yield from self._covered(value, inner, where, required)
        for inner, where in alternatives(schema, place):
            if self.validity.is_valid(value, inner):
                yield where
                yield from self._covered(value, inner, where, required)
        yield from (f"{place} is of type {kind}" for kind in types_of(schema) if is_of_type(value, kind))
        members = [*schema.get("enum", ()), True, False]
        yield from (f"{place} is {member!r}" for member in members if equal_json(member, value))
        if isinstance(value, dict):
            yield from self._covered_by_properties(value, schema, place)
        elif isinstance(value, list):
            yield f"{place}/items" if value else f"{place} is empty"
            for item in value:
                yield from self._covered(item, schema.get("items", {}), f"{place}/items", frozenset())

    def _covered_by_properties(self, value: dict[str, Any], schema: Schema, place: str) -> Iterator[str]:
        properties = schema.get("properties", {})
        for name, inner in properties.items():
            where = f"{place}/properties/{name}"
            yield where if name in value else f"{where} is left out"
            if name in value:
                yield from self._covered(value[name], inner, where, frozenset())
        for name in value.keys() - properties.keys():
            yield f"{place}/additionalProperties"
            others = schema.get("additionalProperties", {})
            yield from self._covered(value[name], others, f"{place}/additionalProperties", frozenset())
