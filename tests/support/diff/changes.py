"""Examples of changes of every kind, each with its rule and the rule of the reverse change."""

from typing import Any

from attrs import field, frozen

from support.diff.descriptions import STRING, Schema

BOUNDS: tuple[tuple[str, Any, Any], ...] = (
    ("string", {"minLength": 1}, {"minLength": 2}),
    ("string", {}, {"maxLength": 9}),
    ("integer", {"minimum": 1}, {"exclusiveMinimum": 1}),
    ("number", {"maximum": 5.5}, {"exclusiveMaximum": 5.5}),
    ("number", {"multipleOf": 0.5}, {"multipleOf": 1.5}),
    ("array", {"items": STRING}, {"items": STRING, "minItems": 1}),
    ("array", {"items": STRING, "maxItems": 5}, {"items": STRING, "maxItems": 4}),
    ("array", {"items": STRING}, {"items": STRING, "uniqueItems": True}),
    ("object", {"additionalProperties": STRING}, {"additionalProperties": STRING, "minProperties": 1}),
    ("object", {"maxProperties": 2}, {"maxProperties": 1}),
)


@frozen
class SchemaChange:
    """Example of a change within a schema.

    Attributes:
        kind: Name of the rules without the side.
        reverse: Name of the rules of the reverse change.
        steps: Path to the change.
        also_in_unions: Whether a union of the schema with a number has the same change.
    """

    kind: str
    reverse: str
    old: Schema
    new: Schema
    steps: tuple[str, ...] = field(default=())
    also_in_unions: bool = field(default=True)


