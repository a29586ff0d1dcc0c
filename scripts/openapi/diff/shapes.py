"""Writes what is asked of a value as a union of shapes, each of one JSON type, whichever keywords said it.

A list of types, `anyOf`, `oneOf`, `enum` and `const` are unions. `oneOf` is taken for `anyOf`, as by the client.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from openapi.diff.bounds import Bounds, both_bounds, keeps_within, read_bounds, whole_bounds
from openapi.diff.composed import Composed, allows_nothing, compose
from openapi.diff.conditions import Condition, read_conditions
from openapi.reading.description import Document
from openapi.repair.keywords import json_type

TYPES = ("string", "number", "boolean", "object", "array", "null")
_SCALARS = ("string", "number", "boolean", "null")


@frozen
class Shape:
    """Values of one JSON type.

    Attributes:
        type: The type; an integer is a number that `is_whole`.
        additional: What is asked of properties that have no name here.
        items: What is asked of items after those that have a place of their own, `first_items`.
        members: The only values, as JSON, if they are listed.
    """

    type: str
    additional: Composed
    items: Composed
    is_whole: bool = False
    format: str | None = None
    members: frozenset[str] | None = None
    bounds: Bounds = field(factory=dict)
    patterns: frozenset[str] = frozenset()
    conditions: frozenset[Condition] = frozenset()
    properties: Mapping[str, Composed] = field(factory=dict)
    required: frozenset[str] = frozenset()
    first_items: tuple[Composed, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the type is asked."""
        return self == Shape(self.type, compose(self.additional.document), compose(self.items.document))

    def property_named(self, name: str) -> Composed:
        """Give what is asked of a property, named here or not."""
        return self.properties.get(name, self.additional)

    def item_at(self, index: int) -> Composed:
        """Give what is asked of an item."""
        return self.first_items[index] if index < len(self.first_items) else self.items


def as_json(value: Any) -> str:
    """Write a JSON value so that equal values are written alike."""
    return json.dumps(_with_whole_numbers(value), sort_keys=True, ensure_ascii=False)


@define
class Shapes:
    """Finds the shapes of what is asked of a value, once for each."""

    _known: dict[frozenset[int], tuple[Shape, ...]] = field(factory=dict, init=False)
    _open: list[frozenset[int]] = field(factory=list, init=False)

    def of(self, composed: Composed) -> tuple[Shape, ...]:
        """Give the shapes, of which a value has at least one; none, if there is no such value."""
        if composed.key in self._known:
            return self._known[composed.key]
        if composed.key in self._open:
            return ()  # a union that holds itself allows nothing more by that
        self._open.append(composed.key)
        try:
            shapes = tuple(_simplified(self._all(composed)))
        finally:
            self._open.pop()
        if not self._open:
            self._known[composed.key] = shapes
        return shapes

    def is_anything(self, composed: Composed) -> bool:
        """Say whether every JSON value is allowed."""
        shapes = self.of(composed)
        return {shape.type for shape in shapes if shape.is_bare} == set(TYPES)

    def _all(self, composed: Composed) -> list[Shape]:
        anything = compose(composed.document)
        shapes = [Shape(kind, anything, anything) for kind in TYPES]
        for part in composed.parts:
            shapes = _both(shapes, _own(composed, part))
            for keyword in ("anyOf", "oneOf"):
                members = part.get(keyword)
                if isinstance(members, list) and members:
                    shapes = _both(shapes, [shape for member in members for shape in self.of(composed.of(member))])
        return shapes


def _own(composed: Composed, part: Document) -> list[Shape]:
    """Give the shapes that a schema allows by its own keywords, but for unions."""
    if allows_nothing(part):
        return []
    said = part.get("type")
    kinds = [said] if isinstance(said, str) else said if isinstance(said, list) else None
    listed = _listed(part)
    shapes = []
    for kind in TYPES:
        names = ("number", "integer") if kind == "number" else (kind,)
        members = None if listed is None else frozenset(as_json(value) for value in listed if _type(value) == kind)
        if (kinds is None or set(names) & set(kinds)) and (members is None or members):
            is_whole = kind == "number" and kinds is not None and "number" not in kinds
            shapes.append(_shape(composed, part, kind, is_whole, members))
    return shapes


