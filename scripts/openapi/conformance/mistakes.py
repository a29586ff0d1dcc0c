"""Values that a description forbids by their types, and where: what a client has to refuse, and no more.

A client looks at types of JSON, at required properties and nulls, and at texts that it makes something of. What is
told of an enum's members, of lengths and of patterns it passes over, since an API adds and widens at any time.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from attrs import frozen

from openapi.conformance.description import Description, Schema
from openapi.conformance.schemas import is_of_type, types_of

_MADE_OF_TEXT: dict[str, Callable[[str], object]] = {
    "uuid": UUID,
    "date": date.fromisoformat,
    "date-time": lambda text: datetime.fromisoformat(text.upper()),
}
_OTHERS: tuple[Any, ...] = (None, True, 7, 1.5, "¿", [], {})
"""One of each type of JSON."""


@frozen
class Mutation:
    """A value with one place changed, and the places of which one is to be told as wrong, if any."""

    value: Any
    invalid_pointers: frozenset[str]


@frozen
class Mistakes:
    """Finds what is wrong with values, by the types that one description has."""

    description: Description

    def pointers(self, value: Any, schema: Schema, place: str = "") -> frozenset[str]:
        """Give the places that are wrong, as JSON pointers; of a union, those within it, where there are any."""
        return frozenset(self._wrong(value, schema, place))

    def mutations(self, value: Any, schema: Schema, seen: dict[str, bool]) -> Iterator[Mutation]:
        """Change each place of a value to each type, and leave each property out.

        Of places that differ by an index alone the first is changed; `seen` remembers them, between values.
        """
        yield from self._mutations(value, value, (), schema, seen)

    def _mutations(
        self, whole: Any, value: Any, steps: tuple[str | int, ...], schema: Schema, seen: dict[str, bool]
    ) -> Iterator[Mutation]:
        kind = _pointer(("*" if isinstance(step, int) else step) for step in steps) + type(value).__name__
        if kind not in seen:
            changed = [_changed(whole, steps, other) for other in _others_than(value)]
            made = [Mutation(one, self.pointers(one, schema)) for one in changed]
            seen[kind] = any(mutation.invalid_pointers for mutation in made)
            yield from made
        if not seen[kind]:
            return  # anything may stand here, and below
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, item in inner:
            yield from self._mutations(whole, item, (*steps, step), schema, seen)

    def _wrong(self, value: Any, schema: Schema, place: str) -> Iterator[str]:
        if not isinstance(schema, dict):
            return
        for part, _ in self.description.composed(schema):
            yield from self._wrong(value, part, place)
        for keyword in ("anyOf", "oneOf"):
            yield from self._wrong_by_all(value, schema.get(keyword, []), place)
        if not _is_of_its_types(value, schema) or not _can_be_made(value, schema.get("format")):
            yield place
        elif isinstance(value, dict):
            yield from self._wrong_properties(value, schema, place)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._wrong(item, schema.get("items", {}), f"{place}/{index}")

    def _wrong_by_all(self, value: Any, members: list[Schema], place: str) -> Iterator[str]:
        """Give what is wrong where no member of a union takes a value."""
        found = [list(self._wrong(value, member, place)) for member in members]
        if found and all(found):
            places = {where for wrong in found for where in wrong}
            yield from places - {place} or places

    def _wrong_properties(self, value: dict[str, Any], schema: Schema, place: str) -> Iterator[str]:
        known = schema.get("properties", {})
        yield from (f"{place}/{_escaped(name)}" for name in schema.get("required", ()) if name not in value)
        for name, inner in value.items():
            others = schema.get("additionalProperties", {})
            yield from self._wrong(inner, known.get(name, others), f"{place}/{_escaped(name)}")


def _is_of_its_types(value: Any, schema: Schema) -> bool:
    if "enum" in schema or "const" in schema:
        return any(type(value) is type(member) for member in schema.get("enum", [schema.get("const")]))
    types = types_of(schema)
    return not types or any(is_of_type(value, kind) for kind in types)


def _can_be_made(value: Any, kind: str | None) -> bool:
    """Say whether a text is one that something can be made of, where its format says so."""
    if not isinstance(value, str) or kind not in _MADE_OF_TEXT:
        return True
    try:
        _MADE_OF_TEXT[kind](value)
    except ValueError:
        return False
    return True


def _others_than(value: Any) -> Iterator[Any]:
    """Give a value of each other type; another text; and an object without each of its properties."""
    yield from (other for other in _OTHERS if type(other) is not type(value) or isinstance(value, str))
    if isinstance(value, dict):
        yield from ({name: item for name, item in value.items() if name != left_out} for left_out in value)


def _changed(value: Any, steps: tuple[str | int, ...], by: Any) -> Any:
    """Change one place; of lists that lead there the item before is kept, and of others the first."""
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
