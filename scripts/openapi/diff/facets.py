"""Compares what is asked of a single value: defaults, formats, listed values, patterns and other conditions."""

from collections.abc import Iterator

from openapi.diff.change import Difference
from openapi.diff.composed import Composed
from openapi.diff.conditions import CHANGES_OTHERS
from openapi.diff.shapes import Shape, as_json, fits
from openapi.diff.wording import say_members, say_shape, say_value

_CLASSES = {"uuid": "UUID", "date": "date", "date-time": "datetime", "binary": "File"}
"""The formats for which the generated client has a class of its own."""


def compare_defaults(old: Composed, new: Composed) -> Iterator[Difference]:
    """Tell what stands for a value that is left out."""
    was, now = old.default, new.default
    if was is None and now is not None:
        yield Difference("default-added", f"It had no default, and {say_value(now[0])} is the default now.")
    elif was is not None and now is None:
        yield Difference("default-removed", f"The default was {say_value(was[0])}, and there is none now.")
    elif was is not None and now is not None and as_json(was[0]) != as_json(now[0]):
        yield Difference("default-changed", f"The default was {say_value(was[0])}, and is {say_value(now[0])} now.")


def compare_formats(old: Shape, new: Shape) -> Iterator[Difference]:
    """Tell another format, and whether the client has another class of Python for it."""
    if old.format == new.format:
        return
    told = [f"`{shape.format}`" if shape.format else "none" for shape in (old, new)]
    sentence = f"The format was {told[0]}, and is {told[1]} now."
    if old.type == "string" and _CLASSES.get(old.format or "", "str") != _CLASSES.get(new.format or "", "str"):
        yield Difference("python-type-changed", sentence)
    else:
        kind = "format-added" if old.format is None else "format-removed" if new.format is None else "format-changed"
        yield Difference(kind, sentence)


def compare_enums(old: Shape, new: Shape) -> Iterator[Difference]:
    """Compare lists of values, one of which may be free: then the other's values have to fit it."""
    if old.members is None:
        yield Difference(
            "enum-imposed", f"It was {say_shape(old)}, and is one of {say_members(new.members or ())} now."
        )
    if new.members is None:
        yield Difference(
            "enum-lifted", f"It was one of {say_members(old.members or ())}, and is {say_shape(new)} now."
        )
    gone, added = (
        [
            value
            for value in one.members or ()
            if not (value in other.members if other.members else fits(value, other))
        ]
        for one, other in ((old, new), (new, old))
    )
    if gone:
        were, are = ("was", "is") if len(gone) == 1 else ("were", "are")
        yield Difference("enum-member-removed", f"{_values(gone)} {were} allowed, and {are} not any more.")
    if added:
        were, are = ("was", "is") if len(added) == 1 else ("were", "are")
        yield Difference("enum-member-added", f"{_values(added)} {were} not allowed, and {are} now.")


def _values(members: list[str]) -> str:
    return f"The value{'s' if len(members) > 1 else ''} {say_members(members)}"


def compare_patterns(old: Shape, new: Shape) -> Iterator[Difference]:
    """Tell which patterns a text has to match."""
    gone, added = sorted(old.patterns - new.patterns), sorted(new.patterns - old.patterns)
    was, now = (" and ".join(f"`{pattern}`" for pattern in patterns) for patterns in (gone, added))
    if gone and added:
        yield Difference("pattern-changed", f"It had to match {was}, and has to match {now} now.")
    elif added:
        yield Difference("pattern-added", f"It has to match {now} now, and did not have to.")
    elif gone:
        yield Difference("pattern-removed", f"It had to match {was}, and does not have to any more.")


def compare_conditions(old: Shape, new: Shape) -> Iterator[Difference]:
    """Tell which conditions came, went, or are others."""
    gone = {condition.keyword: condition for condition in sorted(old.conditions - new.conditions, key=str)}
    added = {condition.keyword: condition for condition in sorted(new.conditions - old.conditions, key=str)}
    for keyword in sorted({*gone, *added}):
        was, now = (f"`{found[keyword].written}`" if keyword in found else "nothing" for found in (gone, added))
        kind = "condition-added" if keyword not in gone else "condition-removed"
        if keyword in CHANGES_OTHERS or (keyword in gone and keyword in added):
            kind = "condition-changed"
        yield Difference(kind, f"By `{keyword}`, {was} was asked, and {now} is now.")