def _shape(composed: Composed, part: Document, kind: str, is_whole: bool, members: frozenset[str] | None) -> Shape:
    anything = compose(composed.document)
    shape = Shape(
        kind,
        anything,
        anything,
        is_whole=is_whole,
        members=members,
        bounds=read_bounds(part, kind),
        conditions=read_conditions(composed.document, part, kind),
    )
    said_format, pattern = part.get("format"), part.get("pattern")
    if isinstance(said_format, str) and kind in ("string", "number"):
        shape = evolve(shape, format=said_format)
    if isinstance(pattern, str) and kind == "string":
        shape = evolve(shape, patterns=frozenset((pattern,)))
    if kind == "array":
        first = part.get("prefixItems")
        return evolve(
            shape,
            items=composed.of(part.get("items", {})),
            first_items=tuple(composed.of(item) for item in first) if isinstance(first, list) else (),
        )
    return _object(composed, part, shape) if kind == "object" else shape


def _object(composed: Composed, part: Document, shape: Shape) -> Shape:
    additional = composed.of(part.get("additionalProperties", {}))
    named, required = part.get("properties"), part.get("required")
    properties = {name: composed.of(item) for name, item in named.items()} if isinstance(named, dict) else {}
    wanted = [name for name in required if isinstance(name, str)] if isinstance(required, list) else []
    for name in wanted:
        properties.setdefault(name, additional)
    return evolve(shape, additional=additional, properties=properties, required=frozenset(wanted))


def _both(some: Iterable[Shape], others: Iterable[Shape]) -> list[Shape]:
    """Give the shapes of values that have one of these and one of those."""
    held = list(others)
    return [_intersection(one, other) for one in some for other in held if one.type == other.type]


def _intersection(one: Shape, other: Shape) -> Shape:
    names = dict.fromkeys((*one.properties, *other.properties))
    count = max(len(one.first_items), len(other.first_items))
    members = one.members if other.members is None else other.members
    if one.members is not None and other.members is not None:
        members = one.members & other.members
    return Shape(
        one.type,
        one.additional.and_also(other.additional),
        one.items.and_also(other.items),
        is_whole=one.is_whole or other.is_whole,
        format=one.format or other.format,
        members=members,
        bounds=both_bounds(one.bounds, other.bounds),
        patterns=one.patterns | other.patterns,
        conditions=one.conditions | other.conditions,
        properties={name: one.property_named(name).and_also(other.property_named(name)) for name in names},
        required=one.required | other.required,
        first_items=tuple(one.item_at(index).and_also(other.item_at(index)) for index in range(count)),
    )


def _simplified(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Give each shape once, in the words that tell it most plainly, and what is listed as one list."""
    free: list[Shape] = []
    lists: list[tuple[Shape, frozenset[str]]] = []
    for shape in map(_settled, shapes):
        if shape.members is None:
            free += [shape] if shape not in free else []
            continue
        rest = evolve(shape, members=None)
        index = next((index for index, (other, _) in enumerate(lists) if other == rest), None)
        if index is None:
            lists.append((rest, shape.members))
        else:
            lists[index] = (rest, lists[index][1] | shape.members)
    wider = [shape for shape in free if not (shape.is_whole and evolve(shape, is_whole=False) in free)]
    for rest, members in lists:
        if members and rest not in free:
            every = rest.type == "boolean" and len(members) == 2
            wider += [rest if every else evolve(rest, members=members)]
    yield from wider


def _settled(shape: Shape) -> Shape:
    if shape.is_whole:
        shape = evolve(shape, bounds=whole_bounds(shape.bounds))
    if shape.type == "object" and shape.additional.is_never:
        kept = {name: item for name, item in shape.properties.items() if not item.is_never}
        shape = evolve(shape, properties=kept)
    if shape.members is None or shape.type not in _SCALARS:
        return shape
    if shape.type == "null":
        return evolve(shape, members=None)
    kept_members = frozenset(member for member in shape.members if fits(member, shape))
    return evolve(shape, members=kept_members, is_whole=False, bounds={}, patterns=frozenset())


def fits(member: str, shape: Shape) -> bool:
    """Say whether a listed value keeps to what else a shape asks."""
    value = json.loads(member)
    if shape.is_whole and json_type(value) != "integer":
        return False
    return keeps_within(value, shape.bounds) and all(_matches(value, pattern) for pattern in shape.patterns)


def _matches(value: Any, pattern: str) -> bool:
    try:
        return not isinstance(value, str) or re.search(pattern, value) is not None
    except re.error:  # JavaScript has patterns that Python has not
        return True


def _listed(part: Document) -> list[Any] | None:
    if "const" in part:
        return [part["const"]]
    members = part.get("enum")
    return members if isinstance(members, list) else None


def _type(value: Any) -> str:
    kind = json_type(value)
    return "number" if kind == "integer" else kind


def _with_whole_numbers(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_with_whole_numbers(item) for item in value]
    return {name: _with_whole_numbers(item) for name, item in value.items()} if isinstance(value, dict) else value
