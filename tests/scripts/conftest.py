"""A copy of what regeneration reads and writes, to be spoiled."""

import shutil
from pathlib import Path

import pytest

READ_OR_WRITTEN = (
    "openapi.yaml",
    "generator-config.yml",
    "constraints.txt",
    "scripts/openapi/generation/templates",
    "generated",
    "overlay/omni_drafts/mock/openapi.json",
)


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """Copy the project's part that regeneration knows."""
    for name in READ_OR_WRITTEN:
        source, target = root / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return tmp_path
