"""Reads the descriptions that client and mock are held to, as they were before their repair."""

from functools import cache
from pathlib import Path

from conftest import ROOT
from contract.description import Description
from openapi.dialects.normalization import normalize
from openapi.reading.description import read_description

OWN = ROOT / "openapi.yaml"
EVERYTHING = Path(__file__).parent / "everything.yaml"
"""One of each thing that a description may say."""


@cache
def described(path: Path) -> Description:
    """Read a description in the client's words; that those are the same on the wire is held elsewhere."""
    return Description.meant_by(normalize(read_description(path)).document)
