"""A property, parameter or component may have any name that the generated code uses."""

import ast
import asyncio
import importlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import regenerate
from openapi.generation import generator

TEXT: dict[str, Any] = {"type": "string"}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
ARRAY: dict[str, Any] = {"type": "array", "items": MOMENT}
SHARED: dict[str, Any] = {
    "AMap": {"type": "object", "additionalProperties": ARRAY},
    "AKind": {"type": "string", "enum": ["a", "b"]},
}
FILE: dict[str, Any] = {"type": "string", "format": "binary"}
SCHEMAS: dict[str, dict[str, Any]] = {
    "Text": TEXT,
    "Moment": MOMENT,
    "Array": ARRAY,
    "Union": {"anyOf": [{"type": "integer"}, MOMENT, ARRAY]},
    "Kind": {"$ref": "#/components/schemas/AKind"},
    "Map": {"$ref": "#/components/schemas/AMap"},
}


def describe(schemas: dict[str, Any], operations: dict[str, dict[str, Any]]) -> dict[str, Any]:
    responses = {"200": {"description": "d", "content": {"application/json": {"schema": TEXT}}}}
    paths = {
        operation.pop("path", f"/{name}"): {"post": {"operationId": name, "responses": responses} | operation}
        for name, operation in operations.items()
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": paths,
        "components": {"schemas": SHARED | schemas},
    }
    loaded: dict[str, Any] = json.loads(json.dumps(document))
    return loaded


def refer(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"$ref": f"#/components/schemas/{name}"} for name in names]


def object_with(names: Iterable[str], schema: dict[str, Any], required: Iterable[str] = ()) -> dict[str, Any]:
    properties = dict.fromkeys(names, schema)
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": ARRAY}


def with_parameters(names: Iterable[str], location: str, schema: dict[str, Any]) -> dict[str, Any]:
    parameters = [{"name": name, "in": location, "required": location == "path", "schema": schema} for name in names]
    model = {"type": "object", "properties": {"a": MOMENT}}
    body = {"content": {"application/json": {"schema": model}}}
    return {"parameters": parameters, "requestBody": body}


