"""Validates arguments with `ValueError`, before any request is sent."""

import json
import re
from collections.abc import AsyncIterable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from omni_drafts._types.bulk import OnProgress

# Patterns are compiled when they are first used, since compiling them takes a tenth of the import.
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_NEW_IDENTIFIER = r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"
_CONTROL = r"[\x00-\x1f\x7f-\x9f]"
_MAX_DESCRIPTION_LENGTH = 1024

Identifiers = TypeVar("Identifiers", Iterable[str], "Iterable[str] | AsyncIterable[str]")

DEFAULT_CONCURRENCY = 8
"""Uses up 60 requests a minute if a response takes a few seconds."""


def check_document_id(value: str) -> str:
    """Return the identifier of a document.

    Raises:
        ValueError: If it is empty, or would change the path of the request.
    """
    identifier = _check_str(value, "document_id")
    if not identifier.strip():
        raise ValueError("document_id: it is empty; pass the identifier in the settings of the document")
    if identifier in (".", "..") or "/" in identifier:
        raise ValueError(f"document_id: {identifier!r} would change the path of the request")
    if re.search(_CONTROL, identifier):
        raise ValueError(f"document_id: {identifier!r} contains a control character")
    return identifier


def check_branch_id(value: UUID | str | None) -> UUID | None:
    """Return the UUID of a branch; `None` is the main draft.

    Raises:
        ValueError: If it is not a UUID, such as the empty value of a variable that is not set.
    """
    return None if value is None else _check_uuid(value, "branch_id", "pass None, or nothing, for the main draft")


def check_model_id(value: UUID | str) -> UUID:
    """Return the UUID of a model.

    Raises:
        ValueError: If it is not a UUID.
    """
    return _check_uuid(value, "model_id", "the address of the model's page in Omni contains it")


def check_name(value: str) -> str:
    """Return the name of a new document.

    Raises:
        ValueError: If it is empty.
    """
    name = _check_str(value, "name")
    if not name:
        raise ValueError("name: it is empty")
    return name


def check_description(value: str | None) -> str | None:
    """Return the description of a new document.

    Raises:
        ValueError: If it does not have 1 to 1024 characters.
    """
    if value is None:
        return None
    description = _check_str(value, "description")
    if not 1 <= len(description) <= _MAX_DESCRIPTION_LENGTH:
        raise ValueError(
            f"description: it has {len(description)} characters; 1 to {_MAX_DESCRIPTION_LENGTH} are allowed"
        )
    return description


def check_new_identifier(value: str | None) -> str | None:
    """Return the identifier of a new document.

    Raises:
        ValueError: If it does not have the documented form.
    """
    if value is None:
        return None
    identifier = _check_str(value, "identifier")
    if not re.fullmatch(_NEW_IDENTIFIER, identifier):
        raise ValueError(
            f"identifier: {identifier!r} may contain lowercase letters, digits, `-` and `_` only, "
            "and must start and end with a letter or digit"
        )
    return identifier


def check_concurrency(value: int) -> int:
    """Return the number of documents to work on at the same time.

    Raises:
        ValueError: If it is not a positive integer.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"concurrency: {value!r} is not a positive integer")
    return value


def check_document_ids(values: Identifiers, *types: type) -> Identifiers:
    """Return the source of identifiers; each of them is validated when its document is started.

    Raises:
        ValueError: If it is one string, which would be iterated by characters, or not an iterable.
    """
    if isinstance(values, str | bytes):
        raise ValueError(f"document_ids: {values!r} is one string; pass a list of identifiers")
    if not isinstance(values, types):
        raise ValueError(f"document_ids: {type(values).__name__} is not a list, or other iterable, of identifiers")
    return values


def check_on_progress(value: "OnProgress | None") -> "OnProgress | None":
    """Return the callback of progress.

    Raises:
        ValueError: If it is not callable.
    """
    if value is not None and not callable(value):
        raise ValueError(f"on_progress: {value!r} is not callable")
    return value


def check_query_presentations(values: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Return the query presentations of a new document, as JSON has them.

    Raises:
        ValueError: If one of them is not an object that JSON can represent.
    """
    if values is None:
        return None
    if not isinstance(values, Iterable):
        raise ValueError(f"query_presentations: {type(values).__name__} is not a list of objects")
    checked = []
    for index, value in enumerate(values):
        if not isinstance(value, Mapping):
            raise ValueError(f"query_presentations[{index}]: {type(value).__name__} is not an object")
        try:
            checked.append(json.loads(json.dumps(dict(value), allow_nan=False)))
        except (TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"query_presentations[{index}]: JSON cannot represent it: {error}") from error
    return checked


def _check_uuid(value: UUID | str, name: str, advice: str) -> UUID:
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or not re.fullmatch(_UUID, value):
        raise ValueError(f"{name}: {value!r} is not a UUID; {advice}")
    return UUID(value)


def _check_str(value: str, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name}: {value!r} is not a str")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name}: {value!r} cannot be encoded as UTF-8") from error
    return value
