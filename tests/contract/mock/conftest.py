"""Contracts of the mock: one for openapi.yaml with the installed description, one for each other description."""

import asyncio
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT
from contract.mock.contract import Contract
from contract.sources import OWN, described
from openapi.dialects.normalization import normalize
from openapi.reading.description import Document, read_description
from openapi.repair import repair_description

_DRAWN_VALUES = 3
"""Number of drawn values of each schema. The chosen values already cover each keyword."""


@pytest.fixture(scope="session")
def contracts(runner: asyncio.Runner) -> Callable[[Path], Contract]:
    """Return a function that returns the contract of a description."""

    @cache
    def contract_of(path: Path) -> Contract:
        return Contract.create(described(path), repaired(path), runner, _DRAWN_VALUES)

    return contract_of


def repaired(path: Path) -> Document:
    """Return the repaired description that the mock serves."""
    if path == OWN:
        installed = ROOT / "overlay" / "omni_drafts" / "mock" / "openapi.json"
        document: Document = json.loads(installed.read_text("utf-8"))
        return document
    return repair_description(normalize(read_description(path)))[0]


@pytest.fixture
def contract(request: pytest.FixtureRequest, contracts: Callable[[Path], Contract]) -> Contract:
    """Return the contract of the description that parametrizes the test."""
    return contracts(request.param)
