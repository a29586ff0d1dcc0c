"""Applies the repair rules to a description."""

import copy
from collections.abc import Container

from attrs import frozen

from openapi.reading.description import Description, Document
from openapi.reading.structure import check_structure
from openapi.repair.rules import CORRECTION_RULES, REFERENCE_RULES, Rule


@frozen
class Repair:
    """Result of one rule.

    Attributes:
        rule: Name of the rule.
        pointers: JSON pointers of the changed parts.
    """

    rule: str
    pointers: tuple[str, ...]


def repair_description(
    description: Description, names: Container[str] | None = None
) -> tuple[Document, tuple[Repair, ...]]:
    """Return a corrected copy of the document, and the result of each rule.

    Args:
        description: The description, which is not changed.
        names: Names of the rules to apply; all rules by default.

    Raises:
        DescriptionError: If the description does not have the structure that OpenAPI requires.
    """
    document = copy.deepcopy(description.document)
    check_structure(document, description.name)
    repairs = _apply(REFERENCE_RULES, document, names)
    check_structure(document, description.name)  # the targets of references are checked where they are inlined
    return document, repairs + _apply(CORRECTION_RULES, document, names)


def _apply(rules: tuple[Rule, ...], document: Document, names: Container[str] | None) -> tuple[Repair, ...]:
    return tuple(
        Repair(rule.name, tuple(sorted(rule.apply(document))))
        for rule in rules
        if names is None or rule.name in names
    )
