"""Collects all schemas that one value has to satisfy, through references and `allOf`.

The result does not depend on names of components, annotations or order.
"""

from collections.abc import Iterator
from typing import Any

from attrs import define, field, frozen

from openapi.reading.description import Document, resolve
from openapi.reading.schemas import join_pointer

_ANNOTATIONS = frozenset(("title", "description", "example", "examples", "externalDocs", "$comment", "xml"))
_COMPOSING = frozenset(("$ref", "allOf"))
NEVER: Document = {"not": {}}


@frozen
class Composed:
    """All schemas of one value.

    Attributes:
        parts: Schemas that the value has to satisfy, the outer before the referenced ones.
        document: Description of the schemas.
        key: Key that is equal for the same schemas in any order.
    """

    parts: tuple[Document, ...] = field(eq=False, repr=False)
    document: Document = field(eq=False, repr=False)
    key: frozenset[int]

    @property
    def is_never(self) -> bool:
        """Whether one of the schemas explicitly allows no value."""
        return any(map(allows_nothing, self.parts))

    def has_true(self, keyword: str) -> bool:
        """Return whether a keyword is true in one of the schemas."""
        return any(part.get(keyword) is True for part in self.parts)

    def of(self, schema: Any) -> "Composed":
        """Return another schema of the same document, composed."""
        return compose(self.document, schema)

    def resolve_target(self, target: str) -> "Composed":
        """Return the schema of a reference or of the name of a component, composed."""
        reference = target if target.startswith("#/") else join_pointer("#/components/schemas", target)
        try:
            return self.of(resolve(self.document, reference))
        except (KeyError, IndexError, TypeError, ValueError):  # a discriminator may name a missing schema
            return self.of(NEVER)

    def intersect(self, other: "Composed") -> "Composed":
        """Return the schemas of a value that has to satisfy both."""
        parts = (*self.parts, *(part for part in other.parts if id(part) not in self.key))
        return Composed(parts, self.document, self.key | other.key)

    @property
    def default(self) -> tuple[Any] | None:
        """Default in a tuple, if a schema has one; the outer schema takes precedence."""
        for part in self.parts:
            if "default" in part:
                return (part["default"],)
        for part in self.parts:
            for member in (*_list(part, "anyOf"), *_list(part, "oneOf")):
                if isinstance(member, dict) and "default" in member:
                    return (member["default"],)
        return None

    @property
    def discriminator(self) -> Document:
        """First discriminator of the schemas or of their unions; empty if there is none."""
        return next(_discriminators(self, set()), {})


def compose(document: Document, *schemas: Any) -> Composed:
    """Return all schemas of a value that has to satisfy several schemas of a document."""
    collector = _Collector(document)
    parts = tuple(part for schema in schemas for part in collector.parts(schema))
    return Composed(parts, document, frozenset(map(id, parts)))


def allows_nothing(schema: Document) -> bool:
    """Return whether a schema explicitly allows no value."""
    return schema.get("not", False) in ({}, True)


def _discriminators(composed: Composed, seen: set[int]) -> Iterator[Document]:
    for part in [part for part in composed.parts if id(part) not in seen]:
        seen.add(id(part))
        if isinstance(part.get("discriminator"), dict):
            yield part["discriminator"]
        for member in (*_list(part, "anyOf"), *_list(part, "oneOf")):
            yield from _discriminators(composed.of(member), seen)


@define
class _Collector:
    document: Document
    _seen: set[int] = field(factory=set, init=False)

    def parts(self, schema: Any) -> Iterator[Document]:
        if schema is False:
            schema = NEVER
        if not isinstance(schema, dict) or id(schema) in self._seen:
            return
        self._seen.add(id(schema))
        if any(_is_constraint(keyword) for keyword in schema):
            yield schema
        for member in _list(schema, "allOf"):
            yield from self.parts(member)
        if isinstance(schema.get("$ref"), str):
            yield from self.parts(resolve(self.document, schema["$ref"]))


def _is_constraint(keyword: str) -> bool:
    return keyword not in _ANNOTATIONS and keyword not in _COMPOSING and not keyword.startswith("x-")


def _list(owner: Document, name: str) -> list[Any]:
    value = owner.get(name)
    return value if isinstance(value, list) else []
