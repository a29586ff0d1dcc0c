"""Reads, intersects and compares the bounds of values: lengths, sizes, minimum and maximum."""

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from openapi.diff.change import Difference
from openapi.reading.description import Document

_EXCLUSIVE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
_KEYWORDS_OF_TYPE = {
    "number": ("minimum", "maximum", "multipleOf"),
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems", "uniqueItems"),
    "object": ("minProperties", "maxProperties"),
}


@frozen
class Bound:
    """Bound of a value; `uniqueItems` is a bound of 1."""

    value: Fraction
    is_exclusive: bool = False


Bounds = Mapping[str, Bound]


def read_bounds(schema: Document, type_name: str) -> Bounds:
    """Return the bounds of a schema for values of one type, by keyword."""
    bounds: dict[str, Bound] = {}
    for keyword in _KEYWORDS_OF_TYPE.get(type_name, ()):
        value = _number(schema.get(keyword))
        if keyword == "uniqueItems":
            value = Fraction(1) if schema.get(keyword) is True else None
        if value is not None and not _is_trivial(keyword, value):
            bounds[keyword] = Bound(value, schema.get(_EXCLUSIVE.get(keyword, "")) is True)
        exclusive = _number(schema.get(_EXCLUSIVE.get(keyword, "")))
        if exclusive is not None:
            bounds = dict(intersect_bounds(bounds, {keyword: Bound(exclusive, True)}))
    return bounds


def intersect_bounds(one: Bounds, other: Bounds) -> Bounds:
    """Return the bounds of a value that has to be within both."""
    both = {**one, **other}
    for keyword in [keyword for keyword in one if keyword in other]:
        if keyword == "multipleOf":
            both[keyword] = Bound(_common_multiple(one[keyword].value, other[keyword].value))
        else:
            both[keyword] = max(one[keyword], other[keyword], key=lambda bound: _strictness(keyword, bound))
    return both


def integer_bounds(bounds: Bounds) -> Bounds:
    """Return the equal bounds of integers: an exclusive minimum of 0 is a minimum of 1."""
    of_integers = dict(bounds)
    if "minimum" in bounds:
        low = bounds["minimum"]
        of_integers["minimum"] = Bound(
            Fraction(math.floor(low.value) + 1 if low.is_exclusive else math.ceil(low.value))
        )
    if "maximum" in bounds:
        high = bounds["maximum"]
        of_integers["maximum"] = Bound(
            Fraction(math.ceil(high.value) - 1 if high.is_exclusive else math.floor(high.value))
        )
    if "multipleOf" in bounds and (1 / bounds["multipleOf"].value).denominator == 1:
        del of_integers["multipleOf"]
    return of_integers


def is_within(value: Any, bounds: Bounds) -> bool:
    """Return whether the length of a string, or a number, is within bounds."""
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
    """Yield the bounds that are tighter or looser."""
    for keyword in sorted({*old, *new}):
        was, now = old.get(keyword), new.get(keyword)
        if was == now:
            continue
        sentence = f"It had {_format(keyword, was)}, and has {_format(keyword, now)} now."
        if was is None or (now is not None and _implies(keyword, now, was)):
            yield Difference("bound-tightened", sentence)
        elif now is None or _implies(keyword, was, now):
            yield Difference("bound-loosened", sentence)
        else:  # neither `multipleOf` divides the other
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


def _is_trivial(keyword: str, value: Fraction) -> bool:
    return (keyword in ("minLength", "minItems", "minProperties") and value <= 0) or (
        keyword == "multipleOf" and value <= 0
    )


def _number(value: Any) -> Fraction | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Fraction(str(value)) if is_number else None


def _format(keyword: str, bound: Bound | None) -> str:
    if bound is None:
        return f"no `{keyword}`"
    name = _EXCLUSIVE[keyword] if bound.is_exclusive else keyword
    if keyword == "uniqueItems":
        return "`uniqueItems`"
    value = bound.value
    return f"`{name}` {int(value) if value.denominator == 1 else float(value)}"
