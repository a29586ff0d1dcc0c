"""Finds every schema of a description, each with its JSON pointer; examples and defaults are not schemas."""

import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from openapi.reading.description import Document

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_SCHEMA_KEYWORDS = {
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
_UNION_KEYWORDS = ("anyOf", "oneOf", "prefixItems")
_SCHEMA_MAP_KEYWORDS = ("properties", "patternProperties", "dependentSchemas", "$defs")
_COMPONENT_SUFFIXES = {"parameters": "", "headers": "", "requestBodies": "Body", "responses": "Response"}


@frozen
class SchemaSlot:
    """The item of an object or list that is a schema.

    Attributes:
        pointer: JSON pointer of the schema.
        owner: Object or list with the schema.
        key: Name or index of the schema in its owner.
        steps: Words for the name of a class: the operation or component, then the properties that lead here.
    """

    pointer: str
    owner: Any
    key: str | int
    steps: tuple[str, ...]

    @property
    def schema(self) -> Document:
        """The schema that the slot has now."""
        schema: Document = self.owner[self.key]
        return schema

    @property
    def is_component(self) -> bool:
        """Whether the schema is a named component."""
        return self.pointer.startswith("#/components/schemas/") and self.pointer.count("/") == 3

    @property
    def is_all_of_member(self) -> bool:
        """Whether the schema is a member of `allOf`, and so a part of the schema around it."""
        return re.search(r"/allOf/\d+$", self.pointer) is not None


def find_schemas(document: Document) -> Iterator[SchemaSlot]:
    """Iterate over each schema once, the outer before the inner, in the order of the document."""
    return (slot for slot in _find_all(document) if isinstance(slot.owner[slot.key], dict))


def find_boolean_schemas(document: Document) -> Iterator[SchemaSlot]:
    """Iterate over the schemas that are `true` or `false`."""
    return (slot for slot in _find_all(document) if isinstance(slot.owner[slot.key], bool))


def _find_all(document: Document) -> Iterator[SchemaSlot]:
    for path, item in _entries_of(document, "paths"):
        yield from _find_in_path_item(item, path, join_pointer("#/paths", path))
    for name, item in _entries_of(document, "webhooks"):
        yield from _find_in_path_item(item, name, join_pointer("#/webhooks", name))
    components = document.get("components", {})
    for name, _ in _entries_of(components, "schemas"):
        yield from _find_at(
            components["schemas"], name, join_pointer("#/components/schemas", name), (pascal_case(name),)
        )
    for kind, suffix in _COMPONENT_SUFFIXES.items():
        for name, item in _entries_of(components, kind):
            yield from _find_in_carrier(item, join_pointer("#/components", kind, name), (pascal_case(name) + suffix,))
    for name, item in _entries_of(components, "pathItems"):
        yield from _find_in_path_item(item, name, join_pointer("#/components/pathItems", name))


def find_operations(document: Document) -> Iterator[tuple[Document, str]]:
    """Iterate over the operations of all paths, each with its JSON pointer."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield item[method], join_pointer("#/paths", path, method)


def find_schemas_inner_first(document: Document) -> Iterator[SchemaSlot]:
    """Iterate over each schema, the inner before the outer, so that the caller may change it."""
    return reversed(list(find_schemas(document)))


def join_pointer(start: str, *names: str | int) -> str:
    """Return a JSON pointer, extended by names."""
    escaped = (str(name).replace("~", "~0").replace("/", "~1") for name in names)
    return "/".join([start, *escaped])


def pascal_case(text: str) -> str:
    """Return a string as a part of the name of a class."""
    joined = "".join(word[0].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", text))
    return joined if joined and not joined[0].isdigit() else f"N{joined}"


def _find_in_path_item(item: Any, path: str, pointer: str) -> Iterator[SchemaSlot]:
    yield from _find_in_parameters(item, pointer, pascal_case(path))
    for method in METHODS:
        operation = item.get(method) if isinstance(item, dict) else None
        if isinstance(operation, dict):
            base = pascal_case(str(operation.get("operationId") or f"{method} {path}"))
            yield from _find_in_operation(operation, join_pointer(pointer, method), base)


def _find_in_operation(operation: Document, pointer: str, base: str) -> Iterator[SchemaSlot]:
    yield from _find_in_parameters(operation, pointer, base)
    yield from _find_in_carrier(operation.get("requestBody"), join_pointer(pointer, "requestBody"), (base, "Body"))
    responses = _entries_of(operation, "responses")
    successes = [
        status for status, response in responses if status.startswith("2") and _entries_of(response, "content")
    ]
    for status, response in responses:
        step = "Response" if successes == [status] else f"Response{status}"
        yield from _find_in_carrier(response, join_pointer(pointer, "responses", status), (base, step))
    for name, callback in _entries_of(operation, "callbacks"):
        for path, inner in _entries_of({"": callback}, ""):
            yield from _find_in_path_item(inner, f"{base} {name}", join_pointer(pointer, "callbacks", name, path))


def _find_in_parameters(item: Any, pointer: str, base: str) -> Iterator[SchemaSlot]:
    for index, parameter in enumerate(_members_of(item, "parameters")):
        name = str(parameter.get("name")) if isinstance(parameter, dict) else ""
        yield from _find_in_carrier(parameter, join_pointer(pointer, "parameters", index), (base, pascal_case(name)))


def _find_in_carrier(item: Any, pointer: str, steps: tuple[str, ...]) -> Iterator[SchemaSlot]:
    """Iterate over the schemas of a parameter, header, request body or response."""
    if isinstance(item, dict) and "schema" in item:
        yield from _find_at(item, "schema", join_pointer(pointer, "schema"), steps)
    content = _entries_of(item, "content")
    for content_type, media in content:
        last = steps[-1] if len(content) == 1 else steps[-1] + pascal_case(content_type.partition("/")[2])
        if isinstance(media, dict) and "schema" in media:
            inner = join_pointer(pointer, "content", content_type, "schema")
            yield from _find_at(media, "schema", inner, (*steps[:-1], last))
        for name, encoding in _entries_of(media, "encoding"):
            inner = join_pointer(pointer, "content", content_type, "encoding", name)
            yield from _find_in_carrier(encoding, inner, (*steps[:-1], last, pascal_case(name)))
    for name, header in _entries_of(item, "headers"):
        yield from _find_in_carrier(header, join_pointer(pointer, "headers", name), (*steps, pascal_case(name)))


def _find_at(owner: Any, key: str | int, pointer: str, steps: tuple[str, ...]) -> Iterator[SchemaSlot]:
    if isinstance(owner[key], dict | bool):
        yield SchemaSlot(pointer, owner, key, steps)
    if isinstance(owner[key], dict):
        yield from _find_in_schema(owner[key], pointer, steps)


def _find_in_schema(schema: Document, pointer: str, steps: tuple[str, ...]) -> Iterator[SchemaSlot]:
    for keyword, step in _SCHEMA_KEYWORDS.items():
        if keyword in schema:
            yield from _find_at(schema, keyword, join_pointer(pointer, keyword), (*steps, step))
    for index, _ in enumerate(_members_of(schema, "allOf")):
        yield from _find_at(schema["allOf"], index, join_pointer(pointer, "allOf", index), steps)
    for keyword in _UNION_KEYWORDS:
        yield from _find_in_union(_members_of(schema, keyword), join_pointer(pointer, keyword), steps)
    for keyword in _SCHEMA_MAP_KEYWORDS:
        for name, _ in _entries_of(schema, keyword):
            yield from _find_at(
                schema[keyword], name, join_pointer(pointer, keyword, name), (*steps, pascal_case(name))
            )


def _find_in_union(members: list[Any], pointer: str, steps: tuple[str, ...]) -> Iterator[SchemaSlot]:
    others = [member for member in members if member != {"type": "null"}]
    for index, member in enumerate(members):
        title = member.get("title") if isinstance(member, dict) else None
        # The one member of a union with null has the name of the union.
        step = () if len(others) == 1 else (pascal_case(title) if isinstance(title, str) else f"Option{index + 1}",)
        yield from _find_at(members, index, join_pointer(pointer, index), (*steps, *step))


def _entries_of(owner: Any, name: str) -> list[tuple[str, Any]]:
    value = owner.get(name) if isinstance(owner, dict) else None
    return list(value.items()) if isinstance(value, dict) else []


def _members_of(owner: Any, name: str) -> list[Any]:
    value = owner.get(name) if isinstance(owner, dict) else None
    return value if isinstance(value, list) else []
