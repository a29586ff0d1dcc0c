"""Parts of a description that no client has are listed, and properties of such names are not."""

from openapi.conformance.omitted import passed_over

SCHEMES = {"bearer": {"type": "http", "scheme": "bearer"}, "key": {"type": "apiKey", "in": "query", "name": "k"}}


def test_passed_over_webhooks_callbacks_links_and_headers_have_pointers() -> None:
    headers = {"X-Left": {"schema": {"type": "integer"}}}
    schema = {"type": "object", "properties": {"headers": {"type": "object"}, "links": {}, "callbacks": {"a": {}}}}
    response = {"headers": headers, "links": {"next": {}}, "content": {"application/json": {"schema": schema}}}
    operation = {
        "callbacks": {"onDone": {"{$request.body}": {"post": {"responses": {"200": {"description": "d"}}}}}},
        "parameters": [{"name": "headers", "in": "query", "schema": schema}],
        "responses": {"200": response},
    }
    document = {
        "paths": {"/a/{b}": {"get": operation}, "/headers": {"get": {"responses": {}}}},
        "webhooks": {"changed": {"post": operation}},
        "components": {
            "schemas": {"links": schema},
            "responses": {"Plain": response},
            "headers": headers,
            "securitySchemes": SCHEMES,
        },
    }
    assert passed_over(document) == [
        "#/webhooks/changed: is not for a client to call",
        "#/components/securitySchemes/key: a bearer token is sent, unless `httpx_args` changes it",
        "#/paths/~1a~1{b}/get/callbacks/onDone: is not for a client to call",
        "#/paths/~1a~1{b}/get/responses/200/headers/X-Left: is there by name, and untyped",
        "#/paths/~1a~1{b}/get/responses/200/links/next: is not followed",
        "#/components/responses/Plain/headers/X-Left: is there by name, and untyped",
        "#/components/responses/Plain/links/next: is not followed",
        "#/components/headers/X-Left: is there by name, and untyped",
    ]
    assert passed_over({"paths": {}}) == []
