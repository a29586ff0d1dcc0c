"""The command `omni-drafts mock --description FILE`, in its own process."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

import regenerate

MODEL = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
FOLDER: dict[str, Any] = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "size": {"type": "integer", "minimum": 3}},
    "required": ["id", "size"],
}
DRAFT: dict[str, Any] = {
    "type": "object",
    "properties": {"identifier": {"type": "string"}, "source": {"const": "description"}},
    "required": ["identifier", "source"],
}


def content(schema: dict[str, Any], **example: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema, **example}}}


DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Folders", "version": "1"},
    "servers": [{"url": "https://folders.test/here"}],
    "paths": {
        "/v1/folders": {
            "get": {
                "operationId": "listFolders",
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "responses": {"200": {"description": "Folders", **content({"type": "array", "items": FOLDER})}},
            },
            "post": {
                "operationId": "createFolder",
                "requestBody": {"required": True, **content(FOLDER)},
                "responses": {"201": {"description": "New", **content(FOLDER, example={"id": "a", "size": 7})}},
            },
        },
        "/v1/documents/{id}/draft": {
            "post": {
                "operationId": "draftDocument",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {"200": {"description": "Draft", **content(DRAFT)}},
            }
        },
    },
}
SEED = """
documents:
  - identifier: sales
faults:
  - fault: error_status
    status_code: 503
    operation: GET /v1/folders
"""


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("omni-drafts")), "mock", "--port", "0", *arguments]


@contextmanager
def serve(*arguments: str) -> Iterator[httpx.Client]:
    """Run the command, and yield a client with the URL that it prints."""
    with subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        url = process.stdout.readline().split()[5]
        try:
            with httpx.Client(base_url=url, headers={"Authorization": "Bearer editor-token"}) as client:
                yield client
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("description") / "folders.json"
    file.write_text(json.dumps(DESCRIPTION), "utf-8")
    return file


@pytest.fixture(scope="module")
def http(small: Path) -> Iterator[httpx.Client]:
    with serve("--description", str(small), "--rate-limit", "0") as client:
        yield client


def test_command_with_a_description_prints_its_prefix(http: httpx.Client) -> None:
    assert http.base_url.path == "/here/"


def test_command_with_a_description_returns_an_example_of_the_schema(http: httpx.Client) -> None:
    (folder,) = http.get("/v1/folders").json()
    assert folder["size"] >= 3


def test_command_with_a_description_returns_the_documented_example(http: httpx.Client) -> None:
    response = http.post("/v1/folders", json={"id": "b", "size": 3})
    assert (response.status_code, response.json()) == (201, {"id": "a", "size": 7})


@pytest.mark.parametrize("body", [{"id": "b"}, {"id": "b", "size": 2}])
def test_command_with_a_description_refuses_an_invalid_body(body: dict[str, Any], http: httpx.Client) -> None:
    assert http.post("/v1/folders", json=body).status_code == 400


def test_command_with_a_description_refuses_an_invalid_parameter(http: httpx.Client) -> None:
    assert http.get("/v1/folders", params={"limit": "a"}).status_code == 400


@pytest.mark.parametrize("path", ["/v1/documents", "/v1/documents/sales/drafts"])
def test_command_with_a_description_serves_no_other_path(path: str, http: httpx.Client) -> None:
    assert http.get(path).status_code == 404


def test_command_with_a_description_uses_the_state_where_operations_match(small: Path, tmp_path: Path) -> None:
    seed = tmp_path / "state.yaml"
    seed.write_text(SEED, "utf-8")
    with serve("--description", str(small), "--seed", str(seed)) as http:
        first, second = (http.post("/v1/documents/sales/draft").json() for _ in range(2))
        missing = http.post("/v1/documents/plans/draft")
        fault = http.get("/v1/folders")
    assert first == second
    assert first["source"] == "description"
    assert missing.status_code == 404
    assert fault.status_code == 503


def test_command_with_a_regenerated_description_serves_it(root: Path, tmp_path: Path) -> None:
    spec, output = tmp_path / "folders.json", tmp_path / "client"
    nullable = {"type": "string", "nullable": True, "enum": ["a", None]}
    described = json.loads(json.dumps(DESCRIPTION))
    described["paths"]["/v1/folders"]["get"]["responses"]["200"] |= content({"type": "array", "items": nullable})
    spec.write_text(json.dumps(described), "utf-8")
    assert regenerate.main(["--spec", str(spec), "--output", str(output)], root) == 0
    with serve("--description", str(output / "openapi.json")) as http:
        folders = http.get("/v1/folders").json()
        created = http.post("/v1/folders", json={"id": "b", "size": 3})
        missing = http.post("/v1/documents/plans/draft")
    assert folders in (["a"], [None])
    assert (created.status_code, missing.status_code) == (201, 404)


def test_command_with_an_invalid_description_prints_one_line(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_text("openapi: 3.1.0\n", "utf-8")
    process = subprocess.run(  # noqa: S603 - our own command
        command("--description", str(file)), capture_output=True, text=True, check=False, timeout=60
    )
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr == (
        f"omni-drafts: {file}: line 1: not JSON: Expecting value; "
        "pass the openapi.json that `regenerate.py --output` writes\n"
    )


def test_command_help_has_the_description() -> None:
    process = subprocess.run(  # noqa: S603 - our own command
        command("--help"), capture_output=True, text=True, check=True, timeout=60
    )
    assert "--description" in process.stdout
