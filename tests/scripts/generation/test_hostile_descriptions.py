"""No string of a description can run code or write outside of the output folder."""

import json
from pathlib import Path
from typing import Any

import pytest

import regenerate

HARM = "harmed"
PAYLOADS = [
    f'"""\nimport pathlib; pathlib.Path("{HARM}").touch()\n"""',
    f"'''\nimport pathlib; pathlib.Path('{HARM}').touch()\n'''",
    f'"); __import__("pathlib").Path("{HARM}").touch(); ("',
    f'\\"); __import__("pathlib").Path("{HARM}").touch() #',
    f"{{{{ cycler.__init__.__globals__.os.system('touch {HARM}') }}}}",
    f"{{__import__('os').system('touch {HARM}')}}",
    f"../../{HARM}",
    f"/{HARM}",
    f"x\n__import__('os').system('touch {HARM}')",
    "\u2028\u202e\x85 import",
    "class",
    "",
]


def hostile(payload: str) -> dict[str, Any]:
    """Return a description that has a payload wherever OpenAPI allows any string."""
    schema = {
        "type": "object",
        "title": payload,
        "description": payload,
        "properties": {
            payload: {"type": "string", "description": payload, "example": payload, "default": payload},
            "kind": {"type": "string", "enum": [payload, "other"], "default": payload},
            "constant": {"const": payload},
            "matched": {"type": "string", "pattern": payload},
            "formatted": {"type": "string", "format": payload},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": payload, "version": payload, "description": payload},
        "servers": [{"url": payload}],
        "tags": [{"name": payload, "description": payload}],
        "components": {"schemas": {"Named": schema}},
        "paths": {
            "/things": {
                "post": {
                    "operationId": payload,
                    "tags": [payload],
                    "summary": payload,
                    "description": payload,
                    "parameters": [
                        {"name": payload, "in": "query", "description": payload, "schema": {"enum": [payload, "a"]}},
                        {"name": "h", "in": "header", "schema": {"type": "string", "default": payload}},
                    ],
                    "requestBody": {"content": {"application/json": {"schema": schema}}},
                    "responses": {
                        "200": {"description": payload, "content": {"application/json": {"schema": schema}}},
                        "default": {
                            "description": payload,
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Named"}}},
                        },
                    },
                }
            }
        },
    }


@pytest.mark.parametrize("payload", PAYLOADS)
def test_regenerate_of_a_hostile_description_does_no_harm(
    payload: str, copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    work = copy / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    (work / "hostile.json").write_text(json.dumps(hostile(payload)))
    before = {path.relative_to(copy) for path in copy.rglob("*")}
    # The check imports and calls the client, so that injected code would run.
    code = regenerate.main(["--spec", "hostile.json", "--output", "client"], copy)
    after = {path.relative_to(copy) for path in copy.rglob("*")}
    assert [path for path in copy.rglob(HARM) if path.is_file()] == []
    assert {path for path in after - before if path.parts[:2] != ("work", "client")} == set()
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert code in (0, 1, 2)
    assert (work / "client").exists() == (code == 0)
    assert (code == 0) == (error == "")
