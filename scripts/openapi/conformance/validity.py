"""Validity of values by JSON Schema, with each keyword of a description."""

from typing import Any

import jsonschema_rs
from attrs import Factory, field, frozen

from openapi.conformance.description import Description, Schema

_BASE = "urn:description"


@frozen(eq=False)
class Validity:
    """Decides whether values are valid by the schemas of one description."""

    description: Description
    _registry: jsonschema_rs.Registry = field(
        default=Factory(lambda self: jsonschema_rs.Registry([(_BASE, self.description.document)]), takes_self=True),
        init=False,
    )
    _validators: dict[int, tuple[Schema, jsonschema_rs.Draft202012Validator]] = field(factory=dict, init=False)

    def is_valid(self, value: Any, schema: Schema) -> bool:
        """Return whether a schema allows a value."""
        return self._validator(schema).is_valid(value)

    def errors(self, value: Any, schema: Schema) -> list[jsonschema_rs.ValidationError]:
        """Return the errors of a value; those of each member of a union are in the error's kind."""
        return list(self._validator(schema).iter_errors(value))

    def _validator(self, schema: Schema) -> jsonschema_rs.Draft202012Validator:
        if id(schema) not in self._validators:
            compiled = jsonschema_rs.Draft202012Validator(
                _absolute(schema), validate_formats=True, registry=self._registry
            )
            self._validators[id(schema)] = (schema, compiled)  # an id is unique while its schema exists
        return self._validators[id(schema)][1]


def _absolute(node: Any) -> Any:
    """Return a schema with absolute references."""
    if isinstance(node, list):
        return [_absolute(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        name: f"{_BASE}{value}" if name == "$ref" and isinstance(value, str) else _absolute(value)
        for name, value in node.items()
    }
