"""Applies the repair rules without which a flaw would be reported as a change.

The other rules serve the generator only, and do not change the meaning that is compared.
"""

from openapi.reading.description import Description, Document
from openapi.repair import repair_description

APPLIED_RULES = frozenset(
    (
        "path-items-elsewhere",
        "references-between-components",
        "extensions-among-parts",
        "nullable",
        "enum-members-of-another-type",
        "content-that-is-not-json",
        "files-by-media-type",
        "contradicting-defaults",
    )
)
"""Names of the applied repair rules."""


def repair_flaws(description: Description) -> Document:
    """Return a repaired copy.

    Raises:
        DescriptionError: If the description does not have the structure that OpenAPI requires.
    """
    repaired, _ = repair_description(description, APPLIED_RULES)
    return repaired
