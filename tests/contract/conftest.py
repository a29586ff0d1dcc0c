"""Which descriptions client and mock are held to: openapi.yaml and one of everything, or each of a folder."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.sources import EVERYTHING, OWN, described


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take a folder of other descriptions."""
    parser.addoption(
        "--descriptions", metavar="FOLDER", help="hold the client and the mock of each description in a folder to it"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Name each description, and each operation of it."""
    named = metafunc.fixturenames
    if "contract" not in named:
        return
    sources = _sources(metafunc.config.getoption("--descriptions", None))
    if "operation" not in named:
        metafunc.parametrize("contract", sources, indirect=True, ids=[path.name for path in sources])
        return
    found = [(path, operation) for path in sources for operation in described(path).operations]
    names = [f"{path.name}: {operation}" for path, operation in found]
    metafunc.parametrize(("contract", "operation"), found, indirect=["contract"], ids=names)


def _sources(folder: str | None) -> list[Path]:
    if folder is None:
        return [OWN, EVERYTHING]
    found = (
        sorted(path for path in Path(folder).iterdir() if path.suffix in (".json", ".yaml", ".yml")) if folder else []
    )
    if not found:
        raise pytest.UsageError("--descriptions has to name a folder of API descriptions")
    return found


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    """Open an event loop for all that is asynchronous."""
    with asyncio.Runner() as opened:
        yield opened
