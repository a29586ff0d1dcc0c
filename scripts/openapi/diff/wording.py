"""Describes the values that a schema allows, for the sentences of changes."""

import json
from collections.abc import Iterable

from openapi.diff.composed import Composed
from openapi.diff.shapes import TYPES, Shape, Shapes

_MAX_NAMES = 4
_MAX_VALUE_LENGTH = 60


def describe_shapes(shapes: Iterable[Shape]) -> str:
    """Return a description of a union of shapes."""
    listed = list(shapes)
    if {shape.type for shape in listed if shape.is_bare} == set(TYPES):
        return "any value"
    ordered = sorted(listed, key=lambda shape: shape.type == "null")
    return " or ".join(dict.fromkeys(map(describe_shape, ordered))) or "no value at all"


def describe_shape(shape: Shape) -> str:
    """Return a description of one shape: its type with its format, enum or properties."""
    if shape.type == "object":
        return _describe_object(shape)
    if shape.type == "array":
        return "`array`"
    if shape.type == "null":
        return "`null`"
    if shape.members is not None:
        return f"one of {format_members(shape.members)}"
    name = "integer" if shape.is_integer else shape.type
    return f"`{name}` ({shape.format})" if shape.format else f"`{name}`"


def format_members(members: Iterable[str]) -> str:
    """Return a list of JSON values in backticks."""
    return ", ".join(f"`{_shorten(member)}`" for member in sorted(members))


def format_value(value: object) -> str:
    """Return a value as JSON in backticks."""
    return f"`{_shorten(json.dumps(value, ensure_ascii=False, sort_keys=True))}`"


def describe_type(shapes: Shapes, composed: Composed) -> str:
    """Return a description of a property, parameter or item; of an array with its items."""
    union = shapes.of(composed)
    if len(union) == 1 and union[0].type == "array":
        return f"`array` of {describe_shapes(shapes.of(union[0].items))}"
    return describe_shapes(union)


def _describe_object(shape: Shape) -> str:
    names = sorted(shape.properties, key=lambda name: name not in shape.required)
    if not names:
        return "`object`"
    listed = ", ".join(f"`{name}`" for name in names[:_MAX_NAMES])
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    return f"`object` with {listed}{more}"


def _shorten(text: str) -> str:
    return text if len(text) <= _MAX_VALUE_LENGTH else f"{text[: _MAX_VALUE_LENGTH - 1]}…"
