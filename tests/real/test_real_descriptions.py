"""Real descriptions, in the folder that OMNI_DESCRIPTIONS names: each is generated whole, and is a good client."""

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
from real.descriptions import DESCRIPTIONS
from spec.changes import as_json, as_markdown, as_text, find_changes
from spec.idempotency import mark_idempotent
from spec.normalising import normalise
from spec.reading import Description, read_description
from spec.repair import repair_description


def contents(folder: Path) -> Mapping[Path, bytes]:
    """Read every file of a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module", params=DESCRIPTIONS, ids=lambda path: path.name)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate a description; the folder has `client`, and `report.json`."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "spec").symlink_to(request.param)
    call = ["--spec", str(request.param), "--output", str(folder / "client"), "--report", str(folder / "report.json")]
    assert regenerate.main(call, ROOT) == 0
    return folder


def test_it_is_generated_whole(made: Path) -> None:
    report = json.loads((made / "report.json").read_text("utf-8"))
    assert report["warnings"] == []
    for kind, there in (("operations", "generated"), ("responses", "typed"), ("schemas", "generated")):
        assert report[kind]["missing"] == []
        assert report[kind]["declared"] == report[kind][there] > 0


def test_it_is_valid_once_repaired(made: Path) -> None:
    document, _ = repair_description(normalise(read_description(made / "spec")))
    mark_idempotent(document)
    validate(document)
    assert json.loads((made / "client" / "openapi.json").read_text("utf-8")) == document


def test_names_are_short(made: Path) -> None:
    manifest = json.loads((made / "client" / "manifest.json").read_text("utf-8"))
    assert max(map(len, manifest["models"])) <= 40


def test_it_passes_mypy_and_the_linter(made: Path) -> None:
    checks = [
        ["mypy", "--strict", "--cache-dir", os.devnull, "omni_api_client"],
        ["ruff", "check", "--isolated", "--no-cache", "--select", "E,F,I", "--ignore", "E501", "omni_api_client"],
    ]
    for command in checks:
        finished = subprocess.run(  # noqa: S603 - our own
            [sys.executable, "-m", *command], cwd=made / "client", capture_output=True, text=True, check=False
        )
        assert finished.returncode == 0, finished.stdout


def test_it_is_the_same_to_the_byte_elsewhere_and_with_another_hash_seed(made: Path, tmp_path: Path) -> None:
    script = str(ROOT / "scripts" / "regenerate.py")
    call = [sys.executable, script, "--spec", str((made / "spec").resolve()), "--output", str(tmp_path / "again")]
    subprocess.run(call, env=os.environ | {"PYTHONHASHSEED": "4242"}, cwd=tmp_path, check=True)  # noqa: S603 - our own
    before = {path: content for path, content in contents(made / "client").items() if path.suffix != ".pyc"}
    assert contents(tmp_path / "again") == before


def test_what_two_descriptions_have_in_common_is_called_alike(tmp_path: Path) -> None:
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
def test_changes_are_told_there_and_back(old: Path, new: Path) -> None:
    before, after = read_description(old), read_description(new)
    there, back = find_changes(before, after), find_changes(after, before)
    assert bool(there) == bool(back) == (old != new)
    for write in (as_text, as_json, as_markdown):
        assert write(there)


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: path.name)
def test_repairs_change_no_meaning(path: Path) -> None:
    written = read_description(path)
    repaired = Description("repaired", "", repair_description(written)[0])
    assert find_changes(written, repaired) == find_changes(repaired, written) == ()


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: path.name)
def test_in_the_clients_words_it_means_the_same(path: Path) -> None:
    written = read_description(path)
    assert {change.rule.name for change in find_changes(written, normalise(written))} == {"operation-renamed"}
