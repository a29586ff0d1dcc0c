"""Schemas are found wherever a description may have them."""

import json
from typing import Any

from openapi.reading.description import Description
from openapi.repair import repair_description
from support.repairs import describe, pointers_of


def test_every_place_a_schema_can_stand_is_found() -> None:
    flaw = {"type": "string", "nullable": True}
    carrier = {"name": "p", "in": "query", "schema": flaw}
    content = {"content": {"application/json": {"schema": flaw}}, "headers": {"H": carrier}}
    operation = {
        "parameters": [carrier, {"name": "c", "in": "query", "content": {"application/json": carrier}}],
        "requestBody": {"content": {"a/b": carrier}},
        "responses": {"200": content, "default": {"$ref": "#/components/responses/R"}},
        "callbacks": {"done": {"{$url}": {"post": {"responses": {"200": content}}}}},
    }
    keywords = ["additionalProperties", "items", "not", "if", "then", "else", "contains", "propertyNames"]
    keywords += ["unevaluatedProperties", "unevaluatedItems", "contentSchema"]
    inner: dict[str, Any] = dict.fromkeys(keywords, flaw)
    inner |= {key: [flaw] for key in ("allOf", "anyOf", "oneOf", "prefixItems")}
    inner |= {key: {"x": flaw} for key in ("properties", "patternProperties", "dependentSchemas", "$defs")}
    encoded = {"content": {"multipart/form-data": {"schema": {}, "encoding": {"a": {"headers": {"H": carrier}}}}}}
    paths = {"/p": {"parameters": [carrier], "get": operation, "put": {"requestBody": encoded}}}
    document = describe(inner, paths=paths, webhooks={"w": {"post": operation}}).document
    document["components"] |= {
        "parameters": {"P": carrier},
        "headers": {"H": carrier},
        "requestBodies": {"B": content},
        "responses": {"R": content},
        "pathItems": {"I": {"get": operation}},
    }
    each_on_its_own = json.loads(json.dumps(document))
    repaired_document, repairs = repair_description(Description("made.yaml", "", each_on_its_own))
    assert "nullable" not in str(repaired_document)
    places = pointers_of(repairs, "nullable")
    assert len(places) == str(document).count("nullable") == len(set(places))
