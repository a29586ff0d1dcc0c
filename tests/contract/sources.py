"""Reads the descriptions that client and mock are held to, as they were before their repair."""

from functools import cache
from pathlib import Path

from conftest import ROOT
from openapi.conformance.description import Description
from openapi.dialects.normalization import normalize
from openapi.reading.description import read_description

OWN = ROOT / "openapi.yaml"
EVERYTHING = Path(__file__).parent / "everything.yaml"
"""One of each thing that a description may say."""


@cache
def described(path: Path) -> Description:
    """Read a description in the client's words; that those are the same on the wire is held elsewhere."""
    return Description.from_document(normalize(read_description(path)).document)
