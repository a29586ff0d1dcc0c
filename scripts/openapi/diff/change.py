"""Changes between two descriptions, and their creation."""

from collections.abc import Iterable

from attrs import field, frozen

from openapi.diff.rules import Rule, Side, Verdict, get_rule
from openapi.reading.schemas import join_pointer


@frozen
class Change:
    """One change between two descriptions.

    Attributes:
        rule: Rule of the change.
        operation: Changed operation, such as `GET /v1/documents`; empty for the whole API.
        location: Changed part of the operation, such as `request body /name`; empty for the whole operation.
        sentence: Sentence about the former and the new state.
    """

    rule: Rule
    operation: str
    location: str
    sentence: str

    @property
    def verdict(self) -> Verdict:
        """Effect on a caller."""
        return self.rule.verdict


@frozen
class Difference:
    """One difference between two schemas, before its side is known.

    Attributes:
        kind: Name of the rules without the side.
        sentence: Sentence about the former and the new state.
        steps: Path to the difference: names of properties, `items`, `*` for other properties.
    """

    kind: str
    sentence: str
    steps: tuple[str, ...] = field(default=())

    def within(self, *steps: str) -> "Difference":
        """Return the difference with a longer path, from an outer schema."""
        return Difference(self.kind, self.sentence, (*steps, *self.steps))


@frozen
class Reporter:
    """Creates the changes at one location of an operation."""

    operation: str
    location: str = ""

    def report(self, rule: str, sentence: str) -> Change:
        """Return a change."""
        return Change(get_rule(rule), self.operation, self.location, sentence)

    def at(self, location: str) -> "Reporter":
        """Return a reporter for another location of the operation."""
        return Reporter(self.operation, location)

    def report_all(self, side: Side, differences: Iterable[Difference]) -> list[Change]:
        """Return the changes of a schema that is sent or received."""
        return [
            self.at(" ".join(filter(None, (self.location, join_pointer("", *difference.steps))))).report(
                f"{side}-{difference.kind}", difference.sentence
            )
            for difference in differences
        ]
