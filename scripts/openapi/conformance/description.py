"""View of the original description: its operations, and the schemas of their requests and responses.

It shares nothing with the repair and the templates, so that a mistake in either is not repeated here.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import Factory, field, frozen

from openapi.conformance.wire import IN_HEADER, is_bytes, media_type
from openapi.reading.description import Document, dereference, resolve
from openapi.reading.schemas import METHODS, find_schemas

Schema = Any
"""A schema: a JSON object, or a boolean."""

LOCATIONS = ("path", "query", "header", "cookie")
_COMPOSITIONS = frozenset(("$ref", "allOf", "anyOf", "oneOf"))
_IMPLIED_TYPES = {"properties": "object", "additionalProperties": "object", "items": "array", "prefixItems": "array"}
_COMPONENTS = ("schemas", "parameters", "requestBodies", "responses", "pathItems")
_WITHOUT_SCHEMAS = ("example", "examples", "default", "callbacks", "links", "headers")


@frozen
class Response:
    """A documented response.

    Attributes:
        status: Status as it is written.
        code: Status code that only this response is documented for.
        contents: Schemas by content type.
    """

    status: str
    code: int
    contents: Mapping[str, Schema]

    def schemas(self, content_type: str) -> list[Schema]:
        """Return the schemas of the documented content types, or ranges of them, that a content type is of."""
        found = media_type(content_type)
        return [schema for documented, schema in self.contents.items() if _is_of(found, media_type(documented))]


@frozen
class Operation:
    """An operation of the description.

    Attributes:
        request: Schema of the values of one request: `path`, `query`, `header` and `cookie` have parameters by
            name, and `body` has a value by content type.
        body: Documented request body, or an empty object.
        secured: Whether it requires a token.
        has_own_servers: Whether other servers are documented than those of the description.
        responses: Documented responses.
        undocumented: Status code without a documented response, or `None` if there is a default response.
    """

    method: str
    path: str
    parameters: tuple[Document, ...]
    request: Schema
    body: Document
    secured: bool
    has_own_servers: bool
    responses: tuple[Response, ...]
    undocumented: int | None

    def __str__(self) -> str:
        """Return method and path."""
        return f"{self.method.upper()} {self.path}"

    def response_for(self, code: int) -> Response | None:
        """Return the response that is documented for a status code, its range, or any."""
        documented = {response.status.upper(): response for response in self.responses}
        names = (str(code), f"{code // 100}XX", "DEFAULT")
        return next((documented[name] for name in names if name in documented), None)

    def body_schema(self, content_type: str) -> Schema:
        """Return the schema of the request body of a content type."""
        bodies = self.request["properties"]["body"]["oneOf"]
        return next(body["properties"][content_type] for body in bodies if content_type in body["properties"])


@frozen(eq=False)
class Description:
    """A description and its operations."""

    document: Document
    operations: tuple[Operation, ...] = field(
        default=Factory(lambda self: tuple(self._iterate_operations()), takes_self=True), init=False
    )

    @classmethod
    def from_document(cls, document: Document) -> "Description":
        """Create a description with `nullable` as a type, implied types, and enum members of the declared type."""
        document = copy.deepcopy(document)
        for slot in reversed(list(find_schemas(document))):
            slot.owner[slot.key] = _explicit(slot.schema)
        return cls(document)

    def dereference(self, item: Any) -> Any:
        """Return the target of a reference, or the item itself."""
        return dereference(self.document, item)

    def composed(self, schema: Schema, pointer: str = "") -> Iterator[tuple[Schema, str]]:
        """Iterate over the other schemas that a value of this one must have, with their pointers."""
        if "$ref" in schema:
            yield resolve(self.document, schema["$ref"]), schema["$ref"]
        for index, inner in enumerate(schema.get("allOf", ())):
            yield inner, f"{pointer}/allOf/{index}"

    @property
    def schemas(self) -> Mapping[str, Schema]:
        """Named schemas."""
        named: Mapping[str, Schema] = self.document.get("components", {}).get("schemas", {})
        return named

    def properties(self) -> Mapping[str, Schema]:
        """Return the schema of each property of requests and responses by its pointer."""
        components = {name: self.document.get("components", {}).get(name, {}) for name in _COMPONENTS}
        return dict(_iterate_properties({"paths": self.document["paths"], "components": components}, ""))

    def _iterate_operations(self) -> Iterator[Operation]:
        for path, reference in self.document["paths"].items():
            item = {} if path.startswith("x-") else self.dereference(reference)
            for method in METHODS:
                if method in item:
                    yield self._operation(method, path, item, item[method])

    def _operation(self, method: str, path: str, item: Document, operation: Document) -> Operation:
        entries = [*item.get("parameters", []), *operation.get("parameters", [])]
        parameters = {(entry["name"], entry["in"]): entry for entry in map(self.dereference, entries)}.values()
        statuses = [status for status in operation.get("responses", {}) if not status.startswith("x-")]
        body = self.dereference(operation.get("requestBody", {}))
        servers = [owner["servers"] for owner in (operation, item) if owner.get("servers") is not None]
        return Operation(
            method,
            path,
            tuple(parameters),
            self._request(tuple(parameters), body),
            body,
            bool(operation.get("security", self.document.get("security"))),
            any(own != self.document.get("servers") for own in servers),
            tuple(
                self._response(method, operation["responses"][status], status, _code(status, statuses))
                for status in statuses
            ),
            None if "default" in statuses else _code("default", statuses),
        )

    def _request(self, parameters: tuple[Document, ...], body: Document) -> Schema:
        whole: dict[str, Schema] = {}
        for location in LOCATIONS:
            here = [parameter for parameter in parameters if parameter["in"] == location]
            whole[location] = _object(
                {entry["name"]: self._flat(entry.get("schema", {}), location) for entry in here},
                [entry["name"] for entry in here if entry.get("required")],
            )
        contents = [
            _object({content_type: self._content(content_type, media)}, [content_type])
            for content_type, media in body.get("content", {}).items()
        ]
        if contents:
            whole["body"] = {"oneOf": contents}
        return _object(whole, [*LOCATIONS, *(["body"] if contents and body.get("required") else [])])

    def _response(self, method: str, reference: Document, status: str, code: int) -> Response:
        contents = self.dereference(reference).get("content") or {} if method != "head" else {}
        return Response(status, code, {kind: self._content(kind, media) for kind, media in contents.items()})

    def _content(self, content_type: str, media: Document) -> Schema:
        if is_bytes(content_type, media):
            return {"type": "string", "format": "binary"}
        schema = media.get("schema", {})
        return self._flat(schema, "form") if media_type(content_type).endswith("urlencoded") else schema

    def _flat(self, schema: Schema, location: str) -> Schema:
        """Return a schema without undocumented properties, and without strings that no header can hold."""
        target = self.dereference(schema)
        if not isinstance(target, dict):
            return target
        changed: Document = {}
        if "properties" in target and "additionalProperties" not in target:
            changed["additionalProperties"] = False
        if location in ("header", "cookie"):
            if target.get("type") == "string" and not {"format", "enum"} & set(target):
                changed["format"] = IN_HEADER
            if "items" in target:
                changed["items"] = self._flat(target["items"], location)
            if "properties" in target:
                properties = target["properties"].items()
                changed["properties"] = {name: self._flat(inner, location) for name, inner in properties}
        return target | changed if changed else schema


def alternatives(schema: Schema, pointer: str = "") -> Iterator[tuple[Schema, str]]:
    """Iterate over the members of a union, with their pointers."""
    for keyword in ("anyOf", "oneOf"):
        for index, inner in enumerate(schema.get(keyword, ())):
            yield inner, f"{pointer}/{keyword}/{index}"


def _is_of(found: str, documented: str) -> bool:
    return documented in (found, "*/*") or (documented.endswith("/*") and found.startswith(documented[:-1]))


def _iterate_properties(node: Any, pointer: str) -> Iterator[tuple[str, Schema]]:
    if isinstance(node, dict) and isinstance(node.get("properties"), dict):
        yield from ((f"{pointer}/properties/{name}", schema) for name, schema in node["properties"].items())
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, item in inner:
        if step not in _WITHOUT_SCHEMAS:
            yield from _iterate_properties(item, f"{pointer}/{step}")


def _object(properties: Mapping[str, Schema], required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


def _code(status: str, documented: list[str]) -> int:
    """Return a status code that is documented for this status alone."""
    if status.isdigit():
        return int(status)
    hundreds = [int(status[0])] if status[0].isdigit() else [4, 5, 2, 3, 6]
    return next(
        code
        for start in hundreds
        for code in range(start * 100 + 18, start * 100 + 99)
        if str(code) not in documented and (status[0].isdigit() or f"{code // 100}XX" not in documented)
    )


def _explicit(schema: Document) -> Schema:
    result = {name: value for name, value in schema.items() if name != "nullable"}
    is_composed = bool(_COMPOSITIONS & set(result))
    if "type" not in result and not is_composed and not {"enum", "const"} & set(result):
        implied = [kind for keyword, kind in _IMPLIED_TYPES.items() if keyword in result]
        result |= {"type": implied[0]} if implied else {}
    if isinstance(result.get("enum"), list):
        result["enum"] = [_member(member, result.get("type")) for member in result["enum"]]
    if schema.get("nullable") is not True:
        return result
    if is_composed or not isinstance(result.get("type"), str) or "const" in result:
        return {"anyOf": [result, {"type": "null"}]}
    members = {"enum": [*result["enum"], None]} if None not in result.get("enum", [None]) else {}
    return result | {"type": [result["type"], "null"]} | members


def _member(member: Any, kind: Any) -> Any:
    """Return an enum member as the declared type, if it is a number written as a string or a string as a number."""
    if kind == "string" and isinstance(member, int | float) and not isinstance(member, bool):
        return str(member)
    if kind not in ("integer", "number") or not isinstance(member, str):
        return member
    try:
        return float(member) if kind == "number" and not member.lstrip("-").isdigit() else int(member)
    except ValueError:
        return member
