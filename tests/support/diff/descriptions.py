"""Small descriptions to change: a schema stands at a random place and depth of a random operation."""

import copy
import json
from typing import Any

from attrs import field, frozen
from hypothesis import strategies as st

from openapi.reading.description import Description

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
COMPONENTS: dict[str, Schema] = {
    "Cat": {
        "type": "object",
        "properties": {"kind": TEXT, "lives": {"type": "integer"}},
        "required": ["kind", "lives"],
    },
    "Dog": {"type": "object", "properties": {"kind": TEXT, "bark": TEXT}, "required": ["kind", "bark"]},
}


@frozen
class Spot:
    """A place for a schema.

    Attributes:
        operation: The method and path.
        carrier: Which part of the operation has it.
        wraps: What is put around it, the innermost first.
    """

    operation: tuple[str, str]
    carrier: str
    wraps: tuple[str, ...] = field(default=())

    @property
    def side(self) -> str:
        return "response" if self.carrier.startswith("response") else "request"

    @property
    def place(self) -> str:
        steps = [step for wrap in reversed(self.wraps) for step in STEPS[wrap]]
        return " ".join([self.carrier, *(["/" + "/".join(steps)] if steps else [])])

    def within(self, *steps: str) -> str:
        """Give the place of what stands further within."""
        if not steps:
            return self.place
        return ("" if "/" in self.place else " ").join([self.place, "/" + "/".join(steps)])


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


def spots(*, also_unions: bool = True) -> st.SearchStrategy[Spot]:
    """Choose a place; of a schema of several types a union would hide some changes."""
    unions = () if also_unions else ("or a number",)
    wraps = st.lists(st.sampled_from([wrap for wrap in STEPS if wrap not in unions]), max_size=4).map(tuple)
    return st.builds(Spot, st.sampled_from(OPERATIONS), st.sampled_from(CARRIERS), wraps)


def describe(schema: Schema | None = None, spot: Spot | None = None) -> dict[str, Any]:
    """Make a description, with a schema at a place of it."""
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
    if schema is not None and spot is not None:
        for index, wrap in enumerate(spot.wraps):
            schema = _wrapped(schema, wrap, components, f"Made{index}")
        method, path = spot.operation
        _put(document["paths"][path][method], spot.carrier, schema)
    copied: dict[str, Any] = json_copy(document)
    return copied


def operation(path: str, name: str) -> dict[str, Any]:
    names = [name for name in ("id", "part") if f"{{{name}}}" in path]
    return {
        "operationId": name,
        "parameters": [{"name": name, "in": "path", "required": True, "schema": TEXT} for name in names],
        "responses": {"200": {"description": "d"}, "404": {"description": "d"}},
    }


def described(document: dict[str, Any]) -> Description:
    """Give a description as if it had been read."""
    return Description("made.json", "", json_copy(document))


def json_copy(value: Any) -> Any:
    """Copy a value so that no two parts of it are one object."""
    copied: Any = json.loads(json.dumps(value))
    return copied


def _wrapped(schema: Schema, wrap: str, components: dict[str, Schema], name: str) -> Schema:
    inner: Schema = {"type": "object", "properties": {"beside": TEXT, "inner": schema}, "required": ["inner"]}
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
        "one of two": {"oneOf": [inner, {"type": "object", "properties": {"other": TEXT}, "required": ["other"]}]},
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
