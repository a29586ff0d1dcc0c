"""The manifest agrees with the description, the client, and the binding of the overlay."""

import hashlib
import importlib
import inspect
import json
import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

import omni_api_client
import omni_drafts
import regenerate
from omni_drafts import UnexpectedResponseError
from omni_drafts._drivers import drive
from omni_drafts._operations.binding import documents, drafts
from omni_drafts._operations.flow import Flow, Request
from openapi.adoption.overlay_requirements import REQUIRED_OPERATIONS, RequiredOperation
from openapi.dialects.normalization import normalize
from openapi.generation.generator_process import exchange
from openapi.reading.description import read_description


@pytest.fixture
def manifest(root: Path) -> Any:
    return json.loads((root / "generated" / "manifest.json").read_text("utf-8"))


def test_manifest_has_the_description_and_the_generator(manifest: Any, root: Path) -> None:
    content = (root / "openapi.yaml").read_bytes()
    assert manifest["description"] == {"file": "openapi.yaml", "sha256": hashlib.sha256(content).hexdigest()}
    assert manifest["generator"] == {
        "name": "openapi-python-client",
        "version": version("openapi-python-client"),
    }


def test_manifest_has_each_operation_of_the_description(manifest: Any, root: Path) -> None:
    document = normalize(read_description(root / "openapi.yaml")).document
    declared = {
        (method.upper(), path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }
    assert {(entry["method"], entry["path"]) for entry in manifest["operations"]} == set(declared)
    for entry in manifest["operations"]:
        operation = declared[entry["method"], entry["path"]]
        assert entry["operation_id"] == operation["operationId"]
        assert {(item["name"], item["in"]) for item in entry["parameters"]} == {
            (item["name"], item["in"]) for item in operation.get("parameters", ())
        }
        assert [item["status"] for item in entry["responses"]] == list(operation["responses"])
        assert {content_type for item in entry["responses"] for content_type in item["content_types"]} == {
            "application/json"
        }
        assert [item["content_type"] for item in entry["bodies"]] == list(
            operation.get("requestBody", {}).get("content", ())
        )


def test_manifest_names_are_in_the_client(manifest: Any) -> None:
    for name, model in manifest["models"].items():
        assert hasattr(importlib.import_module(model["module"]), name)
    for entry in manifest["operations"]:
        module = importlib.import_module(entry["module"])
        for function in ("sync", "sync_detailed", "asyncio", "asyncio_detailed"):
            arguments = inspect.signature(getattr(module, function)).parameters
            named = {item["argument"] for item in [*entry["parameters"], *entry["bodies"]]}
            assert set(arguments) == named | {"client"}
        assert set(entry["models"]) <= set(manifest["models"])


def test_binding_imports_the_modules_of_the_manifest(manifest: Any) -> None:
    modules = {entry["operation_id"]: entry["module"] for entry in manifest["operations"]}
    bound = {
        name: module.__name__ for name, module in (vars(drafts) | vars(documents)).items() if inspect.ismodule(module)
    }
    assert modules == {
        "createDraft": bound["_create_draft"],
        "listDocumentDrafts": bound["_list_document_drafts"],
        "createDocument": bound["_create_document"],
    }


CALLS: dict[str, tuple[Callable[[], Flow[Any]], Any]] = {
    "POST /v1/documents/{identifier}/draft": (lambda: drafts.create_draft("doc", None), {"identifier": "a"}),
    "GET /v1/documents/{identifier}/drafts": (lambda: drafts.list_document_drafts("doc", False), []),
    "POST /v1/documents": (
        lambda: documents.create_document(
            model_id=UUID(int=1), name="a", description=None, identifier=None, query_presentations=None
        ),
        {
            "workbook": {"id": str(UUID(int=2)), "documentId": str(UUID(int=2)), "identifier": "doc"},
            "dashboard": {"id": str(UUID(int=3)), "dashboardId": str(UUID(int=3))},
        },
    ),
}


def _respond(response: httpx.Response, _: Request) -> httpx.Response:
    return response


@pytest.mark.parametrize("required", REQUIRED_OPERATIONS, ids=lambda required: required.name)
def test_overlay_accepts_its_success_status_codes_alone(required: RequiredOperation, manifest: Any) -> None:
    begin, body = CALLS[required.name]
    accepted = set()
    for status in range(200, 300):
        response = httpx.Response(status, json=body, request=httpx.Request("GET", "https://omni.test"))
        with suppress(UnexpectedResponseError):
            drive(begin(), partial(_respond, response))
            accepted.add(str(status))
    assert accepted == set(required.success_status_codes)
    (entry,) = (entry for entry in manifest["operations"] if f"{entry['method']} {entry['path']}" == required.name)
    assert {response["status"] for response in entry["responses"] if response["status"].startswith("2")} <= accepted


OWNED = {"type": "object", "properties": {"owner": {"$ref": "#/components/schemas/Kind"}}}
KIND = {"type": "string", "enum": ["a", "b"]}
OTHER: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "security": [{"bearer": []}],
    "components": {
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        "schemas": {"Owned": OWNED, "Kind": KIND},
    },
    "paths": {
        "/b": {
            "put": {
                "parameters": [{"name": "a", "in": "query", "schema": {"type": "string"}}],
                "requestBody": {"required": True, "content": {"application/json": {"schema": OWNED}}},
                "responses": {"204": {"description": "d"}},
            },
            "get": {
                "security": [],
                "responses": {
                    "2XX": {
                        "description": "d",
                        "content": {name: {"schema": {"type": "string"}} for name in ("text/csv", "text/plain")}
                        | {"application/json": {"schema": {"$ref": "#/components/schemas/Owned"}}},
                    }
                },
            },
        },
        "/a": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": OWNED}}},
                "responses": {"204": {"description": "d"}},
            }
        },
    },
}


