"""The command: the same bytes every time, all or nothing, and a check that misses no file."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import regenerate
from openapi.generation import generator

CLIENT = Path("generated/omni_api_client")
MOCK = Path("overlay/omni_drafts/mock/openapi.json")


def contents(folder: Path) -> Mapping[Path, bytes]:
    """Read every file of a folder."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def replace(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_check_names_each_file_that_is_changed_missing_or_stray(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert regenerate.main(["--check"], copy) == 0
    (copy / CLIENT / "client.py").write_text("# by hand\n")
    (copy / CLIENT / "models" / "error.py").unlink()
    (copy / CLIENT / "models" / "stray.py").touch()
    (copy / CLIENT / "empty").mkdir()
    (copy / CLIENT / "py.typed").unlink()
    (copy / CLIENT / "__pycache__").mkdir()
    (copy / CLIENT / "__pycache__" / "client.cpython-311.pyc").touch()
    replace(copy / CLIENT / "__init__.py", "AuthenticatedClient", "Authenticated")
    replace(copy / "generated" / "manifest.json", "createDraft", "makeDraft")
    replace(copy / MOCK, "Create draft", "Make draft")
    spoiled = contents(copy)
    assert regenerate.main(["--check"], copy) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"regenerate.py: {line}"
        for line in (
            "generated/manifest.json: changed",
            "generated/omni_api_client/__init__.py: changed",
            "generated/omni_api_client/client.py: changed",
            "generated/omni_api_client/models/error.py: missing",
            "generated/omni_api_client/models/stray.py: stray",
            "generated/omni_api_client/py.typed: missing",
            "overlay/omni_drafts/mock/openapi.json: changed",
            "run `python scripts/regenerate.py`, and commit what it makes",
        )
    ]
    assert contents(copy) == spoiled


