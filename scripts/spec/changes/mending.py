"""Mends the flaws of a description that would be told as changes, and no others.

The other repairs write the same meaning so that the generator can read it. Here the meaning is read as it is.
"""

from openapi.reading.description import Description, Document
from openapi.repair import repair_description

MENDED = frozenset(
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
"""The rules that do."""


def mend(description: Description) -> Document:
    """Give a mended copy.

    Raises:
        DescriptionError: The description has not the shape that OpenAPI gives it.
    """
    mended, _ = repair_description(description, MENDED)
    return mended
