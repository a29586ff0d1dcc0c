"""Parts of a description that a client would not have are reported, and nothing is replaced."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import regenerate
from support.folders import contents
from support.unusual_descriptions import CAT, DOG, TEXT, describe_operations, json_responses


def _style_that_openapi_does_not_define(text: str) -> str:
    old = "in: query\n          required: false\n          schema:\n            type: string\n"
    new = "in: query\n          style: deepObject\n          schema:\n            type: array\n"
    items = "items: {type: string}\n"
    return text.replace(old, new).replace("enum:\n              - archived\n", items, 1)


def _parameter_without_schema(text: str) -> str:
    old = "          schema:\n            type: string\n            enum:\n              - archived\n"
    return text.replace(old, "          content: {application/json: {schema: {type: string}}}\n")


def _operation_with_a_server_of_its_own(text: str) -> str:
    old = "      operationId: createDraft\n"
    return text.replace(old, old + "      servers: [{url: 'https://elsewhere.test'}]\n")


def _property_by_pattern(text: str) -> str:
    old = "    Error:\n      type: object\n"
    return text.replace(old, old + "      patternProperties: {'^x': {type: string}}\n")


MISSING: list[tuple[Callable[[str], str], str]] = [
    (_style_that_openapi_does_not_define, "parameter include (query): OpenAPI does not define how style deepObject"),
    (_parameter_without_schema, "parameter include (query) is missing"),
    (_operation_with_a_server_of_its_own, "POST /v1/documents/{identifier}/draft: it has servers of its own"),
    (_property_by_pattern, "#/components/schemas/Error: the client does not read `patternProperties`"),
]


@pytest.mark.parametrize(("change", "message"), MISSING)
def test_regenerate_part_missing_is_reported_and_nothing_is_replaced(
    change: Callable[[str], str], message: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (copy / "openapi.yaml").read_text("utf-8")
    changed = change(text)
    assert changed != text
    (copy / "openapi.yaml").write_text(changed, "utf-8")
    before = contents(copy)
    assert regenerate.main(["--report", str(copy / "report.json")], copy) == 1
    error = capsys.readouterr().err
    assert f"regenerate.py: missing: {message}" in error or message in error
    assert "nothing was replaced: the client would lose" in error
    report = json.loads((copy / "report.json").read_text("utf-8"))
    missing = [line for kind in ("operations", "responses", "schemas") for line in report[kind]["missing"]]
    assert any(message in line for line in missing + report["warnings"])
    (copy / "report.json").unlink()
    assert contents(copy) == before


NESTED_FORM = {"type": "object", "properties": {"inner": {"type": "object", "properties": {"a": TEXT}}}}
KINDS = [{"$ref": f"#/components/schemas/{name}"} for name in ("First", "Second")]
MAPPED = {"one": "#/components/schemas/First", "two": "Second"}
DROPPED: dict[str, dict[str, object]] = {
    "noType": {"responses": json_responses({"type": "object", "properties": {"l": {"items": CAT}}})},
    "conditional": {
        "responses": json_responses({"type": "object", "if": {"required": ["a"]}, "then": {"required": ["b"]}})
    },
    "explodedCookie": {
        "parameters": [{"name": "q", "in": "cookie", "schema": {"type": "array", "items": TEXT}}],
        "responses": {"204": {"description": "d"}},
    },
    "twoBodiesOfOneType": {
        "requestBody": {"content": {kind: {"schema": TEXT} for kind in ("application/json", "application/a+json")}},
        "responses": {"204": {"description": "d"}},
    },
    "constant": {"responses": json_responses({"type": "object", "properties": {"c": {"const": 1.5}}})},
    "discriminated": {
        "responses": json_responses({"oneOf": KINDS, "discriminator": {"propertyName": "kind", "mapping": MAPPED}})
    },
    "tuple": {"responses": json_responses({"type": "array", "prefixItems": [TEXT, DOG], "items": False})},
    "never": {"responses": json_responses({"type": "object", "properties": {"c": False}})},
    "undescribed": {"responses": json_responses({"type": "object", "properties": {"a": TEXT}, "required": ["b"]})},
    "unevaluated": {"responses": json_responses({"type": "object", "unevaluatedProperties": TEXT})},
    "deepList": {
        "parameters": [
            {
                "name": "q",
                "in": "query",
                "style": "deepObject",
                "explode": True,
                "schema": {"type": "array", "items": TEXT},
            }
        ],
        "responses": {"204": {"description": "d"}},
    },
    "encodedFields": {
        "requestBody": {
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {"type": "object", "properties": {"l": {"type": "array", "items": TEXT}}},
                    "encoding": {"l": {"style": "form", "explode": False}},
                }
            }
        },
        "responses": {"204": {"description": "d"}},
    },
    "encodedParts": {
        "requestBody": {
            "content": {
                "multipart/form-data": {
                    "schema": {"type": "object", "properties": {"l": TEXT}},
                    "encoding": {"l": {"contentType": "application/json"}},
                }
            }
        },
        "responses": {"204": {"description": "d"}},
    },
    "contradicting": {
        "responses": json_responses({"allOf": [{"properties": {"c": kind}} for kind in (TEXT, {"type": "integer"})]})
    },
    "form": {
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": NESTED_FORM}}},
        "responses": {"204": {"description": "d"}},
    },
}


def test_regenerate_parts_the_generator_drops_silently_are_reported(
    copy: Path, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("dropped")
    (elsewhere / "dropped.json").write_text(
        json.dumps(describe_operations(DROPPED) | {"components": {"schemas": {"First": CAT, "Second": CAT}}})
    )
    assert (
        regenerate.main(["--spec", str(elsewhere / "dropped.json"), "--output", str(elsewhere / "client")], copy) == 1
    )
    lines = capsys.readouterr().err.splitlines()
    for name in DROPPED:
        assert any(line.startswith(f"regenerate.py: missing: POST /{name}") for line in lines), name
    assert not (elsewhere / "client").exists()
