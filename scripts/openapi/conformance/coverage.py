"""Coverage of a schema by values: a part of it that is in no value is not checked."""

from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from openapi.conformance.description import Description, Schema, alternatives
from openapi.conformance.schemas import equal_json, is_of_type, required_properties, types_of
from openapi.conformance.validity import Validity


@frozen
class Coverage:
    """Coverage of one schema: each property, present and left out, each member of an enum or union, each type.

    Attributes:
        expected: Names of all parts.
        covered: Names of the parts that a value has.
        walked: Identities of the schemas that are part of this one.
    """

    description: Description
    validity: Validity
    schema: Schema
    name: str
    expected: set[str] = field(factory=set, init=False)
    covered: set[str] = field(factory=set, init=False)
    walked: set[int] = field(factory=set, init=False)
    _visited: set[tuple[str, frozenset[str]]] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        """Collect the names of all parts."""
        self._expect(self.schema, self.name, frozenset())

    def add(self, value: Any) -> None:
        """Add the parts that a value has."""
        self.covered.update(self._covered(value, self.schema, self.name, frozenset()))

    def missing(self) -> list[str]:
        """Return the names of the parts that no value has."""
        return sorted(self.expected - self.covered)

    def _expect(self, schema: Schema, pointer: str, required: frozenset[str]) -> None:
        self.walked.add(id(schema))
        if not isinstance(schema, dict) or (pointer, required) in self._visited:
            return
        self._visited.add((pointer, required))
        required = required_properties(self.description, schema) | required
        for inner, inner_pointer in self.description.composed(schema, pointer):
            self._expect(inner, inner_pointer, required)
        for inner, inner_pointer in alternatives(schema, pointer):
            self.expected.add(inner_pointer)
            self._expect(inner, inner_pointer, required)
        self.expected.update(f"{pointer} is {member!r}" for member in schema.get("enum", ()))
        types = [] if "enum" in schema else types_of(schema)
        self.expected.update(f"{pointer} is of type {kind}" for kind in types if len(types) > 1)
        if "boolean" in types:
            self.expected.update((f"{pointer} is True", f"{pointer} is False"))
        if "array" in types:
            self.expected.update((f"{pointer} is empty", f"{pointer}/items") if not schema.get("minItems") else ())
            self._expect(schema.get("items", {}), f"{pointer}/items", frozenset())
        for name, inner in schema.get("properties", {}).items():
            inner_pointer = f"{pointer}/properties/{name}"
            self.expected.add(inner_pointer)
            self.expected.update(() if name in required else (f"{inner_pointer} is left out",))
            self._expect(inner, inner_pointer, frozenset())
        if isinstance(schema.get("additionalProperties"), dict):
            self.expected.add(f"{pointer}/additionalProperties")
            self._expect(schema["additionalProperties"], f"{pointer}/additionalProperties", frozenset())

    def _covered(self, value: Any, schema: Schema, pointer: str, required: frozenset[str]) -> Iterator[str]:
        if not isinstance(schema, dict):
            return
        for inner, inner_pointer in self.description.composed(schema, pointer):
            yield from self._covered(value, inner, inner_pointer, required)
        for inner, inner_pointer in alternatives(schema, pointer):
            if self.validity.is_valid(value, inner):
                yield inner_pointer
                yield from self._covered(value, inner, inner_pointer, required)
        yield from (f"{pointer} is of type {kind}" for kind in types_of(schema) if is_of_type(value, kind))
        members = [*schema.get("enum", ()), True, False]
        yield from (f"{pointer} is {member!r}" for member in members if equal_json(member, value))
        if isinstance(value, dict):
            yield from self._covered_by_properties(value, schema, pointer)
        elif isinstance(value, list):
            yield f"{pointer}/items" if value else f"{pointer} is empty"
            for item in value:
                yield from self._covered(item, schema.get("items", {}), f"{pointer}/items", frozenset())

    def _covered_by_properties(self, value: dict[str, Any], schema: Schema, pointer: str) -> Iterator[str]:
        properties = schema.get("properties", {})
        for name, inner in properties.items():
            inner_pointer = f"{pointer}/properties/{name}"
            yield inner_pointer if name in value else f"{inner_pointer} is left out"
            if name in value:
                yield from self._covered(value[name], inner, inner_pointer, frozenset())
        for name in value.keys() - properties.keys():
            yield f"{pointer}/additionalProperties"
            others = schema.get("additionalProperties", {})
            yield from self._covered(value[name], others, f"{pointer}/additionalProperties", frozenset())
