"""Checks that a description has the structure of OpenAPI, so that other modules can rely on it.

The meaning of its parts is checked by the generator, and by `openapi.conformance`.
"""

import re
from collections.abc import Callable
from types import NoneType
from typing import Any

from openapi.reading.description import DescriptionError, Document
from openapi.reading.schemas import METHODS, find_schemas, join_pointer

_JSON_TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")
_MAP_KEYWORDS = ("properties", "patternProperties", "dependentSchemas", "$defs")
_PATH_ITEM_KEYWORDS = frozenset((*METHODS, "$ref", "summary", "description", "servers", "parameters"))
_STATUS_CODE = re.compile(r"[1-5]([0-9][0-9]|XX)|default")
_LIST_KEYWORDS = ("allOf", "anyOf", "oneOf", "prefixItems", "enum", "required")


def check_structure(document: Document, source: str) -> None:
    """Check the structure of each part that this project reads.

    Raises:
        DescriptionError: If a part has another structure; the message has its JSON pointer.
    """
    checker = _Checker(source)
    checker.check_each(checker.get(document, "#", "tags", list), "#/tags", checker.check_named)
    for path, item in _without_extensions(checker.get(document, "#", "paths", dict)):
        _check_path_item(checker, item, join_pointer("#/paths", path))
    components = checker.get(document, "#", "components", dict)
    for kind, check in (
        ("parameters", _check_parameter),
        ("requestBodies", _check_content),
        ("responses", _check_response),
        ("headers", _check_content),
    ):
        pointer = join_pointer("#/components", kind)
        for name, item in checker.get(components, "#/components", kind, dict).items():
            check(checker, item, join_pointer(pointer, name))
    for name, schema in checker.get(components, "#/components", "schemas", dict).items():
        checker.check_schema(schema, join_pointer("#/components/schemas", name))
    for slot in find_schemas(document):
        _check_schema_keywords(checker, slot.schema, slot.pointer)


class _Checker:
    def __init__(self, source: str) -> None:
        self._source = source

    def require(self, value: Any, pointer: str, kind: type) -> Any:
        if not isinstance(value, kind):
            word = {"dict": "an object", "list": "an array", "str": "a string"}[kind.__name__]
            raise DescriptionError(f"{self._source}: {pointer}: {_json_type(value)}, must be {word}")
        return value

    def get(self, owner: Document, pointer: str, name: str, kind: type) -> Any:
        return self.require(owner[name], join_pointer(pointer, name), kind) if name in owner else kind()

    def check_each(self, values: list[Any], pointer: str, check: Callable[[Any, str], None]) -> None:
        for index, value in enumerate(values):
            check(value, join_pointer(pointer, index))

    def check_named(self, value: Any, pointer: str) -> None:
        self.require(self.require(value, pointer, dict).get("name"), join_pointer(pointer, "name"), str)

    def check_type_name(self, value: Any, pointer: str) -> None:
        if value not in _JSON_TYPES:
            raise DescriptionError(f"{self._source}: {pointer}: {value!r} is not a JSON type")

    def check_keyword(self, name: str, known: frozenset[str], pointer: str) -> None:
        if name not in known:
            raise DescriptionError(f"{self._source}: {join_pointer(pointer, name)}: not a keyword of OpenAPI")

    def check_status(self, name: str, pointer: str) -> None:
        if not _STATUS_CODE.fullmatch(name):
            raise DescriptionError(
                f"{self._source}: {join_pointer(pointer, name)}: not a status code, nor a range such as 4XX"
            )

    def check_schema(self, value: Any, pointer: str) -> None:
        if not isinstance(value, bool):
            self.require(value, pointer, dict)


def _json_type(value: Any) -> str:
    """Return the JSON type of a value."""
    types = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", NoneType: "null"}
    return types.get(type(value), "a number")


def _without_extensions(items: Document) -> list[tuple[str, Any]]:
    """Return the items without extensions."""
    return [(name, item) for name, item in items.items() if not name.startswith("x-")]


def _check_path_item(checker: _Checker, item: Any, pointer: str) -> None:
    checker.require(item, pointer, dict)
    for name, _ in _without_extensions(item):
        checker.check_keyword(name, _PATH_ITEM_KEYWORDS, pointer)
    _check_parameters(checker, item, pointer)
    for method in METHODS:
        if method in item:
            _check_operation(checker, checker.get(item, pointer, method, dict), join_pointer(pointer, method))


def _check_operation(checker: _Checker, operation: Document, pointer: str) -> None:
    _check_parameters(checker, operation, pointer)
    if "operationId" in operation:
        checker.get(operation, pointer, "operationId", str)
    tags = checker.get(operation, pointer, "tags", list)
    checker.check_each(tags, join_pointer(pointer, "tags"), lambda tag, at: checker.require(tag, at, str))
    if "requestBody" in operation:
        _check_content(checker, operation["requestBody"], join_pointer(pointer, "requestBody"))
    for status, response in _without_extensions(checker.get(operation, pointer, "responses", dict)):
        checker.check_status(status, join_pointer(pointer, "responses"))
        _check_response(checker, response, join_pointer(pointer, "responses", status))
    for name, callback in checker.get(operation, pointer, "callbacks", dict).items():
        inner_pointer = join_pointer(pointer, "callbacks", name)
        for path, inner in checker.require(callback, inner_pointer, dict).items():
            if path != "$ref":
                _check_path_item(checker, inner, join_pointer(inner_pointer, path))


def _check_parameters(checker: _Checker, owner: Document, pointer: str) -> None:
    for index, parameter in enumerate(checker.get(owner, pointer, "parameters", list)):
        _check_parameter(checker, parameter, join_pointer(pointer, "parameters", index))


def _check_parameter(checker: _Checker, parameter: Any, pointer: str) -> None:
    _check_content(checker, parameter, pointer)
    if "$ref" not in parameter:
        checker.check_named(parameter, pointer)
        checker.require(parameter.get("in"), join_pointer(pointer, "in"), str)


def _check_response(checker: _Checker, response: Any, pointer: str) -> None:
    _check_content(checker, response, pointer)
    for name, header in checker.get(response, pointer, "headers", dict).items():
        _check_content(checker, header, join_pointer(pointer, "headers", name))


def _check_content(checker: _Checker, carrier: Any, pointer: str) -> None:
    checker.require(carrier, pointer, dict)
    if "schema" in carrier:
        checker.check_schema(carrier["schema"], join_pointer(pointer, "schema"))
    for content_type, media in checker.get(carrier, pointer, "content", dict).items():
        inner_pointer = join_pointer(pointer, "content", content_type)
        if "schema" in checker.require(media, inner_pointer, dict):
            checker.check_schema(media["schema"], join_pointer(inner_pointer, "schema"))


def _check_schema_keywords(checker: _Checker, schema: Document, pointer: str) -> None:
    for keyword in _MAP_KEYWORDS:
        for name, inner in checker.get(schema, pointer, keyword, dict).items():
            checker.check_schema(inner, join_pointer(pointer, keyword, name))
    for keyword in _LIST_KEYWORDS:
        checker.get(schema, pointer, keyword, list)
    for keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
        checker.check_each(schema.get(keyword, []), join_pointer(pointer, keyword), checker.check_schema)
    types = schema.get("type", [])
    checker.check_each(
        types if isinstance(types, list) else [types], join_pointer(pointer, "type"), checker.check_type_name
    )
    for keyword in ("items", "additionalProperties", "not"):
        if keyword in schema:
            checker.check_schema(schema[keyword], join_pointer(pointer, keyword))
