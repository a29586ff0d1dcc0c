"""Repairs of security requirements."""

import copy
from collections.abc import Iterator

from openapi.reading.description import Document
from openapi.reading.schemas import find_operations


def copy_inherited_security(document: Document) -> Iterator[str]:
    """Copy the security of the description to each operation that inherits it."""
    inherited = document.get("security")
    if not inherited:
        return
    for operation, pointer in find_operations(document):
        if "security" not in operation:
            operation["security"] = copy.deepcopy(inherited)
            yield pointer
