"""The report of a check: an outcome for each operation, with a reason for each that was skipped."""

from attrs import define, field

from openapi.conformance.description import Operation
from openapi.conformance.live.deviations import Deviation


@define
class Outcome:
    """Outcome of one operation.

    Attributes:
        operation: Operation of the description.
        status_codes: HTTP status of each response, in their order; 0 for a request without one.
        skip_reason: Reason why no request was sent; empty if one was.
        deviations: Deviations of all responses.
    """

    operation: Operation
    status_codes: list[int] = field(factory=list)
    skip_reason: str = ""
    deviations: list[Deviation] = field(factory=list)

    @property
    def strict_deviations(self) -> list[Deviation]:
        """Deviations that are not mild."""
        return [deviation for deviation in self.deviations if not deviation.kind.is_mild]

    @property
    def mild_deviations(self) -> list[Deviation]:
        """Deviations that are mild."""
        return [deviation for deviation in self.deviations if deviation.kind.is_mild]


@define
class Report:
    """Report of a check.

    Attributes:
        base_url: URL of the instance before the paths of the description.
        description: Name of the description file.
        outcomes: Outcomes of the operations, in the order of the description.
        request_count: Number of requests that were sent.
        omitted_count: Number of requests over the limit of the command.
    """

    base_url: str
    description: str
    outcomes: list[Outcome]
    request_count: int = 0
    omitted_count: int = 0

    @property
    def checked(self) -> list[Outcome]:
        """Outcomes of the operations with a request."""
        return [outcome for outcome in self.outcomes if not outcome.skip_reason]

    @property
    def skipped(self) -> list[Outcome]:
        """Outcomes of the operations without a request."""
        return [outcome for outcome in self.outcomes if outcome.skip_reason]

    @property
    def has_deviations(self) -> bool:
        """Whether there is a deviation that is not mild."""
        return any(outcome.strict_deviations for outcome in self.outcomes)

    @property
    def summary(self) -> str:
        """Numbers of the report, as a sentence."""
        strict = sum(len(outcome.strict_deviations) for outcome in self.outcomes)
        mild = sum(len(outcome.mild_deviations) for outcome in self.outcomes)
        requests = f"{_count(len(self.checked), 'operation')} asked, in {_count(self.request_count, 'request')}"
        summary = f"{requests}; {len(self.skipped)} not asked; {_count(strict, 'deviation')}, {mild} mild"
        return summary + (f"; {self.omitted_count} more requests were over the bound" if self.omitted_count else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
