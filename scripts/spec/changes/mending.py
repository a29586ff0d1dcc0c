"""Mends the flaws of a description that would be told as changes, and no others.

The other repairs write the same meaning so that the generator can read it. Here the meaning is read as it is.
"""

import copy

from spec.reading import Description, Document
from spec.repair import RULES
from spec.structure import check_structure

_FOLLOWING = frozenset(("path-items-elsewhere", "references-between-components"))
_CORRECTING = frozenset(
    (
        "extensions-among-parts",
        "nullable",
        "enum-members-of-another-type",
        "content-that-is-not-json",
        "files-by-media-type",
        "contradicting-defaults",
    )
)


def mend(description: Description) -> Document:
    """Give a mended copy.

    Raises:
        DescriptionError: The description has not the shape that OpenAPI gives it.
    """
    document = copy.deepcopy(description.document)
    check_structure(document, description.name)
    _apply(_FOLLOWING, document)
    check_structure(document, description.name)  # what is referred to has its shape only where it stands now
    _apply(_CORRECTING, document)
    return document


def _apply(names: frozenset[str], document: Document) -> None:
    for rule in RULES:
        if rule.name in names:
            for _ in rule.apply(document):
                pass
