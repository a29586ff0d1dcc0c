"""The documentation shows the output of the commands for the real descriptions."""

import textwrap
from pathlib import Path

import pytest

import regenerate
import spec_diff
from conftest import ROOT
from real.descriptions import FOLDER

OLD, NEW = "omni-2026-03-31.json", "omni-2026-04-23.json"


def documented_output(command: str) -> str:
    """Return the block below a command, without its indent."""
    text = (ROOT / "docs" / "regenerating.md").read_text("utf-8")
    _, _, rest = text.partition(f"    $ {command}\n")
    block = []
    for line in rest.splitlines():
        if line and not line.startswith("    "):
            break
        block.append(line)
    return textwrap.dedent("\n".join(block)).strip("\n")


def test_walk_through_shows_the_output_of_the_commands(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("openapi.yaml", "generator-config.yml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    if (FOLDER / OLD).exists() and (FOLDER / NEW).exists():  # the folder may hold others
        assert spec_diff.main([str(FOLDER / OLD), str(FOLDER / NEW)]) == 0
        assert capsys.readouterr().out.rstrip("\n") == documented_output(f"./scripts/dev spec-diff {OLD} {NEW}")
    if (FOLDER / NEW).exists():
        assert regenerate.main(["--adopt", str(FOLDER / NEW)], tmp_path) == 1
        assert capsys.readouterr().err.rstrip("\n") == documented_output(f"./scripts/dev regenerate --adopt {NEW}")
