"""Changes of every kind: what was, what is, and the rules by which this is told, and its reverse."""

from typing import Any

from attrs import field, frozen

from support.diff.descriptions import TEXT, Schema

BOUNDS: tuple[tuple[str, Any, Any], ...] = (
    ("string", {"minLength": 1}, {"minLength": 2}),
    ("string", {}, {"maxLength": 9}),
    ("integer", {"minimum": 1}, {"exclusiveMinimum": 1}),
    ("number", {"maximum": 5.5}, {"exclusiveMaximum": 5.5}),
    ("number", {"multipleOf": 0.5}, {"multipleOf": 1.5}),
    ("array", {"items": TEXT}, {"items": TEXT, "minItems": 1}),
    ("array", {"items": TEXT, "maxItems": 5}, {"items": TEXT, "maxItems": 4}),
    ("array", {"items": TEXT}, {"items": TEXT, "uniqueItems": True}),
    ("object", {"additionalProperties": TEXT}, {"additionalProperties": TEXT, "minProperties": 1}),
    ("object", {"maxProperties": 2}, {"maxProperties": 1}),
)


@frozen
class OfSchemas:
    """A change within a schema.

    Attributes:
        kind: The rules' name, without the side.
        reverse: The same for the way back.
        steps: What leads to it.
        also_in_unions: Whether a union of it with a number changes in the same way.
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


def marked(kind: str, reverse: str, keyword: str) -> OfSchemas:
    return OfSchemas(kind, reverse, thing(p=TEXT), thing(p=TEXT | {keyword: True}), ("p",))


OF_SCHEMAS = (
    OfSchemas("property-added", "property-removed", thing(), thing(p=TEXT), ("p",)),
    OfSchemas("required-property-added", "property-removed", thing(), thing(("p",), p=TEXT), ("p",)),
    OfSchemas("property-became-required", "property-became-optional", thing(p=TEXT), thing(("p",), p=TEXT), ("p",)),
    marked("property-deprecated", "property-reactivated", "deprecated"),
    marked("property-became-read-only", "property-became-not-read-only", "readOnly"),
    marked("property-became-write-only", "property-became-not-write-only", "writeOnly"),
    OfSchemas(
        "additional-properties-refused",
        "additional-properties-allowed",
        thing(),
        thing() | {"additionalProperties": False},
    ),
    OfSchemas("type-changed", "type-changed", TEXT, {"type": "boolean"}),
    OfSchemas("type-widened", "type-narrowed", TEXT, {"type": ["string", "boolean"]}),
    OfSchemas("type-widened", "type-narrowed", {"type": "integer"}, {"type": "number"}, also_in_unions=False),
    OfSchemas("type-widened", "type-narrowed", thing(), {}, also_in_unions=False),
    OfSchemas("became-nullable", "became-not-nullable", TEXT, {"type": ["string", "null"]}),
    OfSchemas("became-nullable", "became-not-nullable", TEXT, TEXT | {"nullable": True}),
    OfSchemas("became-nullable", "became-not-nullable", thing(), {"anyOf": [thing(), {"type": "null"}]}),
    OfSchemas("python-type-changed", "python-type-changed", TEXT, TEXT | {"format": "uuid"}),
    OfSchemas("format-added", "format-removed", TEXT, TEXT | {"format": "email"}),
    OfSchemas("format-changed", "format-changed", TEXT | {"format": "uri"}, TEXT | {"format": "email"}),
    OfSchemas("union-member-added", "union-member-removed", union(members=("Cat",)), union()),
    OfSchemas("discriminator-changed", "discriminator-changed", union({}), union({}, "sort")),
    OfSchemas("discriminator-changed", "discriminator-changed", union(), union({})),
    OfSchemas(
        "discriminator-value-added",
        "discriminator-value-removed",
        union({"a": "Cat"}),
        union({"a": "Cat", "b": "Dog"}),
    ),
    OfSchemas(
        "discriminator-value-remapped",
        "discriminator-value-remapped",
        union({"a": "Cat", "b": "Dog", "c": "Cat"}),
        union({"a": "Cat", "b": "Dog", "c": "Dog"}),
    ),
    OfSchemas("enum-member-added", "enum-member-removed", {"enum": ["a"]}, {"type": "string", "enum": ["b", "a"]}),
    OfSchemas(
        "enum-member-added", "enum-member-removed", {"const": "a"}, {"anyOf": [{"const": "a"}, {"enum": ["b"]}]}
    ),
    OfSchemas("enum-lifted", "enum-imposed", {"type": "string", "enum": ["a"]}, TEXT),
    *(
        OfSchemas(
            "bound-tightened",
            "bound-loosened",
            {"type": kind, **old},
            {"type": kind, **new},
            (),
            kind not in ("integer", "number"),
        )
        for kind, old, new in BOUNDS
    ),
    OfSchemas("pattern-added", "pattern-removed", TEXT, TEXT | {"pattern": "^a"}),
    OfSchemas("pattern-changed", "pattern-changed", TEXT | {"pattern": "^b"}, TEXT | {"pattern": "^a"}),
    OfSchemas("default-added", "default-removed", TEXT, TEXT | {"default": "d"}, also_in_unions=False),
    OfSchemas(
        "default-changed", "default-changed", TEXT | {"default": "e"}, TEXT | {"default": "d"}, also_in_unions=False
    ),
    OfSchemas("condition-added", "condition-removed", thing(), thing() | {"propertyNames": {"maxLength": 9}}),
    OfSchemas("condition-changed", "condition-changed", TEXT, TEXT | {"contentEncoding": "base64"}),
    OfSchemas(
        "condition-changed", "condition-changed", TEXT | {"not": {"const": "a"}}, TEXT | {"not": {"const": "b"}}
    ),
)

QUERY = {"name": "q", "in": "query", "schema": {"type": "array", "items": TEXT}}
MEDIA = {"schema": TEXT}
FORM = {"schema": thing(p=TEXT)}


@frozen
class OfOperations:
    """A change of an operation: what it says, in place of what it said before."""

    rule: str
    reverse: str
    old: dict[str, Any]
    new: dict[str, Any]


def parameters(*more: dict[str, Any]) -> dict[str, Any]:
    return {"parameters": list(more)}


def body(**said: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": MEDIA}, **said}}


def answers(**responses: Any) -> dict[str, Any]:
    return {"responses": {name.removeprefix("s"): {"description": "d", **said} for name, said in responses.items()}}


def headers(**header: Any) -> dict[str, Any]:
    return answers(s200={"headers": {"X-H": {"schema": TEXT, **header}}})


OF_OPERATIONS = (
    OfOperations("operation-renamed", "operation-renamed", {"operationId": "a"}, {"operationId": "b"}),
    OfOperations("operation-deprecated", "operation-reactivated", {}, {"deprecated": True}),
    OfOperations("security-required", "security-alternative-added", {"security": []}, {"security": [{"token": []}]}),
    OfOperations(
        "security-alternative-added",
        "security-alternative-removed",
        {"security": [{"token": []}]},
        {"security": [{"key": []}, {"token": []}]},
    ),
    OfOperations(
        "security-scope-added",
        "security-scope-removed",
        {"security": [{"oauth": ["read"]}]},
        {"security": [{"oauth": ["write", "read"]}]},
    ),
    OfOperations("required-parameter-added", "parameter-removed", {}, parameters(QUERY | {"required": True})),
    OfOperations("optional-parameter-added", "parameter-removed", {}, parameters(QUERY)),
    OfOperations("parameter-moved", "parameter-moved", parameters(QUERY), parameters(QUERY | {"in": "header"})),
    OfOperations(
        "parameter-became-required",
        "parameter-became-optional",
        parameters(QUERY),
        parameters(QUERY | {"required": True}),
    ),
    OfOperations(
        "parameter-deprecated", "parameter-reactivated", parameters(QUERY), parameters(QUERY | {"deprecated": True})
    ),
    *(
        OfOperations(
            "parameter-serialization-changed",
            "parameter-serialization-changed",
            parameters(QUERY),
            parameters(QUERY | said),
        )
        for said in ({"explode": False}, {"style": "pipeDelimited"}, {"allowReserved": True})
    ),
    OfOperations("required-request-body-added", "request-body-removed", {}, body(required=True)),
    OfOperations("optional-request-body-added", "request-body-removed", {}, body()),
    OfOperations("request-body-became-required", "request-body-became-optional", body(), body(required=True)),
    OfOperations(
        "request-media-type-added",
        "request-media-type-removed",
        body(),
        body(content={"application/json": MEDIA, "multipart/form-data": FORM}),
    ),
    OfOperations(
        "request-encoding-changed",
        "request-encoding-changed",
        body(content={"multipart/form-data": FORM}),
        body(content={"multipart/form-data": FORM | {"encoding": {"p": {"contentType": "text/csv"}}}}),
    ),
    OfOperations("success-status-added", "success-status-removed", answers(s200={}), answers(s200={}, s202={})),
    OfOperations("error-status-added", "error-status-removed", answers(s200={}), answers(s200={}, s4XX={})),
    OfOperations(
        "response-body-added",
        "response-body-removed",
        answers(s200={}),
        answers(s200={"content": {"application/json": MEDIA}}),
    ),
    OfOperations(
        "response-media-type-added",
        "response-media-type-removed",
        answers(s200={"content": {"application/json": MEDIA}}),
        answers(s200={"content": {"application/json": MEDIA, "text/csv": MEDIA}}),
    ),
    OfOperations("response-header-added", "optional-response-header-removed", answers(s200={}), headers()),
    OfOperations(
        "response-header-added", "required-response-header-removed", answers(s200={}), headers(required=True)
    ),
    OfOperations(
        "response-header-became-required", "response-header-became-optional", headers(), headers(required=True)
    ),
)
