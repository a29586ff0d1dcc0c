"""Values that a schema allows: what is known, made to fit, and an example where nothing is."""

import base64
import contextlib
import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from omni_drafts.mock._description.schemas import Schema, Schemas

_FORMATTED: Mapping[str, str] = {
    "date": "2026-05-06",
    "date-time": "2026-05-06T13:44:00.000Z",
    "email": "blob@example.com",
    "uri": "https://example.com/",
    "uuid": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "byte": base64.b64encode(b"example").decode(),
}
_STRINGS = ("example", "a", "A", "1", "a1", "a-1", "1.0", "#000000", "en", "UTC", *_FORMATTED.values())


class NoExampleError(Exception):
    """A schema allows no value that the mock could make; the description needs an example there."""


@frozen
class Examples:
    """Values for the schemas of a description. The same schema always gets the same value."""

    schemas: Schemas
    _within: tuple[Schema, ...] = ()

    def fit(self, schema: Schema, known: Any) -> Any:
        """Give what is known as a schema names it; what it requires and is not known is an example.

        Raises:
            NoExampleError: Nothing that is known fits, and no example does.
        """
        try:
            return self._fit_known(schema, known)
        except NoExampleError:
            return self.make(schema)

    def _fit_known(self, schema: Schema, known: Any) -> Any:
        if self.schemas.allow(known, schema):
            return known
        flat = self.schemas.flatten(schema)
        for part in [flat, *flat.get("anyOf", []), *flat.get("oneOf", [])]:
            fitted = self._fit_parts(self.schemas.flatten(part), known)
            if self.schemas.allow(fitted, schema):
                return fitted
        raise NoExampleError(f"nothing that is known fits {dict(flat)}")

    def _fit_parts(self, flat: Schema, known: Any) -> Any:
        if isinstance(known, list) and "items" in flat:
            return [self.fit(flat["items"], item) for item in known]
        if not isinstance(known, Mapping):
            return known
        named = flat.get("properties", {})
        others = {} if flat.get("additionalProperties") is False else known
        fitted = {name: value for name, value in others.items() if name not in named}
        for name, schema in named.items():
            if name in flat.get("required", []):
                fitted[name] = self.fit(schema, known[name]) if name in known else self.make(schema)
            elif name in known:
                with contextlib.suppress(NoExampleError):
                    fitted[name] = self._fit_known(schema, known[name])
        return fitted

    def make(self, schema: Schema | bool) -> Any:
        """Give an example: a documented one first, else one that the schema's own words lead to.

        Raises:
            NoExampleError: None is allowed.
        """
        flat = self.schemas.flatten(schema)
        for value in self._candidates(flat):
            if self.schemas.allow(value, flat):
                return value
        raise NoExampleError(f"no example can be made of {dict(flat)}")

    def _candidates(self, flat: Schema) -> Iterator[Any]:
        yield from (flat[key] for key in ("example", "const", "default") if key in flat)
        yield from flat.get("examples", [])
        yield from flat.get("enum", [])
        for alternative in flat.get("anyOf", []) + flat.get("oneOf", []):
            merged = {"allOf": [{key: flat[key] for key in flat.keys() - {"anyOf", "oneOf"}}, alternative]}
            try:
                yield self.make(merged)
            except NoExampleError:
                continue
        for kind in _kinds(flat):
            yield from self._of_kind(kind, flat)

    def _of_kind(self, kind: str, flat: Schema) -> Iterator[Any]:
        if kind == "object":
            yield from self._objects(flat)
        elif kind == "array":
            yield from self._arrays(flat)
        elif kind == "string":
            yield from _strings(flat)
        elif kind in ("integer", "number"):
            yield from _numbers(flat, kind)
        else:
            yield from (False, True) if kind == "boolean" else (None,)

    def _objects(self, flat: Schema) -> Iterator[dict[str, Any]]:
        required = flat.get("required", [])
        inside = self._enter(flat)
        if inside is not None:
            every = {}
            for name, schema in flat.get("properties", {}).items():
                try:
                    every[name] = inside.make(schema)
                except NoExampleError:
                    continue  # an optional property of a kind that never ends, or that nothing is allowed in
            extra = flat.get("additionalProperties")
            every |= {name: inside.make(extra or {}) for name in required if name not in every and extra is not False}
            yield every
            yield {name: value for name, value in every.items() if name in required}
        if not required:
            yield {}

    def _arrays(self, flat: Schema) -> Iterator[list[Any]]:
        least = flat.get("minItems", 0)
        inside = self._enter(flat)
        if inside is not None and "items" in flat:
            try:
                item = inside.make(flat["items"])
                yield [item] * max(1, least)
            except NoExampleError:
                pass  # of a kind that never ends
            different = list(
                itertools.islice(_different(inside._candidates(self.schemas.flatten(flat["items"]))), least)
            )
            yield different
        elif "items" not in flat:
            yield list(range(least))
        if not least:
            yield []

    def _enter(self, flat: Schema) -> "Examples | None":
        """Go into the parts of a schema, unless they are parts of themselves."""
        return None if flat in self._within else evolve(self, within=(*self._within, flat))


def _kinds(flat: Schema) -> list[str]:
    declared = flat.get("type")
    if isinstance(declared, str):
        return [declared]
    if declared is not None:
        return sorted(declared, key="null".__eq__)
    if "properties" in flat or "required" in flat:
        return ["object"]
    return ["array"] if "items" in flat else ["string", "integer", "object", "array", "boolean", "null"]


def _strings(flat: Schema) -> Iterator[str]:
    least, most = flat.get("minLength", 0), flat.get("maxLength")
    if flat.get("format") in _FORMATTED:
        yield _FORMATTED[flat["format"]]
    for text in _STRINGS:
        yield (text * math.ceil(least / len(text)) if len(text) < least else text)[:most]
        yield text.ljust(least, text[-1])
    yield ""


def _numbers(flat: Schema, kind: str) -> Iterator[float]:
    step = flat.get("multipleOf", 1)
    bounds = [flat[key] for key in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum") if key in flat]
    for near in (0, *bounds):
        for times in (0, 1, -1):
            value = (math.floor(near / step) + times) * step
            yield int(value) if kind == "integer" else value
    yield from bounds
    if len(bounds) > 1:
        yield sum(bounds[:2]) / 2


def _different(values: Iterator[Any]) -> Iterator[Any]:
    seen: list[Any] = []
    for value in values:
        if value not in seen:
            seen.append(value)
            yield value
