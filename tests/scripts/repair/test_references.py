"""References that the generator does not support."""

from typing import Any

import pytest
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


def test_keys_beside_a_reference_to_a_path_item_take_precedence() -> None:
    item = {"summary": "target", "get": {"responses": {"200": response({})}}}
    paths = {"/a": {"$ref": "#/components/pathItems/A", "summary": "own"}}
    document, _ = repair_description(describe({}, paths=paths, components={"pathItems": {"A": item}}))
    assert document["paths"]["/a"] == item | {"summary": "own"}


@pytest.mark.parametrize("kind", ["parameters", "responses", "requestBodies"])
def test_references_to_direct_components_stay(kind: str) -> None:
    reference = {"$ref": f"#/components/{kind}/Direct"}
    components: dict[str, Any] = {
        "parameters": {"Direct": {"name": "q", "in": "query", "schema": {"type": "string"}}},
        "responses": {"Direct": response({})},
        "requestBodies": {"Direct": {"content": {"application/json": {"schema": {}}}}},
    }
    operation: dict[str, Any] = {"responses": {"200": response({})}}
    parts: dict[str, dict[str, Any]] = {
        "parameters": {"parameters": [reference]},
        "responses": {"responses": {"200": reference}},
    }
    operation |= parts.get(kind, {"requestBody": reference})
    _, repairs = repair_description(describe({}, paths={"/a": {"post": operation}}, components=components))
    assert pointers_of(repairs, "references-between-components") == ()


@pytest.mark.parametrize("braces", ["{id}", "%7Bid%7D"])
def test_a_reference_into_a_path_with_parameters_names_the_schema(braces: str) -> None:
    thing = {"type": "object", "properties": {"a": {"type": "string"}}}
    pointer = f"#/paths/~1a~1{braces}/get/responses/200/content/application~1json/schema"
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    get = {"operationId": "readThing", "parameters": [parameter], "responses": {"200": response(thing)}}
    other = {"operationId": "readOther", "responses": {"200": response({"$ref": pointer})}}
    document, _ = repair_description(describe({}, paths={"/a/{id}": {"get": get}, "/b": {"get": other}}))
    reference = {"$ref": "#/components/schemas/ReadThingResponse"}
    for path in ("/a/{id}", "/b"):
        assert document["paths"][path]["get"]["responses"]["200"] == response(reference)
