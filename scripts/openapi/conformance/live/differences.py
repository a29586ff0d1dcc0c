"""Finds the differences between a JSON value and its schema, each with its pointer.

A value that no member of a union allows differs where the nearest member differs.
"""

import json
from collections.abc import Iterator
from typing import Any

from attrs import frozen
from jsonschema_rs import ValidationError

from openapi.conformance.description import Description, Schema, alternatives
from openapi.conformance.live.deviations import DeviationKind
from openapi.conformance.validity import Validity

Steps = tuple[str | int, ...]
_UNION_KEYWORDS = ("anyOf", "oneOf")


@frozen
class Difference:
    """A difference between a value and its schema.

    Attributes:
        kind: Kind of the deviation.
        steps: Steps from the whole value to the difference.
        documented: Requirement of the schema.
        received: Value at the steps; `None` if it is missing.
        is_missing: Whether the value is missing.
    """

    kind: DeviationKind
    steps: Steps
    documented: str
    received: Any
    is_missing: bool = False

    @property
    def pointer(self) -> str:
        """JSON pointer of the difference."""
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self.steps)


@frozen
class Comparison:
    """Compares values with the schemas of one description."""

    description: Description
    validity: Validity

    def find_differences(self, value: Any, schema: Schema) -> Iterator[Difference]:
        """Yield each part of a value that its schema forbids, then each property that it does not document."""
        for error in self.validity.errors(value, schema):
            for nearest in _nearest_errors(error):
                yield _build_difference(nearest)
        yield from self._find_undocumented(value, [schema], ())

    def _find_undocumented(self, value: Any, schemas: list[Schema], steps: Steps) -> Iterator[Difference]:
        parts = [part for schema in schemas for part in self._iterate_parts(value, schema)]
        if isinstance(value, list):
            items = [part["items"] for part in parts if "items" in part]
            for index, item in enumerate(value):
                yield from self._find_undocumented(item, items, (*steps, index))
        if not isinstance(value, dict):
            return
        for name, item in value.items():
            named = [part["properties"][name] for part in parts if name in part.get("properties", {})]
            others = [part["additionalProperties"] for part in parts if _describes_others(part)]
            if not named and not others and any("properties" in part for part in parts):
                yield Difference(DeviationKind.PROPERTY, (*steps, name), "nothing", item)
            yield from self._find_undocumented(item, named or others, (*steps, name))

    def _iterate_parts(self, value: Any, schema: Schema) -> Iterator[dict[str, Any]]:
        """Yield a schema, the parts of its composition, and the members of its unions that allow the value.

        If no member allows the value, all members count.
        """
        if not isinstance(schema, dict):
            return
        yield schema
        members = [member for member, _ in alternatives(schema)]
        allowing = [member for member in members if self.validity.is_valid(value, member)]
        for part in (*(part for part, _ in self.description.composed(schema)), *(allowing or members)):
            yield from self._iterate_parts(value, part)


def _describes_others(part: dict[str, Any]) -> bool:
    """Return whether a schema describes or forbids other properties; a forbidden one is not a mild deviation."""
    others = part.get("additionalProperties", True)
    return others is False or (isinstance(others, dict) and others != {})


def _nearest_errors(error: ValidationError) -> list[ValidationError]:
    """Return the errors of the nearest member of a union: the one of the same type with the fewest errors."""
    context: list[list[ValidationError]] = getattr(error.kind, "context", None) or []
    members = [[nearest for inner in member for nearest in _nearest_errors(inner)] for member in context]
    same_type = [member for member in members if not any(_is_other_type(inner, error) for inner in member)]
    return min(same_type, key=len) if same_type else [error]


def _is_other_type(inner: ValidationError, union: ValidationError) -> bool:
    return inner.kind.name in ("type", *_UNION_KEYWORDS) and inner.instance_path == union.instance_path


def _build_difference(error: ValidationError) -> Difference:
    name, steps, details = error.kind.name, tuple(error.instance_path), error.kind.as_dict()
    if name == "required":
        return Difference(DeviationKind.CONTENT, (*steps, details["property"]), "required", None, is_missing=True)
    if name == "type":
        return Difference(DeviationKind.CONTENT, steps, " or ".join(details["types"]), error.instance)
    if name == "enum":
        is_member = any(type(error.instance) is type(member) for member in details["options"])
        documented = f"one of {', '.join(map(json.dumps, details['options']))}"
        kind = DeviationKind.MEMBER if is_member else DeviationKind.CONTENT
        return Difference(kind, steps, documented, error.instance)
    if name in _UNION_KEYWORDS:
        return Difference(DeviationKind.CONTENT, steps, _describe_union(error), error.instance)
    values = [json.dumps(value, default=str) for key, value in details.items() if key not in ("name", "context")]
    return Difference(DeviationKind.CONTENT, steps, f"{name} {' '.join(values)}", error.instance)


def _describe_union(error: ValidationError) -> str:
    context: list[list[ValidationError]] = getattr(error.kind, "context", None) or []
    errors = [inner for member in context for inner in member if inner.kind.name == "type"]
    types: set[str] = {name for inner in errors for name in inner.kind.as_dict()["types"]}
    return " or ".join(sorted(types)) or "one of several"
