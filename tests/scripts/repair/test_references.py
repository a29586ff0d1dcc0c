"""References that the generator does not follow."""

from typing import Any

from openapi_spec_validator import validate

from openapi.repair import repair_description
from support.repairs import answer, describe, places_of

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
                    "202": answer({"$ref": "#/components/schemas/Holder/properties/inner"}),
                    "203": answer({"$ref": "#/components/responses/Plain/content/application~1json/schema"}),
                },
            },
        },
    },
    "components": {
        "pathItems": {"A": {"get": {"responses": {"200": answer({"type": "string"})}}}},
        "parameters": {
            "Alias": {"$ref": "#/components/parameters/Plain"},
            "Plain": {"name": "q", "in": "query", "schema": {"$ref": "#/components/schemas/Holder/properties/kind"}},
        },
        "requestBodies": {
            "Alias": {"$ref": "#/components/requestBodies/Plain"},
            "Plain": {"content": {"application/json": {"schema": {"type": "integer"}}}},
        },
        "responses": {"Plain": answer({"type": "object", "properties": {"a": {"type": "string"}}})},
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


def test_references_that_the_generator_does_not_follow_are_written_so_that_it_does() -> None:
    document, repairs = repair_description(describe({}, **REFERRING))
    assert places_of(repairs, "path-items-elsewhere") == ("#/paths/~1a",)
    assert places_of(repairs, "references-between-components") == (
        "#/paths/~1b/parameters/0",
        "#/paths/~1b/post/requestBody",
        "#/paths/~1b/post/responses/200",
    )
    assert len(places_of(repairs, "references-by-place")) == 5
    item, schemas = document["paths"]["/b"], document["components"]["schemas"]
    assert document["paths"]["/a"]["get"]["responses"] == {"200": answer({"type": "string"})}
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