def names_in(folder: Path) -> set[str]:
    """Return each name in the code of a client, without private names."""
    used: set[str] = set()
    for path in [*(folder / "omni_api_client/models").glob("*.py"), *(folder / "omni_api_client/api").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Name(id=name) | ast.arg(arg=name) | ast.alias(name=name) | ast.Attribute(attr=name):
                    used.add(name)
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
                    used.add(name)
    bare = {name.rpartition(".")[2] for name in used if not name.startswith("_")}
    return {name for name in bare if "thing" not in name.lower()} | {"id", "self", "class", "None"}


def distinct(names: Iterable[str]) -> list[str]:
    """Return the names that differ in more than case, since headers and files ignore case."""
    return list({name.lower(): name for name in names}.values())


def generate(document: dict[str, Any], folder: Path, root: Path) -> Path:
    folder.mkdir()
    (folder / "names.json").write_text(json.dumps(document))
    call = ["--spec", str(folder / "names.json"), "--output", str(folder / "client")]
    assert regenerate.main(call, root) == 0
    return folder / "client"


@pytest.fixture(scope="module")
def names(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    schemas = {"Thing": {"type": "object", "properties": SCHEMAS, "additionalProperties": MOMENT}}
    schemas |= {"Things": object_with(["thing"], SCHEMAS["Map"])}
    form = {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": {"f": FILE} | SCHEMAS}}}}
    operations = {location: with_parameters(["thing"], location, TEXT) for location in ("query", "header", "cookie")}
    operations |= {"form": {"requestBody": form}}
    operations |= {"path": with_parameters(["thing"], "path", TEXT) | {"path": "/{thing}"}}
    folder = generate(describe(schemas, operations), tmp_path_factory.mktemp("names") / "first", root)
    return sorted(names_in(folder))


@pytest.fixture
def client(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a function that generates a client and imports it in place of the client of the project."""

    def load(document: dict[str, Any]) -> tuple[Any, Any]:
        folder = generate(document, tmp_path / "again", root)
        for name in [name for name in sys.modules if name.partition(".")[0] == generator.PACKAGE]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.syspath_prepend(str(folder))
        models = importlib.import_module(f"{generator.PACKAGE}.models")
        return models, json.loads((folder / "manifest.json").read_text("utf-8"))

    yield load
    for name in [name for name in sys.modules if name.partition(".")[0] == generator.PACKAGE]:
        del sys.modules[name]


SAMPLES: dict[str, Any] = {
    "Text": "text",
    "Moment": "2026-05-06T13:44:26.000Z",
    "Array": ["2026-05-06T13:44:26.000Z"],
    "Union": ["2026-05-06T13:44:26.000Z"],
    "Kind": "a",
    "Map": {"more": ["2026-05-06T13:44:26.000Z"]},
}


def test_property_with_any_name_of_the_code_is_decoded(names: list[str], client: Any) -> None:
    assert {"cls", "src_dict", "from_dict", "to_dict", "to_multipart", "additional_keys", "T"} <= set(names)
    schemas = {f"{kind}Holder": object_with(names, schema) for kind, schema in SCHEMAS.items()}
    schemas |= {f"{kind}Keeper": object_with(names, SCHEMAS[kind], names) for kind in ("Text", "Array")}
    models, manifest = client(describe(schemas, {"get": {}}))
    for kind, sample in SAMPLES.items():
        holder = getattr(models, f"{kind}Holder")
        attributes = manifest["models"][f"{kind}Holder"]["properties"]
        for name in names:
            value = {name: sample, "more": SAMPLES["Array"]}
            assert holder.from_dict(value).to_dict() == value
            assert getattr(holder.from_dict(value), attributes[name]) is not getattr(
                holder.from_dict({}), attributes[name]
            )
    for kind in ("Text", "Array"):
        value = dict.fromkeys(names, SAMPLES[kind]) | {"more": SAMPLES["Array"]}
        assert getattr(models, f"{kind}Keeper").from_dict(value).to_dict() == value


def test_parameter_and_component_with_any_name_of_the_code_are_generated(names: list[str], client: Any) -> None:
    assert {"client", "body", "headers", "response", "httpx", "kwargs", "sync_detailed"} <= set(names)
    assert {"Any", "Response", "Client", "File", "Mapping", "TypeVar", "UNSET"} <= set(names)
    classes = distinct(name for name in names if name[0].isupper() and name not in ("Unset", "None"))
    schemas = {name: {"type": "object", "required": [name], "properties": {name: MOMENT}} for name in classes}
    plain = {location: with_parameters(names, location, TEXT) for location in ("query", "cookie")}
    plain |= {"header": with_parameters(distinct(names), "header", TEXT)}
    typed = {kind.lower(): with_parameters(names, "query", SCHEMAS[kind]) for kind in ("Moment", "Array", "Union")}
    in_path = with_parameters(names, "path", TEXT) | {"path": "".join(f"/{{{name}}}" for name in names)}
    body = {"requestBody": {"content": {"application/json": {"schema": refer(classes)[0]}}}}
    operations = plain | typed | {"path": in_path, "send": body}
    picture = {"description": "d", "content": {"image/png": {}}}
    typed_response = {"description": "d", "content": {"application/json": {"schema": {"anyOf": refer(classes)}}}}
    operations |= {"picture": {"responses": {"200": picture, "201": typed_response}}}
    models, manifest = client(describe(schemas, operations))
    assert all(hasattr(models, manifest["schemas"][name]) for name in classes)
    assert len(set(manifest["schemas"].values())) == len(manifest["schemas"])
    package = importlib.import_module(generator.PACKAGE)
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=request.method))
    for operation in [entry for entry in manifest["operations"] if entry["operation_id"] in ("query", "header")]:
        module = importlib.import_module(operation["module"])
        arguments = {parameter["argument"]: "text" for parameter in operation["parameters"]}
        caller = {"base_url": "https://names.test", "raise_on_unexpected_status": True}
        one, other = (package.Client(**caller, httpx_args={"transport": transport}) for _ in range(2))
        assert module.sync(client=one, **arguments) == "POST"
        assert asyncio.run(module.asyncio(client=other, **arguments)) == "POST"


ALIKE = ["fooBar", "foo_bar", "foo-bar", "foo.bar", "foo bar", "FooBar", "foo_bar_", "foo_bar_2", "d", "D", "d_"]
ALIKE += ["list", "list_item", "list_item_data", "json_list", "list_type_0", "alike_holder", "client", "client_query"]


def test_names_that_are_one_in_python_get_distinct_names(client: Any) -> None:
    schemas = {"AlikeHolder": object_with(ALIKE, ARRAY)}
    operations = {
        "query": with_parameters(ALIKE, "query", ARRAY),
        "header": with_parameters(distinct(ALIKE), "header", TEXT),
    }
    in_path = [name for name in ALIKE if name.replace("_", "").replace("-", "").isalnum()]
    operations |= {"path": with_parameters(in_path, "path", TEXT)}
    operations["path"] |= {"path": "".join(f"/{{{name}}}" for name in in_path)}
    models, manifest = client(describe(schemas, operations))
    attributes = manifest["models"]["AlikeHolder"]["properties"]
    assert len(set(attributes.values())) == len(ALIKE)
    for name in ALIKE:
        value = {name: SAMPLES["Array"]}
        assert models.AlikeHolder.from_dict(value).to_dict() == value
    for operation in manifest["operations"]:
        arguments = [parameter["argument"] for parameter in operation["parameters"]]
        assert len(set(arguments)) == len(arguments) > 5
