"""Faults of the tables: all faults of the mock, with their names."""

from datetime import timedelta

from attrs import frozen

from omni_drafts.mock import (
    DroppedConnection,
    EmptyContent,
    ErrorPage,
    ErrorStatus,
    ExtraProperty,
    MissingProperty,
    SlowResponse,
    TruncatedContent,
    UnknownMember,
    WrongContent,
)
from omni_drafts.mock._faults.kinds import Fault

RETRY_AFTER = timedelta(minutes=10)
"""Longer than any backoff of the client, so that the results show a delay that is too short."""

AFTER_WRITE = ", after the write"
"""End of the name of a fault whose request takes effect."""

_TRANSIENT_STATUS_CODES = (500, 502, 503, 504)


@frozen
class NamedFault:
    """Fault with its name in the tables."""

    name: str
    fault: Fault

    @property
    def is_transient(self) -> bool:
        """Whether the next attempt may succeed."""
        if isinstance(self.fault, ErrorStatus | ErrorPage):
            return self.fault.status_code in (429, *_TRANSIENT_STATUS_CODES)
        return isinstance(self.fault, DroppedConnection | SlowResponse)

    @property
    def is_rate_limit(self) -> bool:
        """Whether the response is a 429."""
        return isinstance(self.fault, ErrorStatus) and self.fault.status_code == 429

    @property
    def retry_after(self) -> float:
        """Seconds in `Retry-After`; 0 without the header."""
        retry_after = self.fault.retry_after if isinstance(self.fault, ErrorStatus) else None
        return retry_after.total_seconds() if retry_after else 0.0

    @property
    def is_false_429(self) -> bool:
        """Whether the response is a 429, although the request took effect."""
        return self.fault == ErrorStatus(429, after_write=True)


FAULTS = (
    NamedFault("429 with `Retry-After` of 10 min", ErrorStatus(429, RETRY_AFTER)),
    NamedFault("429 with `Retry-After` of 10 min as a date", ErrorStatus(429, RETRY_AFTER, as_date=True)),
    NamedFault("429 without `Retry-After`", ErrorStatus(429)),
    NamedFault(f"429 without `Retry-After`{AFTER_WRITE}", ErrorStatus(429, after_write=True)),
    NamedFault("503 with `Retry-After` of 10 min", ErrorStatus(503, RETRY_AFTER)),
    *(NamedFault(str(status_code), ErrorStatus(status_code)) for status_code in _TRANSIENT_STATUS_CODES),
    NamedFault("HTML page with 502", ErrorPage()),
    NamedFault("dropped connection", DroppedConnection()),
    *(
        NamedFault(f"{status_code}{AFTER_WRITE}", ErrorStatus(status_code, after_write=True))
        for status_code in _TRANSIENT_STATUS_CODES
    ),
    NamedFault(f"HTML page with 502{AFTER_WRITE}", ErrorPage(after_write=True)),
    NamedFault(f"dropped connection{AFTER_WRITE}", DroppedConnection(after_write=True)),
    NamedFault(f"no response in time{AFTER_WRITE}", SlowResponse(timedelta(minutes=1))),
    NamedFault("520", ErrorStatus(520)),
    NamedFault(f"520{AFTER_WRITE}", ErrorStatus(520, after_write=True)),
    NamedFault("HTML page with 200", ErrorPage(200)),
    NamedFault(f"HTML page with 200{AFTER_WRITE}", ErrorPage(200, after_write=True)),
    NamedFault("truncated body", TruncatedContent()),
    NamedFault("empty body", EmptyContent()),
    NamedFault("JSON of another type", WrongContent()),
    NamedFault("no `identifier`", MissingProperty("identifier")),
    NamedFault("no `workbook`", MissingProperty("workbook")),
    NamedFault("no `createdBy`", MissingProperty("createdBy")),
    NamedFault("unknown members of enums", UnknownMember()),
    NamedFault("one more property", ExtraProperty()),
)
