"""Converts single values of any type that a description may state."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from omni_api_client.types import Unset

T = TypeVar("T")


class WrongShapeError(Exception):
    """A documented response lacks a value that the overlay needs; the message starts with a JSON pointer."""


def to_identifier(value: Any, pointer: str) -> str:
    """Return an identifier, which must not be missing or empty."""
    identifier = require(to_string(value, pointer), pointer)
    if not identifier:
        raise WrongShapeError(f"{pointer}: empty")
    return identifier


def to_string(value: Any, pointer: str) -> str | None:
    """Return a string; `None` if it is missing or null."""
    return value if isinstance(value, str) else _convert(value, str, "a string", pointer)


def to_uuid(value: Any, pointer: str) -> UUID | None:
    """Return a UUID; `None` if it is missing or null."""
    return value if isinstance(value, UUID) else _convert(value, UUID, "a UUID", pointer)


def to_datetime(value: Any, pointer: str) -> datetime | None:
    """Return a date-time; `None` if it is missing or null.

    One without an offset is UTC, as the API sends it.
    """
    converted = (
        value if isinstance(value, datetime) else _convert(value, datetime.fromisoformat, "a date-time", pointer)
    )
    return converted.replace(tzinfo=UTC) if converted is not None and converted.tzinfo is None else converted


def _convert(value: Any, convert: Callable[[str], T], expected: str, pointer: str) -> T | None:
    """Convert a string to a type that the description does not state."""
    if value is None or isinstance(value, Unset):
        return None
    try:
        if isinstance(value, str):
            return convert(value)
    except ValueError:
        pass
    actual = "a string" if isinstance(value, str) else type(value).__name__
    raise WrongShapeError(f"{pointer}: {actual}, where {expected} is required")


def require(value: T | Unset | None, pointer: str) -> T:
    """Return a value, which must not be missing or null."""
    if value is None or isinstance(value, Unset):
        raise WrongShapeError(f"{pointer}: missing")
    return value


def none_if_unset(value: T | Unset | None) -> T | None:
    """Return a value; `None` if it is missing."""
    return None if isinstance(value, Unset) else value
