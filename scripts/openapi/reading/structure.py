"""Checks that a description has the shape that OpenAPI gives it, so that whoever reads it need not look twice.

Only the shape: what the parts mean is for the generator and the audit.
"""

import re
from collections.abc import Callable
from typing import Any

from openapi.reading.description import DescriptionError, Document
from openapi.reading.schemas import METHODS, find_schemas, join_pointer

_TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")
_OBJECTS = ("properties", "patternProperties", "dependentSchemas", "$defs")
_IN_PATH_ITEMS = frozenset((*METHODS, "$ref", "summary", "description", "servers", "parameters"))
_STATUS = re.compile(r"[1-5]([0-9][0-9]|XX)|default")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems", "enum", "required")


def check_structure(document: Document, source: str) -> None:
    """Check the parts that are read.

    Raises:
        DescriptionError: One of them is not what OpenAPI has there; the message has its place.
    """
    check = _Check(source)
    check.each(check.of(document, "#", "tags", list), "#/tags", check.named)
    for path, item in _known(check.of(document, "#", "paths", dict)):
        _path_item(check, item, join_pointer("#/paths", path))
    components = check.of(document, "#", "components", dict)
    for kind, carrier in (
        ("parameters", _parameter),
        ("requestBodies", _content),
        ("responses", _response),
        ("headers", _content),
    ):
        place = join_pointer("#/components", kind)
        for name, item in check.of(components, "#/components", kind, dict).items():
            carrier(check, item, join_pointer(place, name))
    for name, schema in check.of(components, "#/components", "schemas", dict).items():
        check.schema(schema, join_pointer("#/components/schemas", name))
    for found in find_schemas(document):
        _keywords(check, found.schema, found.pointer)


class _Check:
    def __init__(self, source: str) -> None:
        self._source = source

    def is_a(self, value: Any, place: str, kind: type) -> Any:
        if not isinstance(value, kind):
            word = {"dict": "an object", "list": "a list", "str": "text"}[kind.__name__]
            raise DescriptionError(f"{self._source}: {place}: {type(value).__name__}, where {word} belongs")
        return value

    def of(self, owner: Document, place: str, name: str, kind: type) -> Any:
        return self.is_a(owner[name], join_pointer(place, name), kind) if name in owner else kind()

    def each(self, values: list[Any], place: str, check: Callable[[Any, str], None]) -> None:
        for index, value in enumerate(values):
            check(value, join_pointer(place, index))

    def named(self, value: Any, place: str) -> None:
        self.is_a(self.is_a(value, place, dict).get("name"), join_pointer(place, "name"), str)

    def type_name(self, value: Any, place: str) -> None:
        if value not in _TYPES:
            raise DescriptionError(f"{self._source}: {place}: {value!r} is no type of JSON")

    def belongs(self, name: str, known: frozenset[str], place: str) -> None:
        if name not in known:
            raise DescriptionError(f"{self._source}: {join_pointer(place, name)}: OpenAPI has no such name there")

    def status(self, name: str, place: str) -> None:
        if not _STATUS.fullmatch(name):
            raise DescriptionError(f"{self._source}: {join_pointer(place, name)}: is no status, no range such as 4XX")

    def schema(self, value: Any, place: str) -> None:
        if not isinstance(value, bool):
            self.is_a(value, place, dict)


def _known(items: Document) -> list[tuple[str, Any]]:
    """Leave out what a description adds of its own."""
    return [(name, item) for name, item in items.items() if not name.startswith("x-")]


def _path_item(check: _Check, item: Any, place: str) -> None:
    check.is_a(item, place, dict)
    for name, _ in _known(item):
        check.belongs(name, _IN_PATH_ITEMS, place)
    _parameters(check, item, place)
    for method in METHODS:
        if method in item:
            _operation(check, check.of(item, place, method, dict), join_pointer(place, method))


def _operation(check: _Check, operation: Document, place: str) -> None:
    _parameters(check, operation, place)
    if "operationId" in operation:
        check.of(operation, place, "operationId", str)
    tags = check.of(operation, place, "tags", list)
    check.each(tags, join_pointer(place, "tags"), lambda tag, at: check.is_a(tag, at, str))
    if "requestBody" in operation:
        _content(check, operation["requestBody"], join_pointer(place, "requestBody"))
    for status, response in _known(check.of(operation, place, "responses", dict)):
        check.status(status, join_pointer(place, "responses"))
        _response(check, response, join_pointer(place, "responses", status))
    for name, callback in check.of(operation, place, "callbacks", dict).items():
        where = join_pointer(place, "callbacks", name)
        for path, inner in check.is_a(callback, where, dict).items():
            if path != "$ref":
                _path_item(check, inner, join_pointer(where, path))


def _parameters(check: _Check, owner: Document, place: str) -> None:
    for index, parameter in enumerate(check.of(owner, place, "parameters", list)):
        _parameter(check, parameter, join_pointer(place, "parameters", index))


def _parameter(check: _Check, parameter: Any, place: str) -> None:
    _content(check, parameter, place)
    if "$ref" not in parameter:
        check.named(parameter, place)
        check.is_a(parameter.get("in"), join_pointer(place, "in"), str)


def _response(check: _Check, response: Any, place: str) -> None:
    _content(check, response, place)
    for name, header in check.of(response, place, "headers", dict).items():
        _content(check, header, join_pointer(place, "headers", name))


def _content(check: _Check, carrier: Any, place: str) -> None:
    check.is_a(carrier, place, dict)
    if "schema" in carrier:
        check.schema(carrier["schema"], join_pointer(place, "schema"))
    for content_type, media in check.of(carrier, place, "content", dict).items():
        where = join_pointer(place, "content", content_type)
        if "schema" in check.is_a(media, where, dict):
            check.schema(media["schema"], join_pointer(where, "schema"))


def _keywords(check: _Check, schema: Document, place: str) -> None:
    for keyword in _OBJECTS:
        for name, inner in check.of(schema, place, keyword, dict).items():
            check.schema(inner, join_pointer(place, keyword, name))
    for keyword in _LISTS:
        check.of(schema, place, keyword, list)
    for keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
        check.each(schema.get(keyword, []), join_pointer(place, keyword), check.schema)
    kind = schema.get("type", [])
    check.each(kind if isinstance(kind, list) else [kind], join_pointer(place, "type"), check.type_name)
    for keyword in ("items", "additionalProperties", "not"):
        if keyword in schema:
            check.schema(schema[keyword], join_pointer(place, keyword))
