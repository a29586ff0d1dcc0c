"""A complete and correct client is generated from each description in the folder OMNI_DESCRIPTIONS."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from openapi_spec_validator import validate

import regenerate
from conftest import ROOT
from openapi.dialects.idempotency import mark_idempotent
from openapi.dialects.normalization import normalize
from openapi.diff import as_json, as_markdown, as_text, find_changes
from openapi.reading.description import Description, read_description
from openapi.repair import repair_description
from real.descriptions import DESCRIPTIONS


def contents(folder: Path) -> Mapping[Path, bytes]:
    """Return the content of each file in a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module", params=DESCRIPTIONS, ids=lambda path: path.name)
def generated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with `spec`, the `client` that is generated from it, and `report.json`."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "spec").symlink_to(request.param)
    call = ["--spec", str(request.param), "--output", str(folder / "client"), "--report", str(folder / "report.json")]
    assert regenerate.main(call, ROOT) == 0
    return folder


def test_generated_client_is_complete(generated: Path) -> None:
    report = json.loads((generated / "report.json").read_text("utf-8"))
    assert report["warnings"] == []
    for kind, done in (("operations", "generated"), ("responses", "typed"), ("schemas", "generated")):
        assert report[kind]["missing"] == []
        assert report[kind]["declared"] == report[kind][done] > 0


def test_repaired_description_is_valid(generated: Path) -> None:
    document, _ = repair_description(normalize(read_description(generated / "spec")))
    mark_idempotent(document)
    validate(document)
    assert json.loads((generated / "client" / "openapi.json").read_text("utf-8")) == document


def test_model_names_have_at_most_40_characters(generated: Path) -> None:
    manifest = json.loads((generated / "client" / "manifest.json").read_text("utf-8"))
    assert max(map(len, manifest["models"])) <= 40


def test_generated_client_passes_mypy_and_ruff(generated: Path) -> None:
    checks = [
        ["mypy", "--strict", "--cache-dir", os.devnull, "omni_api_client"],
        ["ruff", "check", "--isolated", "--no-cache", "--select", "E,F,I", "--ignore", "E501", "omni_api_client"],
    ]
    for command in checks:
        result = subprocess.run(  # noqa: S603 - our own
            [sys.executable, "-m", *command], cwd=generated / "client", capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout


def test_generated_client_in_another_folder_with_another_hash_seed_is_the_same(
    generated: Path, tmp_path: Path
) -> None:
    script = str(ROOT / "scripts" / "regenerate.py")
    call = [
        sys.executable,
        script,
        "--spec",
        str((generated / "spec").resolve()),
        "--output",
        str(tmp_path / "again"),
    ]
    subprocess.run(call, env=os.environ | {"PYTHONHASHSEED": "4242"}, cwd=tmp_path, check=True)  # noqa: S603 - our own
    before = {path: content for path, content in contents(generated / "client").items() if path.suffix != ".pyc"}
    assert contents(tmp_path / "again") == before


def test_names_of_an_operation_in_two_descriptions_are_the_same(tmp_path: Path) -> None:
    named: dict[tuple[str, ...], str] = {}
    for description in DESCRIPTIONS:
        output = tmp_path / description.stem
        assert regenerate.main(["--spec", str(description), "--output", str(output)], ROOT) == 0
        for entry in json.loads((output / "manifest.json").read_text("utf-8"))["operations"]:
            operation = (entry["method"], entry["path"])
            names = {("module", *operation): entry["module"]} | {
                ("argument", *operation, item["in"], item["name"]): item["argument"] for item in entry["parameters"]
            }
            assert {key: named.setdefault(key, name) for key, name in names.items()} == names


@pytest.mark.parametrize("old", DESCRIPTIONS, ids=lambda path: path.name)
@pytest.mark.parametrize("new", [*DESCRIPTIONS, ROOT / "openapi.yaml"], ids=lambda path: path.name)
def test_find_changes_in_both_directions_has_changes_unless_descriptions_are_the_same(old: Path, new: Path) -> None:
    before, after = read_description(old), read_description(new)
    forward, backward = find_changes(before, after), find_changes(after, before)
    assert bool(forward) == bool(backward) == (old != new)
    for write in (as_text, as_json, as_markdown):
        assert write(forward)


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: path.name)
def test_repair_description_changes_no_meaning(path: Path) -> None:
    written = read_description(path)
    repaired = Description("repaired", "", repair_description(written)[0])
    assert find_changes(written, repaired) == find_changes(repaired, written) == ()


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: path.name)
def test_normalize_renames_operations_alone(path: Path) -> None:
    written = read_description(path)
    assert {change.rule.name for change in find_changes(written, normalize(written))} == {"operation-renamed"}
