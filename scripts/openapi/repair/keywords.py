"""What the keywords of a schema are, and which type a JSON value has in their eyes."""

_ANNOTATIONS = frozenset(
    ("title", "description", "example", "examples", "deprecated", "externalDocs", "$comment", "readOnly", "writeOnly")
)
"""Keywords that tell people something, and allow or forbid no value."""


def is_annotation(keyword: str) -> bool:
    """Say whether a keyword only describes."""
    return keyword in _ANNOTATIONS or keyword.startswith("x-")


def json_type(value: object) -> str:
    """Name the type of a JSON value, as a schema does; a whole number is an integer."""
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


def is_of_type(value: object, kind: str) -> bool:
    """Say whether a JSON value is of a schema's type."""
    found = json_type(value)
    return found == kind or (kind == "number" and found == "integer")
