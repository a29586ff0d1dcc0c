"""The command replaces all files or none, and its check finds each file that differs."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import regenerate
from support.folders import contents, replace

CLIENT = Path("generated/omni_api_client")
MOCK = Path("overlay/omni_drafts/mock/openapi.json")


def test_check_prints_each_file_that_is_changed_missing_or_stray(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert regenerate.main(["--check"], copy) == 0
    (copy / CLIENT / "client.py").write_text("# edited\n")
    (copy / CLIENT / "models" / "error.py").unlink()
    (copy / CLIENT / "models" / "stray.py").touch()
    (copy / CLIENT / "empty").mkdir()
    (copy / CLIENT / "py.typed").unlink()
    (copy / CLIENT / "__pycache__").mkdir()
    (copy / CLIENT / "__pycache__" / "client.cpython-311.pyc").touch()
    replace(copy / CLIENT / "__init__.py", "AuthenticatedClient", "Authenticated")
    replace(copy / "generated" / "manifest.json", "createDraft", "addDraft")
    replace(copy / MOCK, "Create draft", "Add draft")
    before = contents(copy)
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
            "run `python scripts/regenerate.py`, and commit its changes",
        )
    ]
    assert contents(copy) == before


def test_check_after_a_change_of_the_description_exits_1(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(copy / "openapi.yaml", "summary: Create draft", "summary: Add draft")
    assert regenerate.main(["--check"], copy) == 1
    assert "generated/omni_api_client/api/documents/create_draft.py: changed" in capsys.readouterr().err


def test_regenerate_restores_missing_and_stray_files(copy: Path) -> None:
    before = contents(copy)
    (copy / CLIENT / "client.py").unlink()
    (copy / CLIENT / "models" / "stray.py").touch()
    (copy / MOCK).unlink()
    assert regenerate.main([], copy) == 0
    assert contents(copy) == before


def test_regenerate_without_a_client_generates_it(copy: Path) -> None:
    before = contents(copy)
    for path in sorted((copy / "generated").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (copy / "generated").rmdir()
    assert regenerate.main([], copy) == 0
    assert contents(copy) == before


def test_regenerate_with_spec_and_output_writes_the_output_alone(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = contents(copy)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "other.json").write_text(json.dumps(OTHER))
    call = [
        "--spec",
        str(elsewhere / "other.json"),
        "--output",
        str(elsewhere / "client"),
        "--report",
        str(elsewhere / "r.json"),
    ]
    assert regenerate.main(call, copy) == 0
    assert contents(copy) == before
    assert {path.name for path in elsewhere.iterdir()} == {"other.json", "client", "r.json"}
    assert {path.name for path in (elsewhere / "client").iterdir()} == {
        "omni_api_client",
        "manifest.json",
        "openapi.json",
    }
    first = contents(elsewhere / "client")
    report = json.loads((elsewhere / "r.json").read_text())
    assert report["operations"] == {"declared": 3, "generated": 3, "missing": []}
    assert report["responses"] == {"declared": 9, "typed": 9, "missing": []}
    assert report["schemas"] == {"declared": 2, "generated": 2, "missing": []}
    assert {repair["rule"]: repair["count"] for repair in report["repairs"]}["nullable"] == 1
    assert regenerate.main(call, copy) == 0
    assert contents(elsewhere / "client") == first
    (elsewhere / "client" / "manifest.json").unlink()
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
def test_regenerate_with_invalid_arguments_exits_2(
    arguments: list[str], copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(copy)
    assert regenerate.main(arguments, copy) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert contents(copy) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_regenerate_stopped_by_a_signal_changes_no_file(number: signal.Signals, copy: Path, root: Path) -> None:
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
    assert error == f"regenerate.py: stopped by {number.name}; no file is half replaced\n"
    assert contents(copy) == before


def test_regenerate_without_its_tools_exits_2(root: Path, tmp_path: Path) -> None:
    call = [sys.executable, "-S", "-E", str(root / "scripts" / "regenerate.py"), "--check"]
    finished = subprocess.run(call, capture_output=True, text=True, check=False, cwd=tmp_path)  # noqa: S603 - our own
    assert finished.returncode == 2
    assert "is not installed; run `./scripts/dev regenerate`" in finished.stderr
    assert finished.stderr.count("\n") == 1
