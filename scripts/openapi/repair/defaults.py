"""Repairs of defaults that their own schema does not allow."""

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
    """Drop each default that is not a valid value of its schema."""
    registry: Registry[Any] = Registry().with_resource(_URI, DRAFT202012.create_resource(document))
    for slot in find_schemas(document):
        if "default" not in slot.schema:
            continue
        referring = {"$ref": f"{_URI}{slot.pointer.replace('%', '%25')}"}
        validator = Draft202012Validator(referring, registry=registry, format_checker=_formats())
        try:
            is_invalid = not validator.is_valid(slot.schema["default"])
        except Exception as error:
            raise DescriptionError(
                f"{slot.pointer}: not a valid schema: {' '.join(str(error).split())[:200]}"
            ) from error
        if is_invalid:
            del slot.schema["default"]
            yield slot.pointer


def _formats() -> FormatChecker:
    """Return a checker of the formats that become Python types of their own."""
    checker = FormatChecker(formats=())
    parsers: dict[str, Callable[[str], object]] = {
        "date": date.fromisoformat,
        "date-time": datetime.fromisoformat,
        "uuid": UUID,
    }
    for name, parse in parsers.items():
        checker.checks(name, raises=ValueError)(_is_parsed_by(parse))
    return checker


def _is_parsed_by(parse: Callable[[str], object]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or parse(value) is not None
