"""The real descriptions: all in the folder OMNI_DESCRIPTIONS."""

import os
from pathlib import Path

import pytest

if "OMNI_DESCRIPTIONS" not in os.environ:
    raise pytest.UsageError("set OMNI_DESCRIPTIONS to a folder of API descriptions")

FOLDER = Path(os.environ["OMNI_DESCRIPTIONS"])
DESCRIPTIONS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".json", ".yaml", ".yml"))

if not DESCRIPTIONS:
    raise pytest.UsageError("OMNI_DESCRIPTIONS names a folder without descriptions")
