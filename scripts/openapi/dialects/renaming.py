"""Renames the schemas among the components, and each reference to them."""

import re
from collections.abc import Collection, Mapping
from itertools import count

from openapi.reading.description import Document
from openapi.reading.schemas import find_schemas, join_pointer

SCHEMAS = "#/components/schemas"


def rename_schemas(document: Document, renamed: Mapping[str, str]) -> None:
    """Rename schemas of the components, also in references and discriminators; the order stays."""
    components: Document = document["components"]["schemas"]
    ordered = {renamed.get(name, name): schema for name, schema in components.items()}
    components.clear()
    components.update(ordered)
    for slot in find_schemas(document):
        schema = slot.schema
        if isinstance(schema.get("$ref"), str):
            schema["$ref"] = _rename_reference(schema["$ref"], renamed)
        discriminator = schema.get("discriminator")
        if isinstance(discriminator, dict) and isinstance(discriminator.get("mapping"), dict):
            mapping = discriminator["mapping"]
            discriminator["mapping"] = {key: _rename_reference(to, renamed) for key, to in mapping.items()}


def unused_name(name: str, used: Collection[str]) -> str:
    """Return a name with the first number that makes it differ from the used names."""
    return next(other for number in count(2) if fold_name(other := f"{name}{number}") not in used)


def fold_name(name: str) -> str:
    """Return a name without case and punctuation; the generator confuses names that are equal so."""
    return re.sub(r"[\W_]", "", name).casefold()


def _rename_reference(reference: str, renamed: Mapping[str, str]) -> str:
    for old, new in renamed.items():
        start = join_pointer(SCHEMAS, old)
        if reference == start or reference.startswith(f"{start}/"):
            return join_pointer(SCHEMAS, new) + reference[len(start) :]
    return renamed.get(reference, reference)  # a discriminator may map to a bare name
