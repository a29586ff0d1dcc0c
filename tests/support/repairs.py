"""Descriptions with one schema, and the result of their repair."""

import json
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from openapi.reading.description import Description
from openapi.repair import RULES, Repair

RESPONSE = "#/paths/~1things/get/responses/200/content/application~1json/schema"


def describe(schema: Any, **more: Any) -> Description:
    """Return a description with a schema as a component and as the schema of a response."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/things": {"get": {"operationId": "listThings", "responses": {"200": response(schema)}}}},
        "components": {
            "schemas": {
                "Enum": {"type": "string", "enum": ["a", "b"]},
                "S": schema,
                "R": {"type": "array", "items": {"$ref": "#/components/schemas/S"}},
            }
        },
        **more,
    }
    return Description("api.yaml", "", json.loads(json.dumps(document)))


def response(schema: Any) -> dict[str, Any]:
    """Return a response with a schema."""
    return {"description": "d", "content": {"application/json": {"schema": schema}}}


def allows(document: Any, pointer: str, value: Any) -> bool:
    """Return whether a value is valid by the schema at a pointer."""
    registry: Registry[Any] = Registry().with_resource("urn:d", DRAFT202012.create_resource(document))
    return Draft202012Validator({"$ref": f"urn:d{pointer}"}, registry=registry).is_valid(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["a", "A", "b", "", "long"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abn"), inner, max_size=3),
    max_leaves=6,
)


def pointers_of(repairs: tuple[Repair, ...], rule: str) -> tuple[str, ...]:
    """Return the pointers of the parts that one rule changed."""
    (pointers,) = [repair.pointers for repair in repairs if repair.rule == rule]
    return pointers


def apply_rule(rule: str, schema: Any) -> Any:
    """Return a schema after one rule, and check the pointers of the rule."""
    document = describe(schema).document
    del document["paths"]["/things"]
    (applied,) = [item for item in RULES if item.name == rule]
    pointers = list(applied.apply(document))
    changed = document["components"]["schemas"]["S"] != schema
    assert bool(pointers) == changed
    assert all(pointer.startswith("#/components/schemas/S") for pointer in pointers)
    return document["components"]["schemas"]["S"]
