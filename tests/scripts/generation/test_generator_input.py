"""The generator reads a copy of the description in which each response has one content type."""

import copy
from typing import Any

from openapi.generation.generator_input import spread_contents

TEXT = {"schema": {"type": "string"}}


def test_spread_contents_gives_each_content_type_a_status_code() -> None:
    shared = {"description": "d", "content": {"application/json": TEXT, "text/csv": TEXT}}
    responses: dict[str, Any] = {"200": {"$ref": "#/components/responses/of~1two"}, "404": {"description": "d"}}
    document: dict[str, Any] = {
        "paths": {"/a": {"get": {"responses": responses}, "head": {"responses": dict(responses)}}},
        "components": {"responses": {"of/two": {"$ref": "#/components/responses/Two"}, "Two": shared}},
    }
    before = copy.deepcopy(document)
    spread = spread_contents(document)
    assert document == before
    item = spread.document["paths"]["/a"]
    contents = {status: list(response["content"]) for status, response in item["get"]["responses"].items()}
    invented = next(status for status in contents if status not in responses)
    assert contents == {"200": ["application/json"], "404": [], invented: ["text/csv"]}
    assert spread.statuses["/a", "get", invented] == "200"
    assert len(set(spread.statuses)) == 5
    assert [response["content"] for response in item["head"]["responses"].values()] == [{}, {}]


def test_spread_contents_describes_a_default_that_is_an_array() -> None:
    schemas = {"L": {"type": "array", "items": {}, "default": ["ä"], "description": "d."}, "N": {"default": 5}}
    spread = spread_contents({"paths": {}, "components": {"schemas": schemas}}).document["components"]["schemas"]
    assert spread["L"] == {"type": "array", "items": {}, "description": 'd. Default: ["ä"].'}
    assert spread["N"] == {"default": 5}
