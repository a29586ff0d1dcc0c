"""Finds every schema of a description, each with its place; examples and defaults are not schemas."""

import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from openapi.reading.description import Document

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_ONE = {
    "additionalProperties": "Value",
    "items": "Item",
    "not": "Not",
    "if": "If",
    "then": "Then",
    "else": "Else",
    "contains": "Contained",
    "propertyNames": "Name",
    "unevaluatedProperties": "Value",
    "unevaluatedItems": "Item",
    "contentSchema": "Content",
}
_SEVERAL = ("anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs")
_CARRIERS = {"parameters": "", "headers": "", "requestBodies": "Body", "responses": "Response"}


@frozen
class Place:
    """Where a schema stands.

    Attributes:
        pointer: As a JSON pointer.
        owner: The object or list that holds it.
        key: Under which name or index.
        steps: What leads to it, each a word for a class's name: the operation or component, then properties.
    """

    pointer: str
    owner: Any
    key: str | int
    steps: tuple[str, ...]

    @property
    def schema(self) -> Document:
        """The schema that stands there now."""
        schema: Document = self.owner[self.key]
        return schema

    @property
    def is_component(self) -> bool:
        """Whether it has a name of its own."""
        return self.pointer.startswith("#/components/schemas/") and self.pointer.count("/") == 3

    @property
    def is_merged(self) -> bool:
        """Whether it is a member of `allOf`, and so a part of the schema around it."""
        return re.search(r"/allOf/\d+$", self.pointer) is not None


def find_schemas(document: Document) -> Iterator[Place]:
    """Give each schema of a description once, the outer before the inner, in the document's order."""
    return (place for place in _find_all(document) if isinstance(place.owner[place.key], dict))


def find_booleans(document: Document) -> Iterator[Place]:
    """Give each schema that is `true` or `false`."""
    return (place for place in _find_all(document) if isinstance(place.owner[place.key], bool))


def _find_all(document: Document) -> Iterator[Place]:
    for path, item in _items(document, "paths"):
        yield from _in_path_item(item, path, pointer("#/paths", path))
    for name, item in _items(document, "webhooks"):
        yield from _in_path_item(item, name, pointer("#/webhooks", name))
    components = document.get("components", {})
    for name, _ in _items(components, "schemas"):
        yield from _at(components["schemas"], name, pointer("#/components/schemas", name), (pascal(name),))
    for kind, suffix in _CARRIERS.items():
        for name, item in _items(components, kind):
            yield from _in_carrier(item, pointer("#/components", kind, name), (pascal(name) + suffix,))
    for name, item in _items(components, "pathItems"):
        yield from _in_path_item(item, name, pointer("#/components/pathItems", name))


def find_operations(document: Document) -> Iterator[tuple[Document, str]]:
    """Give each operation that stands under a path, with its JSON pointer."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield item[method], pointer("#/paths", path, method)


def find_inner_first(document: Document) -> Iterator[Place]:
    """Give each schema, the inner before the outer, so that what is found may be taken apart."""
    return reversed(list(find_schemas(document)))


def pointer(start: str, *names: str | int) -> str:
    """Go on from a JSON pointer."""
    escaped = (str(name).replace("~", "~0").replace("/", "~1") for name in names)
    return "/".join([start, *escaped])


def pascal(text: str) -> str:
    """Write a text as one word of a class's name."""
    joined = "".join(word[0].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", text))
    return joined if joined and not joined[0].isdigit() else f"N{joined}"


def _in_path_item(item: Any, path: str, place: str) -> Iterator[Place]:
    yield from _in_parameters(item, place, pascal(path))
    for method in METHODS:
        operation = item.get(method) if isinstance(item, dict) else None
        if isinstance(operation, dict):
            base = pascal(str(operation.get("operationId") or f"{method} {path}"))
            yield from _in_operation(operation, pointer(place, method), base)


def _in_operation(operation: Document, place: str, base: str) -> Iterator[Place]:
    yield from _in_parameters(operation, place, base)
    yield from _in_carrier(operation.get("requestBody"), pointer(place, "requestBody"), (base, "Body"))
    responses = _items(operation, "responses")
    successes = [status for status, response in responses if status.startswith("2") and _items(response, "content")]
    for status, response in responses:
        step = "Response" if successes == [status] else f"Response{status}"
        yield from _in_carrier(response, pointer(place, "responses", status), (base, step))
    for name, callback in _items(operation, "callbacks"):
        for path, inner in _items({"": callback}, ""):
            yield from _in_path_item(inner, f"{base} {name}", pointer(place, "callbacks", name, path))


def _in_parameters(item: Any, place: str, base: str) -> Iterator[Place]:
    for index, parameter in enumerate(_list(item, "parameters")):
        name = str(parameter.get("name")) if isinstance(parameter, dict) else ""
        yield from _in_carrier(parameter, pointer(place, "parameters", index), (base, pascal(name)))


def _in_carrier(item: Any, place: str, steps: tuple[str, ...]) -> Iterator[Place]:
    """Look into what carries schemas: a parameter, header, request body or response."""
    if isinstance(item, dict) and "schema" in item:
        yield from _at(item, "schema", pointer(place, "schema"), steps)
    content = _items(item, "content")
    for content_type, media in content:
        last = steps[-1] if len(content) == 1 else steps[-1] + pascal(content_type.partition("/")[2])
        if isinstance(media, dict) and "schema" in media:
            where = pointer(place, "content", content_type, "schema")
            yield from _at(media, "schema", where, (*steps[:-1], last))
        for name, encoding in _items(media, "encoding"):
            where = pointer(place, "content", content_type, "encoding", name)
            yield from _in_carrier(encoding, where, (*steps[:-1], last, pascal(name)))
    for name, header in _items(item, "headers"):
        yield from _in_carrier(header, pointer(place, "headers", name), (*steps, pascal(name)))


def _at(owner: Any, key: str | int, place: str, steps: tuple[str, ...]) -> Iterator[Place]:
    if isinstance(owner[key], dict | bool):
        yield Place(place, owner, key, steps)
    if isinstance(owner[key], dict):
        yield from _within(owner[key], place, steps)


def _within(schema: Document, place: str, steps: tuple[str, ...]) -> Iterator[Place]:
    for keyword, step in _ONE.items():
        if keyword in schema:
            yield from _at(schema, keyword, pointer(place, keyword), (*steps, step))
    for index, _ in enumerate(_list(schema, "allOf")):
        yield from _at(schema["allOf"], index, pointer(place, "allOf", index), steps)
    for keyword in _SEVERAL:
        yield from _in_union(_list(schema, keyword), pointer(place, keyword), steps)
    for keyword in _NAMED:
        for name, _ in _items(schema, keyword):
            yield from _at(schema[keyword], name, pointer(place, keyword, name), (*steps, pascal(name)))


def _in_union(members: list[Any], place: str, steps: tuple[str, ...]) -> Iterator[Place]:
    counting = [member for member in members if member != {"type": "null"}]
    for index, member in enumerate(members):
        title = member.get("title") if isinstance(member, dict) else None
        # Of a union with null alone, the one member is the thing itself.
        step = () if len(counting) == 1 else (pascal(title) if isinstance(title, str) else f"Option{index + 1}",)
        yield from _at(members, index, pointer(place, index), (*steps, *step))


def _items(owner: Any, name: str) -> list[tuple[str, Any]]:
    value = owner.get(name) if isinstance(owner, dict) else None
    return list(value.items()) if isinstance(value, dict) else []


def _list(owner: Any, name: str) -> list[Any]:
    value = owner.get(name) if isinstance(owner, dict) else None
    return value if isinstance(value, list) else []
