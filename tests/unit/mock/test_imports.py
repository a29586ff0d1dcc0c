"""Imports of the mock: none of the client, and one direction between its packages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path("overlay", "omni_drafts", "mock")
PREFIX = "omni_drafts.mock."
LOWER_PACKAGES = {
    "_description": set[str](),
    "_faults": {"_description"},
    "_state": {"_description", "_faults"},
    "_seed": {"_description", "_faults", "_state"},
    "_app": {"_description", "_faults", "_state"},
}


def imported_modules(folder: Path) -> Iterator[str]:
    """Yield the modules that a folder of modules imports."""
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file}: relative import"
                yield str(node.module)
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)


def test_mock_imports_nothing_of_client(root: Path) -> None:
    modules = {name for name in imported_modules(root / PACKAGE) if name.startswith("omni_")}
    assert {name for name in modules if not name.startswith(PREFIX)} == set()


@pytest.mark.parametrize("package", LOWER_PACKAGES)
def test_mock_package_imports_lower_packages_only(package: str, root: Path) -> None:
    modules = imported_modules(root / PACKAGE / package)
    packages = {name.removeprefix(PREFIX).partition(".")[0] for name in modules if name.startswith(PREFIX)}
    assert packages - {package} <= LOWER_PACKAGES[package]


def test_mock_packages_are_all_ordered(root: Path) -> None:
    assert {folder.parent.name for folder in (root / PACKAGE).glob("*/__init__.py")} == LOWER_PACKAGES.keys()
