"""Chosen values of a schema, which together show each part of it."""

from collections.abc import Callable, Iterator
from typing import Any

from attrs import field, frozen

from openapi.conformance.description import Description, Schema
from openapi.conformance.schemas import (
    SchemaCheck,
    check_keywords,
    items_of,
    required_properties,
    types_of,
)
from openapi.conformance.wire import IN_HEADER

_STRINGS = {
    "uuid": ["3c90c3cc-0d44-4b50-8888-8dd25736052a", "3C90C3CC-0D44-4B50-8888-8DD25736052B"],
    "date-time": [
        "2026-05-06T13:44:26.000Z",
        "2026-05-06T15:44:26.5+02:00",
        "2026-05-06T13:44:26.123456-07:30",
        "1969-12-31T23:59:59Z",
    ],
    "date": ["2026-05-06", "1969-12-31"],
    "email": ["blob@example.test"],
    "uri": ["https://example.test/?a=b#c"],
    IN_HEADER: ["a", "b-2"],
}
_PLAIN = [
    "a",
    "ä/?#&=+%25;\"\\'~{b}",  # without a delimiter, as an array of the first two shows how they are joined
    " ,|",
    "2026-05-06T13:44:26Z",
    "null",
    "",
    ".",
    "..",
    "...",
    "-1",
    "b" * 8,
    "c" * 40,
]
_NUMBERS: dict[str, list[Any]] = {"integer": [7, 0, -1, 1, 10**12], "number": [1.5, 2, -0.25, 0, 1e300]}
_ANYTHING: list[Any] = [{"any": ["thing", None, 1.5, True]}, "text", None, 5, False, []]
_UNDOCUMENTED = "not documented/~"
_KEYWORDS_WITH_VALUES = frozenset(("$ref", "type", "enum", "const", "allOf", "anyOf", "oneOf"))