def test_a_description_that_changed_is_drift(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(copy / "openapi.yaml", "summary: Create draft", "summary: Make draft")
    assert regenerate.main(["--check"], copy) == 1
    assert "generated/omni_api_client/api/documents/create_draft.py: changed" in capsys.readouterr().err


def test_regenerating_makes_up_for_whatever_happened_to_the_files(copy: Path) -> None:
    before = contents(copy)
    (copy / CLIENT / "client.py").unlink()
    (copy / CLIENT / "models" / "stray.py").touch()
    (copy / MOCK).unlink()
    assert regenerate.main([], copy) == 0
    assert contents(copy) == before


def test_a_first_client_is_made_where_there_is_none(copy: Path) -> None:
    before = contents(copy)
    for path in sorted((copy / "generated").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (copy / "generated").rmdir()
    assert regenerate.main([], copy) == 0
    assert contents(copy) == before


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_bytes_do_not_depend_on_seed_folder_or_a_ruff_on_the_path(seed: str, copy: Path, root: Path) -> None:
    before = contents(copy)
    tools = copy / "tools"
    tools.mkdir()
    (tools / "ruff").write_text("#!/bin/sh\nexit 1\n")
    (tools / "ruff").chmod(0o755)
    (copy / "ruff.toml").write_text("line-length = 40\n")
    (copy / "generated" / "manifest.json").unlink()
    call = f"import sys, pathlib, regenerate; sys.exit(regenerate.main([], pathlib.Path({str(copy)!r})))"
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(root / "scripts"),
    }
    subprocess.run([sys.executable, "-c", call], env=environment, check=True, cwd=tools)  # noqa: S603 - our own
    made = dict(contents(copy))
    del made[Path("tools/ruff")], made[Path("ruff.toml")]
    assert made == before


def _unknown_setting(copy: Path) -> None:
    replace(copy / "generator-config.yml", "literal_enums", "literal_enmus")


def _no_description(copy: Path) -> None:
    (copy / "openapi.yaml").unlink()


def _broken_yaml(copy: Path) -> None:
    replace(copy / "openapi.yaml", "paths:\n", "paths: [\n")


def _no_openapi(copy: Path) -> None:
    (copy / "openapi.yaml").write_text("<html></html>\n")


def _swagger(copy: Path) -> None:
    (copy / "openapi.yaml").write_text("swagger: '2.0'\npaths: {}\n")


def _misshapen(copy: Path) -> None:
    replace(
        copy / "openapi.yaml", "required:\n                - modelId\n                - name", "required: modelId"
    )


def _unpinned(copy: Path) -> None:
    replace(copy / "constraints.txt", "ruff==", "rough==")


def _other_ruff(copy: Path) -> None:
    replace(copy / "constraints.txt", "ruff==", "ruff==9.")


def _no_templates(copy: Path) -> None:
    (copy / "scripts/openapi/generation/templates").rename(copy / "scripts/elsewhere")


def _empty_settings(copy: Path) -> None:
    (copy / "generator-config.yml").write_text("")


def _broken_settings(copy: Path) -> None:
    (copy / "generator-config.yml").write_text("a: [")


def _name_without_use(copy: Path) -> None:
    with (copy / "generator-config.yml").open("a") as settings:
        settings.write("class_overrides: {Gone: {class_name: Chosen, module_name: chosen}}\n")


def _no_room(copy: Path) -> None:
    (copy / "overlay/omni_drafts/mock/openapi.json").unlink()
    (copy / "overlay/omni_drafts/mock").rmdir()
    (copy / "overlay/omni_drafts/mock").touch()


def _other_generator(copy: Path) -> None:
    replace(copy / "constraints.txt", "openapi-python-client==", "openapi-python-client==9.")


def _other_template(copy: Path) -> None:
    replace(copy / "scripts/openapi/generation/templates/client.py.jinja", "token: str", "secret: str")


COULD_NOT_RUN: list[tuple[Callable[[Path], None], str]] = [
    (_unknown_setting, "generator-config.yml: the generator knows no setting `literal_enmus`"),
    (_no_description, "openapi.yaml: cannot be read: No such file"),
    (_broken_yaml, "openapi.yaml: line "),
    (_no_openapi, "openapi.yaml: it is a page (HTML)"),
    (_swagger, "openapi.yaml: a Swagger 2.0 description"),
    (_misshapen, "requestBody/content/application~1json/schema/required: str, where a list belongs"),
    (_unpinned, "ruff a version that constraints.txt pins is needed"),
    (_other_ruff, "ruff 9."),
    (_no_templates, "scripts/openapi/generation/templates: holds no templates"),
    (_empty_settings, "generator-config.yml: holds no settings"),
    (_broken_settings, "generator-config.yml: is not YAML"),
    (_name_without_use, "nothing is named Chosen; is Gone gone?"),
    (_no_room, "File exists"),
    (_other_generator, "openapi-python-client 9.0.29.1 is needed, 0.29.1 is installed"),
    (_other_template, "stopped: ValueError: template: expected"),
]


@pytest.mark.parametrize(("spoil", "says"), COULD_NOT_RUN)
def test_what_cannot_run_says_why_in_one_line_and_changes_nothing(
    spoil: Callable[[Path], None], says: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(copy)
    before = contents(copy)
    assert regenerate.main([], copy) == 2
    error = capsys.readouterr().err
    assert error.startswith("regenerate.py: nothing was replaced: ")
    assert says in error
    assert error.count("\n") == 1
    assert contents(copy) == before


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


def _property_told_by_a_pattern(text: str) -> str:
    old = "    Error:\n      type: object\n"
    return text.replace(old, old + "      patternProperties: {'^x': {type: string}}\n")


LOSSES: list[tuple[Callable[[str], str], str]] = [
    (_style_that_openapi_does_not_define, "parameter include (query): OpenAPI does not say how style deepObject"),
    (_parameter_without_schema, "parameter include (query) is missing"),
    (_operation_with_a_server_of_its_own, "POST /v1/documents/{identifier}/draft: it has servers of its own"),
    (_property_told_by_a_pattern, "#/components/schemas/Error: the client does not read `patternProperties`"),
]


@pytest.mark.parametrize(("spoil", "says"), LOSSES)
def test_a_loss_is_named_with_its_place_and_nothing_is_replaced(
    spoil: Callable[[str], str], says: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (copy / "openapi.yaml").read_text("utf-8")
    spoiled = spoil(text)
    assert spoiled != text
    (copy / "openapi.yaml").write_text(spoiled, "utf-8")
    before = contents(copy)
    assert regenerate.main(["--report", str(copy / "report.json")], copy) == 1
    error = capsys.readouterr().err
    assert f"regenerate.py: missing: {says}" in error or says in error
    assert "nothing was replaced: the client would lose" in error
    report = json.loads((copy / "report.json").read_text("utf-8"))
    missing = [line for kind in ("operations", "responses", "schemas") for line in report[kind]["missing"]]
    assert any(says in line for line in missing + report["warnings"])
    (copy / "report.json").unlink()
    assert contents(copy) == before


def test_another_description_is_generated_elsewhere_and_nothing_else_is_touched(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = contents(copy)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "other.json").write_text(json.dumps(OTHER))
    call = [
        "--spec",
        str(elsewhere / "other.json"),
        "--output",
        str(elsewhere / "made"),
        "--report",
        str(elsewhere / "r.json"),
    ]
    assert regenerate.main(call, copy) == 0
    assert contents(copy) == before
    assert {path.name for path in elsewhere.iterdir()} == {"other.json", "made", "r.json"}
    assert {path.name for path in (elsewhere / "made").iterdir()} == {
        "omni_api_client",
        "manifest.json",
        "openapi.json",
    }
    first = contents(elsewhere / "made")
    report = json.loads((elsewhere / "r.json").read_text())
    assert report["operations"] == {"declared": 3, "generated": 3, "missing": []}
    assert report["responses"] == {"declared": 9, "typed": 9, "missing": []}
    assert report["schemas"] == {"declared": 2, "generated": 2, "missing": []}
    assert {repair["rule"]: repair["count"] for repair in report["repairs"]}["nullable"] == 1
    assert regenerate.main(call, copy) == 0
    assert contents(elsewhere / "made") == first
    (elsewhere / "made" / "manifest.json").unlink()
    assert regenerate.main(call, copy) == 2


OTHER = {
    "openapi": "3.1.0",
    "info": {"title": 'Hostile """ {{ title }} \\', "version": "1"},
    "security": [{"bearerAuth": []}],
    "components": {
        "securitySchemes": {"bearerAuth": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Kind": {"enum": ["Add", "add", 1, None]},
            "Owner": {
                "type": "object",
                "nullable": True,
                "properties": {"kind": {"$ref": "#/components/schemas/Kind"}},
            },
        },
    },
    "paths": {
        "/things/{thingId}": {
            "parameters": [{"name": "thingId", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "getThing",
                "parameters": [
                    {"name": "tag", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
                ],
                "responses": {
                    "200": {
                        "description": "a picture",
                        "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
                    },
                    "404": {"description": "none"},
                    "4XX": {"description": "text", "content": {"text/csv": {"schema": {"type": "string"}}}},
                    "default": {
                        "description": "an owner",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Owner"}}},
                    },
                },
            },
            "post": {
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "file": {"type": "string", "format": "binary"},
                                    "name": {"type": "string"},
                                },
                            }
                        }
                    }
                },
                "responses": {"204": {"description": "done"}, "409": {"description": "not done"}},
            },
            "put": {
                "operationId": "putThing",
                "requestBody": {
                    "required": True,
                    "content": {"text/tab-separated-values": {"schema": {"type": "string"}}},
                },
                "responses": {
                    "200": {"description": "a sheet", "content": {"application/vnd.ms-excel": {}}},
                    "206": {"description": "a stream", "content": {"text/event-stream": {}}},
                    "207": {
                        "description": "lines",
                        "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
                    },
                },
            },
        }
    },
}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--spec", "x.yaml"],
        ["--output", "x"],
        ["--check", "--spec", "x.yaml", "--output", "y"],
        ["--spec", "none.yaml", "--output", "y"],
    ],
)
def test_arguments_that_cannot_be_followed_are_refused(
    arguments: list[str], copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(copy)
    assert regenerate.main(arguments, copy) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert contents(copy) == before


def test_ignore_files_of_the_machine_change_nothing(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(copy)
    (copy / ".ignore").write_text("models/\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(copy / "xdg"))
    (copy / "xdg" / "git").mkdir(parents=True)
    (copy / "xdg" / "git" / "ignore").write_text("client.py\n")
    assert regenerate.main([], copy) == 0
    made = dict(contents(copy))
    del made[Path(".ignore")], made[Path("xdg/git/ignore")]
    assert made == before


def test_the_tools_run_with_a_pinned_hash_seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "told.py").write_text("import json; print(json.dumps(hash('text')))")
    monkeypatch.setattr(generator, "_SCRIPTS", tmp_path)
    told: object = generator._run("told", {})
    assert told == hash_of_text_with_seed_0()


def hash_of_text_with_seed_0() -> int:
    call = [sys.executable, "-c", "print(hash('text'))"]
    finished = subprocess.run(call, env={"PYTHONHASHSEED": "0"}, capture_output=True, check=True)  # noqa: S603 - our own
    return int(finished.stdout)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing_half_done(number: signal.Signals, copy: Path, root: Path) -> None:
    for name in ("regenerate.py", "openapi"):
        target = copy / "scripts" / name
        if (root / "scripts" / name).is_dir():
            shutil.copytree(root / "scripts" / name, target, dirs_exist_ok=True)
        else:
            shutil.copy(root / "scripts" / name, target)
    before = contents(copy)
    with subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-B", str(copy / "scripts" / "regenerate.py")], stderr=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None and not list(copy.glob(".regenerate-*")):
            time.sleep(0.001)
        process.send_signal(number)
        error = process.communicate(timeout=60)[1]
    assert process.returncode == 128 + number
    assert error == f"regenerate.py: stopped by {number.name}; nothing was left half done\n"
    assert contents(copy) == before


def test_without_its_tools_it_says_so_and_cannot_run(root: Path, tmp_path: Path) -> None:
    call = [sys.executable, "-S", "-E", str(root / "scripts" / "regenerate.py"), "--check"]
    finished = subprocess.run(call, capture_output=True, text=True, check=False, cwd=tmp_path)  # noqa: S603 - our own
    assert finished.returncode == 2
    assert "is not installed; run `./scripts/dev regenerate`" in finished.stderr
    assert finished.stderr.count("\n") == 1


def _answer(schema: object) -> dict[str, object]:
    return {"200": {"description": "d", "content": {"application/json": {"schema": schema}}}}


TEXT = {"type": "string"}
CAT = {"type": "object", "required": ["kind"], "properties": {"kind": TEXT, "meow": TEXT}}
DOG = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": TEXT, "when": {"type": "string", "format": "date-time"}},
}
ARRAY_OR_TEXT = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
NESTED_FORM = {"type": "object", "properties": {"inner": {"type": "object", "properties": {"a": TEXT}}}}
KINDS = [{"$ref": f"#/components/schemas/{name}"} for name in ("First", "Second")]
MAPPED = {"one": "#/components/schemas/First", "two": "Second"}
WOULD_BE_LOST: dict[str, dict[str, object]] = {
    "noType": {"responses": _answer({"type": "object", "properties": {"l": {"items": CAT}}})},
    "conditional": {"responses": _answer({"type": "object", "if": {"required": ["a"]}, "then": {"required": ["b"]}})},
    "explodedCookie": {
        "parameters": [{"name": "q", "in": "cookie", "schema": {"type": "array", "items": TEXT}}],
        "responses": {"204": {"description": "d"}},
    },
    "twoBodiesOfOneType": {
        "requestBody": {"content": {kind: {"schema": TEXT} for kind in ("application/json", "application/a+json")}},
        "responses": {"204": {"description": "d"}},
    },
    "constant": {"responses": _answer({"type": "object", "properties": {"c": {"const": 1.5}}})},
    "toldApart": {
        "responses": _answer({"oneOf": KINDS, "discriminator": {"propertyName": "kind", "mapping": MAPPED}})
    },
    "tuple": {"responses": _answer({"type": "array", "prefixItems": [TEXT, DOG], "items": False})},
    "never": {"responses": _answer({"type": "object", "properties": {"c": False}})},
    "undescribed": {"responses": _answer({"type": "object", "properties": {"a": TEXT}, "required": ["b"]})},
    "unevaluated": {"responses": _answer({"type": "object", "unevaluatedProperties": TEXT})},
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
        "responses": _answer({"allOf": [{"properties": {"c": kind}} for kind in (TEXT, {"type": "integer"})]})
    },
    "form": {
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": NESTED_FORM}}},
        "responses": {"204": {"description": "d"}},
    },
}


