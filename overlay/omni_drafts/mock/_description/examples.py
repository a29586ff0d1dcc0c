"""Examples that a schema allows, and values of the state changed to fit a schema."""

import contextlib
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from omni_drafts.mock._description.primitive_examples import iterate_primitives, schema_types
from omni_drafts.mock._description.schemas import Schema, Schemas


class NoExampleError(Exception):
    """No example can be built for a schema; the description must document one."""


@frozen
class Examples:
    """Examples for the schemas of a description. The same schema always has the same example.

    Attributes:
        schemas: Schemas of the description.
    """

    schemas: Schemas
    _ancestors: tuple[Schema, ...] = ()

    def fit(self, schema: Schema, value: Any) -> Any:
        """Return a value changed so that a schema allows it. Missing required properties become examples.

        Raises:
            NoExampleError: If the schema allows neither the value nor any example.
        """
        try:
            return self._fit_value(schema, value)
        except NoExampleError:
            return self.build(schema)

    def _fit_value(self, schema: Schema, value: Any) -> Any:
        if self.schemas.is_valid(value, schema):
            return value
        flat = self.schemas.flatten(schema)
        for alternative in [flat, *flat.get("anyOf", []), *flat.get("oneOf", [])]:
            fitted = self._fit_parts(self.schemas.flatten(alternative), value)
            if self.schemas.is_valid(fitted, schema):
                return fitted
        raise NoExampleError(f"the value does not fit the schema {dict(flat)}")

    def _fit_parts(self, flat: Schema, value: Any) -> Any:
        if isinstance(value, list) and "items" in flat:
            return [self.fit(flat["items"], item) for item in value]
        if not isinstance(value, Mapping):
            return value
        properties = flat.get("properties", {})
        additional = {} if flat.get("additionalProperties") is False else value
        fitted = {name: item for name, item in additional.items() if name not in properties}
        for name, schema in properties.items():
            if name in flat.get("required", []):
                fitted[name] = self.fit(schema, value[name]) if name in value else self.build(schema)
            elif name in value:
                with contextlib.suppress(NoExampleError):
                    fitted[name] = self._fit_value(schema, value[name])
        return fitted

    def build(self, schema: Schema | bool) -> Any:
        """Return an example: a documented one first, else one built from the keywords of the schema.

        Raises:
            NoExampleError: If the schema allows no candidate.
        """
        flat = self.schemas.flatten(schema)
        for value in self._iterate_candidates(flat):
            if self.schemas.is_valid(value, flat):
                return value
        raise NoExampleError(f"no example can be built for the schema {dict(flat)}")

    def _iterate_candidates(self, flat: Schema) -> Iterator[Any]:
        yield from (flat[key] for key in ("example", "const", "default") if key in flat)
        yield from flat.get("examples", [])
        yield from flat.get("enum", [])
        for alternative in flat.get("anyOf", []) + flat.get("oneOf", []):
            merged = {"allOf": [{key: flat[key] for key in flat.keys() - {"anyOf", "oneOf"}}, alternative]}
            try:
                yield self.build(merged)
            except NoExampleError:
                continue
        for type_name in schema_types(flat):
            if type_name == "object":
                yield from self._iterate_objects(flat)
            elif type_name == "array":
                yield from self._iterate_arrays(flat)
            else:
                yield from iterate_primitives(type_name, flat)

    def _iterate_objects(self, flat: Schema) -> Iterator[dict[str, Any]]:
        required = flat.get("required", [])
        nested = self._enter(flat)
        if nested is not None:
            properties = {}
            for name, schema in flat.get("properties", {}).items():
                with contextlib.suppress(NoExampleError):  # a recursive or impossible property is left out
                    properties[name] = nested.build(schema)
            additional = flat.get("additionalProperties")
            if additional is not False:
                properties |= {name: nested.build(additional or {}) for name in required if name not in properties}
            yield properties
            yield {name: value for name, value in properties.items() if name in required}
        if not required:
            yield {}

    def _iterate_arrays(self, flat: Schema) -> Iterator[list[Any]]:
        min_items = flat.get("minItems", 0)
        nested = self._enter(flat)
        if nested is not None and "items" in flat:
            with contextlib.suppress(NoExampleError):  # recursive items have no example
                item = nested.build(flat["items"])
                yield [item] * max(1, min_items)
            candidates = nested._iterate_candidates(self.schemas.flatten(flat["items"]))
            yield list(itertools.islice(_iterate_distinct(candidates), min_items))
        elif "items" not in flat:
            yield list(range(min_items))
        if not min_items:
            yield []

    def _enter(self, flat: Schema) -> "Examples | None":
        """Return the examples for the parts of a schema, or `None` if the schema contains itself."""
        return None if flat in self._ancestors else evolve(self, ancestors=(*self._ancestors, flat))


def _iterate_distinct(values: Iterator[Any]) -> Iterator[Any]:
    seen: list[Any] = []
    for value in values:
        if value not in seen:
            seen.append(value)
            yield value
