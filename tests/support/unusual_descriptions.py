"""Operations that use rare features of OpenAPI."""

from typing import Any


def json_responses(schema: object) -> dict[str, object]:
    """Return responses with one success, which has JSON."""
    return {"200": {"description": "d", "content": {"application/json": {"schema": schema}}}}


TEXT = {"type": "string"}
CAT = {"type": "object", "required": ["kind"], "properties": {"kind": TEXT, "meow": TEXT}}
DOG = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": TEXT, "when": {"type": "string", "format": "date-time"}},
}
ARRAY_OR_TEXT = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
SHARED = "#/paths/~1required/post/responses/200/content/application~1json/schema/properties/shared"


def describe_operations(operations: dict[str, dict[str, object]]) -> dict[str, Any]:
    """Return a description of POST operations, each under a path of its own name."""
    paths = {f"/{name}": {"post": {"operationId": name} | operation} for name, operation in operations.items()}
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths | {"x-own": "kept"}}


def response_with(**schemas: object) -> dict[str, object]:
    """Return a response with a schema for each content type; `_` stands for `/`."""
    return {"description": "d", "content": {kind.replace("_", "/"): {"schema": s} for kind, s in schemas.items()}}


def parameter(name: str, location: str, schema: object, **keywords: object) -> dict[str, object]:
    """Return a parameter."""
    return {"name": name, "in": location, "schema": schema, "required": location == "path", **keywords}


