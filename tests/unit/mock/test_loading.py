"""Description files: the ones that are loaded, and the ones that are refused in one line."""

import json
from pathlib import Path
from typing import Any

import pytest

from omni_drafts.mock import DescriptionError, MockServer
from omni_drafts.mock._description.loading import load_description

RESPONSES: dict[str, Any] = {"200": {"description": "Done"}}
REMEDY = "; pass the openapi.json that `regenerate.py --output` writes"


def describe(operation: Any, **parts: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "paths": {"/folders": {"get": operation}}, **parts}


def components(**schemas: Any) -> dict[str, Any]:
    return {"components": {"schemas": schemas}}


def refer(reference: str) -> dict[str, Any]:
    return {"200": {"description": "Done", "content": {"application/json": {"schema": {"$ref": reference}}}}}


INVALID_CONTENT = {
    "empty": (b"", "line 1: not JSON: Expecting value"),
    "YAML": (b"openapi: 3.1.0\npaths: {}\n", "line 1: not JSON: Expecting value"),
    "half": (b'{\n"openapi": "3.1.0",\n', "line 3: not JSON: "),
    "binary": (b"\xff\xfe", "not UTF-8"),
    "deep": (b"[" * 100_000, "nested too deeply"),
}
INVALID: dict[str, tuple[Any, str]] = {
    "array": ([], "$: [] is not of type 'object'"),
    "other object": ({"name": "a"}, "$: 'openapi' is a required property"),
    "manifest": ({"openapi": "3.1.0", "operations": []}, "$: 'paths' is a required property"),
    "version 3.0": ({"openapi": "3.0.3", "paths": {}}, "$.openapi: '3.0.3' does not match"),
    "path without a slash": (
        {"openapi": "3.1.0", "paths": {"folders": {}}},
        "$.paths: 'folders' does not match '^/'",
    ),
    "operation that is a string": (describe("list"), "'list' is not of type 'object'"),
    "operation without responses": (describe({}), "'responses' is a required property"),
    "no response": (describe({"responses": {}}), "should be non-empty"),
    "unknown status code": (describe({"responses": {"9": {"description": "-"}}}), "'9' does not match"),
    "response without a description": (describe({"responses": {"200": {}}}), ": {} is not valid"),
    "parameter without a name": (
        describe({"responses": RESPONSES, "parameters": [{"in": "path"}]}),
        ".parameters[0]: ",
    ),
    "server without a URL": (describe({"responses": RESPONSES}, servers=[{}]), "$.servers[0]: 'url' is a required"),
    "reference without a target": (
        describe({"responses": refer("#/components/schemas/A")}),
        "the reference #/components/schemas/A has no target",
    ),
    "reference to another file": (describe({"responses": refer("a.json")}), "the reference a.json has no target"),
    "reference to itself": (
        describe({"responses": refer("#/components/schemas/A")}, **components(A={"$ref": "#/components/schemas/A"})),
        "the reference #/components/schemas/A has no target",
    ),
    "reference to a string": (
        describe({"responses": refer("#/components/schemas/A/type")}, **components(A={"type": "string"})),
        "the reference #/components/schemas/A/type has no target",
    ),
}


def check_refused(file: Path, problem: str) -> None:
    with pytest.raises(DescriptionError) as caught:
        load_description(file)
    message = str(caught.value)
    assert message.startswith(f"{file}: ")
    assert problem in message
    assert message.endswith(REMEDY)
    assert "\n" not in message


@pytest.mark.parametrize("name", INVALID_CONTENT)
def test_load_description_of_a_file_that_is_not_json_raises(name: str, tmp_path: Path) -> None:
    content, problem = INVALID_CONTENT[name]
    file = tmp_path / "openapi.json"
    file.write_bytes(content)
    check_refused(file, problem)


@pytest.mark.parametrize("name", INVALID)
def test_load_description_of_another_document_raises(name: str, tmp_path: Path) -> None:
    document, problem = INVALID[name]
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document), "utf-8")
    check_refused(file, problem)


def test_load_description_with_a_long_value_shortens_it(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(["a" * 10_000]), "utf-8")
    with pytest.raises(DescriptionError) as caught:
        load_description(file)
    assert len(str(caught.value)) < 400


def test_load_description_of_a_missing_file_raises(tmp_path: Path) -> None:
    check_refused(tmp_path / "missing.json", "No such file or directory")


def test_load_description_of_a_folder_raises(tmp_path: Path) -> None:
    check_refused(tmp_path, "Is a directory")


def test_mock_server_with_an_invalid_file_raises(tmp_path: Path) -> None:
    with pytest.raises(DescriptionError):
        MockServer(description=tmp_path / "missing.json")


def test_load_description_with_valid_references_returns_its_operations(tmp_path: Path) -> None:
    schemas = {
        "A": {"$ref": "#/components/schemas/B~1C"},
        "B/C": {"properties": {"$ref": {"type": "string"}}},
        "D": True,
    }
    example = {"application/json": {"example": {"$ref": "#/nowhere"}, "schema": {"$ref": "#/components/schemas/D"}}}
    responses = refer("#/components/schemas/A") | {"4XX": {"description": "-", "content": example}}
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(describe({"responses": responses}, **components(**schemas))), "utf-8")
    assert [operation.shape for operation in load_description(file).operations] == ["get /folders"]


def test_load_description_of_the_file_of_the_package_returns_its_operations(root: Path) -> None:
    packaged = load_description()
    from_file = load_description(root / "overlay" / "omni_drafts" / "mock" / "openapi.json")
    assert from_file.operations == packaged.operations
