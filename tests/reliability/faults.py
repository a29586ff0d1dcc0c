"""What goes wrong on the way: each fault of the mock, in all its kinds, by the name that it has in the table."""

from datetime import timedelta

from attrs import frozen

from omni_drafts.mock import (
    DroppedConnection,
    EmptyContent,
    ErrorPage,
    ErrorStatus,
    ExtraProperty,
    MissingProperty,
    SlowAnswer,
    TruncatedContent,
    UnknownMember,
    WrongContent,
)
from omni_drafts.mock._faults import Fault

NAMED = timedelta(minutes=10)
"""What `Retry-After` says: longer than any wait of the client's own, so that one that is cut short is seen."""

AFTER = ", after the write"
"""Ends the name of a fault that comes when the request took effect."""

_PASSING = (500, 502, 503, 504)


@frozen
class Named:
    """A fault, by its name in the table."""

    name: str
    fault: Fault

    @property
    def passes(self) -> bool:
        """Say whether it is of the kind that may be gone the next time."""
        if isinstance(self.fault, ErrorStatus | ErrorPage):
            return self.fault.status in (429, *_PASSING)
        return isinstance(self.fault, DroppedConnection | SlowAnswer)

    @property
    def seconds(self) -> float:
        """Give the seconds that it tells to wait."""
        named = self.fault.retry_after if isinstance(self.fault, ErrorStatus) else None
        return named.total_seconds() if named else 0.0

    @property
    def is_untrue(self) -> bool:
        """Say whether it tells that nothing was done, of a request that took effect."""
        return self.fault == ErrorStatus(429, after_write=True)


FAULTS = (
    Named("429 that names 10 min", ErrorStatus(429, NAMED)),
    Named("429 that names 10 min as a date", ErrorStatus(429, NAMED, as_date=True)),
    Named("429 that names no time", ErrorStatus(429)),
    Named(f"429{AFTER}", ErrorStatus(429, after_write=True)),
    Named("503 that names 10 min", ErrorStatus(503, NAMED)),
    *(Named(str(status), ErrorStatus(status)) for status in _PASSING),
    Named("page with 502", ErrorPage()),
    Named("connection dropped", DroppedConnection()),
    *(Named(f"{status}{AFTER}", ErrorStatus(status, after_write=True)) for status in _PASSING),
    Named(f"page with 502{AFTER}", ErrorPage(after_write=True)),
    Named(f"connection dropped{AFTER}", DroppedConnection(after_write=True)),
    Named(f"no answer in time{AFTER}", SlowAnswer(timedelta(minutes=1))),
    Named("520", ErrorStatus(520)),
    Named(f"520{AFTER}", ErrorStatus(520, after_write=True)),
    Named("page with 200", ErrorPage(200)),
    Named(f"page with 200{AFTER}", ErrorPage(200, after_write=True)),
    Named("truncated content", TruncatedContent()),
    Named("no content", EmptyContent()),
    Named("JSON of another type", WrongContent()),
    Named("no `identifier`", MissingProperty("identifier")),
    Named("no `workbook`", MissingProperty("workbook")),
    Named("no `createdBy`", MissingProperty("createdBy")),
    Named("unknown members of enums", UnknownMember()),
    Named("one property more", ExtraProperty()),
)
