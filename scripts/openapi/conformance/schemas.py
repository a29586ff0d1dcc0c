"""Facts of schemas and JSON values: types, required properties, enum members, equality."""

from collections.abc import Iterator
from typing import Any, Protocol

from attrs import field, frozen

from openapi.conformance.description import Description, Schema, alternatives
from openapi.conformance.missing import MissingError
from openapi.reading.description import Document

_UNREAD_KEYWORDS = ("if", "patternProperties", "dependentSchemas", "unevaluatedItems", "$dynamicRef")
_CLASSES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "number": (int, float),
}


class SchemaCheck(Protocol):
    """Decides whether a schema allows a value."""

    def is_valid(self, value: Any, schema: Schema) -> bool:
        """Return whether a schema allows a value."""
        ...


@frozen(eq=False)
class Structure:
    """Decides whether a schema allows a value by types, enum members and required properties alone."""

    description: Description
    _known: dict[tuple[int, int], tuple[Any, Schema, bool]] = field(factory=dict, init=False)

    def is_valid(self, value: Any, schema: Schema) -> bool:
        """Return whether a schema allows a value, its bounds and formats aside."""
        if not isinstance(schema, dict):
            return schema is not False
        if not isinstance(value, dict | list):
            return self._is_valid(value, schema)
        key = (id(value), id(schema))
        if key not in self._known:  # its objects are kept, as an id is unique while its object exists
            self._known[key] = (value, schema, self._is_valid(value, schema))
        return self._known[key][2]

    def _is_valid(self, value: Any, schema: Document) -> bool:
        types = types_of(schema)
        members = schema.get("enum", [schema["const"]] if "const" in schema else None)
        return (
            (not types or any(is_of_type(value, kind) for kind in types))
            and (members is None or any(equal_json(value, member) for member in members))
            and all(self.is_valid(value, part) for part, _ in self.description.composed(schema))
            and all(
                any(self.is_valid(value, member) for member in schema[keyword])
                for keyword in ("anyOf", "oneOf")
                if schema.get(keyword)
            )
            and (not isinstance(value, dict) or self._has_valid_properties(value, schema))
            and (not isinstance(value, list) or all(self.is_valid(item, items_of(schema)[0]) for item in value))
        )

    def _has_valid_properties(self, value: dict[str, Any], schema: Schema) -> bool:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        return set(schema.get("required", ())) <= value.keys() and all(
            self.is_valid(item, properties.get(name, others)) for name, item in value.items()
        )


def check_keywords(schema: Schema) -> None:
    """Check that the client reads each keyword of a schema.

    Raises:
        MissingError: If it has a keyword that no generated client reads.
    """
    if schema is False or schema == {"not": {}}:
        raise MissingError("the client has no type for a schema that allows nothing")
    for keyword in _UNREAD_KEYWORDS:
        if keyword in schema:
            raise MissingError(f"the client does not read `{keyword}`")
    if isinstance(schema.get("unevaluatedProperties"), dict):
        raise MissingError("the client does not read a schema of `unevaluatedProperties`")
    first = schema.get("prefixItems") or [{}]
    others = schema.get("items", first[0]) if "prefixItems" in schema else first[0]
    if any(item != first[0] for item in first) or others not in (False, first[0]):
        raise MissingError("the client has one type for all items of an array, and these differ")


def items_of(schema: Schema) -> tuple[Schema, int | None]:
    """Return the schema of an array's items, and the limit on their number."""
    prefix = schema.get("prefixItems", [])
    if schema.get("items") is False:
        return next(iter(prefix), {}), len(prefix)
    return schema.get("items", next(iter(prefix), {})), schema.get("maxItems")


def required_properties(description: Description, schema: Schema) -> frozenset[str]:
    """Return the names of required properties, those of composed schemas included."""
    if not isinstance(schema, dict):
        return frozenset()
    inner = [part for part, _ in description.composed(schema)]
    return frozenset(schema.get("required", ())).union(*(required_properties(description, part) for part in inner))


def iterate_parts(description: Description, schema: Schema) -> Iterator[dict[str, Any]]:
    """Iterate over a schema, and the schemas that it is or may be composed of."""
    if isinstance(schema, dict):
        yield schema
        for inner, _ in (*description.composed(schema), *alternatives(schema)):
            yield from iterate_parts(description, inner)


def literal_members(description: Description, schema: Schema) -> set[Any] | None:
    """Return the members of an enum, or of a union of constants; `None` for any other schema.

    Raises:
        MissingError: If a constant is not of a type that `Literal` has.
    """
    if not isinstance(schema, dict):
        return None
    if "enum" in schema or "const" in schema:
        members = schema.get("enum", [schema.get("const")])
        if "const" in schema and isinstance(members[0], float):
            raise MissingError("a constant that is a fraction has no type in Python")
        return {member for member in members if member is not None}
    union = [inner for inner, _ in alternatives(schema) if inner != {"type": "null"}]
    unions = [literal_members(description, inner) for inner in union]
    composed = [literal_members(description, inner) for inner, _ in description.composed(schema)]
    sets = [members for members in composed if members is not None]
    if unions and None not in unions:
        sets.append(set().union(*(members for members in unions if members)))
    return set.intersection(*sets) if sets else None


def types_of(schema: Schema) -> list[str]:
    """Return the types that a schema names."""
    named = schema.get("type", [])
    return named if isinstance(named, list) else [named]


def is_of_type(value: Any, kind: str) -> bool:
    """Return whether a value is of a type of JSON Schema: `true` is not a number, and `1.0` is an integer."""
    if kind == "integer":
        return type(value) is int or (type(value) is float and value.is_integer())
    return type(value) in _CLASSES[kind]


def equal_json(one: Any, other: Any) -> bool:
    """Return whether two values are equal in JSON, where `true` is not `1`."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal_json(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal_json, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
