"""Finds where JSON differs from its schema: each place by itself, and in a union by the member that is nearest."""

import json
from collections.abc import Iterator
from typing import Any

from attrs import frozen
from jsonschema_rs import ValidationError

from contract.live.deviations import Kind
from openapi.conformance.description import Description, Schema, alternatives
from openapi.conformance.validity import Validity

Steps = tuple[str | int, ...]
_UNIONS = ("anyOf", "oneOf")


@frozen
class Difference:
    """A place that differs, and what is documented there; what came is `None` and absent where it is left out."""

    kind: Kind
    steps: Steps
    documented: str
    came: Any
    is_absent: bool = False

    @property
    def place(self) -> str:
        """The place, as a JSON pointer."""
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self.steps)


@frozen
class Contents:
    """Compares values with the schemas of one description."""

    description: Description
    validity: Validity

    def differences(self, value: Any, schema: Schema) -> Iterator[Difference]:
        """Give what is not allowed, and then what is not documented."""
        for error in self.validity.errors(value, schema):
            for inner in _innermost(error):
                yield _difference(inner)
        yield from self._not_described(value, [schema], ())

    def _not_described(self, value: Any, schemas: list[Schema], steps: Steps) -> Iterator[Difference]:
        parts = [part for schema in schemas for part in self._parts(value, schema)]
        if isinstance(value, list):
            items = [part["items"] for part in parts if "items" in part]
            for index, item in enumerate(value):
                yield from self._not_described(item, items, (*steps, index))
        if not isinstance(value, dict):
            return
        for name, item in value.items():
            named = [part["properties"][name] for part in parts if name in part.get("properties", {})]
            others = [part["additionalProperties"] for part in parts if _says_of_others(part)]
            if not named and not others and any("properties" in part for part in parts):
                yield Difference(Kind.PROPERTY, (*steps, name), "nothing", item)
            yield from self._not_described(item, named or others, (*steps, name))

    def _parts(self, value: Any, schema: Schema) -> Iterator[dict[str, Any]]:
        """Give a schema, what it is composed of, and the members of its unions that take the value, or else all."""
        if not isinstance(schema, dict):
            return
        yield schema
        members = [inner for inner, _ in alternatives(schema)]
        taking = [inner for inner in members if self.validity.is_valid(value, inner)]
        for inner in (*(part for part, _ in self.description.composed(schema)), *(taking or members)):
            yield from self._parts(value, inner)


def _says_of_others(part: dict[str, Any]) -> bool:
    """Say whether a schema says what other properties are, or that there are none, which is no mild difference."""
    others = part.get("additionalProperties", True)
    return others is False or (isinstance(others, dict) and others != {})


def _innermost(error: ValidationError) -> list[ValidationError]:
    """Give what is wrong by the member of a union that is nearest: of the type that came, with the least wrong."""
    context: list[list[ValidationError]] = getattr(error.kind, "context", None) or []
    found = [[one for inner in member for one in _innermost(inner)] for member in context]
    near = [member for member in found if not any(_is_another_type(inner, error) for inner in member)]
    return min(near, key=len) if near else [error]


def _is_another_type(inner: ValidationError, whole: ValidationError) -> bool:
    return inner.kind.name in ("type", *_UNIONS) and inner.instance_path == whole.instance_path


def _difference(error: ValidationError) -> Difference:
    name, steps, said = error.kind.name, tuple(error.instance_path), error.kind.as_dict()
    if name == "required":
        return Difference(Kind.CONTENT, (*steps, said["property"]), "required", None, is_absent=True)
    if name == "type":
        return Difference(Kind.CONTENT, steps, " or ".join(said["types"]), error.instance)
    if name == "enum":
        is_member = any(type(error.instance) is type(member) for member in said["options"])
        documented = f"one of {', '.join(map(json.dumps, said['options']))}"
        return Difference(Kind.MEMBER if is_member else Kind.CONTENT, steps, documented, error.instance)
    if name in _UNIONS:
        return Difference(Kind.CONTENT, steps, _of_a_union(error), error.instance)
    values = [json.dumps(value, default=str) for key, value in said.items() if key not in ("name", "context")]
    return Difference(Kind.CONTENT, steps, f"{name} {' '.join(values)}", error.instance)


def _of_a_union(error: ValidationError) -> str:
    context: list[list[ValidationError]] = getattr(error.kind, "context", None) or []
    types = {kind for member in context for inner in member if inner.kind.name == "type" for kind in _types(inner)}
    return " or ".join(sorted(types)) or "one of several"


def _types(error: ValidationError) -> list[str]:
    types: list[str] = error.kind.as_dict()["types"]
    return types
