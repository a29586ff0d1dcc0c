"""Normalization of either dialect: the names of the client, and the same requests and responses on the wire."""

import copy
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import regenerate
from openapi.dialects.counterparts import COUNTERPARTS_FILE, read_counterparts
from openapi.dialects.lookup import follow_references
from openapi.dialects.normalization import normalize
from openapi.reading.description import Description, read_description
from openapi.reading.paths import path_shape
from openapi.reading.schemas import METHODS, find_schemas
from support.descriptions import INSTANCE, instance


def addresses(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return each operation by its method and its whole path shape."""
    (prefix,) = {urlsplit(server["url"]).path.rstrip("/") for server in document.get("servers", [{"url": ""}])}
    return {
        (method, path_shape(prefix + path)): item[method]
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }


def on_the_wire(document: dict[str, Any], value: Any) -> Any:
    """Return a part of a description without references and without names."""
    if isinstance(value, list):
        return [on_the_wire(document, item) for item in value]
    if not isinstance(value, dict):
        return value
    holder, key = follow_references(document, {"": value}, "")
    found = holder[key]
    named = ("operationId", "tags", "x-class-name", *(["name"] if found.get("in") == "path" else []))
    return {name: on_the_wire(document, item) for name, item in found.items() if name not in named}


@pytest.fixture(params=["ours", "instance"])
def description(request: pytest.FixtureRequest, root: Path) -> Description:
    """Return a description of either dialect."""
    return instance() if request.param == "instance" else read_description(root / "openapi.yaml")


def test_normalize_keeps_requests_and_responses(description: Description) -> None:
    before, after = description.document, normalize(description).document
    assert addresses(before).keys() == addresses(after).keys()
    for address, operation in addresses(before).items():
        assert on_the_wire(before, operation) == on_the_wire(after, addresses(after)[address])


def test_normalize_leaves_its_argument_unchanged(description: Description) -> None:
    before = copy.deepcopy(description)
    normalize(description)
    assert description == before


def test_normalize_twice_changes_nothing(description: Description) -> None:
    once = normalize(description)
    assert normalize(once) == once


def test_normalize_gives_each_counterpart_the_names_of_the_client(description: Description) -> None:
    document = normalize(description).document
    for counterpart in read_counterparts(COUNTERPARTS_FILE):
        operation = document["paths"][counterpart.path][counterpart.method]
        assert (operation["operationId"], operation["tags"]) == (counterpart.operation_id, ["Documents"])
        holders = [document["paths"][counterpart.path], operation]
        parameters = [
            follow_references(document, holder["parameters"], 0) for holder in holders if holder.get("parameters")
        ]
        in_path = [owner[key]["name"] for owner, key in parameters if owner[key]["in"] == "path"]
        assert in_path == (["identifier"] if "{" in counterpart.path else [])


def test_normalize_keeps_other_names_unless_a_counterpart_needs_them() -> None:
    document = normalize(instance()).document
    names = {operation["operationId"] for operation in addresses(document).values()}
    assert names == {
        "documentsList",
        "createDocument",
        "createDraft",
        "documentsDiscardDraft",
        "listDocumentDrafts",
        "createDraft2",
    }
    before, after = (set(each["components"]["schemas"]) for each in (INSTANCE, document))
    assert after - before == {
        "CreateDraftBody2",
        "CreatedDraft2",
        "CreateDocumentBody",
        "CreatedDocument",
        "DocumentDraft",
    }
    other = document["paths"]["/v2/drafts"]["post"]
    assert other["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/CreateDraftBody2")


def test_normalize_with_a_path_without_the_prefix_keeps_the_prefix() -> None:
    description = instance()
    description.document["paths"]["/health"] = {"get": {"responses": {"200": {"description": "Fine"}}}}
    document = normalize(description).document
    assert "servers" not in document
    assert set(document["paths"]) == set(description.document["paths"])


@pytest.mark.parametrize("url", ["https://blobsrus.omniapp.co", "https://blobsrus.omniapp.co/"])
def test_normalize_moves_the_prefix_into_each_server(url: str) -> None:
    description = instance()
    description.document["servers"] = [{"url": url, "description": "Ours"}]
    moved = [{"url": "https://blobsrus.omniapp.co/api", "description": "Ours"}]
    assert normalize(description).document["servers"] == moved


def test_normalize_with_a_reference_into_a_renamed_path_changes_it() -> None:
    description = instance()
    item = description.document["paths"]["/api/v1/documents/{id}/draft"]
    item["delete"]["responses"]["200"] = {"$ref": "#/paths/~1api~1v1~1documents~1{id}~1draft/post/responses/200"}
    moved = normalize(description).document["paths"]["/v1/documents/{identifier}/draft"]["delete"]
    assert moved["responses"]["200"]["$ref"] == ("#/paths/~1v1~1documents~1{identifier}~1draft/post/responses/200")


def test_normalize_with_two_paths_of_one_shape_keeps_their_names() -> None:
    description = instance()
    paths = description.document["paths"]
    paths["/api/v1/documents/{identifier}/draft"] = {"get": {"responses": {"200": {"description": "Fine"}}}}
    document = normalize(description).document
    assert document["paths"]["/v1/documents/{id}/draft"]["post"]["operationId"] == "createDraft"
    assert "/v1/documents/{identifier}/draft" in document["paths"]


@pytest.mark.parametrize("schema", [True, False, {}, {"$ref": "#/components/schemas/Anything"}])
def test_normalize_with_an_empty_schema_succeeds(schema: Any) -> None:
    description = instance()
    schemas = description.document["components"]["schemas"]
    schemas |= {"Anything": True, "DocumentsListDraftsResponse": {"type": "array", "items": schema}}
    normalize(description)


def test_normalize_with_recursive_schemas_ends() -> None:
    description = instance()
    schemas = description.document["components"]["schemas"]
    schemas["DocumentsCreateDraftBody"] = {"anyOf": [{"$ref": "#/components/schemas/Round"}, {"type": "null"}]}
    schemas["Round"] = {"anyOf": [{"$ref": "#/components/schemas/DocumentsCreateDraftBody"}, {"type": "null"}]}
    normalize(description)


def test_clients_of_both_dialects_have_the_same_modules_classes_and_arguments(root: Path, tmp_path: Path) -> None:
    (tmp_path / "instance.json").write_text(json.dumps(INSTANCE))
    call = ["--spec", str(tmp_path / "instance.json"), "--output", str(tmp_path / "client")]
    assert regenerate.main(call, root) == 0
    ours, other = (
        {(entry["method"], entry["path"]): entry for entry in json.loads(path.read_text("utf-8"))["operations"]}
        for path in (root / "generated" / "manifest.json", tmp_path / "client" / "manifest.json")
    )
    for counterpart in read_counterparts(COUNTERPARTS_FILE):
        first, second = (each[counterpart.method.upper(), counterpart.path] for each in (ours, other))
        assert first["module"] == second["module"]
        for kind, told in (("parameters", ("name", "argument", "in")), ("bodies", ("argument", "type"))):
            assert [[item[name] for name in told] for item in first[kind]] == [
                [item[name] for name in told] for item in second[kind]
            ]
        types = [
            {item["type"] for item in entry["responses"] if item["status"].startswith("2")}
            for entry in (first, second)
        ]
        assert types[0] == types[1]


def test_description_of_the_mock_has_no_class_name_extension(root: Path) -> None:
    repaired = json.loads((root / "overlay/omni_drafts/mock/openapi.json").read_text("utf-8"))
    assert [place.pointer for place in find_schemas(repaired) if "x-class-name" in place.schema] == []
