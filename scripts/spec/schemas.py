"""Finds every schema of a description, each with its place; examples and defaults are not schemas."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from spec.reading import Document

_SCHEMA = ("additionalProperties", "items", "not", "if", "then", "else", "contains", "propertyNames")
_SCHEMAS = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED_SCHEMAS = ("properties", "patternProperties", "dependentSchemas", "$defs")
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@frozen
class Place:
    """A schema and where it stands, as a JSON pointer."""

    pointer: str
    schema: Document

    def step(self, *names: str | int) -> str:
        """Give the pointer of something below this place."""
        return _pointer(self.pointer, *names)


def find_schemas(document: Document) -> Iterator[Place]:
    """Give each schema of a description once, the outer before the inner, in the document's order."""
    for name, item in _items(document, "paths"):
        yield from _in_path_item(item, _pointer("#/paths", name))
    components = document.get("components", {})
    for name, schema in _items(components, "schemas"):
        yield from _in_schema(schema, _pointer("#/components/schemas", name))
    for kind in ("parameters", "headers", "requestBodies", "responses"):
        for name, item in _items(components, kind):
            yield from _in_carrier(item, _pointer("#/components", kind, name))
    for name, item in _items(components, "pathItems"):
        yield from _in_path_item(item, _pointer("#/components/pathItems", name))


def _in_path_item(item: Any, place: str) -> Iterator[Place]:
    yield from _in_parameters(item, place)
    for method in _METHODS:
        operation = item.get(method) if isinstance(item, dict) else None
        if not isinstance(operation, dict):
            continue
        here = _pointer(place, method)
        yield from _in_parameters(operation, here)
        yield from _in_carrier(operation.get("requestBody"), _pointer(here, "requestBody"))
        for status, response in _items(operation, "responses"):
            yield from _in_carrier(response, _pointer(here, "responses", status))
        for name, callback in _items(operation, "callbacks"):
            for path, inner in callback.items():
                yield from _in_path_item(inner, _pointer(here, "callbacks", name, path))


def _in_parameters(item: Any, place: str) -> Iterator[Place]:
    for index, parameter in enumerate(item.get("parameters", ()) if isinstance(item, dict) else ()):
        yield from _in_carrier(parameter, _pointer(place, "parameters", index))


def _in_carrier(item: Any, place: str) -> Iterator[Place]:
    """Look into what carries schemas: a parameter, header, request body or response."""
    if not isinstance(item, dict):
        return
    yield from _in_schema(item.get("schema"), _pointer(place, "schema"))
    for content_type, media in _items(item, "content"):
        yield from _in_schema(media.get("schema"), _pointer(place, "content", content_type, "schema"))
    for name, header in _items(item, "headers"):
        yield from _in_carrier(header, _pointer(place, "headers", name))


def _in_schema(schema: Any, pointer: str) -> Iterator[Place]:
    if not isinstance(schema, dict):
        return
    place = Place(pointer, schema)
    yield place
    for keyword in _SCHEMA:
        yield from _in_schema(schema.get(keyword), place.step(keyword))
    for keyword in _SCHEMAS:
        for index, inner in enumerate(schema.get(keyword, ())):
            yield from _in_schema(inner, place.step(keyword, index))
    for keyword in _NAMED_SCHEMAS:
        for name, inner in _items(schema, keyword):
            yield from _in_schema(inner, place.step(keyword, name))


def _items(owner: Any, name: str) -> list[tuple[str, Any]]:
    value = owner.get(name) if isinstance(owner, dict) else None
    return list(value.items()) if isinstance(value, dict) else []


def _pointer(start: str, *names: str | int) -> str:
    escaped = (str(name).replace("~", "~0").replace("/", "~1") for name in names)
    return "/".join([start, *escaped])
