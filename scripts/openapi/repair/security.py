"""Repairs of security."""

import copy
from collections.abc import Iterator

from openapi.reading.description import Document
from openapi.reading.schemas import find_operations


def say_inherited_security(document: Document) -> Iterator[str]:
    """Say at each operation what it inherits from the description: the generator looks no further."""
    inherited = document.get("security")
    if not inherited:
        return
    for operation, place in find_operations(document):
        if "security" not in operation:
            operation["security"] = copy.deepcopy(inherited)
            yield place