@pytest.fixture(scope="module")
def other_manifest(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the manifest of another description."""
    folder = tmp_path_factory.mktemp("other")
    (folder / "other.json").write_text(json.dumps(OTHER))
    call = ["--spec", str(folder / "other.json"), "--output", str(folder / "client")]
    assert regenerate.main(call, root) == 0
    return json.loads((folder / "client" / "manifest.json").read_text("utf-8"))


def test_manifest_has_operations_by_path_and_method(other_manifest: Any) -> None:
    operations = [(entry["path"], entry["method"]) for entry in other_manifest["operations"]]
    assert operations == [("/a", "POST"), ("/b", "GET"), ("/b", "PUT")]


def test_manifest_has_models_in_alphabetical_order(other_manifest: Any) -> None:
    assert list(other_manifest["models"]) == sorted(other_manifest["models"])


@pytest.mark.parametrize(
    ("key", "values"), [("secured", [True, False, True]), ("idempotent", [False, True, False])], ids=lambda item: item
)
def test_manifest_marks_operations(key: str, values: list[bool], other_manifest: Any) -> None:
    assert [entry[key] for entry in other_manifest["operations"]] == values


def test_manifest_marks_required_parameters_and_bodies(other_manifest: Any) -> None:
    post, _, put = other_manifest["operations"]
    assert [item["required"] for item in (*post["bodies"], *put["bodies"], *put["parameters"])] == [
        False,
        True,
        False,
    ]


def test_manifest_has_all_content_types_of_a_response_together(other_manifest: Any) -> None:
    (response,) = other_manifest["operations"][1]["responses"]
    assert sorted(response["content_types"]) == ["application/json", "text/csv", "text/plain"]
    assert (response["status"], response["type"]) == ("2XX", "str | Owned")


def test_manifest_has_the_models_of_an_operation_alone(other_manifest: Any) -> None:
    assert other_manifest["operations"][1]["models"] == ["Owned"]


def test_model_names_have_no_number_nor_generic_word(manifest: Any) -> None:
    assert [name for name in manifest["models"] if re.search(r"Response\d|Type\d|Item|\d", name)] == []
    assert max(map(len, manifest["models"])) <= 36


def test_model_names_are_no_names_of_the_overlay(manifest: Any) -> None:
    assert set(manifest["models"]) & set(omni_drafts.__all__) == set()


def test_client_has_py_typed() -> None:
    assert Path(omni_api_client.__file__).with_name("py.typed").exists()


def test_exchange_with_another_count_raises_value_error() -> None:
    assert exchange("a b a", ("a", "c", 2), ("b", "d", 1)) == "c d c"
    with pytest.raises(ValueError, match="expected 'a' 1 times, found it 2 times"):
        exchange("a b a", ("a", "c", 1))


REPLACED = {
    "endpoint_module.py.jinja": "c1b2628053eb4875ba59566baa5ae907666f9cbfafa308d93f970a4404b7cd52",
    "errors.py.jinja": "b6ba7ea79aa7d7f24b47119985d1ed20268d3da0ab70309ee138088a106b6af9",
    "model.py.jinja": "fd1c79680d51c06cfbb89809ad123750ba9add98b688036c04cabbf1f8ba40a0",
    "models_init.py.jinja": "4f64a3d6e1b15a561be5573c1b7702eb928c0e4fa6b67107d20e57a74c44d51a",
    "package_init.py.jinja": "ac15907e32dc39bd9b83ea6f2002fb87514f2182b97f88231b5a9c47321f6210",
}
"""SHA-256 of the templates of the generator that the templates of the project override."""


@pytest.mark.parametrize("name", REPLACED)
def test_overridden_template_of_the_generator_is_unchanged(name: str) -> None:
    """After a failure, review the change of the generator, copy it if it is useful, and update the hash."""
    own = files("openapi_python_client").joinpath("templates", name).read_bytes()
    assert hashlib.sha256(own).hexdigest() == REPLACED[name]


def test_template_that_does_not_extend_one_of_the_generator_has_a_hash(root: Path) -> None:
    ours = {
        path.name
        for path in (root / "scripts/openapi/generation/templates").glob("*.py.jinja")
        if "generator/" not in path.read_text()
    }
    assert ours == set(REPLACED) - {"errors.py.jinja"}
