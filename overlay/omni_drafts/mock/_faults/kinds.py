"""What can go wrong on the way, when it is asked for: which faults there are, and which requests meet one."""

import re
import threading
from datetime import timedelta
from random import Random

from attrs import define, field, frozen

from omni_drafts.mock._description.path_templates import operation_shape

_OPERATION = re.compile(r"(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE) (/\S*)", re.IGNORECASE)


@frozen
class ErrorStatus:
    """An error with a status, in the documented shape.

    Attributes:
        status: 429, 500, 502, 503, 504 or any other.
        retry_after: What `Retry-After` says; without it the header is left out.
        as_date: Whether it says so as a date.
        after_write: Whether the request took effect all the same.
    """

    status: int
    retry_after: timedelta | None = None
    as_date: bool = False
    after_write: bool = False


@frozen
class ErrorPage:
    """A page of HTML, as a proxy answers.

    Attributes:
        status: Of the page; 200 is a page under a success.
        after_write: Whether the request took effect all the same.
    """

    status: int = 502
    after_write: bool = False


@frozen
class TruncatedContent:
    """The answer's content ends half way."""


@frozen
class EmptyContent:
    """The answer has no content."""


@frozen
class WrongContent:
    """The answer is JSON of another type: an array for an object, an object for all else."""


@frozen
class DroppedConnection:
    """The connection is closed without an answer.

    Attributes:
        after_write: Whether the request took effect before.
    """

    after_write: bool = False


@frozen
class SlowAnswer:
    """The answer waits.

    Attributes:
        wait: For how long.
    """

    wait: timedelta


@frozen
class UnknownMember:
    """Each value of an enum, in the answer, is one that the description does not have.

    Attributes:
        value: What it is.
    """

    value: str = "unheard-of"


@frozen
class ExtraProperty:
    """The answer, or each item of an array, has one more property.

    Attributes:
        name: Of the property.
        value: Of the property.
    """

    name: str = "unheardOf"
    value: str = "unheard-of"


@frozen
class MissingProperty:
    """The answer, or each item of an array, lacks a property.

    Attributes:
        name: Of the property; a point leads into one: `workbook.identifier`.
    """

    name: str


Fault = (
    ErrorStatus
    | ErrorPage
    | TruncatedContent
    | EmptyContent
    | WrongContent
    | DroppedConnection
    | SlowAnswer
    | UnknownMember
    | ExtraProperty
    | MissingProperty
)


@frozen(eq=False)
class FaultRule:
    """A fault, and which requests meet it.

    Attributes:
        fault: What goes wrong.
        shape: The operation, as `operation_shape` names it; `None` for all.
        times: How many requests meet it; `None` for no end.
        share: Of the requests that could, how many do: 1 for all, 0.5 for each with an even chance.
    """

    fault: Fault
    shape: str | None
    times: int | None
    share: float


@define
class Faults:
    """The faults of a mock. Safe to use from any thread.

    Args:
        random: Decides which requests are of a share.
    """

    random: Random = field(factory=Random)
    _met: dict[FaultRule, int] = field(factory=dict, init=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    def add(
        self, fault: Fault, operation: str | None = None, *, times: int | None = None, share: float = 1
    ) -> FaultRule:
        """Let requests meet a fault: the next ones, or a share of them. Of several, a request meets the first.

        Args:
            fault: What goes wrong.
            operation: Where: `POST /v1/documents/{documentId}/draft`. What path parameters are called makes no
                difference. Everywhere if left out.
            times: How many requests meet it; without end if left out.
            share: How many of those that could, from 0 to 1.

        Raises:
            ValueError: The operation, the number or the share is none.
        """
        found = None if operation is None else _OPERATION.fullmatch(operation)
        if operation is not None and found is None:
            raise ValueError(f"operation: {operation!r} is none; give method and path, as GET /v1/documents")
        if times is not None and times < 1:
            raise ValueError(f"times: {times} is less than 1")
        if not 0 < share <= 1:
            raise ValueError(f"share: {share} is not above 0 and at most 1")
        rule = FaultRule(fault, None if found is None else operation_shape(*found.groups()), times, share)
        with self._lock:
            self._met[rule] = 0
        return rule

    def count(self, rule: FaultRule) -> int:
        """Count the requests that met a fault."""
        with self._lock:
            return self._met.get(rule, 0)

    def clear(self) -> None:
        """Let no request meet a fault any more."""
        with self._lock:
            self._met.clear()

    def meet(self, shape: str) -> Fault | None:
        """Give the fault that a request to an operation meets, and count it."""
        with self._lock:
            for rule, met in self._met.items():
                due = rule.shape in (None, shape) and (rule.times is None or met < rule.times)
                if due and (rule.share == 1 or self.random.random() < rule.share):
                    self._met[rule] = met + 1
                    return rule.fault
        return None
