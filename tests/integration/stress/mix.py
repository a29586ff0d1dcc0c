"""A mix of faults, drawn at random: of each kind, a share of the requests."""

from datetime import timedelta
from random import Random

from omni_drafts.mock import (
    DroppedConnection,
    ErrorPage,
    ErrorStatus,
    Faults,
    SlowAnswer,
    TruncatedContent,
)
from omni_drafts.mock._faults import Fault

_WRITTEN_OR_NOT = (False, True)
_MOST, _FEW = 0.03, 0.003


def mix(faults: Faults, random: Random, slow: timedelta) -> None:
    """Let requests meet faults of all kinds, most of them in a share of up to 3 in 100.

    Args:
        faults: Of a mock.
        random: Draws the shares.
        slow: How long a slow answer takes: longer than anybody waits.
    """
    for fault in _most():
        faults.add(fault, share=random.uniform(_FEW, _MOST))
    for fault in (SlowAnswer(slow), TruncatedContent(), ErrorStatus(520), ErrorStatus(520, after_write=True)):
        faults.add(fault, share=random.uniform(_FEW / 2, _FEW))


def _most() -> list[Fault]:
    too_many = [
        ErrorStatus(429),
        ErrorStatus(429, timedelta(seconds=5)),
        ErrorStatus(429, timedelta(seconds=5), as_date=True),
    ]
    statuses = [
        ErrorStatus(status, after_write=written) for status in (500, 502, 503, 504) for written in _WRITTEN_OR_NOT
    ]
    pages = [ErrorPage(after_write=written) for written in _WRITTEN_OR_NOT]
    dropped = [DroppedConnection(after_write=written) for written in _WRITTEN_OR_NOT]
    return [*too_many, *statuses, *pages, *dropped]
