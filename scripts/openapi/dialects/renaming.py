"""Renames components, wherever a description refers to them."""

import re
from collections.abc import Collection, Mapping
from itertools import count

from openapi.reading.description import Document
from openapi.reading.schemas import find_schemas, join_pointer

SCHEMAS = "#/components/schemas"


def rename_schemas(document: Document, renamed: Mapping[str, str]) -> None:
    """Give components other names, in their order, and write these into references and discriminators."""
    components: Document = document["components"]["schemas"]
    ordered = {renamed.get(name, name): schema for name, schema in components.items()}
    components.clear()
    components.update(ordered)
    for place in find_schemas(document):
        schema = place.schema
        if isinstance(schema.get("$ref"), str):
            schema["$ref"] = _referring(schema["$ref"], renamed)
        discriminator = schema.get("discriminator")
        if isinstance(discriminator, dict) and isinstance(discriminator.get("mapping"), dict):
            mapping = discriminator["mapping"]
            discriminator["mapping"] = {key: _referring(to, renamed) for key, to in mapping.items()}


def numbered(name: str, taken: Collection[str]) -> str:
    """Put the first number after a name that makes it unlike all that are taken."""
    return next(other for number in count(2) if plain(other := f"{name}{number}") not in taken)


def plain(name: str) -> str:
    """Write a name without case and punctuation: the generator makes one of those that are equal then."""
    return re.sub(r"[\W_]", "", name).casefold()


def _referring(reference: str, renamed: Mapping[str, str]) -> str:
    for old, new in renamed.items():
        start = join_pointer(SCHEMAS, old)
        if reference == start or reference.startswith(f"{start}/"):
            return join_pointer(SCHEMAS, new) + reference[len(start) :]
    return renamed.get(reference, reference)  # a discriminator may map to a bare name
