"""What is public is public on purpose, and the two clients are twins."""

import importlib.metadata
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import omni_drafts
import omni_drafts.mock
from omni_drafts import AsyncDocuments, AsyncDrafts, AsyncOmni, Documents, Drafts, Omni


@pytest.mark.parametrize("package", [omni_drafts, omni_drafts.mock])
def test_all_names_what_is_public(package: object) -> None:
    public = {
        name for name, value in vars(package).items() if not name.startswith("_") and not inspect.ismodule(value)
    }
    listed = set(vars(package)["__all__"]) - {"__version__"}
    assert listed == public


def test_modules_are_private_but_for_the_mock() -> None:
    modules = [module.name for module in pkgutil.iter_modules(omni_drafts.__path__)]
    assert [name for name in modules if not name.startswith("_")] == ["mock"]
    inner = [module.name for module in pkgutil.iter_modules(omni_drafts.mock.__path__)]
    assert [name for name in inner if not name.startswith("_")] == []


def test_tracebacks_show_public_names() -> None:
    for value in vars(omni_drafts).values():
        if isinstance(value, type) and issubclass(value, Exception):
            assert value.__module__ == "omni_drafts"


@pytest.mark.parametrize(
    ("blocking", "asynchronous"), [(Drafts, AsyncDrafts), (Documents, AsyncDocuments), (Omni, AsyncOmni)]
)
def test_blocking_and_asyncio_take_and_give_the_same(blocking: type, asynchronous: type) -> None:
    def defaults(kind: Callable[..., object]) -> dict[str, Any]:
        found = {name: item.default for name, item in inspect.signature(kind).parameters.items()}
        return found | ({"sleep": None} if "sleep" in found else {})  # each waits in its own way

    def methods(kind: type, many: bool) -> dict[str, Callable[..., object]]:
        found = {name: method for name, method in inspect.getmembers(kind, inspect.isfunction) if name[0] != "_"}
        return {name: method for name, method in found.items() if name.endswith("_many") is many}

    def signatures(kind: type) -> dict[str, inspect.Signature]:
        return {name: inspect.signature(method) for name, method in methods(kind, many=False).items()}

    def arguments(kind: type) -> dict[str, dict[str, Any]]:
        return {name: defaults(method) for name, method in methods(kind, many=True).items()}

    assert signatures(blocking) == signatures(asynchronous)
    assert arguments(blocking) == arguments(asynchronous)
    assert defaults(blocking) == defaults(asynchronous)
    assert all(map(inspect.iscoroutinefunction, methods(asynchronous, many=False).values()))


def test_the_version_is_that_of_the_distribution() -> None:
    assert omni_drafts.__version__ == importlib.metadata.version("omni-drafts")


def test_importing_the_client_imports_nothing_of_the_extras() -> None:
    call = "import sys, omni_drafts; print(*sys.modules)"
    finished = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=True)  # noqa: S603
    assert (
        set(finished.stdout.split()) & {"starlette", "uvicorn", "typer", "jsonschema", "pytest", "redis", "sqlite3"}
        == set()
    )


def test_the_tests_run_on_the_installed_client(root: Path) -> None:
    for package in (omni_drafts, sys.modules["omni_api_client"]):
        assert "site-packages" in str(package.__file__)
        assert not str(package.__file__).startswith(str(root / "overlay"))


def test_each_public_call_tells_its_price() -> None:
    for kind in (Drafts, AsyncDrafts, Documents, AsyncDocuments):
        for name, method in inspect.getmembers(kind, inspect.isfunction):
            if not name.startswith("_"):
                assert "ne request" in str(method.__doc__), f"{kind.__name__}.{name}"
