"""The mock that each description is held to: the one that is installed for openapi.yaml, and one of each other."""

import asyncio
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT
from contract.mock.contract import Contract
from contract.sources import OWN, described
from spec.normalising import normalise
from spec.reading import Document, read_description
from spec.repair import repair_description

_DRAWN = 3
"""How many values are drawn beside those that are chosen, which have one of each."""


@pytest.fixture(scope="session")
def contracts(runner: asyncio.Runner) -> Callable[[Path], Contract]:
    """Give the contract of a description's mock."""

    @cache
    def of(path: Path) -> Contract:
        return Contract.of(described(path), repaired(path), runner, _DRAWN)

    return of


def repaired(path: Path) -> Document:
    """Give what the mock keeps of a description."""
    if path == OWN:
        kept = ROOT / "overlay" / "omni_drafts" / "mock" / "openapi.json"
        document: Document = json.loads(kept.read_text("utf-8"))
        return document
    return repair_description(normalise(read_description(path)))[0]


@pytest.fixture
def contract(request: pytest.FixtureRequest, contracts: Callable[[Path], Contract]) -> Contract:
    """Give the contract of the description that the test is for."""
    return contracts(request.param)
