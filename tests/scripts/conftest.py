"""A copy of the files that regeneration reads and writes."""

import shutil
from pathlib import Path

import pytest

FILES = (
    "openapi.yaml",
    "generator-config.yml",
    "constraints.txt",
    "scripts/openapi/generation/templates",
    "generated",
    "overlay/omni_drafts/mock/openapi.json",
)


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """Return a copy of the files of the project that regeneration reads and writes."""
    for name in FILES:
        source, target = root / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return tmp_path
