"""Values that a description allows: chosen ones, so that each part of it is in one of them, and drawn ones."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import schemathesis
from attrs import field, frozen
from hypothesis import strategies as st
from schemathesis.transport.serialization import Binary

from openapi.conformance.description import Description, Schema
from openapi.conformance.schemas import required_properties, types_of
from openapi.conformance.validity import Validity

_TEXTS = {
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
}
_PLAIN = [
    "a",
    "ä/?#&=+ %25;,|\"\\'~{b}",
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
_FIRST = hypothesis.settings(database=None, derandomize=True, phases=(hypothesis.Phase.generate,))
_ANOTHER = "not documented/~"


@frozen(eq=False)
class Values:
    """Makes values of the schemas of one description."""

    description: Description
    validity: Validity
    _open: list[str] = field(factory=list, init=False)

    def chosen(self, schema: Schema) -> list[Any]:
        """Give values that together show all of a schema; the last leaves out what can be left out."""
        return self._of(schema, frozenset())

    def drawn(self, schema: Schema) -> st.SearchStrategy[Any]:
        """Draw any value that a schema allows: schemathesis draws it, as the body of a request."""
        body = {"required": True, "content": {"application/json": {"schema": schema}}}
        operation = {"requestBody": body, "responses": {"200": {"description": ""}}}
        document = self.description.document | {
            "paths": self.description.document["paths"] | {"/": {"post": operation}}
        }
        loaded = schemathesis.openapi.from_dict(document)
        return loaded["/"]["post"].as_strategy().map(lambda case: _with_texts(case.body))

    def _of(self, schema: Schema, required: frozenset[str]) -> list[Any]:
        if schema is True or not isinstance(schema, dict):
            return _ANYTHING
        required = required | required_properties(self.description, schema)
        made = list(_different(self._candidates(schema, required)))
        return [value for value in made if self.validity.is_valid(value, schema)] or self._found(schema)

    def _found(self, schema: Schema) -> list[Any]:
        """Look for texts of a pattern, or other values that are not made here."""
        if not any(kind in types_of(schema) for kind in ("string", "integer", "number")) or "enum" in schema:
            return []
        return [hypothesis.find(self.drawn(schema), lambda _: True, settings=_FIRST)]

    def _candidates(self, schema: Schema, required: frozenset[str]) -> list[Any]:
        if "enum" in schema:
            return list(schema["enum"])
        if "const" in schema:
            return [schema["const"]]
        parts = [part for part in self._parts(schema, required) if part]
        if not parts:
            return _ANYTHING
        return parts[0] if len(parts) == 1 else _merged(parts)

    def _parts(self, schema: Schema, required: frozenset[str]) -> Iterator[list[Any]]:
        """Give the values of each schema that this one is composed of; merged, they are this one's."""
        if "$ref" in schema:
            yield self._of_reference(schema["$ref"], required)
        for inner in schema.get("allOf", ()):
            yield self._of(inner, required) if _says_something(inner) else []
        for keyword in ("anyOf", "oneOf"):
            yield [
                value
                for inner in schema.get(keyword, ())
                for value in (self._of(inner, required) if _says_something(inner) else ())
            ]
        yield [value for kind in types_of(schema) for value in self._of_type(kind, schema, required)]

    def _of_reference(self, reference: str, required: frozenset[str]) -> list[Any]:
        again = self._open.count(reference)
        if again > 1:
            return []
        self._open.append(reference)
        try:
            made = self._of(self.description.dereference({"$ref": reference}), required)
        finally:
            self._open.pop()
        # A schema that holds itself is unfolded once, and not in all of its variety.
        return [made[0], made[-1]] if again and made else made

    def _of_type(self, kind: str, schema: Schema, required: frozenset[str]) -> list[Any]:
        if kind == "object":
            return self._of_object(schema, required)
        if kind == "array":
            items = self._of(schema.get("items", {}), frozenset())
            most = schema.get("maxItems", len(items)) or 1
            return [*(items[start : start + most] for start in range(0, len(items), most)), items[:1], []]
        if kind == "string":
            least, most = schema.get("minLength", 0), schema.get("maxLength", 40)
            return [*_TEXTS.get(schema.get("format", ""), _PLAIN), "d" * least, "e" * most]
        if kind == "boolean":
            return [True, False]
        if kind == "null":
            return [None]
        return [*_NUMBERS[kind], *(schema[bound] for bound in ("minimum", "maximum") if bound in schema)]

    def _of_object(self, schema: Schema, required: frozenset[str]) -> list[Any]:
        """Give objects with everything, each with another value of each property; and one with what is required."""
        choices = {name: self._of(inner, frozenset()) for name, inner in schema.get("properties", {}).items()}
        choices = {name: made for name, made in choices.items() if made}
        others = schema.get("additionalProperties", True)
        if others is not False:
            choices[_ANOTHER] = self._of(others, frozenset())
        count = max((len(made) for made in choices.values()), default=0)
        whole = [{name: made[index % len(made)] for name, made in choices.items() if made} for index in range(count)]
        return [*whole, {name: made[0] for name, made in choices.items() if name in required}]


def _with_texts(value: Any) -> Any:
    """Write the content of a file, for which schemathesis has a class, as text."""
    if isinstance(value, Binary):
        return value.data.decode("latin-1")
    if isinstance(value, list):
        return [_with_texts(item) for item in value]
    return {name: _with_texts(item) for name, item in value.items()} if isinstance(value, dict) else value


def _says_something(schema: Schema) -> bool:
    """Say whether a schema has values of its own, and does not only describe or bound those of another."""
    saying = {"$ref", "type", "enum", "const", "allOf", "anyOf", "oneOf"}
    return isinstance(schema, dict) and bool(saying & set(schema))


def _merged(parts: list[list[Any]]) -> list[Any]:
    """Merge objects, so that each of each part is in one, and all last ones; and give what is no object as it is."""
    objects = [made for part in parts if (made := [value for value in part if isinstance(value, dict)])]
    rest = [value for part in parts for value in part if not isinstance(value, dict)]
    if not objects:
        return rest
    count = max(map(len, objects))
    rows = [[part[index % len(part)] for part in objects] for index in range(count)]
    rows.append([part[-1] for part in objects])
    return [*rest, *({name: value for part in row for name, value in part.items()} for row in rows)]


def _different(values: list[Any]) -> Iterator[Any]:
    seen: set[str] = set()
    for value in values:
        if (text := repr(value)) not in seen:
            seen.add(text)
            yield value
