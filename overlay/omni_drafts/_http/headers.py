"""Parses the headers of a response that the client acts on."""

import math
import time
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx


def parse_retry_after(response: httpx.Response, now: Callable[[], float] = time.time) -> float | None:
    """Return the seconds of `Retry-After`, in seconds or as a date; `None` if it is missing or wrong.

    A date counts from the `Date` of the response, if it has one.
    """
    value = response.headers.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        until = _parse_date(value)
        if until is None:
            return None
        sent = _parse_date(response.headers.get("date", ""))
        seconds = until - (sent if sent is not None else now())
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _parse_date(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
        # HTTP dates are UTC; the oldest of their three forms does not say so.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
