"""The original descriptions of client and mock, before their repair."""

from functools import cache
from pathlib import Path

from conftest import ROOT
from openapi.conformance.description import Description
from openapi.dialects.normalization import normalize
from openapi.reading.description import read_description

OWN = ROOT / "openapi.yaml"
EVERYTHING = Path(__file__).parent / "everything.yaml"
"""A description with one of each thing that a description may have."""


@cache
def described(path: Path) -> Description:
    """Return a description with the names of the client."""
    return Description.from_document(normalize(read_description(path)).document)
