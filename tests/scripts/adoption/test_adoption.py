"""Another description becomes the project's own if the overlay can stand on it; else nothing changes."""

import io
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import regenerate
from openapi.adoption.adoption import suggest_version, write_description
from openapi.reading.description import Description, read_description
from support.descriptions import INSTANCE, instance


@pytest.fixture
def project(copy: Path, root: Path) -> Path:
    """Copy what adopting reads and writes: the overlay too, which has to stand."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "overlay", copy / "overlay", ignore=ignored, dirs_exist_ok=True)
    return copy


def contents(folder: Path) -> Mapping[Path, bytes]:
    """Return the bytes of each file of a folder, bytecode too."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def adopt(project: Path, document: dict[str, Any]) -> int:
    """Adopt a description."""
    (project.parent / "instance.json").write_text(json.dumps(document))
    return regenerate.main(["--adopt", str(project.parent / "instance.json")], project)


def test_an_instances_description_is_adopted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert adopt(project, INSTANCE) == 0
    out = capsys.readouterr().out
    assert "note: POST /v1/documents: answer/workbook/name is not described" in out
    assert "\nbreaking: POST /v1/documents\n" in out
    assert "\nNext version: 0.3.0 (now 0.2.0; some of it breaks callers)\n" in out
    assert "\nFor CHANGELOG.md:\n\n## 0.3.0\n" in out
    assert "`POST /v2/drafts`: The operation `createDraft2` was added." in out
    assert "is called" not in out  # the client has the names that it had
    assert YAML(typ="safe", pure=True).load(project / "openapi.yaml") == INSTANCE
    assert not (project / "openapi.yaml").read_text().startswith("{")
    assert (project / "generated/omni_api_client/api/documents/documents_discard_draft.py").exists()
    assert regenerate.main(["--check"], project) == 0


def test_our_own_description_is_adopted_byte_for_byte(
    project: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(project)
    assert regenerate.main(["--adopt", str(root / "openapi.yaml")], project) == 0
    assert contents(project) == before
    assert "\nNothing changes for callers.\n" in capsys.readouterr().out


def test_a_first_description_is_adopted_where_there_is_none(project: Path) -> None:
    (project / "openapi.yaml").unlink()
    assert adopt(project, INSTANCE) == 0
    assert (project / "openapi.yaml").exists()


def _no_list(document: dict[str, Any]) -> None:
    del document["paths"]["/api/v1/documents/{identifier}/drafts"]


def _nothing_the_generator_can_read(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["DocumentsListResponse"]["properties"]["never"] = False


def _no_operation(document: dict[str, Any]) -> None:
    document["paths"] = {}


def _no_openapi(document: dict[str, Any]) -> None:
    del document["openapi"]


REFUSED: list[tuple[Callable[[dict[str, Any]], None], int, str]] = [
    (_no_list, 1, "GET /v1/documents/{identifier}/drafts is not described: drafts.list"),
    (_no_operation, 1, "POST /v1/documents is not described"),
    (_nothing_the_generator_can_read, 1, "missing: "),
    (_no_openapi, 2, "not an OpenAPI 3.1 description"),
]


@pytest.mark.parametrize(("spoil", "code", "says"), REFUSED)
def test_what_cannot_be_adopted_says_why_and_leaves_everything_as_it_was(
    spoil: Callable[[dict[str, Any]], None],
    code: int,
    says: str,
    project: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    description = instance()
    spoil(description.document)
    before = contents(project)
    assert adopt(project, description.document) == code
    assert contents(project) == before
    error = capsys.readouterr().err
    assert says in error
    assert error.splitlines()[-1].startswith("regenerate.py: nothing was replaced: ")


def test_an_overlay_that_cannot_be_imported_keeps_it_from_being_adopted(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (project / "overlay/omni_drafts/_operations/binding/drafts.py").open("a") as module:
        module.write("\nfrom omni_api_client.api.documents import gone\n")
    before = contents(project)
    assert adopt(project, INSTANCE) == 1
    assert contents(project) == before
    assert "the overlay cannot be imported: ImportError: cannot import name 'gone'" in capsys.readouterr().err


def test_yaml_is_kept_as_it_is_written(tmp_path: Path) -> None:
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
def test_a_text_that_yaml_could_take_for_something_else_is_kept(text: str, tmp_path: Path) -> None:
    document = INSTANCE | {
        "info": {"title": text, "version": text, "x-list": [text, None, 1.5, True]},
        "x-names": {text: 1, " ": 2},
    }
    content = json.dumps(document).encode()
    write_description(Description("instance.json", "", document, content), tmp_path / "written.yaml")
    assert read_description(tmp_path / "written.yaml").document == document


@pytest.mark.parametrize(
    ("version", "breaking", "following"),
    [
        ("0.1.0", True, "0.2.0"),
        ("0.1.0", False, "0.1.1"),
        ("1.2.3", True, "2.0.0"),
        ("1.2.3", False, "1.3.0"),
    ],
)
def test_the_next_version_says_whether_callers_break(version: str, breaking: bool, following: str) -> None:
    assert suggest_version(version, breaking) == following
