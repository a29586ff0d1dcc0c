"""Clients of the descriptions: the installed one for openapi.yaml, and a generated one for any other."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

import regenerate
from conftest import ROOT
from contract.client.contract import Contract
from contract.client.server import RecordingServer, record_requests
from contract.sources import OWN, described
from openapi.conformance.generated_client import GeneratedClient

_MANY, _FEW = 10, 3
"""Numbers of drawn values; few for other descriptions, which may be large and repetitive."""


@pytest.fixture(scope="session")
def server() -> Iterator[RecordingServer]:
    """Serve on loopback until the session ends."""
    with record_requests() as recorder:
        yield recorder


@pytest.fixture(scope="session")
def contracts(
    server: RecordingServer, runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], Contract]]:
    """Return a function that returns the contract of a description."""
    with ExitStack() as ends:

        @cache
        def of(path: Path) -> Contract:
            if path == OWN:
                generated, drawn = GeneratedClient.installed(ROOT / "generated" / "manifest.json", runner), _MANY
            else:
                folder = tmp_path_factory.mktemp("generated") / "client"
                assert regenerate.main(["--spec", str(path), "--output", str(folder)], ROOT) == 0
                generated, drawn = (
                    GeneratedClient.from_folder(folder, f"client_of_{folder.parent.name}", runner),
                    _FEW,
                )
            ends.callback(generated.close)
            return Contract(described(path), generated, server, drawn)

        yield of


@pytest.fixture
def contract(request: pytest.FixtureRequest, contracts: Callable[[Path], Contract]) -> Contract:
    """Return the contract of the description of the test."""
    return contracts(request.param)
