"""Validation of the structure that the mock requires of a description."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

_METHOD_PATTERN = "^(get|put|post|delete|options|head|patch|trace)$"
_DATA_KEYWORDS = ("const", "default", "enum", "example", "examples")
_MAX_MESSAGE_LENGTH = 120

_OBJECTS = {"additionalProperties": {"type": "object"}, "type": "object"}
_RESPONSE = {
    "type": "object",
    "anyOf": [{"required": ["$ref"]}, {"required": ["description"]}],
    "properties": {"content": _OBJECTS, "headers": _OBJECTS},
}
_PARAMETERS = {
    "type": "array",
    "items": {"type": "object", "anyOf": [{"required": ["$ref"]}, {"required": ["in", "name"]}]},
}
_OPERATION = {
    "type": "object",
    "required": ["responses"],
    "properties": {
        "parameters": _PARAMETERS,
        "requestBody": {"type": "object", "properties": {"content": _OBJECTS}},
        "responses": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "^([1-5]([0-9][0-9]|XX)|default)$"},
            "additionalProperties": _RESPONSE,
        },
    },
}
_DOCUMENT = Draft202012Validator(
    {
        "type": "object",
        "required": ["openapi", "paths"],
        "properties": {
            "openapi": {"type": "string", "pattern": r"^3\.1\b"},
            "servers": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["url"],
                    "properties": {
                        "url": {"type": "string"},
                        "variables": {"additionalProperties": {"type": "object", "required": ["default"]}},
                    },
                },
            },
            "paths": {
                "type": "object",
                "propertyNames": {"pattern": "^/"},
                "additionalProperties": {
                    "type": "object",
                    "properties": {"parameters": _PARAMETERS},
                    "patternProperties": {_METHOD_PATTERN: _OPERATION},
                },
            },
        },
    }
)


def find_structure_error(document: Any) -> str | None:
    """Return the first problem of a document with its location, or `None` if the mock can serve it."""
    for error in _DOCUMENT.iter_errors(document):
        message = error.message
        if len(message) > _MAX_MESSAGE_LENGTH:
            message = f"{message[:_MAX_MESSAGE_LENGTH]}..."
        return f"{error.json_path}: {message}"
    for reference in _iterate_references(document):
        if not _has_target(document, reference):
            return f"the reference {reference} has no target"
    return None


def _iterate_references(item: Any) -> Iterator[str]:
    if isinstance(item, list):
        for value in item:
            yield from _iterate_references(value)
    elif isinstance(item, Mapping):
        for key, value in item.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            elif key not in _DATA_KEYWORDS:
                yield from _iterate_references(value)


def _has_target(document: Mapping[str, Any], reference: str) -> bool:
    """Return whether a reference leads to an object or boolean of the document, through any other references."""
    seen: set[str] = set()
    while reference not in seen and reference.startswith("#/"):
        seen.add(reference)
        target: Any = document
        for name in reference.removeprefix("#/").split("/"):
            key = name.replace("~1", "/").replace("~0", "~")
            if not isinstance(target, Mapping) or key not in target:
                return False
            target = target[key]
        if not isinstance(target, Mapping) or not isinstance(target.get("$ref"), str):
            return isinstance(target, Mapping | bool)
        reference = target["$ref"]
    return False
