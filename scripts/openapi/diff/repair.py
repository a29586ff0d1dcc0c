"""Repairs the flaws of a description that would be reported as changes, and no others.

The other repairs write the same meaning so that the generator can read it. Here the meaning is read as it is.
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
"""Names of the repair rules that are applied."""


def repair_flaws(description: Description) -> Document:
    """Return a repaired copy.

    Raises:
        DescriptionError: The description has not the shape that OpenAPI gives it.
    """
    repaired, _ = repair_description(description, APPLIED_RULES)
    return repaired
