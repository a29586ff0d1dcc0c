"""Values that the texts of parameters and form fields stand for."""

import json
import re
from collections.abc import Mapping
from typing import Any

from omni_drafts.mock._description.schemas import Schema, Schemas

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_LITERALS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "": None}


def parse_text(text: str, schema: Schema, schemas: Schemas) -> Any:
    """Return the first value of a text that a schema allows, or else the text."""
    values = [text]
    if _NUMBER.fullmatch(text) is not None:
        values.append(json.loads(text))
    if text in _LITERALS:
        values.append(_LITERALS[text])
    return next((value for value in values if schemas.is_valid(value, schema)), text)


def allowed_types(schema: Schema, schemas: Schemas) -> set[str]:
    """Return the types that a schema allows; `any` where it has none."""
    flat = schemas.flatten(schema)
    alternatives = flat.get("anyOf", []) + flat.get("oneOf", [])
    if alternatives:
        return set().union(*(allowed_types(alternative, schemas) for alternative in alternatives))
    declared = flat.get("type", "object" if "properties" in flat else "array" if "items" in flat else "any")
    return {declared} if isinstance(declared, str) else set(declared)