def thing(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {"type": "object", "properties": {"always": {"type": "integer"}, **properties}, "required": list(required)}


def union(
    mapping: dict[str, str] | None = None, name: str = "kind", *, members: tuple[str, ...] = ("Cat", "Dog")
) -> Schema:
    schema: Schema = {"oneOf": [{"$ref": f"#/components/schemas/{member}"} for member in members]}
    if mapping is not None:
        targets = {value: f"#/components/schemas/{target}" for value, target in mapping.items()}
        schema["discriminator"] = {"propertyName": name, "mapping": targets}
    return schema


def marked(kind: str, reverse: str, keyword: str) -> SchemaChange:
    return SchemaChange(kind, reverse, thing(p=STRING), thing(p=STRING | {keyword: True}), ("p",))


SCHEMA_CHANGES = (
    SchemaChange("property-added", "property-removed", thing(), thing(p=STRING), ("p",)),
    SchemaChange("required-property-added", "property-removed", thing(), thing(("p",), p=STRING), ("p",)),
    SchemaChange(
        "property-became-required", "property-became-optional", thing(p=STRING), thing(("p",), p=STRING), ("p",)
    ),
    marked("property-deprecated", "property-reactivated", "deprecated"),
    marked("property-became-read-only", "property-became-not-read-only", "readOnly"),
    marked("property-became-write-only", "property-became-not-write-only", "writeOnly"),
    SchemaChange(
        "additional-properties-refused",
        "additional-properties-allowed",
        thing(),
        thing() | {"additionalProperties": False},
    ),
    SchemaChange("type-changed", "type-changed", STRING, {"type": "boolean"}),
    SchemaChange("type-widened", "type-narrowed", STRING, {"type": ["string", "boolean"]}),
    SchemaChange("type-widened", "type-narrowed", {"type": "integer"}, {"type": "number"}, also_in_unions=False),
    SchemaChange("type-widened", "type-narrowed", thing(), {}, also_in_unions=False),
    SchemaChange("became-nullable", "became-not-nullable", STRING, {"type": ["string", "null"]}),
    SchemaChange("became-nullable", "became-not-nullable", STRING, STRING | {"nullable": True}),
    SchemaChange("became-nullable", "became-not-nullable", thing(), {"anyOf": [thing(), {"type": "null"}]}),
    SchemaChange("python-type-changed", "python-type-changed", STRING, STRING | {"format": "uuid"}),
    SchemaChange("format-added", "format-removed", STRING, STRING | {"format": "email"}),
    SchemaChange("format-changed", "format-changed", STRING | {"format": "uri"}, STRING | {"format": "email"}),
    SchemaChange("union-member-added", "union-member-removed", union(members=("Cat",)), union()),
    SchemaChange("discriminator-changed", "discriminator-changed", union({}), union({}, "sort")),
    SchemaChange("discriminator-changed", "discriminator-changed", union(), union({})),
    SchemaChange(
        "discriminator-value-added",
        "discriminator-value-removed",
        union({"a": "Cat"}),
        union({"a": "Cat", "b": "Dog"}),
    ),
    SchemaChange(
        "discriminator-value-remapped",
        "discriminator-value-remapped",
        union({"a": "Cat", "b": "Dog", "c": "Cat"}),
        union({"a": "Cat", "b": "Dog", "c": "Dog"}),
    ),
    SchemaChange("enum-member-added", "enum-member-removed", {"enum": ["a"]}, {"type": "string", "enum": ["b", "a"]}),
    SchemaChange(
        "enum-member-added", "enum-member-removed", {"const": "a"}, {"anyOf": [{"const": "a"}, {"enum": ["b"]}]}
    ),
    SchemaChange("enum-lifted", "enum-imposed", {"type": "string", "enum": ["a"]}, STRING),
    *(
        SchemaChange(
            "bound-tightened",
            "bound-loosened",
            {"type": kind, **old},
            {"type": kind, **new},
            (),
            kind not in ("integer", "number"),
        )
        for kind, old, new in BOUNDS
    ),
    SchemaChange("pattern-added", "pattern-removed", STRING, STRING | {"pattern": "^a"}),
    SchemaChange("pattern-changed", "pattern-changed", STRING | {"pattern": "^b"}, STRING | {"pattern": "^a"}),
    SchemaChange("default-added", "default-removed", STRING, STRING | {"default": "d"}, also_in_unions=False),
    SchemaChange(
        "default-changed",
        "default-changed",
        STRING | {"default": "e"},
        STRING | {"default": "d"},
        also_in_unions=False,
    ),
    SchemaChange("condition-added", "condition-removed", thing(), thing() | {"propertyNames": {"maxLength": 9}}),
    SchemaChange("condition-changed", "condition-changed", STRING, STRING | {"contentEncoding": "base64"}),
    SchemaChange(
        "condition-changed", "condition-changed", STRING | {"not": {"const": "a"}}, STRING | {"not": {"const": "b"}}
    ),
)

QUERY = {"name": "q", "in": "query", "schema": {"type": "array", "items": STRING}}
MEDIA = {"schema": STRING}
FORM = {"schema": thing(p=STRING)}


@frozen
class OperationChange:
    """Example of a change of an operation."""

    rule: str
    reverse: str
    old: dict[str, Any]
    new: dict[str, Any]


def parameters(*more: dict[str, Any]) -> dict[str, Any]:
    return {"parameters": list(more)}


def body(**more: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": MEDIA}, **more}}


def responses(**responses: Any) -> dict[str, Any]:
    return {"responses": {name.removeprefix("s"): {"description": "d", **more} for name, more in responses.items()}}


def headers(**header: Any) -> dict[str, Any]:
    return responses(s200={"headers": {"X-H": {"schema": STRING, **header}}})


OPERATION_CHANGES = (
    OperationChange("operation-renamed", "operation-renamed", {"operationId": "a"}, {"operationId": "b"}),
    OperationChange("operation-deprecated", "operation-reactivated", {}, {"deprecated": True}),
    OperationChange(
        "security-required", "security-alternative-added", {"security": []}, {"security": [{"token": []}]}
    ),
    OperationChange(
        "security-alternative-added",
        "security-alternative-removed",
        {"security": [{"token": []}]},
        {"security": [{"key": []}, {"token": []}]},
    ),
    OperationChange(
        "security-scope-added",
        "security-scope-removed",
        {"security": [{"oauth": ["read"]}]},
        {"security": [{"oauth": ["write", "read"]}]},
    ),
    OperationChange("required-parameter-added", "parameter-removed", {}, parameters(QUERY | {"required": True})),
    OperationChange("optional-parameter-added", "parameter-removed", {}, parameters(QUERY)),
    OperationChange("parameter-moved", "parameter-moved", parameters(QUERY), parameters(QUERY | {"in": "header"})),
    OperationChange(
        "parameter-became-required",
        "parameter-became-optional",
        parameters(QUERY),
        parameters(QUERY | {"required": True}),
    ),
    OperationChange(
        "parameter-deprecated", "parameter-reactivated", parameters(QUERY), parameters(QUERY | {"deprecated": True})
    ),
    *(
        OperationChange(
            "parameter-serialization-changed",
            "parameter-serialization-changed",
            parameters(QUERY),
            parameters(QUERY | more),
        )
        for more in ({"explode": False}, {"style": "pipeDelimited"}, {"allowReserved": True})
    ),
    OperationChange("required-request-body-added", "request-body-removed", {}, body(required=True)),
    OperationChange("optional-request-body-added", "request-body-removed", {}, body()),
    OperationChange("request-body-became-required", "request-body-became-optional", body(), body(required=True)),
    OperationChange(
        "request-media-type-added",
        "request-media-type-removed",
        body(),
        body(content={"application/json": MEDIA, "multipart/form-data": FORM}),
    ),
    OperationChange(
        "request-encoding-changed",
        "request-encoding-changed",
        body(content={"multipart/form-data": FORM}),
        body(content={"multipart/form-data": FORM | {"encoding": {"p": {"contentType": "text/csv"}}}}),
    ),
    OperationChange(
        "success-status-added", "success-status-removed", responses(s200={}), responses(s200={}, s202={})
    ),
    OperationChange("error-status-added", "error-status-removed", responses(s200={}), responses(s200={}, s4XX={})),
    OperationChange(
        "response-body-added",
        "response-body-removed",
        responses(s200={}),
        responses(s200={"content": {"application/json": MEDIA}}),
    ),
    OperationChange(
        "response-media-type-added",
        "response-media-type-removed",
        responses(s200={"content": {"application/json": MEDIA}}),
        responses(s200={"content": {"application/json": MEDIA, "text/csv": MEDIA}}),
    ),
    OperationChange("response-header-added", "optional-response-header-removed", responses(s200={}), headers()),
    OperationChange(
        "response-header-added", "required-response-header-removed", responses(s200={}), headers(required=True)
    ),
    OperationChange(
        "response-header-became-required", "response-header-became-optional", headers(), headers(required=True)
    ),
)
