"""Descriptions of client and mock: openapi.yaml and everything.yaml, or each of a folder."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.sources import EVERYTHING, OWN, described


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option of a folder of other descriptions."""
    parser.addoption("--descriptions", metavar="FOLDER", help="check client and mock of each description in a folder")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrize tests by description and operation."""
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
    """Open an event loop for asynchronous functions."""
    with asyncio.Runner() as opened:
        yield opened
