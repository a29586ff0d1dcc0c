"""What the schemas of a description allow, with its references followed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen
from jsonschema import Draft202012Validator, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from omni_drafts.mock._description.formats import FORMATS

Schema = Mapping[str, Any]
_URI = "urn:omni"


def _pattern(validator: Any, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    """Check a pattern as JSON Schema has it: its `$` is the very end, and Python's may stand before a newline."""
    ecma = f"{pattern[:-1]}\\Z" if pattern.endswith("$") and not pattern.endswith("\\$") else pattern
    if validator.is_type(value, "string") and not re.search(ecma, str(value)):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_extend: Any = validators.extend  # its stub has no types
_Validator: type[Draft202012Validator] = _extend(Draft202012Validator, {"pattern": _pattern})


@frozen
class Schemas:
    """The schemas of a document whose references start with its own name, as `read` writes them."""

    document: Mapping[str, Any]
    _registry: Any

    def problem(self, value: Any, schema: Schema) -> str | None:
        """Say what a schema forbids about a value: its place, and what is wrong there."""
        validator = _Validator(dict(schema), registry=self._registry, format_checker=FORMATS)
        for error in validator.iter_errors(value):
            place = "".join(f".{step}" for step in error.absolute_path)
            return f"{place}: {error.message}"
        return None

    def allow(self, value: Any, schema: Schema) -> bool:
        """Say whether a schema allows a value."""
        return self.problem(value, schema) is None

    def follow(self, item: Any) -> dict[str, Any]:
        """Give what a reference, or one after another, leads to; anything else as it is."""
        while "$ref" in item:
            found: Any = self.document
            for name in item["$ref"].removeprefix(f"{_URI}#/").split("/"):
                found = found[name.replace("~1", "/").replace("~0", "~")]
            item = found
        followed: dict[str, Any] = item
        return followed

    def flatten(self, schema: Schema | bool) -> dict[str, Any]:
        """Give a schema without a reference or `allOf` at its top: all that they say, in one."""
        if isinstance(schema, bool):
            return {} if schema else {"not": {}}
        flat = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
        parts = [self.follow({"$ref": schema["$ref"]})] if "$ref" in schema else []
        for part in [*parts, *schema.get("allOf", [])]:
            flat = _merge(self.flatten(part), flat)
        return flat


def read_schemas(document: Mapping[str, Any]) -> Schemas:
    """Read the schemas of a document; it stays as it was."""
    named = _name_references(document)
    return Schemas(named, Registry().with_resource(_URI, DRAFT202012.create_resource(named)))


def _name_references(item: Any) -> Any:
    """Write each reference with the name of the document, so that it can be followed from anywhere."""
    if isinstance(item, Mapping):
        return {
            key: f"{_URI}{value}" if key == "$ref" and isinstance(value, str) else _name_references(value)
            for key, value in item.items()
        }
    return [_name_references(value) for value in item] if isinstance(item, list) else item


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