SHARED = "#/paths/~1required/post/responses/200/content/application~1json/schema/properties/shared"


def _described(operations: dict[str, dict[str, object]]) -> dict[str, Any]:
    paths = {f"/{name}": {"post": {"operationId": name} | operation} for name, operation in operations.items()}
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths | {"x-own": "kept"}}


def test_what_the_generator_would_lose_without_a_word_is_named(
    copy: Path, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("lost")
    (elsewhere / "lost.json").write_text(
        json.dumps(_described(WOULD_BE_LOST) | {"components": {"schemas": {"First": CAT, "Second": CAT}}})
    )
    assert regenerate.main(["--spec", str(elsewhere / "lost.json"), "--output", str(elsewhere / "made")], copy) == 1
    lines = capsys.readouterr().err.splitlines()
    for name in WOULD_BE_LOST:
        assert any(line.startswith(f"regenerate.py: missing: POST /{name}") for line in lines), name
    assert not (elsewhere / "made").exists()


def _contents(**schemas: object) -> dict[str, object]:
    return {"description": "d", "content": {kind.replace("_", "/"): {"schema": s} for kind, s in schemas.items()}}


def _parameter(name: str, place: str, schema: object, **more: object) -> dict[str, object]:
    return {"name": name, "in": place, "schema": schema, "required": place == "path", **more}


TEXTS = {"type": "array", "items": TEXT}
PAIR = {"type": "object", "properties": {"a": TEXT, "b": {"type": "integer"}}, "additionalProperties": False}
MOMENT = {"type": "string", "format": "date-time"}
HERE = {"$ref": "#/components/schemas/Tree"}
TREE = {
    "type": "object",
    "properties": {
        "left": HERE,
        "right": {"anyOf": [HERE, {"type": "null"}]},
        "more": {"type": "array", "items": HERE},
    },
    "additionalProperties": HERE,
}
UPLOADED = {"f": {"type": "string", "contentMediaType": "application/octet-stream"}, "t": TEXT}
DEFAULTS = {
    "o": PAIR | {"default": {"a": "b"}},
    "l": TEXTS | {"default": ["a"]},
    "when": MOMENT | {"default": "2026-05-06T13:44:26Z"},
    "never": MOMENT | {"default": "now"},
    "sure": {"type": "boolean", "default": True},
    "kind": {"type": "string", "enum": ["a", "b"], "default": "b"},
}
DONE = {"204": {"description": "d"}}
BIRD = {"type": "object", "required": ["sings"], "properties": {"sings": {"type": "boolean"}}}
FISH = {"type": "object", "required": ["depth"], "properties": {"depth": {"type": "number"}}}
BOUNDED = {
    "b": {"allOf": [TEXT, {"maxLength": 3}]},
    "one": {"allOf": [{"type": "integer", "minimum": 1}]},
    "narrow": {"allOf": [{"enum": ["a", "b", "c"]}, {"enum": ["b", "a"]}, TEXT]},
}
GOES_THROUGH: dict[str, dict[str, object]] = {
    "bounded": {"responses": _answer({"type": "object", "properties": BOUNDED})},
    "composedUnion": {"responses": _answer({"allOf": [CAT, {"oneOf": [BIRD, FISH]}]})},
    "propertiesBesideUnion": {"responses": _answer(CAT | {"anyOf": [BIRD, FISH], "description": "d"})},
    "twoUnions": {"responses": _answer({"allOf": [{"oneOf": [BIRD, FISH]}, {"oneOf": [CAT]}, {"description": "d"}]})},
    "closed": {"responses": _answer({"type": "object", "additionalProperties": False})},
    "constant": {
        "responses": _answer(
            {"type": "object", "properties": {"done": {"type": "boolean", "enum": [True]}, "x": {"const": "x"}}}
        )
        | {"x-own": "kept"}
    },
    "contents": {
        "responses": {
            "200": _contents(application_json=CAT, text_csv=TEXT, image_png={}),
            "4XX": _contents(text_plain=TEXT, application_json={"type": "array", "items": DOG}),
            "default": {"description": "d", "content": {"application/json": {}}},
        }
    },
    "cookies": {
        "parameters": [
            _parameter("n", "cookie", {"type": "integer"}),
            _parameter("l", "cookie", TEXTS, explode=False),
        ],
        "responses": DONE,
    },
    "defaults": {
        "parameters": [
            _parameter("l", "query", TEXTS | {"default": ["a"]}),
            _parameter("n", "query", {"type": "integer", "default": 5}),
        ],
        "responses": _answer({"type": "object", "properties": DEFAULTS}),
    },
    "uploads": {
        "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": UPLOADED}}}},
        "responses": DONE,
    },
    "headers": {
        "parameters": [
            _parameter("X-When", "header", MOMENT),
            _parameter("X-List", "header", TEXTS),
            _parameter("X-Pair", "header", PAIR),
            _parameter("X-Pairs", "header", PAIR, explode=True),
        ],
        "responses": DONE,
    },
    "listed": {"responses": _answer({"type": ["object", "array"], "properties": {"k": CAT}, "items": DOG})},
    "maps": {"responses": _answer({"type": "object", "additionalProperties": DOG})},
    "multipart": {
        "requestBody": {
            "content": {
                "application/json": {"schema": {"type": "object", "properties": {"j": TEXT}}},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "file": {"type": "string", "format": "binary"},
                            "inner": CAT,
                            "list": TEXTS,
                            "sure": {"type": "boolean"},
                            "when": MOMENT,
                        },
                    }
                },
            }
        },
        "responses": DONE,
    },
    "mapOfMaps": {
        "responses": _answer(
            {
                "type": "object",
                "additionalProperties": {
                    "$ref": "#/paths/~1mapOfMaps/post/responses/200/content/application~1json/schema"
                },
            }
        )
    },
    "bytes": {"requestBody": {"content": {"application/octet-stream": {}}}, "responses": DONE},
    "anything": {"requestBody": {"content": {"application/json": {"schema": {}}}}, "responses": DONE},
    "ranges": {
        "responses": {f"{hundred}XX": {"description": "d"} for hundred in range(1, 6)}
        | {"default": _contents(a_b=TEXT)}
    },
    "required": {
        "responses": _answer(
            {
                "type": "object",
                "properties": {
                    "within": {"allOf": [{"$ref": SHARED}, {"required": ["meow"]}]},
                    "beside": {"allOf": [{"$ref": SHARED}], "required": ["meow"]},
                    "shared": CAT,
                },
            }
        )
    },
    "nullable": {"responses": _answer({"anyOf": [DOG, {"type": "null"}]})},
    "queries": {
        "parameters": [
            _parameter("comma", "query", TEXTS, explode=False),
            _parameter("space", "query", TEXTS, explode=False, style="spaceDelimited"),
            _parameter("pipe", "query", TEXTS, explode=False, style="pipeDelimited"),
            _parameter("deep", "query", PAIR, style="deepObject"),
            _parameter("flat", "query", PAIR, explode=False),
            _parameter("either", "query", ARRAY_OR_TEXT, explode=False),
            _parameter("when", "query", MOMENT),
        ],
        "responses": DONE,
    },
    "tuples": {"responses": _answer({"type": "array", "prefixItems": [DOG, DOG], "items": False})},
    "unlike": {"responses": _answer({"oneOf": [CAT, DOG]})},
    "vague": {
        "responses": _answer({"type": "object", "properties": {"any": True, "list": {"type": "array"}}}),
        "requestBody": {"content": {"application/json": {"schema": {"oneOf": [{"const": "a"}, {"const": "b"}]}}}},
    },
}
PATHS = {
    f"/{style}{explode}/{{l}}/{{o}}/{{when}}": {
        "get": {
            "operationId": f"path-{style}-{explode}",
            "parameters": [
                _parameter("l", "path", TEXTS, style=style, explode=explode),
                _parameter("o", "path", PAIR, style=style, explode=explode),
                _parameter("when", "path", MOMENT, style=style),
            ],
            "responses": DONE,
        }
    }
    for style in ("simple", "label", "matrix")
    for explode in (True, False)
} | {"/heads": {"head": {"operationId": "heads", "responses": _answer(CAT)}}}


