"""Faults of all kinds, each of them for a random part of the requests."""

from datetime import timedelta
from random import Random

from omni_drafts.mock import (
    DroppedConnection,
    ErrorPage,
    ErrorStatus,
    Faults,
    SlowResponse,
    TruncatedContent,
)
from omni_drafts.mock._faults import Fault

_AFTER_WRITE = (False, True)
_MAX_SHARE, _SMALL_SHARE = 0.03, 0.003


def add_random_faults(faults: Faults, random: Random, delay: timedelta) -> None:
    """Add faults of all kinds, most of them for up to 3 in 100 requests.

    Args:
        faults: Faults of a mock.
        random: Source of random numbers.
        delay: Delay of a slow response, longer than the timeout of every client.
    """
    for fault in _frequent_faults():
        faults.add(fault, share=random.uniform(_SMALL_SHARE, _MAX_SHARE))
    for fault in (SlowResponse(delay), TruncatedContent(), ErrorStatus(520), ErrorStatus(520, after_write=True)):
        faults.add(fault, share=random.uniform(_SMALL_SHARE / 2, _SMALL_SHARE))


def _frequent_faults() -> list[Fault]:
    rate_limits = [
        ErrorStatus(429),
        ErrorStatus(429, timedelta(seconds=5)),
        ErrorStatus(429, timedelta(seconds=5), as_date=True),
    ]
    failures = [
        ErrorStatus(status_code, after_write=after_write)
        for status_code in (500, 502, 503, 504)
        for after_write in _AFTER_WRITE
    ]
    pages = [ErrorPage(after_write=after_write) for after_write in _AFTER_WRITE]
    dropped = [DroppedConnection(after_write=after_write) for after_write in _AFTER_WRITE]
    return [*rate_limits, *failures, *pages, *dropped]
