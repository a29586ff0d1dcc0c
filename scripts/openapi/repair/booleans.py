"""Repairs of boolean schemas and of arrays without `items`, which the generator does not support."""

from collections.abc import Iterator

from openapi.reading.description import Document
from openapi.reading.schemas import find_boolean_schemas, find_schemas

_SUPPORTED = ("additionalProperties", "unevaluatedProperties", "unevaluatedItems")


def replace_boolean_schemas(document: Document) -> Iterator[str]:
    """Replace `true` with a schema that allows any value, and `false` with one that allows none."""
    for slot in list(find_boolean_schemas(document)):
        if slot.key not in _SUPPORTED:
            ends_tuple = slot.key == "items" and slot.owner["items"] is False and "prefixItems" in slot.owner
            if ends_tuple:
                del slot.owner["items"]
                length = len(slot.owner["prefixItems"])
                slot.owner["maxItems"] = min(slot.owner.get("maxItems", length), length)
            else:
                slot.owner[slot.key] = {} if slot.owner[slot.key] else {"not": {}}
            yield slot.pointer


def add_missing_items(document: Document) -> Iterator[str]:
    """Add `items` that allow any value to each array without `items`."""
    for slot in find_schemas(document):
        types = slot.schema.get("type")
        if "array" in (types if isinstance(types, list) else [types]) and not {"items", "prefixItems"} & set(
            slot.schema
        ):
            slot.schema["items"] = {}
            yield slot.pointer
