"""Descriptions around one schema, and what a repair makes of them."""

import json
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from openapi.reading.description import Description
from openapi.repair import RULES, Repair

ANSWER = "#/paths/~1things/get/responses/200/content/application~1json/schema"


def describe(schema: Any, **more: Any) -> Description:
    """Put a schema into a description, as a component and as an answer that refers to it."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/things": {"get": {"operationId": "listThings", "responses": {"200": answer(schema)}}}},
        "components": {
            "schemas": {
                "Enum": {"type": "string", "enum": ["a", "b"]},
                "S": schema,
                "R": {"type": "array", "items": {"$ref": "#/components/schemas/S"}},
            }
        },
        **more,
    }
    return Description("made.yaml", "", json.loads(json.dumps(document)))


def answer(schema: Any) -> dict[str, Any]:
    """Make a response of a schema."""
    return {"description": "d", "content": {"application/json": {"schema": schema}}}


def allows(document: Any, place: str, value: Any) -> bool:
    """Check a value by the schema at a place of a description."""
    registry: Registry[Any] = Registry().with_resource("urn:d", DRAFT202012.create_resource(document))
    return Draft202012Validator({"$ref": f"urn:d{place}"}, registry=registry).is_valid(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["a", "A", "b", "", "long"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abn"), inner, max_size=3),
    max_leaves=6,
)


def places_of(repairs: tuple[Repair, ...], rule: str) -> tuple[str, ...]:
    """Give the places that one rule changed."""
    (places,) = [repair.places for repair in repairs if repair.rule == rule]
    return places


def apply_rule(rule: str, schema: Any) -> Any:
    """Apply one rule to a schema; its places are counted."""
    document = describe(schema).document
    del document["paths"]["/things"]
    (applied,) = [item for item in RULES if item.name == rule]
    places = list(applied.apply(document))
    changed = document["components"]["schemas"]["S"] != schema
    assert bool(places) == changed
    assert all(place.startswith("#/components/schemas/S") for place in places)
    return document["components"]["schemas"]["S"]
