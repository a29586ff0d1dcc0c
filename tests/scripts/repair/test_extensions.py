"""Extensions among paths and responses."""

from openapi.repair import repair_description
from support.repairs import describe, pointers_of


def test_only_extensions_of_paths_and_responses_are_dropped() -> None:
    paths = {"/a": {"get": {"x-kept": 1, "responses": {"200": {"description": "d"}, "x-own": 1}}}, "x-own": "text"}
    document, repairs = repair_description(describe({}, paths=paths))
    assert document["paths"] == {"/a": {"get": {"x-kept": 1, "responses": {"200": {"description": "d"}}}}}
    assert pointers_of(repairs, "extensions-among-parts") == ("#/paths/x-own", "#/paths/~1a/get/responses/x-own")
