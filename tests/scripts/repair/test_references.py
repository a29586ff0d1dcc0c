"""References that the generator does not support."""

from typing import Any

from openapi_spec_validator import validate

from openapi.repair import repair_description
from support.repairs import describe, pointers_of, response

REFERRING: dict[str, Any] = {
    "paths": {
        "/a": {"$ref": "#/components/pathItems/A", "summary": "s"},
        "/b": {
            "parameters": [{"$ref": "#/components/parameters/Alias"}],
            "post": {
                "requestBody": {"$ref": "#/components/requestBodies/Alias"},
                "responses": {
                    "200": {"$ref": "#/paths/~1a/get/responses/200"},
                    "201": {"$ref": "#/components/responses/Plain"},
                    "202": response({"$ref": "#/components/schemas/Holder/properties/inner"}),
                    "203": response({"$ref": "#/components/responses/Plain/content/application~1json/schema"}),
                },
            },
        },
    },
    "components": {
        "pathItems": {"A": {"get": {"responses": {"200": response({"type": "string"})}}}},
        "parameters": {
            "Alias": {"$ref": "#/components/parameters/Plain"},
            "Plain": {"name": "q", "in": "query", "schema": {"$ref": "#/components/schemas/Holder/properties/kind"}},
        },
        "requestBodies": {
            "Alias": {"$ref": "#/components/requestBodies/Plain"},
            "Plain": {"content": {"application/json": {"schema": {"type": "integer"}}}},
        },
        "responses": {"Plain": response({"type": "object", "properties": {"a": {"type": "string"}}})},
        "schemas": {
            "HolderInner": {"type": "string"},
            "Holder": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "enum": ["a"]},
                    "inner": {
                        "type": "object",
                        "properties": {"again": {"$ref": "#/components/schemas/Holder/properties/inner"}},
                    },
                },
            },
        },
    },
}


def test_unsupported_references_are_replaced_by_supported_ones() -> None:
    document, repairs = repair_description(describe({}, **REFERRING))
    assert pointers_of(repairs, "path-items-elsewhere") == ("#/paths/~1a",)
    assert pointers_of(repairs, "references-between-components") == (
        "#/paths/~1b/parameters/0",
        "#/paths/~1b/post/requestBody",
        "#/paths/~1b/post/responses/200",
    )
    assert len(pointers_of(repairs, "references-by-place")) == 5
    item, schemas = document["paths"]["/b"], document["components"]["schemas"]
    assert document["paths"]["/a"]["get"]["responses"] == {"200": response({"type": "string"})}
    assert document["paths"]["/a"]["summary"] == "s"
    assert item["parameters"][0]["name"] == "q"
    assert item["post"]["requestBody"]["content"]["application/json"] == {"schema": {"type": "integer"}}
    assert item["post"]["responses"]["201"] == {"$ref": "#/components/responses/Plain"}
    inner = {"$ref": "#/components/schemas/HolderInner2"}
    assert item["post"]["responses"]["202"]["content"]["application/json"]["schema"] == inner
    assert schemas["Holder"]["properties"]["inner"] == inner
    assert schemas["HolderInner2"] == {"type": "object", "properties": {"again": inner}}
    plain = document["components"]["responses"]["Plain"]["content"]["application/json"]["schema"]
    assert item["post"]["responses"]["203"]["content"]["application/json"]["schema"] == plain
    validate(document)
