"""Separates annotations from other schema keywords, and finds the JSON Schema type of a value."""

_ANNOTATIONS = frozenset(
    ("title", "description", "example", "examples", "deprecated", "externalDocs", "$comment", "readOnly", "writeOnly")
)
"""Keywords that have no effect on which values are valid."""


def is_annotation(keyword: str) -> bool:
    """Return whether a keyword is an annotation, without effect on validation."""
    return keyword in _ANNOTATIONS or keyword.startswith("x-")


def json_type(value: object) -> str:
    """Return the JSON Schema type of a value; an `int` is an integer."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def is_of_type(value: object, type_name: str) -> bool:
    """Return whether a value has a JSON Schema type."""
    value_type = json_type(value)
    return value_type == type_name or (type_name == "number" and value_type == "integer")