def _named_alike() -> dict[str, object]:
    """Give components, operations and tags that differ in case and punctuation only."""
    answered: dict[str, dict[str, object]] = {"mapped": {"responses": _answer({"$ref": "#/components/schemas/Cat_"})}}
    document = _described(GOES_THROUGH | answered)
    components = {"Cat": CAT, "cat": DOG, "Cat_": CAT | {"nullable": True}, "Cat2": DOG, "Cats": TEXT}
    ids = ["readAll", "read_all", "ReadAll", "readAll2"]
    paths = {f"/{name}": {"get": {"operationId": name, "responses": _answer(CAT)}} for name in ids}
    paths |= {path: {"get": {"tags": ["Own"], "responses": _answer(DOG)}} for path in ("/a/b", "/a_b", "/a-b/")}
    own = document["paths"]
    assert isinstance(own, dict)
    return document | {"paths": own | paths, "components": {"schemas": components}}


def test_names_that_the_generator_would_take_for_one_go_through(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("alike")
    (elsewhere / "alike.json").write_text(json.dumps(_named_alike()))
    call = ["--spec", str(elsewhere / "alike.json"), "--output", str(elsewhere / "made")]
    assert regenerate.main(call, copy) == 0
    manifest = json.loads((elsewhere / "made" / "manifest.json").read_text())
    assert {name: manifest["schemas"][name] for name in ("Cat", "cat", "Cat_", "Cat2", "Cats")} == {
        "Cat": "Cat",
        "cat": "Cat3",
        "Cat_": "Cat4",
        "Cat2": "Cat2",
        "Cats": None,
    }
    modules = [operation["module"] for operation in manifest["operations"]]
    assert len(modules) == len(set(modules)) == len(GOES_THROUGH) + 8
    assert manifest["repairs"]["components-called-alike"] == 2
    assert manifest["repairs"]["operations-called-alike"] == 4


def test_what_is_unusual_goes_through_and_is_audited_to_the_last_property(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("whole")
    trees: dict[str, dict[str, object]] = {"trees": {"responses": _answer(HERE)}}
    described: dict[str, Any] = _described(GOES_THROUGH | trees)
    described["paths"] |= PATHS
    described["components"] = {"schemas": {"Tree": TREE}}
    (elsewhere / "whole.json").write_text(json.dumps(described))
    call = ["--spec", str(elsewhere / "whole.json"), "--output", str(elsewhere / "made")]
    assert regenerate.main(call, copy) == 0
    assert _read_a_deep_tree(elsewhere / "made") == ["", "values within values without end, where there is one"]
    assert _send_cookies(elsewhere / "made") == ["n=5; l=a,b"]
    manifest = json.loads((elsewhere / "made" / "manifest.json").read_text())
    package = elsewhere / "made" / "omni_api_client"
    # Type checkers refuse to use what a function gives that gives nothing.
    assert "parsed=None" in (package / "api" / "default" / "cookies.py").read_text()
    models = {
        name: Path(*model["module"].split(".")).with_suffix(".py") for name, model in manifest["models"].items()
    }
    spoiled: list[tuple[Path, str, str, str]] = [
        (elsewhere / "made" / models["MapsResponseValue"], '"when", "when"', '"then", "when"', "POST /maps 200"),
        (elsewhere / "made" / models["NullableResponse"], '"when", "when"', '"then", "when"', "POST /nullable 200"),
        *(
            (package / "api" / "default" / f"{module}.py", old, new, says)
            for module, old, new, says in (
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
    for path, old, new, says in spoiled:
        whole = path.read_text("utf-8")
        flat = re.sub(r"\(\s+", "(", re.sub(r",\s+", ", ", whole))
        assert old in flat, (path, old)
        path.write_text(flat.replace(old, new), "utf-8")
        request = {"document": described, "folder": str(elsewhere / "made")}
        told = generator._run("openapi.conformance", request)
        missing = [line for kind in ("operations", "responses") for line in told[kind]["missing"]]
        assert missing, (path, old)
        assert all(says in line for line in missing), (says, missing)
        path.write_text(whole, "utf-8")


def _read_a_deep_tree(made: Path) -> list[str]:
    """Let a process of its own read trees, one of them deeper than Python goes; give what it says of each."""
    call = """if True:
        import httpx
        from omni_api_client import Client
        from omni_api_client.api.default import trees
        from omni_api_client.errors import InvalidContentError
        for depth in (30, 120):
            text = '{"left": {"x": {"more": [{"right": ' * depth + "null" + "}]}}}" * depth
            try:
                read = trees._parse_response(client=Client(base_url=""), response=httpx.Response(200, text=text))
                assert read.to_dict() == httpx.Response(200, text=text).json()
                print()
            except InvalidContentError as error:
                print(error.problem)
    """
    finished = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", call], env={"PYTHONPATH": str(made)}, capture_output=True, text=True, check=True
    )
    return finished.stdout.splitlines()


def _send_cookies(made: Path) -> list[str]:
    """Let a process of its own send cookies, and take no warning; give what arrives."""
    call = """if True:
        import httpx
        from omni_api_client import Client
        from omni_api_client.api.default import cookies
        client = Client(base_url="http://cookies.test")
        answer = lambda request: print(request.headers["Cookie"]) or httpx.Response(204)
        client.set_httpx_client(httpx.Client(base_url="http://cookies.test", transport=httpx.MockTransport(answer)))
        cookies.sync_detailed(client=client, n=5, l=["a", "b"])
    """
    finished = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-W", "error", "-c", call],
        env={"PYTHONPATH": str(made)},
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout.splitlines()
