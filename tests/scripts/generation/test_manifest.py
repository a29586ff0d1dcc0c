"""The manifest says where everything is: held to the description, to the client, and to the overlay's binding."""

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
from omni_drafts import UnexpectedResponseError
from omni_drafts._drivers import drive
from omni_drafts._operations.binding import documents, drafts
from omni_drafts._operations.flow import Flow, Request
from openapi.adoption.overlay_requirements import NEEDED, Needed
from openapi.dialects.normalization import normalize
from openapi.generation.generator_process import exchange
from openapi.reading.description import read_description


@pytest.fixture
def manifest(root: Path) -> Any:
    return json.loads((root / "generated" / "manifest.json").read_text("utf-8"))


def test_it_names_the_description_and_the_generator(manifest: Any, root: Path) -> None:
    content = (root / "openapi.yaml").read_bytes()
    assert manifest["description"] == {"file": "openapi.yaml", "sha256": hashlib.sha256(content).hexdigest()}
    assert manifest["generator"] == {
        "name": "openapi-python-client",
        "version": version("openapi-python-client"),
    }


def test_it_has_each_operation_of_the_description(manifest: Any, root: Path) -> None:
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


def test_what_it_names_is_in_the_client(manifest: Any) -> None:
    for name, model in manifest["models"].items():
        assert hasattr(importlib.import_module(model["module"]), name)
    for entry in manifest["operations"]:
        module = importlib.import_module(entry["module"])
        for function in ("sync", "sync_detailed", "asyncio", "asyncio_detailed"):
            arguments = inspect.signature(getattr(module, function)).parameters
            named = {item["argument"] for item in [*entry["parameters"], *entry["bodies"]]}
            assert set(arguments) == named | {"client"}
        assert set(entry["models"]) <= set(manifest["models"])


def test_the_overlay_is_bound_to_the_modules_that_it_names(manifest: Any) -> None:
    modules = {entry["operation_id"]: entry["module"] for entry in manifest["operations"]}
    bound = {
        name: module.__name__ for name, module in (vars(drafts) | vars(documents)).items() if inspect.ismodule(module)
    }
    assert modules == {
        "createDraft": bound["_create_draft"],
        "listDocumentDrafts": bound["_list_document_drafts"],
        "createDocument": bound["_create_document"],
    }


ANSWERS: dict[str, tuple[Callable[[], Flow[Any]], Any]] = {
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


def _answer(response: httpx.Response, _: Request) -> httpx.Response:
    return response


@pytest.mark.parametrize("needed", NEEDED, ids=lambda needed: f"{needed.method} {needed.path}")
def test_the_overlay_takes_the_successes_that_it_says_and_no_other(needed: Needed, manifest: Any) -> None:
    begin, answer = ANSWERS[f"{needed.method.upper()} {needed.path}"]
    taken = set()
    for status in range(200, 300):
        response = httpx.Response(status, json=answer, request=httpx.Request("GET", "https://omni.test"))
        with suppress(UnexpectedResponseError):
            drive(begin(), partial(_answer, response))
            taken.add(str(status))
    assert taken == set(needed.successes)
    operation = (needed.method.upper(), needed.path)
    (entry,) = (entry for entry in manifest["operations"] if (entry["method"], entry["path"]) == operation)
    assert {response["status"] for response in entry["responses"] if response["status"].startswith("2")} <= taken


def test_names_are_such_as_a_person_would_choose(manifest: Any) -> None:
    assert [name for name in manifest["models"] if re.search(r"Response\d|Type\d|Item|\d", name)] == []
    assert max(map(len, manifest["models"])) <= 36


def test_models_and_overlay_share_no_name(manifest: Any) -> None:
    assert set(manifest["models"]) & set(omni_drafts.__all__) == set()


def test_the_client_is_typed() -> None:
    assert Path(omni_api_client.__file__).with_name("py.typed").exists()


def test_a_template_of_the_generator_that_changed_is_noticed() -> None:
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
"""What the generator's own templates were when ours were written to take their place."""


@pytest.mark.parametrize("name", REPLACED)
def test_a_template_that_ours_replaces_is_still_the_one_that_was_replaced(name: str) -> None:
    """Where this fails, see what has changed in the generator's, take over what is of use, and note the new sum."""
    own = files("openapi_python_client").joinpath("templates", name).read_bytes()
    assert hashlib.sha256(own).hexdigest() == REPLACED[name]


def test_each_template_of_ours_that_does_not_build_on_the_generators_is_held_to_it(root: Path) -> None:
    ours = {
        path.name
        for path in (root / "scripts/openapi/generation/templates").glob("*.py.jinja")
        if "generator/" not in path.read_text()
    }
    assert ours == set(REPLACED) - {"errors.py.jinja"}
