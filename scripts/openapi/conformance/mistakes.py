"""Values that a client has to refuse, with the pointers of their errors.

A client checks JSON types, required properties, nulls, and strings that it parses. It does not check the members of
enums, lengths and patterns, since an API adds and widens them at any time.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from attrs import frozen

from openapi.conformance.description import Description, Schema
from openapi.conformance.schemas import is_of_type, types_of

_PARSERS: dict[str, Callable[[str], object]] = {
    "uuid": UUID,
    "date": date.fromisoformat,
    "date-time": lambda string: datetime.fromisoformat(string.upper()),
}
_ONE_OF_EACH_TYPE: tuple[Any, ...] = (None, True, 7, 1.5, "¿", [], {})
"""A value of each type of JSON."""


@frozen
class Mutation:
    """A value with one change, and the pointers of which an error names one, if it is invalid."""

    value: Any
    invalid_pointers: frozenset[str]


@frozen
class Mistakes:
    """Finds errors of values by the types of one description."""

    description: Description

    def pointers(self, value: Any, schema: Schema, pointer: str = "") -> frozenset[str]:
        """Return the JSON pointers of errors; of a union, those inside its members, if there are any."""
        return frozenset(self._errors(value, schema, pointer))

    def mutations(self, value: Any, schema: Schema, seen: dict[str, bool]) -> Iterator[Mutation]:
        """Iterate over copies of a value with one item of another type, or without one property.

        Of pointers that differ by an index alone the first is changed. `seen` keeps them for the next value.
        """
        yield from self._mutations(value, value, (), schema, seen)

    def _mutations(
        self, whole: Any, value: Any, steps: tuple[str | int, ...], schema: Schema, seen: dict[str, bool]
    ) -> Iterator[Mutation]:
        kind = _pointer(("*" if isinstance(step, int) else step) for step in steps) + type(value).__name__
        if kind not in seen:
            changed = [_changed(whole, steps, other) for other in _iterate_replacements(value)]
            mutations = [Mutation(one, self.pointers(one, schema)) for one in changed]
            seen[kind] = any(mutation.invalid_pointers for mutation in mutations)
            yield from mutations
        if not seen[kind]:
            return  # any value is allowed here
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, item in inner:
            yield from self._mutations(whole, item, (*steps, step), schema, seen)

    def _errors(self, value: Any, schema: Schema, pointer: str) -> Iterator[str]:
        if not isinstance(schema, dict):
            return
        for part, _ in self.description.composed(schema):
            yield from self._errors(value, part, pointer)
        for keyword in ("anyOf", "oneOf"):
            yield from self._union_errors(value, schema.get(keyword, []), pointer)
        if not _is_of_its_types(value, schema) or not _can_be_parsed(value, schema.get("format")):
            yield pointer
        elif isinstance(value, dict):
            yield from self._property_errors(value, schema, pointer)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._errors(item, schema.get("items", {}), f"{pointer}/{index}")

    def _union_errors(self, value: Any, members: list[Schema], pointer: str) -> Iterator[str]:
        """Iterate over the errors of a value that no member of a union allows."""
        found = [list(self._errors(value, member, pointer)) for member in members]
        if found and all(found):
            found_pointers = {inner for pointers in found for inner in pointers}
            yield from found_pointers - {pointer} or found_pointers

    def _property_errors(self, value: dict[str, Any], schema: Schema, pointer: str) -> Iterator[str]:
        known = schema.get("properties", {})
        yield from (f"{pointer}/{_escaped(name)}" for name in schema.get("required", ()) if name not in value)
        for name, inner in value.items():
            others = schema.get("additionalProperties", {})
            yield from self._errors(inner, known.get(name, others), f"{pointer}/{_escaped(name)}")


def _is_of_its_types(value: Any, schema: Schema) -> bool:
    if "enum" in schema or "const" in schema:
        return any(type(value) is type(member) for member in schema.get("enum", [schema.get("const")]))
    types = types_of(schema)
    return not types or any(is_of_type(value, kind) for kind in types)


def _can_be_parsed(value: Any, kind: str | None) -> bool:
    """Return whether a string can be parsed, if its format requires it."""
    if not isinstance(value, str) or kind not in _PARSERS:
        return True
    try:
        _PARSERS[kind](value)
    except ValueError:
        return False
    return True


def _iterate_replacements(value: Any) -> Iterator[Any]:
    """Iterate over a value of each other type, another string, and copies without one property."""
    yield from (other for other in _ONE_OF_EACH_TYPE if type(other) is not type(value) or isinstance(value, str))
    if isinstance(value, dict):
        yield from ({name: item for name, item in value.items() if name != left_out} for left_out in value)


def _changed(value: Any, steps: tuple[str | int, ...], by: Any) -> Any:
    """Return a copy with one change; arrays on its path keep the item before, and others their first item."""
    if not steps:
        return by
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        return [*map(_shortened, value[max(step - 1, 0) : step]), _changed(value[step], rest, by)]
    return {name: _changed(item, rest, by) if name == step else _shortened(item) for name, item in value.items()}


def _shortened(value: Any) -> Any:
    if isinstance(value, list):
        return [_shortened(item) for item in value[:1]]
    return {name: _shortened(item) for name, item in value.items()} if isinstance(value, dict) else value


def _pointer(steps: Iterable[str | int]) -> str:
    return "".join(f"/{_escaped(step)}" for step in steps)


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
