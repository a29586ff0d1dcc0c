"""Which descriptions a client is held to: openapi.yaml and one of everything, or each of a folder."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

import regenerate
from conftest import ROOT
from contract.client.contract import Contract
from contract.client.description import Description
from contract.client.generated import Generated
from contract.client.server import Recording, recording
from spec.normalising import normalise
from spec.reading import read_description

_OWN = ROOT / "openapi.yaml"
_EVERYTHING = Path(__file__).parent / "everything.yaml"
_MANY, _FEW = 10, 3
"""How many values are drawn beside those that are chosen; of a large description few, as much in it is alike."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take a folder of other descriptions."""
    parser.addoption("--descriptions", metavar="FOLDER", help="hold a client of each description in a folder to it")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Name each description, and each operation of it."""
    named = metafunc.fixturenames
    if "contract" not in named:
        return
    sources = _sources(metafunc.config.getoption("--descriptions"))
    if "operation" not in named:
        metafunc.parametrize("contract", sources, indirect=True, ids=[path.name for path in sources])
        return
    found = [(path, operation) for path in sources for operation in _described(path).operations]
    names = [f"{path.name}: {operation}" for path, operation in found]
    metafunc.parametrize(("contract", "operation"), found, indirect=["contract"], ids=names)


def _sources(folder: str | None) -> list[Path]:
    if folder is None:
        return [_OWN, _EVERYTHING]
    found = (
        sorted(path for path in Path(folder).iterdir() if path.suffix in (".json", ".yaml", ".yml")) if folder else []
    )
    if not found:
        raise pytest.UsageError("--descriptions has to name a folder of API descriptions")
    return found


@cache
def _described(path: Path) -> Description:
    # As it was before its repair; that the client's words for it are the same on the wire is held elsewhere.
    return Description.meant_by(normalise(read_description(path)).document)


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    """Open an event loop for all that is asynchronous."""
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture(scope="session")
def server() -> Iterator[Recording]:
    """Serve on loopback."""
    with recording() as served:
        yield served


@pytest.fixture(scope="session")
def contracts(
    server: Recording, runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], Contract]]:
    """Give the contract of a description: openapi.yaml has the installed client, and for any other one is made."""
    with ExitStack() as ends:

        @cache
        def of(path: Path) -> Contract:
            if path == _OWN:
                generated, drawn = Generated.installed(ROOT / "generated" / "manifest.json", runner), _MANY
            else:
                folder = tmp_path_factory.mktemp("made") / "client"
                assert regenerate.main(["--spec", str(path), "--output", str(folder)], ROOT) == 0
                generated, drawn = Generated.of_folder(folder, f"client_of_{folder.parent.name}", runner), _FEW
            ends.callback(generated.close)
            return Contract(_described(path), generated, server, drawn)

        yield of


@pytest.fixture
def contract(request: pytest.FixtureRequest, contracts: Callable[[Path], Contract]) -> Contract:
    """Give the contract of the description that the test is for."""
    return contracts(request.param)
