"""How an answer differs from what is documented: the kinds of it, and what is told of each."""

import enum
import json
from collections.abc import Callable, Iterable
from typing import Any

from attrs import evolve, frozen

_LONGEST = 90


class Kind(enum.Enum):
    """What differs; the last two break nobody, since an API adds at any time."""

    NO_ANSWER = "no answer"
    STATUS = "status not documented"
    CONTENT_TYPE = "content type not documented"
    NO_JSON = "no JSON"
    CONTENT = "content not allowed"
    UNREADABLE = "not read by the client"
    MEMBER = "member of an enum not documented"
    PROPERTY = "property not documented"

    @property
    def is_mild(self) -> bool:
        """Whether it is good to know, and no more."""
        return self in (Kind.MEMBER, Kind.PROPERTY)


@frozen
class Deviation:
    """One difference, in as many places as it is.

    Attributes:
        kind: What differs.
        status: Of the answer; 0 where there was none.
        place: Where the first is, as a JSON pointer; empty for the whole.
        documented: What the description has there.
        came: What came, cut short.
        asked: The first request that it came to.
        unreadable: What the client says of it, where it cannot read it.
        count: How often it came.
    """

    kind: Kind
    status: int
    place: str
    documented: str
    came: str
    asked: str = ""
    unreadable: str = ""
    count: int = 1


def excerpt(value: Any, hide: Callable[[str], str]) -> str:
    """Write a value, cut short, and without what is to be hidden; which goes first, as a half would be left."""
    text = hide(value.decode("utf-8", "replace") if isinstance(value, bytes) else json.dumps(value))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def gathered(deviations: Iterable[Deviation]) -> list[Deviation]:
    """Tell what is the same, but for an index and what came, once."""
    first: dict[tuple[object, ...], Deviation] = {}
    for one in deviations:
        steps = tuple("*" if step.isdigit() else step for step in one.place.split("/"))
        key = (one.kind, one.status, steps, one.documented)
        if key not in first:
            first[key] = one
        else:
            before = first[key]
            unreadable = before.unreadable or one.unreadable
            first[key] = evolve(before, count=before.count + one.count, unreadable=unreadable)
    return sorted(first.values(), key=lambda one: one.kind.is_mild)
