"""The public API: its names, lazy imports, and the same signatures in both clients."""

import importlib.metadata
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import omni_api_client
import omni_drafts
import omni_drafts.mock
from omni_drafts import AsyncDocuments, AsyncDrafts, AsyncOmni, Documents, Drafts, Omni

RESOURCES = [(Drafts, AsyncDrafts), (Documents, AsyncDocuments)]
CLIENTS = (Omni, AsyncOmni)
PRICE = re.compile(r"\bone (to three )?requests?\b", re.IGNORECASE)

both_kinds = pytest.mark.parametrize(("blocking", "asynchronous"), [*RESOURCES, CLIENTS])


def test_all_of_the_package_lists_its_public_names() -> None:
    for name in omni_drafts.__all__:
        getattr(omni_drafts, name)
    public = {name for name in public_names(omni_drafts) if name not in ("import_module", "TYPE_CHECKING")}
    assert set(omni_drafts.__all__) - {"__version__"} == public


def test_all_of_the_mock_lists_its_public_names() -> None:
    assert set(omni_drafts.mock.__all__) == public_names(omni_drafts.mock)


def public_names(package: object) -> set[str]:
    """Return the public names of a package that are not modules."""
    return {name for name, value in vars(package).items() if name[0] != "_" and not inspect.ismodule(value)}


@pytest.mark.parametrize("name", omni_drafts.__all__)
def test_name_of_all_is_importable(name: str) -> None:
    assert getattr(omni_drafts, name) is not None


def test_dir_lists_all_names() -> None:
    assert set(omni_drafts.__all__) <= set(dir(omni_drafts))


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'omni_drafts' has no attribute 'GotDraft'$"):
        _ = omni_drafts.GotDraft


def test_import_of_an_unknown_name_is_an_import_error() -> None:
    with pytest.raises(ImportError, match="GotDraft"):
        exec("from omni_drafts import GotDraft", {})  # noqa: S102 - our own


def modules_after(statements: str) -> set[str]:
    """Return the modules that a new process has imported after some statements."""
    call = f"import sys; {statements}; print(*sys.modules)"
    finished = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=True)  # noqa: S603
    return set(finished.stdout.split())


@pytest.mark.parametrize(
    "statements",
    ["import omni_drafts", "import omni_drafts; dir(omni_drafts); hasattr(omni_drafts, 'unknown')"],
)
def test_import_of_the_package_imports_its_version_alone(statements: str) -> None:
    modules = modules_after(statements)
    assert modules & {"httpx", "omni_api_client", "attrs", "attr", "ssl", "asyncio", "anyio"} == set()
    assert {name for name in modules if name.startswith("omni_drafts.")} == {"omni_drafts._version"}


def test_import_of_the_client_imports_nothing_of_the_extras() -> None:
    modules = modules_after("from omni_drafts import *")
    assert {"httpx", "omni_api_client"} <= modules
    extras = {"starlette", "uvicorn", "typer", "jsonschema", "pytest", "redis", "sqlite3", "omni_drafts.mock"}
    assert modules & extras == set()


def test_modules_are_private_but_for_the_mock() -> None:
    modules = [module.name for module in pkgutil.iter_modules(omni_drafts.__path__)]
    assert [name for name in modules if not name.startswith("_")] == ["mock"]


def test_modules_of_the_mock_are_private() -> None:
    modules = [module.name for module in pkgutil.iter_modules(omni_drafts.mock.__path__)]
    assert [name for name in modules if not name.startswith("_")] == []


@pytest.mark.parametrize("name", [name for name in omni_drafts.__all__ if name.endswith("Error")])
def test_traceback_of_an_error_shows_its_public_name(name: str) -> None:
    error = getattr(omni_drafts, name)
    assert issubclass(error, omni_drafts.OmniError)
    assert (error.__module__, error.__qualname__) == ("omni_drafts", name)


def defaults_of(function: Callable[..., object]) -> dict[str, Any]:
    """Return the parameters of a function with their defaults."""
    return {name: parameter.default for name, parameter in inspect.signature(function).parameters.items()}


def methods_of(kind: type, *, is_bulk: bool) -> dict[str, Callable[..., object]]:
    """Return the public methods of a class: the bulk calls, or all others."""
    methods = {name: method for name, method in inspect.getmembers(kind, inspect.isfunction) if name[0] != "_"}
    return {name: method for name, method in methods.items() if name.endswith("_many") is is_bulk}


@both_kinds
def test_constructors_of_both_kinds_have_the_same_parameters(blocking: type, asynchronous: type) -> None:
    assert defaults_of(blocking) == defaults_of(asynchronous)


@both_kinds
def test_methods_of_both_kinds_have_the_same_signatures(blocking: type, asynchronous: type) -> None:
    def signatures(kind: type) -> dict[str, inspect.Signature]:
        return {name: inspect.signature(method) for name, method in methods_of(kind, is_bulk=False).items()}

    assert signatures(blocking) == signatures(asynchronous)


@both_kinds
def test_bulk_methods_of_both_kinds_have_the_same_parameters(blocking: type, asynchronous: type) -> None:
    def parameters(kind: type) -> dict[str, dict[str, Any]]:
        return {name: defaults_of(method) for name, method in methods_of(kind, is_bulk=True).items()}

    assert parameters(blocking) == parameters(asynchronous)


@pytest.mark.parametrize(("blocking", "asynchronous"), RESOURCES)
def test_methods_of_resources_for_event_loops_are_coroutines(blocking: type, asynchronous: type) -> None:
    methods = methods_of(asynchronous, is_bulk=False)
    assert all(map(inspect.iscoroutinefunction, methods.values()))
    assert not any(map(inspect.iscoroutinefunction, methods_of(blocking, is_bulk=False).values()))


def test_close_of_the_client_for_event_loops_is_a_coroutine() -> None:
    assert inspect.iscoroutinefunction(AsyncOmni.close)


def test_version_is_that_of_the_distribution() -> None:
    assert omni_drafts.__version__ == importlib.metadata.version("omni-drafts")


@pytest.mark.parametrize("package", [omni_drafts, omni_api_client])
def test_the_tests_run_on_the_installed_client(package: ModuleType, root: Path) -> None:
    assert "site-packages" in str(package.__file__)
    assert not str(package.__file__).startswith(str(root / "overlay"))


@pytest.mark.parametrize("kind", [kind for kinds in RESOURCES for kind in kinds])
def test_docstring_of_each_call_has_its_number_of_requests(kind: type) -> None:
    methods = methods_of(kind, is_bulk=False) | methods_of(kind, is_bulk=True)
    without_price = [name for name, method in methods.items() if not PRICE.search(str(method.__doc__))]
    assert without_price == []
