"""The generator makes the same bytes, whatever the machine has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import regenerate
from openapi.generation import generator
from support.folders import contents


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
