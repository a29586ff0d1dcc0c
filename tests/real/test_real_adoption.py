"""A real instance's description can be adopted if it has the list of drafts, and then all tests of the overlay pass.

No known description has it yet. `list_drafts.json` has that operation as an instance would write it.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import regenerate
from conftest import ROOT
from openapi.adoption.overlay_requirements import find_problems
from openapi.dialects.normalization import normalize
from openapi.reading.description import read_description
from real.descriptions import DESCRIPTIONS

GRAFT = json.loads((Path(__file__).parent / "list_drafts.json").read_text("utf-8"))
PROJECT = (
    "constraints.txt",
    "docs",
    "generated",
    "generator-config.yml",
    "openapi.yaml",
    "overlay",
    "pyproject.toml",
    "README.md",
    "scripts",
    "tests",
)
NOT_FOR_OTHER_DESCRIPTIONS = (
    # They check the mock and the generated client against our own description.
    *(f"--ignore=tests/integration/test_{name}.py" for name in ("mock", "faults", "refusals", "seed", "time")),
    *(f"--ignore=tests/unit/generated/test_{name}.py" for name in ("decoders", "models", "requests")),
    # An instance requires a property that our own description does not.
    "--deselect=tests/unit/operations/test_documents.py"
    "::test_create_document_with_a_response_without_a_dashboard_returns_the_document",
    # The copied overlay is not installed.
    "--deselect=tests/unit/test_public.py::test_the_tests_run_on_the_installed_client",
)

OF_EACH = pytest.mark.parametrize("description", DESCRIPTIONS, ids=lambda path: path.name)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the project."""
    for name in PROJECT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def with_list_drafts(description: Path) -> dict[str, Any]:
    """Return a description with the operation that it lacks."""
    document = read_description(description).document
    document["paths"] |= GRAFT["paths"]
    document["components"]["schemas"] |= GRAFT["components"]["schemas"]
    return document


@OF_EACH
def test_adopt_real_description_is_refused_for_the_one_operation_that_it_lacks(
    description: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert regenerate.main(["--adopt", str(description)], project) == 1
    first, last = capsys.readouterr().err.splitlines()
    assert first.startswith(
        "regenerate.py: GET /v1/documents/{identifier}/drafts is not described; affects drafts.list, drafts.get"
    )
    assert (
        last == "regenerate.py: nothing was replaced: the overlay does not work with this description (problems: 1)"
    )
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before
    problems = find_problems(normalize(read_description(description)).document)
    assert [problem.is_error for problem in problems].count(True) == 1


@OF_EACH
def test_adopt_real_description_with_list_drafts_passes_the_tests_of_the_overlay(
    description: Path, project: Path
) -> None:
    adopted = project / "adopted.json"
    adopted.write_text(json.dumps(with_list_drafts(description)))
    assert regenerate.main(["--adopt", str(adopted)], project) == 0
    assert regenerate.main(["--check"], project) == 0
    suite = ["pytest", "-q", "--numprocesses=2", "-p", "no:cacheprovider", "tests/unit", "tests/integration"]
    python_path = os.pathsep.join(str(project / name) for name in ("overlay", "generated"))
    result = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", *suite, *NOT_FOR_OTHER_DESCRIPTIONS],
        cwd=project,
        env=os.environ | {"PYTHONPATH": python_path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-5000:]
    checked = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "-p", "omni_drafts"],
        cwd=project,
        env=os.environ | {"MYPYPATH": python_path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