TEXTS = {"type": "array", "items": TEXT}
PAIR = {"type": "object", "properties": {"a": TEXT, "b": {"type": "integer"}}, "additionalProperties": False}
MOMENT = {"type": "string", "format": "date-time"}
TREE_REFERENCE = {"$ref": "#/components/schemas/Tree"}
TREE = {
    "type": "object",
    "properties": {
        "left": TREE_REFERENCE,
        "right": {"anyOf": [TREE_REFERENCE, {"type": "null"}]},
        "more": {"type": "array", "items": TREE_REFERENCE},
    },
    "additionalProperties": TREE_REFERENCE,
}
UPLOADED = {"f": {"type": "string", "contentMediaType": "application/octet-stream"}, "t": TEXT}
DEFAULTS = {
    "o": PAIR | {"default": {"a": "b"}},
    "l": TEXTS | {"default": ["a"]},
    "when": MOMENT | {"default": "2026-05-06T13:44:26Z"},
    "never": MOMENT | {"default": "now"},
    "sure": {"type": "boolean", "default": True},
    "kind": {"type": "string", "enum": ["a", "b"], "default": "b"},
}
DONE = {"204": {"description": "d"}}
BIRD = {"type": "object", "required": ["sings"], "properties": {"sings": {"type": "boolean"}}}
FISH = {"type": "object", "required": ["depth"], "properties": {"depth": {"type": "number"}}}
BOUNDED = {
    "b": {"allOf": [TEXT, {"maxLength": 3}]},
    "one": {"allOf": [{"type": "integer", "minimum": 1}]},
    "narrow": {"allOf": [{"enum": ["a", "b", "c"]}, {"enum": ["b", "a"]}, TEXT]},
}
SUPPORTED: dict[str, dict[str, object]] = {
    "bounded": {"responses": json_responses({"type": "object", "properties": BOUNDED})},
    "composedUnion": {"responses": json_responses({"allOf": [CAT, {"oneOf": [BIRD, FISH]}]})},
    "propertiesBesideUnion": {"responses": json_responses(CAT | {"anyOf": [BIRD, FISH], "description": "d"})},
    "twoUnions": {
        "responses": json_responses({"allOf": [{"oneOf": [BIRD, FISH]}, {"oneOf": [CAT]}, {"description": "d"}]})
    },
    "closed": {"responses": json_responses({"type": "object", "additionalProperties": False})},
    "constant": {
        "responses": json_responses(
            {"type": "object", "properties": {"done": {"type": "boolean", "enum": [True]}, "x": {"const": "x"}}}
        )
        | {"x-own": "kept"}
    },
    "contents": {
        "responses": {
            "200": response_with(application_json=CAT, text_csv=TEXT, image_png={}),
            "4XX": response_with(text_plain=TEXT, application_json={"type": "array", "items": DOG}),
            "default": {"description": "d", "content": {"application/json": {}}},
        }
    },
    "cookies": {
        "parameters": [
            parameter("n", "cookie", {"type": "integer"}),
            parameter("l", "cookie", TEXTS, explode=False),
        ],
        "responses": DONE,
    },
    "defaults": {
        "parameters": [
            parameter("l", "query", TEXTS | {"default": ["a"]}),
            parameter("n", "query", {"type": "integer", "default": 5}),
        ],
        "responses": json_responses({"type": "object", "properties": DEFAULTS}),
    },
    "uploads": {
        "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": UPLOADED}}}},
        "responses": DONE,
    },
    "headers": {
        "parameters": [
            parameter("X-When", "header", MOMENT),
            parameter("X-List", "header", TEXTS),
            parameter("X-Pair", "header", PAIR),
            parameter("X-Pairs", "header", PAIR, explode=True),
        ],
        "responses": DONE,
    },
    "listed": {"responses": json_responses({"type": ["object", "array"], "properties": {"k": CAT}, "items": DOG})},
    "maps": {"responses": json_responses({"type": "object", "additionalProperties": DOG})},
    "multipart": {
        "requestBody": {
            "content": {
                "application/json": {"schema": {"type": "object", "properties": {"j": TEXT}}},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "file": {"type": "string", "format": "binary"},
                            "inner": CAT,
                            "list": TEXTS,
                            "sure": {"type": "boolean"},
                            "when": MOMENT,
                        },
                    }
                },
            }
        },
        "responses": DONE,
    },
    "mapOfMaps": {
        "responses": json_responses(
            {
                "type": "object",
                "additionalProperties": {
                    "$ref": "#/paths/~1mapOfMaps/post/responses/200/content/application~1json/schema"
                },
            }
        )
    },
    "bytes": {"requestBody": {"content": {"application/octet-stream": {}}}, "responses": DONE},
    "anything": {"requestBody": {"content": {"application/json": {"schema": {}}}}, "responses": DONE},
    "ranges": {
        "responses": {f"{hundred}XX": {"description": "d"} for hundred in range(1, 6)}
        | {"default": response_with(a_b=TEXT)}
    },
    "required": {
        "responses": json_responses(
            {
                "type": "object",
                "properties": {
                    "within": {"allOf": [{"$ref": SHARED}, {"required": ["meow"]}]},
                    "beside": {"allOf": [{"$ref": SHARED}], "required": ["meow"]},
                    "shared": CAT,
                },
            }
        )
    },
    "nullable": {"responses": json_responses({"anyOf": [DOG, {"type": "null"}]})},
    "queries": {
        "parameters": [
            parameter("comma", "query", TEXTS, explode=False),
            parameter("space", "query", TEXTS, explode=False, style="spaceDelimited"),
            parameter("pipe", "query", TEXTS, explode=False, style="pipeDelimited"),
            parameter("deep", "query", PAIR, style="deepObject"),
            parameter("flat", "query", PAIR, explode=False),
            parameter("either", "query", ARRAY_OR_TEXT, explode=False),
            parameter("when", "query", MOMENT),
        ],
        "responses": DONE,
    },
    "tuples": {"responses": json_responses({"type": "array", "prefixItems": [DOG, DOG], "items": False})},
    "unlike": {"responses": json_responses({"oneOf": [CAT, DOG]})},
    "vague": {
        "responses": json_responses({"type": "object", "properties": {"any": True, "list": {"type": "array"}}}),
        "requestBody": {"content": {"application/json": {"schema": {"oneOf": [{"const": "a"}, {"const": "b"}]}}}},
    },
}
PATHS = {
    f"/{style}{explode}/{{l}}/{{o}}/{{when}}": {
        "get": {
            "operationId": f"path-{style}-{explode}",
            "parameters": [
                parameter("l", "path", TEXTS, style=style, explode=explode),
                parameter("o", "path", PAIR, style=style, explode=explode),
                parameter("when", "path", MOMENT, style=style),
            ],
            "responses": DONE,
        }
    }
    for style in ("simple", "label", "matrix")
    for explode in (True, False)
} | {"/heads": {"head": {"operationId": "heads", "responses": json_responses(CAT)}}}
