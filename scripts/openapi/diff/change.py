"""A change, as it is told."""

from collections.abc import Iterable

from attrs import field, frozen

from openapi.diff.rules import Rule, Side, Verdict, rule_named
from openapi.reading.schemas import join_pointer


@frozen
class Change:
    """One change between two descriptions.

    Attributes:
        rule: By which it is told.
        operation: Which one it meets, such as `GET /v1/documents`; empty where it meets the API as a whole.
        place: Where in the operation, such as `request body /name`; empty where it meets the operation as a whole.
        sentence: What was, and what is.
    """

    rule: Rule
    operation: str
    place: str
    sentence: str

    @property
    def verdict(self) -> Verdict:
        """What it means for a caller."""
        return self.rule.verdict


@frozen
class Difference:
    """One difference between two schemas, of which the side is not known yet.

    Attributes:
        kind: The name of its rules, without the side.
        sentence: What was, and what is.
        steps: What leads to it: properties, `items`, `*` for other properties.
    """

    kind: str
    sentence: str
    steps: tuple[str, ...] = field(default=())

    def within(self, *steps: str) -> "Difference":
        """Give the same difference as seen from outside."""
        return Difference(self.kind, self.sentence, (*steps, *self.steps))


@frozen
class Teller:
    """Tells the changes of one operation, at one place of it."""

    operation: str
    place: str = ""

    def tell(self, rule: str, sentence: str) -> Change:
        """Tell a change."""
        return Change(rule_named(rule), self.operation, self.place, sentence)

    def at(self, place: str) -> "Teller":
        """Tell at another place of the operation."""
        return Teller(self.operation, place)

    def tell_all(self, side: Side, differences: Iterable[Difference]) -> list[Change]:
        """Tell the differences of a schema that is sent, or read."""
        return [
            self.at(" ".join(filter(None, (self.place, join_pointer("", *difference.steps))))).tell(
                f"{side}-{difference.kind}", difference.sentence
            )
            for difference in differences
        ]
