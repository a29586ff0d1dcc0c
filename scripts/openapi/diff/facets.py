"""Compares defaults, formats, enums, patterns and conditions of a value."""

from collections.abc import Iterator

from openapi.diff.change import Difference
from openapi.diff.composed import Composed
from openapi.diff.conditions import AFFECTS_OTHER_KEYWORDS
from openapi.diff.shapes import Shape, as_json, fits
from openapi.diff.wording import describe_shape, format_members, format_value

_CLASSES = {"uuid": "UUID", "date": "date", "date-time": "datetime", "binary": "File"}
"""Formats with a Python class of their own in the generated client."""


def compare_defaults(old: Composed, new: Composed) -> Iterator[Difference]:
    """Yield the difference of the defaults."""
    was, now = old.default, new.default
    if was is None and now is not None:
        yield Difference("default-added", f"It had no default, and {format_value(now[0])} is the default now.")
    elif was is not None and now is None:
        yield Difference("default-removed", f"The default was {format_value(was[0])}, and there is none now.")
    elif was is not None and now is not None and as_json(was[0]) != as_json(now[0]):
        yield Difference(
            "default-changed", f"The default was {format_value(was[0])}, and is {format_value(now[0])} now."
        )


def compare_formats(old: Shape, new: Shape) -> Iterator[Difference]:
    """Yield the difference of the formats, and whether it changes the Python class in the client."""
    if old.format == new.format:
        return
    formats = [f"`{shape.format}`" if shape.format else "none" for shape in (old, new)]
    sentence = f"The format was {formats[0]}, and is {formats[1]} now."
    if old.type == "string" and _CLASSES.get(old.format or "", "str") != _CLASSES.get(new.format or "", "str"):
        yield Difference("python-type-changed", sentence)
    else:
        kind = "format-added" if old.format is None else "format-removed" if new.format is None else "format-changed"
        yield Difference(kind, sentence)


def compare_enums(old: Shape, new: Shape) -> Iterator[Difference]:
    """Yield the differences of two enums, or of an enum and a schema without one."""
    if old.members is None:
        yield Difference(
            "enum-imposed", f"It was {describe_shape(old)}, and is one of {format_members(new.members or ())} now."
        )
    if new.members is None:
        yield Difference(
            "enum-lifted", f"It was one of {format_members(old.members or ())}, and is {describe_shape(new)} now."
        )
    removed, added = (
        [
            value
            for value in one.members or ()
            if not (value in other.members if other.members else fits(value, other))
        ]
        for one, other in ((old, new), (new, old))
    )
    if removed:
        were, are = ("was", "is") if len(removed) == 1 else ("were", "are")
        yield Difference("enum-member-removed", f"{_values(removed)} {were} allowed, and {are} not any more.")
    if added:
        were, are = ("was", "is") if len(added) == 1 else ("were", "are")
        yield Difference("enum-member-added", f"{_values(added)} {were} not allowed, and {are} now.")


def _values(members: list[str]) -> str:
    return f"The value{'s' if len(members) > 1 else ''} {format_members(members)}"


def compare_patterns(old: Shape, new: Shape) -> Iterator[Difference]:
    """Yield the difference of the patterns."""
    removed, added = sorted(old.patterns - new.patterns), sorted(new.patterns - old.patterns)
    was, now = (" and ".join(f"`{pattern}`" for pattern in patterns) for patterns in (removed, added))
    if removed and added:
        yield Difference("pattern-changed", f"It had to match {was}, and has to match {now} now.")
    elif added:
        yield Difference("pattern-added", f"It has to match {now} now, and did not have to.")
    elif removed:
        yield Difference("pattern-removed", f"It had to match {was}, and does not have to any more.")


def compare_conditions(old: Shape, new: Shape) -> Iterator[Difference]:
    """Yield the added, removed and changed conditions."""
    removed = {condition.keyword: condition for condition in sorted(old.conditions - new.conditions, key=str)}
    added = {condition.keyword: condition for condition in sorted(new.conditions - old.conditions, key=str)}
    for keyword in sorted({*removed, *added}):
        was, now = (
            f"`{conditions[keyword].written}`" if keyword in conditions else "absent"
            for conditions in (removed, added)
        )
        kind = "condition-added" if keyword not in removed else "condition-removed"
        if keyword in AFFECTS_OTHER_KEYWORDS or (keyword in removed and keyword in added):
            kind = "condition-changed"
        yield Difference(kind, f"The condition `{keyword}` was {was}, and is {now} now.")
