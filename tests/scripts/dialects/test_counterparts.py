"""The counterparts in their file: what is read, what is refused in one line, and that no module repeats a name."""

import ast
from pathlib import Path

import pytest

import regenerate
from openapi.dialects import normalization
from openapi.dialects.counterparts import COUNTERPARTS_FILE, Counterpart, read_counterparts
from openapi.reading.description import DescriptionError

FOLDERS = """
/v1/folders/{folderId}:
  get: {operationId: getFolder, tag: Folder Items, classes: {answer: Folder, answer/owner: Owner}}
  put: {operationId: replaceFolder, tag: Folders}
/v1/folders:
  get: {operationId: listFolders, tag: Folders}
"""


def write(folder: Path, content: str) -> Path:
    file = folder / "counterparts.yaml"
    file.write_text(content)
    return file


def test_read_counterparts_of_a_file_returns_its_operations_in_order(tmp_path: Path) -> None:
    assert read_counterparts(write(tmp_path, FOLDERS)) == (
        Counterpart(
            "get",
            "/v1/folders/{folderId}",
            "getFolder",
            "Folder Items",
            {"answer": "Folder", "answer/owner": "Owner"},
        ),
        Counterpart("put", "/v1/folders/{folderId}", "replaceFolder", "Folders", {}),
        Counterpart("get", "/v1/folders", "listFolders", "Folders", {}),
    )


INVALID = {
    "empty": ("", "the file: must be a mapping"),
    "not YAML": ("/v1/folders: [", "line 1: not YAML: "),
    "not text": ("/v1/folders: \x00", "special characters are not allowed"),
    "repeated path": (
        "/a:\n  get: {operationId: a, tag: A}\n/a:\n  put: {operationId: b, tag: A}\n",
        "line 3: not YAML: ",
    ),
    "path with the prefix": ("/api/v1/folders: {}", "/api/v1/folders: must be a path without /api"),
    "relative path": ("v1/folders: {}", "v1/folders: must be a path"),
    "path without methods": ("/a: {}", "/a: must be a mapping"),
    "unknown method": ("/a: {GET: {operationId: a, tag: A}}", "/a: 'GET' must be one of get, "),
    "method that is a number": ("/a: {1: {operationId: a, tag: A}}", "/a: must be a mapping with strings as keys"),
    "operation that is a string": ("/a: {get: getA}", "GET /a: must be a mapping"),
    "missing key": ("/a: {get: {operationId: a}}", "GET /a: missing key tag; the keys are classes, operationId, tag"),
    "unknown key": ("/a: {get: {operationId: a, tag: A, class: B}}", "GET /a: unknown key class; the keys are "),
    "operationId that is a number": ("/a: {get: {operationId: 1, tag: A}}", "GET /a: operationId: 1 must be a name"),
    "empty tag": ("/a: {get: {operationId: a, tag: ''}}", "GET /a: tag: '' must be a name"),
    "empty classes": ("/a: {get: {operationId: a, tag: A, classes: {}}}", "GET /a: classes: must be a mapping"),
    "wrong class name": (
        "/a: {get: {operationId: a, tag: A, classes: {body: B-1}}}",
        "GET /a: body: 'B-1' must be a name",
    ),
    "wrong route": (
        "/a: {get: {operationId: a, tag: A, classes: {response: B}}}",
        "GET /a: 'response' must be a route, such as body or answer/items",
    ),
    "parameter without a name": (
        "/a: {get: {operationId: a, tag: A, classes: {parameter: B}}}",
        "GET /a: 'parameter' must be a route",
    ),
    "repeated operationId": (
        "/a: {get: {operationId: a, tag: A}, put: {operationId: a, tag: A}}",
        "the operationId a occurs twice; keep one",
    ),
    "paths that differ in a parameter name": (
        "/a/{b}: {get: {operationId: a, tag: A}}\n/a/{c}: {put: {operationId: b, tag: A}}",
        "the path without names of parameters /a/{} occurs twice; keep one",
    ),
}


@pytest.mark.parametrize("name", INVALID)
def test_read_counterparts_of_an_invalid_file_raises_with_the_problem(name: str, tmp_path: Path) -> None:
    content, problem = INVALID[name]
    file = write(tmp_path, content)
    with pytest.raises(DescriptionError) as caught:
        read_counterparts(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_read_counterparts_of_a_missing_file_raises_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(DescriptionError, match=r"missing\.yaml: .*No such file"):
        read_counterparts(tmp_path / "missing.yaml")


def test_regenerate_with_an_invalid_file_prints_one_line(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "/v1/folders: {}")
    monkeypatch.setattr(normalization, "COUNTERPARTS_FILE", file)
    assert regenerate.main(["--check"], root) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert str(file) in err


def names_of_the_file() -> list[str]:
    operations = read_counterparts(COUNTERPARTS_FILE)
    names = {name for operation in operations for name in (operation.operation_id, *operation.classes.values())}
    return sorted(names | {operation.tag for operation in operations})


def string_constants(module: Path) -> set[str]:
    nodes = ast.walk(ast.parse(module.read_text("utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


MODULES = {module: string_constants(module) for module in COUNTERPARTS_FILE.parents[2].rglob("*.py")}


@pytest.mark.parametrize("name", names_of_the_file())
def test_name_of_the_file_is_a_string_in_no_module(name: str) -> None:
    assert [str(module) for module, constants in MODULES.items() if name in constants] == []