@frozen(eq=False)
class Values:
    """Builds values of the schemas of one description.

    Attributes:
        description: Description of the schemas.
        validity: Check of the values; invalid ones are dropped.
        find: Function that finds a value where none of the chosen ones is valid.
        variety: Limit on the number of strings, numbers and values of any type for one schema.
    """

    description: Description
    validity: SchemaCheck
    find: Callable[[Schema], Any] | None = None
    variety: int = 20
    _open: list[str] = field(factory=list, init=False)
    _of_references: dict[tuple[str, frozenset[str]], list[Any]] = field(factory=dict, init=False)

    def chosen(self, schema: Schema) -> list[Any]:
        """Return values that together show all of a schema; the last has only what is required.

        Raises:
            MissingError: If the schema has a keyword that no generated client reads.
        """
        return self._of(schema, frozenset())

    def _of(self, schema: Schema, required: frozenset[str]) -> list[Any]:
        if schema is True or schema == {}:
            return _ANYTHING[: self.variety]
        check_keywords(schema)
        required = required | required_properties(self.description, schema)
        values = list(_without_repeats(self._candidates(schema, required)))
        return [value for value in values if self.validity.is_valid(value, schema)] or self._found(schema)

    def _found(self, schema: Schema) -> list[Any]:
        is_scalar = any(kind in types_of(schema) for kind in ("string", "integer", "number"))
        return [self.find(schema)] if self.find and is_scalar and "enum" not in schema else []

    def _candidates(self, schema: Schema, required: frozenset[str]) -> list[Any]:
        if "enum" in schema:
            return list(schema["enum"])
        if "const" in schema:
            return [schema["const"]]
        parts = [part for part in self._parts(schema, required) if part]
        if not parts:
            return _ANYTHING[: self.variety]
        return parts[0] if len(parts) == 1 else _merged(parts)

    def _parts(self, schema: Schema, required: frozenset[str]) -> Iterator[list[Any]]:
        """Iterate over the values of each schema that this one is composed of."""
        if "$ref" in schema:
            yield self._of_reference(schema["$ref"], required)
        for inner in schema.get("allOf", ()):
            yield self._of(inner, required) if _has_values(inner) else []
        for keyword in ("anyOf", "oneOf"):
            yield [
                value | discriminator_property(schema, inner) if isinstance(value, dict) else value
                for inner in schema.get(keyword, ())
                if _has_values(inner)
                for value in self._of(inner, required)
            ]
        yield [value for kind in types_of(schema) for value in self._of_type(kind, schema, required)]

    def _of_reference(self, reference: str, required: frozenset[str]) -> list[Any]:
        if not self._open and (reference, required) in self._of_references:
            return self._of_references[reference, required]
        depth = self._open.count(reference)
        if depth > 1:
            return []
        self._open.append(reference)
        try:
            values = self._of(self.description.dereference({"$ref": reference}), required)
        finally:
            self._open.pop()
        if not self._open:
            self._of_references[reference, required] = values
        # A recursive schema is unfolded once, with less variety.
        return [values[0], values[-1]] if depth and values else values

    def _of_type(self, kind: str, schema: Schema, required: frozenset[str]) -> list[Any]:
        if kind == "object":
            return self._of_object(schema, required)
        if kind == "array":
            return self._of_array(schema)
        if kind == "string":
            least, most = schema.get("minLength", 0), schema.get("maxLength", 40)
            strings = _STRINGS.get(schema.get("format", ""), _PLAIN)[: self.variety]
            return [*strings, "d" * least, "e" * most] if {"minLength", "maxLength"} & set(schema) else strings
        if kind == "boolean":
            return [True, False]
        if kind == "null":
            return [None]
        bounds = [schema[bound] for bound in ("minimum", "maximum") if bound in schema]
        return [*_NUMBERS[kind][: self.variety], *bounds]

    def _of_array(self, schema: Schema) -> list[Any]:
        item_schema, limit = items_of(schema)
        items = self._of(item_schema, frozenset())
        most = limit or len(items) or 1
        chunks = [items[start : start + most] for start in range(0, len(items), most)]
        # Two items without a delimiter show how they are joined.
        return [*chunks, *([items[:2]] if most > 1 else []), items[:1], [], *([items * 2] if len(items) == 1 else [])]

    def _of_object(self, schema: Schema, required: frozenset[str]) -> list[Any]:
        """Return objects with all properties, a value of each in one of them, and one with the required ones."""
        choices = {name: self._of(inner, frozenset()) for name, inner in schema.get("properties", {}).items()}
        choices = {name: values for name, values in choices.items() if values}
        others = schema.get("additionalProperties", True)
        if others is not False:
            choices[_UNDOCUMENTED] = self._of(others, frozenset())
        count = max((len(values) for values in choices.values()), default=0)
        whole = [
            {name: values[index % len(values)] for name, values in choices.items() if values}
            for index in range(count)
        ]
        return [*whole, {name: values[0] for name, values in choices.items() if name in required}]


def discriminator_property(schema: Schema, member: Schema) -> dict[str, str]:
    """Return the property, with its value, that a discriminator maps to a member of its union."""
    discriminator = schema.get("discriminator", {})
    reference = member.get("$ref")
    mapping = discriminator.get("mapping", {}).items()
    values = [value for value, target in mapping if reference in (target, f"#/components/schemas/{target}")]
    return {discriminator["propertyName"]: values[0]} if values else {}


def _has_values(schema: Schema) -> bool:
    """Return whether a schema has values of its own, and does not only describe or bound those of another."""
    return isinstance(schema, dict) and bool(_KEYWORDS_WITH_VALUES & set(schema))


def _merged(parts: list[list[Any]]) -> list[Any]:
    """Return merged objects, each part's values in one of them, and all other values."""
    objects = [values for part in parts if (values := [value for value in part if isinstance(value, dict)])]
    rest = [value for part in parts for value in part if not isinstance(value, dict)]
    if not objects:
        return rest
    count = max(map(len, objects))
    rows = [[part[index % len(part)] for part in objects] for index in range(count)]
    rows.append([part[-1] for part in objects])
    return [*rest, *({name: value for part in row for name, value in part.items()} for row in rows)]


def _without_repeats(values: list[Any]) -> Iterator[Any]:
    seen: set[str] = set()
    for value in values:
        if (text := repr(value)) not in seen:
            seen.add(text)
            yield value
