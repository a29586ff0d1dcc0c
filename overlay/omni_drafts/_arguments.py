"""Checks arguments before any request is sent, with `ValueError`."""

import json
import re
from collections.abc import AsyncIterable, Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from omni_drafts._many import Watch

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NEW_IDENTIFIER = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DESCRIPTION_LENGTH = 1024

Identifiers = TypeVar("Identifiers", Iterable[str], "Iterable[str] | AsyncIterable[str]")

DEFAULT_IN_FLIGHT = 8
"""Enough to use 60 requests a minute up, where an answer takes a few seconds."""


def document_identifier(value: str) -> str:
    """Check the identifier of a document that is asked for.

    Raises:
        ValueError: It is empty or blank, or could name another path.
    """
    text = _text(value, "document identifier")
    if not text.strip():
        raise ValueError("document identifier: it is empty; give the one in the document's settings")
    if text in (".", "..") or "/" in text:
        raise ValueError(f"document identifier: {text!r} would name another path of the API")
    if _CONTROL.search(text):
        raise ValueError(f"document identifier: {text!r} holds a control character")
    return text


def branch_identifier(value: UUID | str | None) -> UUID | None:
    """Check a branch; `None` is no branch, and nothing else is.

    Raises:
        ValueError: It is no UUID, such as the empty string of a variable that is not set.
    """
    return None if value is None else _uuid(value, "branch_id", "leave it out, or give None, for no branch")


def model_identifier(value: UUID | str) -> UUID:
    """Check the identifier of a model.

    Raises:
        ValueError: It is no UUID.
    """
    return _uuid(value, "model_id", "the model's page in Omni shows it in its address")


def document_name(value: str) -> str:
    """Check the name of a new document.

    Raises:
        ValueError: It is empty.
    """
    text = _text(value, "name")
    if not text:
        raise ValueError("name: it is empty; a document needs one")
    return text


def document_description(value: str | None) -> str | None:
    """Check the description of a new document.

    Raises:
        ValueError: It does not have 1 to 1024 characters.
    """
    if value is None:
        return None
    text = _text(value, "description")
    if not 1 <= len(text) <= _DESCRIPTION_LENGTH:
        raise ValueError(f"description: it has {len(text)} characters, and may have 1 to {_DESCRIPTION_LENGTH}")
    return text


def new_document_identifier(value: str | None) -> str | None:
    """Check the identifier that a new document is to have.

    Raises:
        ValueError: It does not have the documented form.
    """
    if value is None:
        return None
    text = _text(value, "identifier")
    if not _NEW_IDENTIFIER.fullmatch(text):
        raise ValueError(
            f"identifier: {text!r} may hold lowercase letters, digits, `-` and `_` only, "
            "and must start and end with a letter or digit"
        )
    return text


def checked_in_flight(value: int) -> int:
    """Check how many documents may be at work at a time.

    Raises:
        ValueError: It is no number from 1 on.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"in_flight: {value!r} is no whole number from 1 on")
    return value


def document_identifiers(values: Identifiers, *kinds: type) -> Identifiers:
    """Check what is to give the identifiers of many documents; each of them is checked when it comes.

    Raises:
        ValueError: It is one text, which would be taken letter by letter, or gives nothing one after the other.
    """
    if isinstance(values, str | bytes):
        raise ValueError(f"document_ids: {values!r} is one text; give a list of identifiers")
    if not isinstance(values, kinds):
        raise ValueError(f"document_ids: {type(values).__name__} is no list, or other iterable, of identifiers")
    return values


def checked_watch(value: Watch | None) -> Watch | None:
    """Check what is to be told how far the documents are.

    Raises:
        ValueError: It cannot be called.
    """
    if value is not None and not callable(value):
        raise ValueError(f"watch: {value!r} cannot be called")
    return value


def query_presentations(values: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Check the query presentations of a new document, each an object that JSON can hold.

    Raises:
        ValueError: One of them is not.
    """
    if values is None:
        return None
    if not isinstance(values, Iterable):
        raise ValueError(f"query_presentations: {type(values).__name__} is no list of objects")
    checked = []
    for index, value in enumerate(values):
        if not isinstance(value, Mapping):
            raise ValueError(f"query_presentations[{index}]: {type(value).__name__} is no object")
        try:
            checked.append(json.loads(json.dumps(dict(value), allow_nan=False)))
        except (TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"query_presentations[{index}]: JSON cannot hold it: {error}") from error
    return checked


def _uuid(value: UUID | str, name: str, advice: str) -> UUID:
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise ValueError(f"{name}: {value!r} is no UUID; {advice}")
    return UUID(value)


def _text(value: str, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name}: {value!r} is no text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name}: {value!r} cannot be written as UTF-8") from error
    return value
