"""What came of asking an instance: operation by operation, with a reason for each that was not asked."""

from attrs import define, field

from contract.live.deviations import Deviation
from openapi.conformance.description import Operation


@define
class Outcome:
    """What came of one operation.

    Attributes:
        operation: The operation.
        answers: The statuses that came, in their order.
        left_out: Why it was not asked; empty if it was.
        deviations: What differed.
    """

    operation: Operation
    answers: list[int] = field(factory=list)
    left_out: str = ""
    deviations: list[Deviation] = field(factory=list)

    @property
    def strict(self) -> list[Deviation]:
        """Those that are wrong."""
        return [one for one in self.deviations if not one.kind.is_mild]

    @property
    def mild(self) -> list[Deviation]:
        """Those that are good to know."""
        return [one for one in self.deviations if one.kind.is_mild]


@define
class Report:
    """What came of all.

    Attributes:
        address: Of the instance, with the path before those of the description.
        description: The name of what it was held to.
        outcomes: Of each operation, in the order of the description.
        requests: How many were made.
        not_made: How many more would have been made, but for the bound on them.
    """

    address: str
    description: str
    outcomes: list[Outcome]
    requests: int = 0
    not_made: int = 0

    @property
    def asked(self) -> list[Outcome]:
        """Those that were asked."""
        return [one for one in self.outcomes if not one.left_out]

    @property
    def left_out(self) -> list[Outcome]:
        """Those that were not."""
        return [one for one in self.outcomes if one.left_out]

    @property
    def is_kept(self) -> bool:
        """Whether the instance does what is documented, as far as it was asked."""
        return not any(one.strict for one in self.outcomes)

    @property
    def total(self) -> str:
        """The numbers, in a sentence."""
        strict = sum(len(one.strict) for one in self.outcomes)
        mild = sum(len(one.mild) for one in self.outcomes)
        told = f"{_many(len(self.asked), 'operation')} asked, in {_many(self.requests, 'request')}; "
        told += f"{len(self.left_out)} not asked; {_many(strict, 'deviation')}, {mild} mild"
        return told + (f"; {self.not_made} more requests were over the bound" if self.not_made else "")


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
