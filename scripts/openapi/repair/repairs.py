"""Applies the repair rules to a description."""

import copy
from collections.abc import Container

from attrs import frozen

from openapi.reading.description import Description, Document
from openapi.reading.structure import check_structure
from openapi.repair.rules import CORRECTING, FOLLOWING, Rule


@frozen
class Repair:
    """What one rule did: the places it changed, as JSON pointers."""

    rule: str
    places: tuple[str, ...]


def repair_description(
    description: Description, names: Container[str] | None = None
) -> tuple[Document, tuple[Repair, ...]]:
    """Return the corrected document, and what each rule did. The description stays as it was.

    Args:
        description: As it was read.
        names: Of the rules that are applied; all of them if left out.

    Raises:
        DescriptionError: The description has not the shape that OpenAPI gives it.
    """
    document = copy.deepcopy(description.document)
    check_structure(document, description.name)
    followed = _apply(FOLLOWING, document, names)
    check_structure(document, description.name)  # what is referred to has its shape only where it stands now
    return document, followed + _apply(CORRECTING, document, names)


def _apply(rules: tuple[Rule, ...], document: Document, names: Container[str] | None) -> tuple[Repair, ...]:
    return tuple(
        Repair(rule.name, tuple(sorted(rule.apply(document))))
        for rule in rules
        if names is None or rule.name in names
    )
