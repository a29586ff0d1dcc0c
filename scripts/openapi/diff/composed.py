"""Gathers all schemas that one value has to satisfy: references are followed, and `allOf` is taken apart.

Names of components, wording and order are gone after that; only what is asked of the value is left.
"""

from collections.abc import Iterator
from typing import Any

from attrs import define, field, frozen

from openapi.reading.description import Document, resolve
from openapi.reading.schemas import join_pointer

_WORDING = frozenset(("title", "description", "example", "examples", "externalDocs", "$comment", "xml"))
_LEADING = frozenset(("$ref", "allOf"))
NEVER: Document = {"not": {}}


@frozen
class Composed:
    """What is asked of one value.

    Attributes:
        parts: The schemas that it has to satisfy, the outer before those it refers to.
        document: Where they stand.
        key: The same for the same schemas, in whichever order.
    """

    parts: tuple[Document, ...] = field(eq=False, repr=False)
    document: Document = field(eq=False, repr=False)
    key: frozenset[int]

    @property
    def is_never(self) -> bool:
        """Whether no value at all is allowed, and the schema says so by itself."""
        return any(map(allows_nothing, self.parts))

    def says(self, keyword: str) -> bool:
        """Say whether one of the schemas has a keyword as true."""
        return any(part.get(keyword) is True for part in self.parts)

    def of(self, schema: Any) -> "Composed":
        """Gather what another schema of the same document asks."""
        return compose(self.document, schema)

    def referred(self, target: str) -> "Composed":
        """Gather what a schema of the document asks that is named by a reference, or as a component."""
        reference = target if target.startswith("#/") else join_pointer("#/components/schemas", target)
        try:
            return self.of(resolve(self.document, reference))
        except (KeyError, IndexError, TypeError, ValueError):  # a discriminator may name what is not there
            return self.of(NEVER)

    def and_also(self, other: "Composed") -> "Composed":
        """Give what is asked of a value that has to satisfy both."""
        parts = (*self.parts, *(part for part in other.parts if id(part) not in self.key))
        return Composed(parts, self.document, self.key | other.key)

    @property
    def default(self) -> tuple[Any] | None:
        """What stands for a value that is left out, if anything does; the outer schema has precedence."""
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
        """What tells the members of a union apart, if anything does; also of a union within the union."""
        return next(_discriminators(self, set()), {})


def compose(document: Document, *schemas: Any) -> Composed:
    """Gather what several schemas of a document ask of one value."""
    gathering = _Gathering(document)
    parts = tuple(part for schema in schemas for part in gathering.parts(schema))
    return Composed(parts, document, frozenset(map(id, parts)))


def allows_nothing(schema: Document) -> bool:
    """Say whether a schema says in so many words that there is no such value."""
    return schema.get("not", False) in ({}, True)


def _discriminators(composed: Composed, seen: set[int]) -> Iterator[Document]:
    for part in [part for part in composed.parts if id(part) not in seen]:
        seen.add(id(part))
        if isinstance(part.get("discriminator"), dict):
            yield part["discriminator"]
        for member in (*_list(part, "anyOf"), *_list(part, "oneOf")):
            yield from _discriminators(composed.of(member), seen)


@define
class _Gathering:
    document: Document
    _seen: set[int] = field(factory=set, init=False)

    def parts(self, schema: Any) -> Iterator[Document]:
        if schema is False:
            schema = NEVER
        if not isinstance(schema, dict) or id(schema) in self._seen:
            return
        self._seen.add(id(schema))
        if any(_counts(keyword) for keyword in schema):
            yield schema
        for member in _list(schema, "allOf"):
            yield from self.parts(member)
        if isinstance(schema.get("$ref"), str):
            yield from self.parts(resolve(self.document, schema["$ref"]))


def _counts(keyword: str) -> bool:
    return keyword not in _WORDING and keyword not in _LEADING and not keyword.startswith("x-")


def _list(owner: Document, name: str) -> list[Any]:
    value = owner.get(name)
    return value if isinstance(value, list) else []
