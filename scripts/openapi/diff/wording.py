"""Tells in a few words what values a schema allows."""

import json
from collections.abc import Iterable

from openapi.diff.composed import Composed
from openapi.diff.shapes import TYPES, Shape, Shapes

_MOST_NAMES = 4
_LONGEST_VALUE = 60


def say_shapes(shapes: Iterable[Shape]) -> str:
    """Name the types, the formats that are known, and what tells objects apart."""
    said = list(shapes)
    if {shape.type for shape in said if shape.is_bare} == set(TYPES):
        return "any value"
    ordered = sorted(said, key=lambda shape: shape.type == "null")
    return " or ".join(dict.fromkeys(map(say_shape, ordered))) or "no value at all"


def say_shape(shape: Shape) -> str:
    """Name the type of one shape, and what tells it from others of its type."""
    if shape.type == "object":
        return _say_object(shape)
    if shape.type == "array":
        return "`array`"
    if shape.type == "null":
        return "`null`"
    if shape.members is not None:
        return f"one of {say_members(shape.members)}"
    name = "integer" if shape.is_whole else shape.type
    return f"`{name}` ({shape.format})" if shape.format else f"`{name}`"


def say_members(members: Iterable[str]) -> str:
    """List values as JSON has them."""
    return ", ".join(f"`{_shortened(member)}`" for member in sorted(members))


def say_value(value: object) -> str:
    """Write a value as JSON has it."""
    return f"`{_shortened(json.dumps(value, ensure_ascii=False, sort_keys=True))}`"


def say_type(shapes: Shapes, composed: Composed) -> str:
    """Name what a property, parameter or item is; of an array, also what it holds."""
    found = shapes.of(composed)
    if len(found) == 1 and found[0].type == "array":
        return f"`array` of {say_shapes(shapes.of(found[0].items))}"
    return say_shapes(found)


def _say_object(shape: Shape) -> str:
    names = sorted(shape.properties, key=lambda name: name not in shape.required)
    if not names:
        return "`object`"
    listed = ", ".join(f"`{name}`" for name in names[:_MOST_NAMES])
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"`object` with {listed}{more}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
