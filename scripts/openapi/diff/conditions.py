"""What a schema asks beside types, bounds and properties: `not`, `if`, `contains` and the like.

Two of them cannot be weighed against each other, so they are compared as they are written, references written out.
"""

import json
from collections.abc import Iterator
from typing import Any

from attrs import define, field, frozen

from openapi.reading.description import Document, resolve
from openapi.repair.keywords import is_annotation

_OF_ALL = (("not",), ("if", "then", "else"))
_OF_TYPE = {
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
CHANGES_OTHERS = frozenset(("patternProperties", "unevaluatedProperties", "unevaluatedItems", "contentMediaType"))
"""Those that may allow more as well as less: they decide what other keywords apply to, or what a text is."""
_OF_NAMES = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs"))
_AS_THEY_ARE = frozenset(("enum", "const", "default", "discriminator"))
_SAYS_NOTHING: dict[str, tuple[Any, ...]] = {
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
    """One condition: the keyword, and what it says."""

    keyword: str
    written: str


def read_conditions(document: Document, schema: Document, kind: str) -> frozenset[Condition]:
    """Give the conditions that a schema sets for values of one type."""
    found = set[Condition]()
    for keywords in (*_OF_ALL, *_OF_TYPE.get(kind, ())):
        said = {keyword: schema[keyword] for keyword in keywords if keyword in schema}
        if keywords[0] == "contentMediaType" and said == {"contentMediaType": "application/octet-stream"}:
            continue  # says the same as the format `binary`, which the repair puts beside it
        leads = keywords[0] in said or keywords[0] == "contentMediaType"  # without `if`, `then` says nothing
        if said and leads and said.get(keywords[0]) not in _SAYS_NOTHING.get(keywords[0], ()):
            found.add(Condition(keywords[0], _Writing(document).write(said)))
    return frozenset(found)


@define
class _Writing:
    """Writes a schema so that the same meaning, in the same words, is the same text."""

    document: Document
    _open: list[str] = field(factory=list, init=False)

    def write(self, said: Document) -> str:
        return json.dumps(self._of(said), sort_keys=True, ensure_ascii=False)

    def _of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._of(item) for item in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        counting = {name: item for name, item in value.items() if name != "$ref" and not is_annotation(name)}
        written = dict(self._keywords(counting))
        if isinstance(reference, str):
            target = self._referred(reference)
            return {"allOf": [target, written]} if written else target
        return written["allOf"][0] if list(written) == ["allOf"] and len(written["allOf"]) == 1 else written

    def _keywords(self, schema: Document) -> Iterator[tuple[str, Any]]:
        for name, value in schema.items():
            if name in _OF_NAMES and isinstance(value, dict):
                yield name, {inner: self._of(item) for inner, item in value.items()}
            else:
                written = value if name in _AS_THEY_ARE else self._of(value)
                is_set = name in _SETS and isinstance(written, list)
                yield name, sorted(written, key=lambda item: json.dumps(item, sort_keys=True)) if is_set else written

    def _referred(self, reference: str) -> Any:
        if reference in self._open:
            return {"$ref": len(self._open) - self._open.index(reference)}
        self._open.append(reference)
        try:
            return self._of(resolve(self.document, reference))
        finally:
            self._open.pop()
