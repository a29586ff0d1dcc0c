"""The client that each description is held to: the installed one for openapi.yaml, and for any other one is made."""

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
"""How many values are drawn beside those that are chosen; of a large description few, as much in it is alike."""


@pytest.fixture(scope="session")
def server() -> Iterator[RecordingServer]:
    """Serve on loopback."""
    with record_requests() as recorder:
        yield recorder


@pytest.fixture(scope="session")
def contracts(
    server: RecordingServer, runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], Contract]]:
    """Give the contract of a description: openapi.yaml has the installed client, and for any other one is made."""
    with ExitStack() as ends:

        @cache
        def of(path: Path) -> Contract:
            if path == OWN:
                generated, drawn = GeneratedClient.installed(ROOT / "generated" / "manifest.json", runner), _MANY
            else:
                folder = tmp_path_factory.mktemp("made") / "client"
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
    """Give the contract of the description that the test is for."""
    return contracts(request.param)
