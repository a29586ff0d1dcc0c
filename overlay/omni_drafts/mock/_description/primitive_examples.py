"""Candidates for examples of strings, numbers, booleans and null."""

import base64
import math
from collections.abc import Iterator, Mapping
from typing import Any

from omni_drafts.mock._description.schemas import Schema

_FORMATTED_STRINGS: Mapping[str, str] = {
    "date": "2026-05-06",
    "date-time": "2026-05-06T13:44:00.000Z",
    "email": "blob@example.com",
    "uri": "https://example.com/",
    "uuid": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "byte": base64.b64encode(b"example").decode(),
}
_STRINGS = ("example", "a", "A", "1", "a1", "a-1", "1.0", "#000000", "en", "UTC", *_FORMATTED_STRINGS.values())


def schema_types(flat: Schema) -> list[str]:
    """Return the types that a flat schema allows, with `null` last."""
    declared = flat.get("type")
    if isinstance(declared, str):
        return [declared]
    if declared is not None:
        return sorted(declared, key="null".__eq__)
    if "properties" in flat or "required" in flat:
        return ["object"]
    return ["array"] if "items" in flat else ["string", "integer", "object", "array", "boolean", "null"]


def iterate_primitives(type_name: str, flat: Schema) -> Iterator[Any]:
    """Yield candidates of a primitive type. Some of them the schema may not allow."""
    if type_name == "string":
        yield from _iterate_strings(flat)
    elif type_name in ("integer", "number"):
        yield from _iterate_numbers(flat, type_name)
    else:
        yield from (False, True) if type_name == "boolean" else (None,)


def _iterate_strings(flat: Schema) -> Iterator[str]:
    min_length, max_length = flat.get("minLength", 0), flat.get("maxLength")
    if flat.get("format") in _FORMATTED_STRINGS:
        yield _FORMATTED_STRINGS[flat["format"]]
    for text in _STRINGS:
        repeated = text * math.ceil(min_length / len(text)) if len(text) < min_length else text
        yield repeated[:max_length]
        yield text.ljust(min_length, text[-1])
    yield ""


def _iterate_numbers(flat: Schema, type_name: str) -> Iterator[float]:
    step = flat.get("multipleOf", 1)
    bounds = [flat[key] for key in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum") if key in flat]
    for start in (0, *bounds):
        for offset in (0, 1, -1):
            value = (math.floor(start / step) + offset) * step
            yield int(value) if type_name == "integer" else value
    yield from bounds
    if len(bounds) > 1:
        yield sum(bounds[:2]) / 2
