"""Reads a schema as a union of shapes, each of one JSON type.

A list of types, `anyOf`, `oneOf`, `enum` and `const` are unions. `oneOf` is read as `anyOf`, as in the client.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from openapi.diff.bounds import Bounds, integer_bounds, intersect_bounds, is_within, read_bounds
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
        type: JSON type; an integer is a number with `is_integer`.
        additional: Schemas of additional properties.
        items: Schemas of the items after `first_items`.
        members: Members of the enum as JSON, or None without an enum.
    """

    type: str
    additional: Composed
    items: Composed
    is_integer: bool = False
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
        """Whether the type is the only constraint."""
        return self == Shape(self.type, compose(self.additional.document), compose(self.items.document))

    def get_property(self, name: str) -> Composed:
        """Return the schemas of a property, declared or additional."""
        return self.properties.get(name, self.additional)

    def get_item(self, index: int) -> Composed:
        """Return the schemas of an item."""
        return self.first_items[index] if index < len(self.first_items) else self.items


def as_json(value: Any) -> str:
    """Serialize a JSON value; equal values have equal text."""
    return json.dumps(_normalize_numbers(value), sort_keys=True, ensure_ascii=False)


@define
class Shapes:
    """Finds and caches the shapes of composed schemas."""

    _known: dict[frozenset[int], tuple[Shape, ...]] = field(factory=dict, init=False)
    _open: list[frozenset[int]] = field(factory=list, init=False)

    def of(self, composed: Composed) -> tuple[Shape, ...]:
        """Return the shapes, of which a value has at least one; empty if no value is valid."""
        if composed.key in self._known:
            return self._known[composed.key]
        if composed.key in self._open:
            return ()  # a recursive member of a union adds no values
        self._open.append(composed.key)
        try:
            shapes = tuple(_simplify(self._all(composed)))
        finally:
            self._open.pop()
        if not self._open:
            self._known[composed.key] = shapes
        return shapes

    def is_anything(self, composed: Composed) -> bool:
        """Return whether every JSON value is allowed."""
        shapes = self.of(composed)
        return {shape.type for shape in shapes if shape.is_bare} == set(TYPES)

    def _all(self, composed: Composed) -> list[Shape]:
        anything = compose(composed.document)
        shapes = [Shape(type_name, anything, anything) for type_name in TYPES]
        for part in composed.parts:
            shapes = _both(shapes, _own(composed, part))
            for keyword in ("anyOf", "oneOf"):
                members = part.get(keyword)
                if isinstance(members, list) and members:
                    shapes = _both(shapes, [shape for member in members for shape in self.of(composed.of(member))])
        return shapes


def _own(composed: Composed, part: Document) -> list[Shape]:
    """Return the shapes of a schema without its `anyOf` and `oneOf`."""
    if allows_nothing(part):
        return []
    declared = part.get("type")
    types = [declared] if isinstance(declared, str) else declared if isinstance(declared, list) else None
    listed = _listed(part)
    shapes = []
    for type_name in TYPES:
        names = ("number", "integer") if type_name == "number" else (type_name,)
        members = (
            None if listed is None else frozenset(as_json(value) for value in listed if _type(value) == type_name)
        )
        if (types is None or set(names) & set(types)) and (members is None or members):
            is_integer = type_name == "number" and types is not None and "number" not in types
            shapes.append(_shape(composed, part, type_name, is_integer, members))
    return shapes


def _shape(
    composed: Composed, part: Document, type_name: str, is_integer: bool, members: frozenset[str] | None
) -> Shape:
    anything = compose(composed.document)
    shape = Shape(
        type_name,
        anything,
        anything,
        is_integer=is_integer,
        members=members,
        bounds=read_bounds(part, type_name),
        conditions=read_conditions(composed.document, part, type_name),
    )
    format_name, pattern = part.get("format"), part.get("pattern")
    if isinstance(format_name, str) and type_name in ("string", "number"):
        shape = evolve(shape, format=format_name)
    if isinstance(pattern, str) and type_name == "string":
        shape = evolve(shape, patterns=frozenset((pattern,)))
    if type_name == "array":
        first = part.get("prefixItems")
        return evolve(
            shape,
            items=composed.of(part.get("items", {})),
            first_items=tuple(composed.of(item) for item in first) if isinstance(first, list) else (),
        )
    return _object(composed, part, shape) if type_name == "object" else shape


