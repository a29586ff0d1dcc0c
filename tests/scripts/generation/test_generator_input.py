"""What the generator is given: a description in which each answer has one content type, and no other meaning."""

import copy
from typing import Any

from openapi.generation.generator_input import spread_contents

TEXT = {"schema": {"type": "string"}}


def test_each_content_type_gets_a_status_of_its_own_that_leads_back() -> None:
    shared = {"description": "d", "content": {"application/json": TEXT, "text/csv": TEXT}}
    responses: dict[str, Any] = {"200": {"$ref": "#/components/responses/of~1two"}, "404": {"description": "d"}}
    document: dict[str, Any] = {
        "paths": {"/a": {"get": {"responses": responses}, "head": {"responses": dict(responses)}}},
        "components": {"responses": {"of/two": {"$ref": "#/components/responses/Two"}, "Two": shared}},
    }
    before = copy.deepcopy(document)
    spread = spread_contents(document)
    assert document == before
    made = spread.document["paths"]["/a"]
    contents = {status: list(response["content"]) for status, response in made["get"]["responses"].items()}
    invented = next(status for status in contents if status not in responses)
    assert contents == {"200": ["application/json"], "404": [], invented: ["text/csv"]}
    assert spread.statuses["/a", "get", invented] == "200"
    assert len(set(spread.statuses)) == 5
    assert [response["content"] for response in made["head"]["responses"].values()] == [{}, {}]


def test_a_default_that_is_a_list_is_told_in_words_and_others_stay() -> None:
    schemas = {"L": {"type": "array", "items": {}, "default": ["ä"], "description": "d."}, "N": {"default": 5}}
    made = spread_contents({"paths": {}, "components": {"schemas": schemas}}).document["components"]["schemas"]
    assert made["L"] == {"type": "array", "items": {}, "description": 'd. Default: ["ä"].'}
    assert made["N"] == {"default": 5}
