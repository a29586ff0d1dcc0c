"""Deviations of an instance from its description: their kinds, their values, and the removal of duplicates."""

import enum
import json
from collections.abc import Callable, Iterable
from typing import Any

from attrs import evolve, frozen

_MAX_EXCERPT_LENGTH = 90


class DeviationKind(enum.Enum):
    """Kind of a deviation. The last two are mild, because an API may add members and properties at any time."""

    NO_RESPONSE = "no answer"
    STATUS = "status not documented"
    CONTENT_TYPE = "content type not documented"
    NOT_JSON = "no JSON"
    CONTENT = "content not allowed"
    UNREADABLE = "not read by the client"
    MEMBER = "member of an enum not documented"
    PROPERTY = "property not documented"

    @property
    def is_mild(self) -> bool:
        """Whether it breaks no caller."""
        return self in (DeviationKind.MEMBER, DeviationKind.PROPERTY)


@frozen
class Deviation:
    """A deviation, at all indexes of an array where it occurs.

    Attributes:
        kind: Kind of the deviation.
        status_code: HTTP status of the response; 0 without one.
        pointer: JSON pointer of the first occurrence; empty for the whole body.
        documented: Requirement of the description.
        received: Value of the response, cut to an excerpt.
        request: Method and target of the first request with the deviation.
        client_error: Error of the generated client, if it cannot read the value.
        count: Number of occurrences.
    """

    kind: DeviationKind
    status_code: int
    pointer: str
    documented: str
    received: str
    request: str = ""
    client_error: str = ""
    count: int = 1


def build_excerpt(value: Any, redact: Callable[[str], str]) -> str:
    """Return a value as text without the token, cut to an excerpt; half a token could not be found after the cut."""
    text = redact(value.decode("utf-8", "replace") if isinstance(value, bytes) else json.dumps(value))
    return text if len(text) <= _MAX_EXCERPT_LENGTH else f"{text[: _MAX_EXCERPT_LENGTH - 1]}…"


def merge_deviations(deviations: Iterable[Deviation]) -> list[Deviation]:
    """Return deviations once that differ in an index or a received value alone; the mild ones are last."""
    merged: dict[tuple[object, ...], Deviation] = {}
    for deviation in deviations:
        steps = tuple("*" if step.isdigit() else step for step in deviation.pointer.split("/"))
        key = (deviation.kind, deviation.status_code, steps, deviation.documented)
        if key not in merged:
            merged[key] = deviation
        else:
            first = merged[key]
            merged[key] = evolve(
                first,
                count=first.count + deviation.count,
                client_error=first.client_error or deviation.client_error,
            )
    return sorted(merged.values(), key=lambda deviation: deviation.kind.is_mild)
