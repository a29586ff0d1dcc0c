"""A description is adopted if the overlay works with it; otherwise no file changes."""

import io
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import regenerate
from openapi.adoption.adoption import read_version, suggest_version, write_description
from openapi.reading.description import Description, DescriptionError, read_description
from support.descriptions import INSTANCE, instance


@pytest.fixture
def project(copy: Path, root: Path) -> Path:
    """Return a copy of the files that adopting reads and writes."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "overlay", copy / "overlay", ignore=ignored, dirs_exist_ok=True)
    return copy


def contents(folder: Path) -> Mapping[Path, bytes]:
    """Return the bytes of each file of a folder, bytecode too."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def adopt(project: Path, document: dict[str, Any]) -> int:
    """Adopt a description, and return the exit code."""
    (project.parent / "instance.json").write_text(json.dumps(document))
    return regenerate.main(["--adopt", str(project.parent / "instance.json")], project)


def test_adopt_description_of_an_instance_replaces_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert adopt(project, INSTANCE) == 0
    out = capsys.readouterr().out
    assert "note: POST /v1/documents: response/workbook/name is not described; Document.name uses it" in out
    assert "\nbreaking: POST /v1/documents\n" in out
    assert "\nNext version: 0.3.0 (now 0.2.0; some changes break callers)\n" in out
    assert "\nFor CHANGELOG.md:\n\n## 0.3.0\n" in out
    assert "`POST /v2/drafts`: The operation `createDraft2` was added." in out
    assert "is called" not in out  # no class has another name
    assert YAML(typ="safe", pure=True).load(project / "openapi.yaml") == INSTANCE
    assert not (project / "openapi.yaml").read_text().startswith("{")
    assert (project / "generated/omni_api_client/api/documents/documents_discard_draft.py").exists()
    assert regenerate.main(["--check"], project) == 0


def test_adopt_description_of_the_project_changes_no_file(
    project: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(project)
    assert regenerate.main(["--adopt", str(root / "openapi.yaml")], project) == 0
    assert contents(project) == before
    assert "\nNothing changes for callers.\n" in capsys.readouterr().out


def test_adopt_description_without_an_old_one_writes_it(project: Path) -> None:
    (project / "openapi.yaml").unlink()
    assert adopt(project, INSTANCE) == 0
    assert (project / "openapi.yaml").exists()


def _no_list(document: dict[str, Any]) -> None:
    del document["paths"]["/api/v1/documents/{identifier}/drafts"]


def _schema_that_is_false(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["DocumentsListResponse"]["properties"]["never"] = False


def _no_operation(document: dict[str, Any]) -> None:
    document["paths"] = {}


def _no_openapi(document: dict[str, Any]) -> None:
    del document["openapi"]


REFUSED: list[tuple[Callable[[dict[str, Any]], None], int, str]] = [
    (_no_list, 1, "GET /v1/documents/{identifier}/drafts is not described; affects drafts.list"),
    (_no_operation, 1, "POST /v1/documents is not described"),
    (_schema_that_is_false, 1, "missing: "),
    (_no_openapi, 2, "not an OpenAPI 3.1 description"),
]


@pytest.mark.parametrize(("spoil", "code", "message"), REFUSED)
def test_adopt_unsuitable_description_changes_no_file(
    spoil: Callable[[dict[str, Any]], None],
    code: int,
    message: str,
    project: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    description = instance()
    spoil(description.document)
    before = contents(project)
    assert adopt(project, description.document) == code
    assert contents(project) == before
    error = capsys.readouterr().err
    assert message in error
    assert error.splitlines()[-1].startswith("regenerate.py: nothing was replaced: ")


def test_adopt_description_whose_client_the_overlay_cannot_import_changes_no_file(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (project / "overlay/omni_drafts/_operations/binding/drafts.py").open("a") as module:
        module.write("\nfrom omni_api_client.api.documents import gone\n")
    before = contents(project)
    assert adopt(project, INSTANCE) == 1
    assert contents(project) == before
    assert "the overlay cannot be imported: ImportError: cannot import name 'gone'" in capsys.readouterr().err


def test_write_description_of_yaml_keeps_its_bytes(tmp_path: Path) -> None:
    content = io.BytesIO()
    YAML().dump(INSTANCE, content)
    commented = b"# of today\n" + content.getvalue()
    (tmp_path / "read.yaml").write_bytes(commented)
    write_description(read_description(tmp_path / "read.yaml"), tmp_path / "written.yaml")
    assert (tmp_path / "written.yaml").read_bytes() == commented


@pytest.mark.parametrize(
    "text",
    ["no", "1e3", "2026-01-01", "0x1F", "~", " a", "a: b", "\u2028", "'", "12:30", "a\nb", "\x85", "\x7f", "\ufffe"],
)
def test_write_description_with_a_string_that_yaml_reads_otherwise_keeps_it(text: str, tmp_path: Path) -> None:
    document = INSTANCE | {
        "info": {"title": text, "version": text, "x-list": [text, None, 1.5, True]},
        "x-names": {text: 1, " ": 2},
    }
    content = json.dumps(document).encode()
    write_description(Description("instance.json", "", document, content), tmp_path / "written.yaml")
    assert read_description(tmp_path / "written.yaml").document == document


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n  "])
def test_write_description_of_json_writes_yaml(start: bytes, tmp_path: Path) -> None:
    document = {"openapi": "3.1.0", "tags": [{"name": "a", "description": "b" * 80}], "paths": {}}
    content = start + json.dumps(document).encode()
    write_description(Description("instance.json", "", document, content), tmp_path / "written.yaml")
    assert (tmp_path / "written.yaml").read_text().splitlines() == [
        "openapi: 3.1.0",
        "tags:",
        "  - name: a",
        f"    description: {'b' * 80}",
        "paths: {}",
    ]


@pytest.mark.parametrize("version", ["", "0.2", "0.2.0.1", "0.2.0a1"])
def test_suggest_version_of_an_invalid_version_raises(version: str) -> None:
    with pytest.raises(DescriptionError, match="is not three numbers"):
        suggest_version(version, is_breaking=False)


def test_read_version_returns_the_version_of_the_module(tmp_path: Path) -> None:
    (tmp_path / "version.py").write_text('"""Version."""\n\n__version__ = "0.2.0"\n')
    assert read_version(tmp_path / "version.py") == "0.2.0"


@pytest.mark.parametrize(
    ("version", "is_breaking", "next_version"),
    [
        ("0.1.2", True, "0.2.0"),
        ("0.1.2", False, "0.1.3"),
        ("1.2.3", True, "2.0.0"),
        ("1.2.3", False, "1.3.0"),
    ],
)
def test_suggest_version_increases_the_number_of_the_change(
    version: str, is_breaking: bool, next_version: str
) -> None:
    assert suggest_version(version, is_breaking) == next_version
