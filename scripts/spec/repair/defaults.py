"""Repairs of defaults that their own schema forbids."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from spec.reading import DescriptionError, Document
from spec.schemas import find_schemas

_URI = "urn:description"


def drop_contradicting_defaults(document: Document) -> Iterator[str]:
    """Drop a default that is no value of its schema."""
    registry: Registry[Any] = Registry().with_resource(_URI, DRAFT202012.create_resource(document))
    for place in find_schemas(document):
        if "default" not in place.schema:
            continue
        validator = Draft202012Validator({"$ref": f"{_URI}{_quoted(place.pointer)}"}, registry=registry)
        try:
            contradicts = not validator.is_valid(place.schema["default"])
        except Exception as error:
            raise DescriptionError(f"{place.pointer}: is no schema: {' '.join(str(error).split())[:200]}") from error
        if contradicts:
            del place.schema["default"]
            yield place.pointer


def _quoted(pointer: str) -> str:
    return pointer.replace("%", "%25").replace("{", "%7B").replace("}", "%7D").replace(" ", "%20")
