"""Repairs of schemas that are `true` or `false`, or are left out, which the generator does not read."""

from collections.abc import Iterator

from openapi.reading.description import Document
from openapi.reading.schemas import find_boolean_schemas, find_schemas

_READ = ("additionalProperties", "unevaluatedProperties", "unevaluatedItems")


def write_booleans_as_schemas(document: Document) -> Iterator[str]:
    """Write `true` as a schema that allows anything, and `false` as one that allows nothing."""
    for place in list(find_boolean_schemas(document)):
        if place.key not in _READ:
            closes = place.key == "items" and place.owner["items"] is False and "prefixItems" in place.owner
            if closes:
                del place.owner["items"]
                most = len(place.owner["prefixItems"])
                place.owner["maxItems"] = min(place.owner.get("maxItems", most), most)
            else:
                place.owner[place.key] = {} if place.owner[place.key] else {"not": {}}
            yield place.pointer


def say_what_an_array_holds(document: Document) -> Iterator[str]:
    """Say of an array of which nothing is said that it holds anything."""
    for place in find_schemas(document):
        kinds = place.schema.get("type")
        if "array" in (kinds if isinstance(kinds, list) else [kinds]) and not {"items", "prefixItems"} & set(
            place.schema
        ):
            place.schema["items"] = {}
            yield place.pointer
