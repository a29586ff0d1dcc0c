"""What has to be drawn of a schema, and what was: a run that leaves a part of it out shows nothing of that part.

It looks at the values alone, and not at how they were made.
"""

from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from contract.description import Description, Schema, chosen
from contract.validity import Validity


@frozen
class Goals:
    """The goals of one schema: each property, there and left out, each member of an enum or union, each type.

    Attributes:
        wanted: What has to be drawn.
        drawn: What was.
        walked: The identities of the schemas that are part of this one.
    """

    description: Description
    validity: Validity
    schema: Schema
    name: str
    wanted: set[str] = field(factory=set, init=False)
    drawn: set[str] = field(factory=set, init=False)
    walked: set[int] = field(factory=set, init=False)
    _places: set[tuple[str, frozenset[str]]] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        """Look for what is wanted."""
        self._want(self.schema, self.name, frozenset())

    def see(self, value: Any) -> None:
        """Take note of what a value shows."""
        self.drawn.update(self._shown(value, self.schema, self.name, frozenset()))

    def missing(self) -> list[str]:
        """Give what was never drawn."""
        return sorted(self.wanted - self.drawn)

    def _want(self, schema: Schema, place: str, required: frozenset[str]) -> None:
        self.walked.add(id(schema))
        if not isinstance(schema, dict) or (place, required) in self._places:
            return
        self._places.add((place, required))
        required = required_of(self.description, schema) | required
        for inner, where in self.description.composed(schema, place):
            self._want(inner, where, required)
        for inner, where in chosen(schema, place):
            self.wanted.add(where)
            self._want(inner, where, required)
        self.wanted.update(f"{place} is {member!r}" for member in schema.get("enum", ()))
        types = [] if "enum" in schema else types_of(schema)
        self.wanted.update(f"{place} is of type {kind}" for kind in types if len(types) > 1)
        if "boolean" in types:
            self.wanted.update((f"{place} is True", f"{place} is False"))
        if "array" in types:
            self.wanted.update((f"{place} is empty", f"{place}/items") if not schema.get("minItems") else ())
            self._want(schema.get("items", {}), f"{place}/items", frozenset())
        for name, inner in schema.get("properties", {}).items():
            where = f"{place}/properties/{name}"
            self.wanted.add(where)
            self.wanted.update(() if name in required else (f"{where} is left out",))
            self._want(inner, where, frozenset())
        if isinstance(schema.get("additionalProperties"), dict):
            self.wanted.add(f"{place}/additionalProperties")
            self._want(schema["additionalProperties"], f"{place}/additionalProperties", frozenset())

    def _shown(self, value: Any, schema: Schema, place: str, required: frozenset[str]) -> Iterator[str]:
        if not isinstance(schema, dict):
            return
        for inner, where in self.description.composed(schema, place):
            yield from self._shown(value, inner, where, required)
        for inner, where in chosen(schema, place):
            if self.validity.holds(value, inner):
                yield where
                yield from self._shown(value, inner, where, required)
        yield from (f"{place} is of type {kind}" for kind in types_of(schema) if is_of_type(value, kind))
        members = [*schema.get("enum", ()), True, False]
        yield from (f"{place} is {member!r}" for member in members if same_json(member, value))
        if isinstance(value, dict):
            yield from self._shown_by_properties(value, schema, place)
        elif isinstance(value, list):
            yield f"{place}/items" if value else f"{place} is empty"
            for item in value:
                yield from self._shown(item, schema.get("items", {}), f"{place}/items", frozenset())

    def _shown_by_properties(self, value: dict[str, Any], schema: Schema, place: str) -> Iterator[str]:
        properties = schema.get("properties", {})
        for name, inner in properties.items():
            where = f"{place}/properties/{name}"
            yield where if name in value else f"{where} is left out"
            if name in value:
                yield from self._shown(value[name], inner, where, frozenset())
        for name in value.keys() - properties.keys():
            yield f"{place}/additionalProperties"
            others = schema.get("additionalProperties", {})
            yield from self._shown(value[name], others, f"{place}/additionalProperties", frozenset())


def required_of(description: Description, schema: Schema) -> frozenset[str]:
    """Give what an object has to have, also by what its schema is composed of."""
    if not isinstance(schema, dict):
        return frozenset()
    inner = [part for part, _ in description.composed(schema)]
    return frozenset(schema.get("required", ())).union(*(required_of(description, part) for part in inner))


def types_of(schema: Schema) -> list[str]:
    """Give the types that a schema names."""
    named = schema.get("type", [])
    return named if isinstance(named, list) else [named]


_CLASSES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "number": (int, float),
}


def is_of_type(value: Any, kind: str) -> bool:
    """Say whether a value is of a type of JSON Schema: `true` is no number, and `1.0` is an integer."""
    if kind == "integer":
        return type(value) is int or (type(value) is float and value.is_integer())
    return type(value) in _CLASSES[kind]


def same_json(one: Any, other: Any) -> bool:
    """Say whether two values are the same in JSON, where `true` is not `1`."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_json(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