def _object(composed: Composed, part: Document, shape: Shape) -> Shape:
    additional = composed.of(part.get("additionalProperties", {}))
    named, required = part.get("properties"), part.get("required")
    properties = {name: composed.of(item) for name, item in named.items()} if isinstance(named, dict) else {}
    names = [name for name in required if isinstance(name, str)] if isinstance(required, list) else []
    for name in names:
        properties.setdefault(name, additional)
    return evolve(shape, additional=additional, properties=properties, required=frozenset(names))


def _both(some: Iterable[Shape], others: Iterable[Shape]) -> list[Shape]:
    """Return the shapes of values that have a shape of each of two unions."""
    right = list(others)
    return [_intersection(one, other) for one in some for other in right if one.type == other.type]


def _intersection(one: Shape, other: Shape) -> Shape:
    names = dict.fromkeys((*one.properties, *other.properties))
    count = max(len(one.first_items), len(other.first_items))
    members = one.members if other.members is None else other.members
    if one.members is not None and other.members is not None:
        members = one.members & other.members
    return Shape(
        one.type,
        one.additional.intersect(other.additional),
        one.items.intersect(other.items),
        is_integer=one.is_integer or other.is_integer,
        format=one.format or other.format,
        members=members,
        bounds=intersect_bounds(one.bounds, other.bounds),
        patterns=one.patterns | other.patterns,
        conditions=one.conditions | other.conditions,
        properties={name: one.get_property(name).intersect(other.get_property(name)) for name in names},
        required=one.required | other.required,
        first_items=tuple(one.get_item(index).intersect(other.get_item(index)) for index in range(count)),
    )


def _simplify(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Yield each shape once in its simplest form, with equal enums merged."""
    unlisted: list[Shape] = []
    lists: list[tuple[Shape, frozenset[str]]] = []
    for shape in map(_normalize, shapes):
        if shape.members is None:
            unlisted += [shape] if shape not in unlisted else []
            continue
        rest = evolve(shape, members=None)
        index = next((index for index, (other, _) in enumerate(lists) if other == rest), None)
        if index is None:
            lists.append((rest, shape.members))
        else:
            lists[index] = (rest, lists[index][1] | shape.members)
    wider = [shape for shape in unlisted if not (shape.is_integer and evolve(shape, is_integer=False) in unlisted)]
    for rest, members in lists:
        if members and rest not in unlisted:
            every = rest.type == "boolean" and len(members) == 2
            wider += [rest if every else evolve(rest, members=members)]
    yield from wider


def _normalize(shape: Shape) -> Shape:
    if shape.is_integer:
        shape = evolve(shape, bounds=integer_bounds(shape.bounds))
    if shape.type == "object" and shape.additional.is_never:
        possible = {name: item for name, item in shape.properties.items() if not item.is_never}
        shape = evolve(shape, properties=possible)
    if shape.members is None or shape.type not in _SCALARS:
        return shape
    if shape.type == "null":
        return evolve(shape, members=None)
    kept_members = frozenset(member for member in shape.members if fits(member, shape))
    return evolve(shape, members=kept_members, is_integer=False, bounds={}, patterns=frozenset())


def fits(member: str, shape: Shape) -> bool:
    """Return whether a member of an enum satisfies the other constraints of a shape."""
    value = json.loads(member)
    if shape.is_integer and json_type(value) != "integer":
        return False
    return is_within(value, shape.bounds) and all(_matches(value, pattern) for pattern in shape.patterns)


def _matches(value: Any, pattern: str) -> bool:
    try:
        return not isinstance(value, str) or re.search(pattern, value) is not None
    except re.error:  # Python does not support all patterns of JavaScript
        return True


def _listed(part: Document) -> list[Any] | None:
    if "const" in part:
        return [part["const"]]
    members = part.get("enum")
    return members if isinstance(members, list) else None


def _type(value: Any) -> str:
    type_name = json_type(value)
    return "number" if type_name == "integer" else type_name


def _normalize_numbers(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_normalize_numbers(item) for item in value]
    return {name: _normalize_numbers(item) for name, item in value.items()} if isinstance(value, dict) else value
