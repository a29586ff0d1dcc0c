"""Reads an API description, and says plainly when a file is not one."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

Document = dict[str, Any]
"""An API description, or a part of one, as JSON has it."""


class DescriptionError(Exception):
    """A description that cannot be used; the message is one line and holds the place."""


@frozen
class Description:
    """A description as it was read.

    Attributes:
        name: The file's name, without its folder.
        sha256: Of the file's bytes, in hexadecimal.
        document: What the file says.
    """

    name: str
    sha256: str
    document: Document


def read_description(path: Path) -> Description:
    """Read a YAML or JSON description.

    Raises:
        DescriptionError: The file cannot be read, or is no OpenAPI 3 description.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DescriptionError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        loaded = YAML(typ="safe", pure=True).load(content)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}," if mark is not None else ""
        problem = getattr(error, "problem", None) or "the file ends too early or is not text"
        raise DescriptionError(f"{path}:{line} not YAML or JSON: {problem}") from error
    document = _with_string_keys(loaded, "#")
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        raise DescriptionError(f"{path}: not an OpenAPI description: it has no object `paths`")
    if not str(document.get("openapi", "")).startswith("3."):
        raise DescriptionError(f"{path}: not an OpenAPI 3 description: `openapi` does not say 3.x")
    return Description(path.name, hashlib.sha256(content).hexdigest(), document)


def _with_string_keys(value: object, place: str) -> Any:
    """Copy a loaded value as JSON has it: YAML reads an unquoted status code as a number."""
    if isinstance(value, Mapping):
        return {str(key): _with_string_keys(item, f"{place}/{key}") for key, item in value.items()}
    if isinstance(value, list):
        return [_with_string_keys(item, f"{place}/{index}") for index, item in enumerate(value)]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise DescriptionError(f"{place}: {type(value).__name__} is no JSON value; put it in quotes")
