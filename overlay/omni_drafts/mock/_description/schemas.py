"""JSON Schemas of a description: validation, references and `allOf`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen
from jsonschema import Draft202012Validator, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from omni_drafts.mock._description.formats import FORMATS

Schema = Mapping[str, Any]
_DOCUMENT_URI = "urn:omni"


def _validate_pattern(validator: Any, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    """Validate `pattern` as ECMA-262 has it: `$` matches at the very end only.

    Python's `$` also matches before a newline at the end.
    """
    ecma = f"{pattern[:-1]}\\Z" if pattern.endswith("$") and not pattern.endswith("\\$") else pattern
    if validator.is_type(value, "string") and not re.search(ecma, str(value)):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_extend: Any = validators.extend  # its stub has no types
_Validator: type[Draft202012Validator] = _extend(Draft202012Validator, {"pattern": _validate_pattern})


@frozen
class Schemas:
    """Schemas of one document, whose references are absolute.

    Attributes:
        document: Document with absolute references, as `build_schemas` writes them.
    """

    document: Mapping[str, Any]
    _registry: Any

    def validation_error(self, value: Any, schema: Schema) -> str | None:
        """Return the first validation error of a value with its location, or `None` if it is valid."""
        validator = _Validator(dict(schema), registry=self._registry, format_checker=FORMATS)
        for error in validator.iter_errors(value):
            location = "".join(f".{step}" for step in error.absolute_path)
            return f"{location}: {error.message}"
        return None

    def is_valid(self, value: Any, schema: Schema) -> bool:
        """Return whether a schema allows a value."""
        return self.validation_error(value, schema) is None

    def resolve(self, item: Any) -> dict[str, Any]:
        """Return the target of a reference, through any number of them; return other items as they are."""
        while "$ref" in item:
            target: Any = self.document
            for name in item["$ref"].removeprefix(f"{_DOCUMENT_URI}#/").split("/"):
                target = target[name.replace("~1", "/").replace("~0", "~")]
            item = target
        resolved: dict[str, Any] = item
        return resolved

    def flatten(self, schema: Schema | bool) -> dict[str, Any]:
        """Return an equivalent schema with no reference and no `allOf` at its top level."""
        if isinstance(schema, bool):
            return {} if schema else {"not": {}}
        flat = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
        parts = [self.resolve({"$ref": schema["$ref"]})] if "$ref" in schema else []
        for part in [*parts, *schema.get("allOf", [])]:
            flat = _merge(self.flatten(part), flat)
        return flat

    def property_schema(self, schema: Schema | bool, name: str) -> dict[str, Any]:
        """Return the flat schema of a property: its own, or that of additional properties."""
        flat = self.flatten(schema)
        return self.flatten(flat.get("properties", {}).get(name, flat.get("additionalProperties", {})))


def build_schemas(document: Mapping[str, Any]) -> Schemas:
    """Build the schemas of a document, which stays unchanged."""
    absolute = _with_absolute_references(document)
    return Schemas(absolute, Registry().with_resource(_DOCUMENT_URI, DRAFT202012.create_resource(absolute)))


def _with_absolute_references(item: Any) -> Any:
    """Return a copy whose references name the document, so that they resolve from any schema."""
    if isinstance(item, Mapping):
        return {
            key: f"{_DOCUMENT_URI}{value}"
            if key == "$ref" and isinstance(value, str)
            else _with_absolute_references(value)
            for key, value in item.items()
        }
    return [_with_absolute_references(value) for value in item] if isinstance(item, list) else item


def _merge(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**first, **second}
    if "properties" in first and "properties" in second:
        shared = first["properties"].keys() & second["properties"].keys()
        merged["properties"] = {**first["properties"], **second["properties"]} | {
            name: {"allOf": [first["properties"][name], second["properties"][name]]} for name in shared
        }
    if "required" in first and "required" in second:
        merged["required"] = [*first["required"], *second["required"]]
    return merged
