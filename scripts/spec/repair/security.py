"""Repairs of security."""

import copy
from collections.abc import Iterator

from spec.reading import Document
from spec.schemas import METHODS, pointer


def say_inherited_security(document: Document) -> Iterator[str]:
    """Say at each operation what it inherits from the description: the generator looks no further."""
    inherited = document.get("security")
    if not inherited:
        return
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item and "security" not in item[method]:
                item[method]["security"] = copy.deepcopy(inherited)
                yield pointer("#/paths", path, method)
