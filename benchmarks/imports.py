"""Measures the import of one operation, and of the overlay, in fresh processes."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.clients import AS_GENERATED, OPENAPI_GENERATOR, REGENERATED
from benchmarks.descriptions import OURS, find_large
from benchmarks.rows import Aim, Row, measure_in_turn
from benchmarks.workshop import Workshop

BASELINE = "httpx and attrs"
BARE = "import httpx, attrs"
SMALL = "documents.list_document_drafts"
LARGE = "documents.create_draft"
LARGE_AS_WRITTEN = "documents.documents_create_draft"
"""The same operation, as an instance's description calls it."""
_RUNS = 20


def measure_small(workshop: Workshop) -> list[Row]:
    """Import an operation of our own client, which has three."""
    sides = {
        BASELINE: (BARE, workshop.checkout),
        "generated/": (operation_of(REGENERATED.package, SMALL), workshop.checkout),
    } | _others(workshop, OURS, SMALL)
    return [_row(workshop, "import", "Import one operation of a client of 3", sides, ())]


def measure_large(workshop: Workshop) -> list[Row]:
    """Import an operation of a client of the largest description that is there."""
    description = find_large()
    if description is None:
        return []
    made = workshop.make(REGENERATED, description)
    sides = {
        BASELINE: (BARE, made.folder),
        "regenerate.py": (operation_of(REGENERATED.package, LARGE), made.folder),
    } | _others(workshop, description, LARGE_AS_WRITTEN)
    aims = (Aim("regenerate.py", BASELINE, 1.2),)
    return [_row(workshop, "import-large", "Import one operation of a client of about 150", sides, aims)]


def measure_overlay(workshop: Workshop) -> list[Row]:
    """Import the overlay."""
    sides = {BASELINE: (BARE, workshop.checkout), "overlay": ("import omni_drafts", workshop.checkout)}
    aims = (Aim("overlay", BASELINE, 1.2),)
    return [_row(workshop, "import-overlay", "Import the overlay", sides, aims)]


def operation_of(package: str, operation: str) -> str:
    """Give the statement that imports an operation."""
    return f"import {package}.api.{operation}"


def _others(workshop: Workshop, description: Path, operation: str) -> dict[str, tuple[str, Path]]:
    as_generated = workshop.make(AS_GENERATED, description).folder
    others = {"as generated": (operation_of(AS_GENERATED.package, operation), as_generated)}
    openapi_generators = workshop.make_if_possible(OPENAPI_GENERATOR, description)
    if openapi_generators is not None:
        others["openapi-generator"] = (operation_of(OPENAPI_GENERATOR.package, "documents_api"), openapi_generators)
    return others


def _row(
    workshop: Workshop, name: str, title: str, sides: Mapping[str, tuple[str, Path]], aims: tuple[Aim, ...]
) -> Row:
    def take(statement: str, folder: Path) -> float:
        return workshop.run(["-c", statement], folder).cost.cpu * 1000

    runs = measure_in_turn({side: partial(take, *measured) for side, measured in sides.items()}, _RUNS)
    return Row(name, title, "ms, CPU", runs, aims)
