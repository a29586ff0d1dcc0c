"""Conditions of a schema beside types, bounds and properties: `not`, `if`, `contains` and the like.

Two conditions are compared as text, with references resolved, since their strictness cannot be compared.
"""

import json
from collections.abc import Iterator
from typing import Any

from attrs import define, field, frozen

from openapi.reading.description import Document, resolve
from openapi.repair.keywords import is_annotation

_GROUPS_OF_ALL_TYPES = (("not",), ("if", "then", "else"))
_GROUPS_OF_TYPE = {
    "string": (("contentMediaType", "contentEncoding", "contentSchema"),),
    "array": (("contains", "minContains", "maxContains"), ("unevaluatedItems",)),
    "object": (
        ("patternProperties",),
        ("propertyNames",),
        ("dependentRequired",),
        ("dependentSchemas",),
        ("unevaluatedProperties",),
    ),
}
AFFECTS_OTHER_KEYWORDS = frozenset(
    ("patternProperties", "unevaluatedProperties", "unevaluatedItems", "contentMediaType")
)
"""Keywords that change the scope of other keywords, so that a new one may allow more as well as less."""
_SCHEMA_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs"))
_LITERALS = frozenset(("enum", "const", "default", "discriminator"))
_TRIVIAL: dict[str, tuple[Any, ...]] = {
    "unevaluatedProperties": (True, {}),
    "unevaluatedItems": (True, {}),
    "propertyNames": (True, {}),
    "patternProperties": ({},),
    "dependentRequired": ({},),
    "dependentSchemas": ({},),
}
_SETS = frozenset(("required", "enum", "type", "anyOf", "oneOf", "allOf"))


@frozen
class Condition:
    """One condition.

    Attributes:
        keyword: First keyword of the condition.
        written: JSON of the whole condition.
    """

    keyword: str
    written: str


def read_conditions(document: Document, schema: Document, type_name: str) -> frozenset[Condition]:
    """Return the conditions of a schema for values of one type."""
    conditions = set[Condition]()
    for keywords in (*_GROUPS_OF_ALL_TYPES, *_GROUPS_OF_TYPE.get(type_name, ())):
        values = {keyword: schema[keyword] for keyword in keywords if keyword in schema}
        if keywords[0] == "contentMediaType" and values == {"contentMediaType": "application/octet-stream"}:
            continue  # equal to the format `binary`, which the repair adds
        has_effect = keywords[0] in values or keywords[0] == "contentMediaType"  # `then` has no effect without `if`
        if values and has_effect and values.get(keywords[0]) not in _TRIVIAL.get(keywords[0], ()):
            conditions.add(Condition(keywords[0], _Serializer(document).serialize(values)))
    return frozenset(conditions)


@define
class _Serializer:
    """Serializes schemas; equal schemas have equal text."""

    document: Document
    _open: list[str] = field(factory=list, init=False)

    def serialize(self, values: Document) -> str:
        return json.dumps(self._of(values), sort_keys=True, ensure_ascii=False)

    def _of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._of(item) for item in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        constraints = {name: item for name, item in value.items() if name != "$ref" and not is_annotation(name)}
        written = dict(self._keywords(constraints))
        if isinstance(reference, str):
            target = self._resolve(reference)
            return {"allOf": [target, written]} if written else target
        return written["allOf"][0] if list(written) == ["allOf"] and len(written["allOf"]) == 1 else written

    def _keywords(self, schema: Document) -> Iterator[tuple[str, Any]]:
        for name, value in schema.items():
            if name in _SCHEMA_MAPS and isinstance(value, dict):
                yield name, {inner: self._of(item) for inner, item in value.items()}
            else:
                written = value if name in _LITERALS else self._of(value)
                is_set = name in _SETS and isinstance(written, list)
                yield name, sorted(written, key=lambda item: json.dumps(item, sort_keys=True)) if is_set else written

    def _resolve(self, reference: str) -> Any:
        if reference in self._open:
            return {"$ref": len(self._open) - self._open.index(reference)}
        self._open.append(reference)
        try:
            return self._of(resolve(self.document, reference))
        finally:
            self._open.pop()
