"""Rules that select the requests that meet a fault, and count these requests."""

import re
import threading
from random import Random

from attrs import define, field, frozen

from omni_drafts.mock._description.path_templates import operation_shape
from omni_drafts.mock._faults.kinds import Fault

_OPERATION = re.compile(r"(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE) (/\S*)", re.IGNORECASE)


@frozen(eq=False)
class FaultRule:
    """Fault with the requests that meet it.

    Attributes:
        fault: Fault of these requests.
        shape: Shape of their operation, such as `post /v1/documents/{}/draft`; `None` for all operations.
        times: Number of requests that meet the fault; `None` for no limit.
        share: Probability that a matching request meets the fault, at most 1.
    """

    fault: Fault
    shape: str | None
    times: int | None
    share: float


@define
class Faults:
    """Faults of a mock. Safe to use from any thread.

    Args:
        random: Source of randomness for `share`.
    """

    random: Random = field(factory=Random)
    _counts: dict[FaultRule, int] = field(factory=dict, init=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    def add(
        self, fault: Fault, operation: str | None = None, *, times: int | None = None, share: float = 1
    ) -> FaultRule:
        """Add a fault for the next requests, or for a share of them.

        A request meets the first of the faults that match it.

        Args:
            fault: Fault of these requests.
            operation: Method and path, such as `POST /v1/documents/{documentId}/draft`. Names of path parameters
                are ignored. The default is all operations.
            times: Number of requests that meet the fault. The default is no limit.
            share: Probability that a matching request meets the fault, above 0 and at most 1.

        Raises:
            ValueError: If the operation, the number or the share is invalid.
        """
        match = None if operation is None else _OPERATION.fullmatch(operation)
        if operation is not None and match is None:
            raise ValueError(
                f"operation: {operation!r} is not a method and a path; write it like 'GET /v1/documents'"
            )
        if times is not None and times < 1:
            raise ValueError(f"times: {times} is less than 1")
        if not 0 < share <= 1:
            raise ValueError(f"share: {share} must be above 0 and at most 1")
        rule = FaultRule(fault, None if match is None else operation_shape(*match.groups()), times, share)
        with self._lock:
            self._counts[rule] = 0
        return rule

    def count(self, rule: FaultRule) -> int:
        """Return the number of requests that met a fault."""
        with self._lock:
            return self._counts.get(rule, 0)

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._counts.clear()

    def meet(self, shape: str) -> Fault | None:
        """Return the fault that a request to an operation meets, if any, and count the request.

        Args:
            shape: Shape of the operation.
        """
        with self._lock:
            for rule, count in self._counts.items():
                is_match = rule.shape in (None, shape) and (rule.times is None or count < rule.times)
                if is_match and (rule.share == 1 or self.random.random() < rule.share):
                    self._counts[rule] = count + 1
                    return rule.fault
        return None
