"""Repairs of defaults that their own schema forbids."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from openapi.reading.description import DescriptionError, Document
from openapi.reading.schemas import find_schemas

_URI = "urn:description"


def drop_contradicting_defaults(document: Document) -> Iterator[str]:
    """Drop a default that is no value of its schema."""
    registry: Registry[Any] = Registry().with_resource(_URI, DRAFT202012.create_resource(document))
    for place in find_schemas(document):
        if "default" not in place.schema:
            continue
        referring = {"$ref": f"{_URI}{_quoted(place.pointer)}"}
        validator = Draft202012Validator(referring, registry=registry, format_checker=_formats())
        try:
            contradicts = not validator.is_valid(place.schema["default"])
        except Exception as error:
            raise DescriptionError(f"{place.pointer}: is no schema: {' '.join(str(error).split())[:200]}") from error
        if contradicts:
            del place.schema["default"]
            yield place.pointer


def _formats() -> FormatChecker:
    """Check the formats that have a type of their own in Python, and no others."""
    checker = FormatChecker(formats=())
    made: dict[str, Callable[[str], object]] = {
        "date": date.fromisoformat,
        "date-time": datetime.fromisoformat,
        "uuid": UUID,
    }
    for name, make in made.items():
        checker.checks(name, raises=ValueError)(_is_made_by(make))
    return checker


def _is_made_by(make: Callable[[str], object]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or make(value) is not None


def _quoted(pointer: str) -> str:
    return pointer.replace("%", "%25").replace("{", "%7B").replace("}", "%7D").replace(" ", "%20")
