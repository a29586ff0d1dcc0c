"""Bounds of values: lengths, sizes, least and most; read from a schema, intersected, and compared."""

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from openapi.diff.change import Difference
from openapi.reading.description import Document

_EXCLUSIVE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
_OF_TYPE = {
    "number": ("minimum", "maximum", "multipleOf"),
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems", "uniqueItems"),
    "object": ("minProperties", "maxProperties"),
}


@frozen
class Bound:
    """One bound of a value; `uniqueItems` is a bound of 1."""

    value: Fraction
    is_exclusive: bool = False


Bounds = Mapping[str, Bound]


def read_bounds(schema: Document, kind: str) -> Bounds:
    """Give the bounds that a schema sets for values of one type, by their keywords."""
    found: dict[str, Bound] = {}
    for keyword in _OF_TYPE.get(kind, ()):
        value = _number(schema.get(keyword))
        if keyword == "uniqueItems":
            value = Fraction(1) if schema.get(keyword) is True else None
        if value is not None and not _says_nothing(keyword, value):
            found[keyword] = Bound(value, schema.get(_EXCLUSIVE.get(keyword, "")) is True)
        exclusive = _number(schema.get(_EXCLUSIVE.get(keyword, "")))
        if exclusive is not None:
            found = dict(both_bounds(found, {keyword: Bound(exclusive, True)}))
    return found


def both_bounds(one: Bounds, other: Bounds) -> Bounds:
    """Give the bounds of a value that has to keep within these and those."""
    both = {**one, **other}
    for keyword in [keyword for keyword in one if keyword in other]:
        if keyword == "multipleOf":
            both[keyword] = Bound(_common_multiple(one[keyword].value, other[keyword].value))
        else:
            both[keyword] = max(one[keyword], other[keyword], key=lambda bound: _strictness(keyword, bound))
    return both


def whole_bounds(bounds: Bounds) -> Bounds:
    """Give the same bounds for numbers that have no fraction: more than 0 is at least 1."""
    found = dict(bounds)
    if "minimum" in found:
        least = found["minimum"]
        found["minimum"] = Bound(
            Fraction(math.floor(least.value) + 1 if least.is_exclusive else math.ceil(least.value))
        )
    if "maximum" in found:
        most = found["maximum"]
        found["maximum"] = Bound(Fraction(math.ceil(most.value) - 1 if most.is_exclusive else math.floor(most.value)))
    if "multipleOf" in found and (1 / found["multipleOf"].value).denominator == 1:
        del found["multipleOf"]
    return found


def keeps_within(value: Any, bounds: Bounds) -> bool:
    """Say whether a text or a number keeps within bounds."""
    size = len(value) if isinstance(value, str) else _number(value)
    if size is None:
        return True
    for keyword, bound in bounds.items():
        if keyword == "multipleOf":
            if (size / bound.value).denominator != 1:
                return False
        elif keyword.startswith("min"):
            if size < bound.value or (bound.is_exclusive and size == bound.value):
                return False
        elif size > bound.value or (bound.is_exclusive and size == bound.value):
            return False
    return True


def compare_bounds(old: Bounds, new: Bounds) -> Iterator[Difference]:
    """Give what is tighter, and what is looser."""
    for keyword in sorted({*old, *new}):
        was, now = old.get(keyword), new.get(keyword)
        if was == now:
            continue
        sentence = f"It had {_say(keyword, was)}, and has {_say(keyword, now)} now."
        if was is None or (now is not None and _implies(keyword, now, was)):
            yield Difference("bound-tightened", sentence)
        elif now is None or _implies(keyword, was, now):
            yield Difference("bound-loosened", sentence)
        else:  # each multiple of the one is none of the other
            yield Difference("bound-tightened", sentence)
            yield Difference("bound-loosened", sentence)


def _implies(keyword: str, tighter: Bound, looser: Bound) -> bool:
    if keyword == "multipleOf":
        return (tighter.value / looser.value).denominator == 1
    return _strictness(keyword, tighter) > _strictness(keyword, looser)


def _strictness(keyword: str, bound: Bound) -> tuple[Fraction, bool]:
    return (-bound.value if keyword.startswith("max") else bound.value, bound.is_exclusive)


def _common_multiple(one: Fraction, other: Fraction) -> Fraction:
    shared = one.denominator * other.denominator
    return Fraction(math.lcm(one.numerator * other.denominator, other.numerator * one.denominator), shared)


def _says_nothing(keyword: str, value: Fraction) -> bool:
    return (keyword in ("minLength", "minItems", "minProperties") and value <= 0) or (
        keyword == "multipleOf" and value <= 0
    )


def _number(value: Any) -> Fraction | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Fraction(str(value)) if is_number else None


def _say(keyword: str, bound: Bound | None) -> str:
    if bound is None:
        return f"no `{keyword}`"
    name = _EXCLUSIVE[keyword] if bound.is_exclusive else keyword
    if keyword == "uniqueItems":
        return "`uniqueItems`"
    value = bound.value
    return f"`{name}` {int(value) if value.denominator == 1 else float(value)}"
