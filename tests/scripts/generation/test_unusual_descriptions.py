"""A description that uses rare features of OpenAPI is generated, and the check notices each wrong part."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import regenerate
from openapi.generation import generator
from support.unusual_descriptions import (
    CAT,
    DOG,
    PATHS,
    SUPPORTED,
    TEXT,
    TREE,
    TREE_REFERENCE,
    describe_operations,
    json_responses,
)


def _named_alike() -> dict[str, object]:
    """Return components, operations and tags that differ in case and punctuation alone."""
    mapped: dict[str, dict[str, object]] = {
        "mapped": {"responses": json_responses({"$ref": "#/components/schemas/Cat_"})}
    }
    document = describe_operations(SUPPORTED | mapped)
    components = {"Cat": CAT, "cat": DOG, "Cat_": CAT | {"nullable": True}, "Cat2": DOG, "Cats": TEXT}
    ids = ["readAll", "read_all", "ReadAll", "readAll2"]
    paths = {f"/{name}": {"get": {"operationId": name, "responses": json_responses(CAT)}} for name in ids}
    paths |= {
        path: {"get": {"tags": ["Own"], "responses": json_responses(DOG)}} for path in ("/a/b", "/a_b", "/a-b/")
    }
    own = document["paths"]
    assert isinstance(own, dict)
    return document | {"paths": own | paths, "components": {"schemas": components}}


def test_regenerate_with_names_that_differ_in_case_has_distinct_names(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("alike")
    (elsewhere / "alike.json").write_text(json.dumps(_named_alike()))
    call = ["--spec", str(elsewhere / "alike.json"), "--output", str(elsewhere / "client")]
    assert regenerate.main(call, copy) == 0
    manifest = json.loads((elsewhere / "client" / "manifest.json").read_text())
    assert {name: manifest["schemas"][name] for name in ("Cat", "cat", "Cat_", "Cat2", "Cats")} == {
        "Cat": "Cat",
        "cat": "Cat3",
        "Cat_": "Cat4",
        "Cat2": "Cat2",
        "Cats": None,
    }
    modules = [operation["module"] for operation in manifest["operations"]]
    assert len(modules) == len(set(modules)) == len(SUPPORTED) + 8
    assert manifest["repairs"]["components-called-alike"] == 2
    assert manifest["repairs"]["operations-called-alike"] == 4


def test_regenerate_of_rare_features_is_checked_to_each_property(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("whole")
    trees: dict[str, dict[str, object]] = {"trees": {"responses": json_responses(TREE_REFERENCE)}}
    described: dict[str, Any] = describe_operations(SUPPORTED | trees)
    described["paths"] |= PATHS
    described["components"] = {"schemas": {"Tree": TREE}}
    (elsewhere / "whole.json").write_text(json.dumps(described))
    call = ["--spec", str(elsewhere / "whole.json"), "--output", str(elsewhere / "client")]
    assert regenerate.main(call, copy) == 0
    assert _read_deep_trees(elsewhere / "client") == ["", "the JSON is nested too deeply"]
    assert _send_cookies(elsewhere / "client") == ["n=5; l=a,b"]
    manifest = json.loads((elsewhere / "client" / "manifest.json").read_text())
    package = elsewhere / "client" / "omni_api_client"
    # Type checkers reject the use of the result of a function that returns None.
    assert "parsed=None" in (package / "api" / "default" / "cookies.py").read_text()
    models = {
        name: Path(*model["module"].split(".")).with_suffix(".py") for name, model in manifest["models"].items()
    }
    breaks: list[tuple[Path, str, str, str]] = [
        (elsewhere / "client" / models["MapsResponseValue"], '"when", "when"', '"then", "when"', "POST /maps 200"),
        (elsewhere / "client" / models["NullableResponse"], '"when", "when"', '"then", "when"', "POST /nullable 200"),
        *(
            (package / "api" / "default" / f"{module}.py", old, new, message)
            for module, old, new, message in (
                ("queries", '"comma", "query", "form", False', '"comma", "query", "form", True', "parameter comma"),
                ("queries", '"deepObject"', '"form"', "parameter deep"),
                ("headers", '"x_pairs", "header", "simple", True', '"x_pairs", "header", "simple", False', "X-Pairs"),
                ("cookies", '"l", "cookie"', '"m", "cookie"', "POST /cookies"),
                ("contents", '"text/csv"', '"text/html"', "POST /contents 200"),
                ("contents", '"image/png", "bytes"', '"image/png", "text"', "POST /contents 200"),
                ("multipart", '"multipart"', '"urlencoded"', "POST /multipart"),
                ("path_simple_true", '"path", "simple", True', '"path", "simple", False', "GET /simpleTrue"),
                ("path_matrix_true", '"path", "matrix", True', '"path", "label", True', "GET /matrixTrue"),
            )
        ),
    ]
    for path, old, new, message in breaks:
        whole = path.read_text("utf-8")
        flat = re.sub(r"\(\s+", "(", re.sub(r",\s+", ", ", whole))
        assert old in flat, (path, old)
        path.write_text(flat.replace(old, new), "utf-8")
        request = {"document": described, "folder": str(elsewhere / "client")}
        report = generator._run("openapi.conformance", request)
        missing = [line for kind in ("operations", "responses") for line in report[kind]["missing"]]
        assert missing, (path, old)
        assert all(message in line for line in missing), (message, missing)
        path.write_text(whole, "utf-8")


def _read_deep_trees(client: Path) -> list[str]:
    """Return the output of a process that decodes two trees, one of them deeper than the recursion limit."""
    call = """if True:
        import httpx
        from omni_api_client import Client
        from omni_api_client.api.default import trees
        from omni_api_client.errors import InvalidContentError
        for depth in (30, 160):
            text = '{"left": {"x": {"more": [{"right": ' * depth + "null" + "}]}}}" * depth
            try:
                read = trees._parse_response(client=Client(base_url=""), response=httpx.Response(200, text=text))
                assert read.to_dict() == httpx.Response(200, text=text).json()
                print()
            except InvalidContentError as error:
                print(error.problem)
    """
    finished = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", call], env={"PYTHONPATH": str(client)}, capture_output=True, text=True, check=True
    )
    return finished.stdout.splitlines()


def _send_cookies(client: Path) -> list[str]:
    """Return the cookies that a process sends without a warning."""
    call = """if True:
        import httpx
        from omni_api_client import Client
        from omni_api_client.api.default import cookies
        client = Client(base_url="http://cookies.test")
        respond = lambda request: print(request.headers["Cookie"]) or httpx.Response(204)
        client.set_httpx_client(httpx.Client(base_url="http://cookies.test", transport=httpx.MockTransport(respond)))
        cookies.sync_detailed(client=client, n=5, l=["a", "b"])
    """
    finished = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-W", "error", "-c", call],
        env={"PYTHONPATH": str(client)},
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout.splitlines()
