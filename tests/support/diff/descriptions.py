"""Small descriptions with a schema at a random location of a random operation."""

import copy
import json
from typing import Any

from attrs import field, frozen
from hypothesis import strategies as st

from openapi.reading.description import Description

Schema = dict[str, Any]
STRING: Schema = {"type": "string"}
COMPONENTS: dict[str, Schema] = {
    "Cat": {
        "type": "object",
        "properties": {"kind": STRING, "lives": {"type": "integer"}},
        "required": ["kind", "lives"],
    },
    "Dog": {"type": "object", "properties": {"kind": STRING, "bark": STRING}, "required": ["kind", "bark"]},
}


@frozen
class Location:
    """Location of a schema.

    Attributes:
        operation: Method and path.
        carrier: Part of the operation that has the schema.
        wraps: Names of the schemas around it, the innermost first.
    """

    operation: tuple[str, str]
    carrier: str
    wraps: tuple[str, ...] = field(default=())

    @property
    def side(self) -> str:
        return "response" if self.carrier.startswith("response") else "request"

    @property
    def label(self) -> str:
        steps = [step for wrap in reversed(self.wraps) for step in STEPS[wrap]]
        return " ".join([self.carrier, *(["/" + "/".join(steps)] if steps else [])])

    def within(self, *steps: str) -> str:
        """Return the label of a part of the schema."""
        if not steps:
            return self.label
        return ("" if "/" in self.label else " ").join([self.label, "/" + "/".join(steps)])


STEPS: dict[str, tuple[str, ...]] = {
    "property": ("inner",),
    "item": ("items",),
    "first item": ("0",),
    "map": ("*",),
    "composed": (),
    "component": (),
    "or a number": (),
    "one of two": ("option 1", "inner"),
    "recursive": ("inner",),
}
CARRIERS = ("request body", "query parameter `q`", "response 200", "response 404", "response 200 header `x-h`")
OPERATIONS = (("get", "/things"), ("post", "/things"), ("put", "/things/{id}/{part}"))


def locations(*, also_unions: bool = True) -> st.SearchStrategy[Location]:
    """Return a strategy for locations; a union can hide some changes of a schema with several types."""
    unions = () if also_unions else ("or a number",)
    wraps = st.lists(st.sampled_from([wrap for wrap in STEPS if wrap not in unions]), max_size=4).map(tuple)
    return st.builds(Location, st.sampled_from(OPERATIONS), st.sampled_from(CARRIERS), wraps)


def describe(schema: Schema | None = None, location: Location | None = None) -> dict[str, Any]:
    """Return a description with a schema at a location."""
    components: dict[str, Schema] = copy.deepcopy(COMPONENTS)
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://{tenant}.example.test/api", "variables": {"tenant": {"default": "a"}}}],
        "security": [{"token": []}],
        "paths": {},
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "key": {"type": "apiKey", "in": "header", "name": "k"},
                "oauth": {
                    "type": "oauth2",
                    "flows": {"implicit": {"authorizationUrl": "https://a.test", "scopes": {}}},
                },
            },
        },
    }
    for method, path in OPERATIONS:
        document["paths"].setdefault(path, {})[method] = operation(path, f"{method}{len(path)}")
    if schema is not None and location is not None:
        for index, wrap in enumerate(location.wraps):
            schema = _wrapped(schema, wrap, components, f"Example{index}")
        method, path = location.operation
        _put(document["paths"][path][method], location.carrier, schema)
    copied: dict[str, Any] = json_copy(document)
    return copied


def operation(path: str, name: str) -> dict[str, Any]:
    names = [name for name in ("id", "part") if f"{{{name}}}" in path]
    return {
        "operationId": name,
        "parameters": [{"name": name, "in": "path", "required": True, "schema": STRING} for name in names],
        "responses": {"200": {"description": "d"}, "404": {"description": "d"}},
    }


def described(document: dict[str, Any]) -> Description:
    """Return a description that `find_changes` accepts."""
    return Description("example.json", "", json_copy(document))


def json_copy(value: Any) -> Any:
    """Return a copy of a value without shared objects."""
    copied: Any = json.loads(json.dumps(value))
    return copied


def _wrapped(schema: Schema, wrap: str, components: dict[str, Schema], name: str) -> Schema:
    inner: Schema = {"type": "object", "properties": {"beside": STRING, "inner": schema}, "required": ["inner"]}
    if wrap == "recursive":
        again = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
        inner["properties"] = {"again": again, **inner["properties"]}
    if wrap in ("component", "recursive"):
        components[name] = inner if wrap == "recursive" else schema
        return {"$ref": f"#/components/schemas/{name}"}
    wrapped: dict[str, Schema] = {
        "property": inner,
        "item": {"type": "array", "items": schema},
        "first item": {"type": "array", "prefixItems": [schema], "items": {"type": "null"}},
        "map": {"type": "object", "additionalProperties": schema},
        "composed": {"allOf": [schema], "description": "composed"},
        "or a number": {"anyOf": [schema, {"type": "number"}]},
        "one of two": {"oneOf": [inner, {"type": "object", "properties": {"other": STRING}, "required": ["other"]}]},
    }
    return wrapped[wrap]


def _put(operation: dict[str, Any], carrier: str, schema: Schema) -> None:
    content = {"application/json": {"schema": schema}}
    if carrier == "request body":
        operation["requestBody"] = {"content": content}
    elif carrier.startswith("query"):
        operation["parameters"].append({"name": "q", "in": "query", "schema": schema})
    elif "header" in carrier:
        operation["responses"]["200"]["headers"] = {"X-H": {"schema": schema}}
    else:
        operation["responses"][carrier.rpartition(" ")[2]]["content"] = content
