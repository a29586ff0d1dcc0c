"""Facts of a schema: its types, its required properties; and JSON's own idea of types and of equality."""

from typing import Any

from openapi.conformance.description import Description, Schema


def required_properties(description: Description, schema: Schema) -> frozenset[str]:
    """Give what an object has to have, also by what its schema is composed of."""
    if not isinstance(schema, dict):
        return frozenset()
    inner = [part for part, _ in description.composed(schema)]
    return frozenset(schema.get("required", ())).union(*(required_properties(description, part) for part in inner))


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


def equal_json(one: Any, other: Any) -> bool:
    """Say whether two values are the same in JSON, where `true` is not `1`."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal_json(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal_json, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
