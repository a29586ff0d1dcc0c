"""The command: the same bytes every time, all or nothing, and a check that misses no file."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import regenerate

CLIENT = Path("generated/omni_api_client")
MOCK = Path("overlay/omni_drafts/mock/openapi.json")


def contents(folder: Path) -> Mapping[Path, bytes]:
    """Read every file of a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


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
    replace(copy / "generated" / "manifest.json", "createDraft", "makeDraft")
    replace(copy / MOCK, "Create draft", "Make draft")
    spoiled = contents(copy)
    assert regenerate.main(["--check"], copy) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"regenerate.py: {line}"
        for line in (
            "generated/manifest.json: changed",
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


def _nullable_without_type(copy: Path) -> None:
    replace(copy / "openapi.yaml", "type: object\n                      nullable: true", "nullable: true")


def _other_generator(copy: Path) -> None:
    replace(copy / "constraints.txt", "openapi-python-client==", "openapi-python-client==9.")


def _other_template(copy: Path) -> None:
    replace(copy / "scripts/templates/client.py.jinja", "token: str", "secret: str")


COULD_NOT_RUN: list[tuple[Callable[[Path], None], str]] = [
    (_unknown_setting, "generator-config.yml: the generator knows no setting `literal_enmus`"),
    (_no_description, "openapi.yaml: cannot be read: No such file"),
    (_broken_yaml, "openapi.yaml: line "),
    (_no_openapi, "openapi.yaml: not an OpenAPI description: it has no object `paths`"),
    (_swagger, "openapi.yaml: not an OpenAPI 3 description"),
    (_nullable_without_type, "properties/branch: `nullable` without `type`"),
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


def test_a_loss_is_named_and_nothing_is_replaced(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(copy / "openapi.yaml", "TooManyRequests:\n      description", "TooMany:\n      description")
    before = contents(copy)
    assert regenerate.main([], copy) == 1
    error = capsys.readouterr().err
    assert "the generator left something out" in error
    assert "POST /v1/documents/{documentId}/draft" in error
    assert "#/components/responses/TooManyRequests" in error
    assert contents(copy) == before


def test_a_name_that_is_no_longer_used_is_a_loss(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(copy / "generator-config.yml", "CreateDraftResponse200:", "CreateDraftResponse201:")
    before = contents(copy)
    assert regenerate.main([], copy) == 1
    assert "nothing is named CreatedDraft; is CreateDraftResponse201 gone?" in capsys.readouterr().err
    assert contents(copy) == before
